package test

import (
	"strings"
	"testing"
)

// TestTheSameRecordTwice: a file that has a record twice is refused by whichever key says so. Where only a
// second key agrees, or there is none and all else does, it is warned of, and --strict refuses.
func TestTheSameRecordTwice(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	environment := variables(t, server)
	const rest = `,"nrbName":"N","nrbAccountType":"Billable"}` + "\n"
	for name, test := range map[string]struct {
		lines string
		code  int
		said  string
	}{
		"the first key":                  {`{"nrbExternalId":"1"` + rest + `{"nrbExternalId":"1"` + rest, 5, `:2: key is "1": expected a key that stands only once, but line 1 has it too`},
		"the GUID":                       {`{"nrbExternalId":"1","nrbGuid":"g"` + rest + `{"nrbExternalId":"2","nrbGuid":"g"` + rest, 5, `:2: nrbGuid is "g": expected one that stands only once, but line 1`},
		"the key that it is known by":    {`{"nrbExternalId":"1","nrbOriginReference":"X"` + rest + `{"nrbOriginReference":"X"` + rest, 5, `:2: key is "X": expected a key`},
		"that which one is known by":     {`{"nrbOriginReference":"X"` + rest + `{"nrbExternalId":"1","nrbOriginReference":"X"` + rest, 5, `:2: nrbOriginReference is "X": expected one that stands only once, but line 1 is the same record`},
		"the second key":                 {`{"nrbExternalId":"1","nrbOriginReference":"X"` + rest + `{"nrbExternalId":"2","nrbOriginReference":"X"` + rest, 0, `warning: standard input:2: nrbOriginReference is "X": expected one that stands only once: it may serve as key`},
		"the second key, and GUIDs":      {`{"nrbExternalId":"1","nrbOriginReference":"X","nrbGuid":"g"` + rest + `{"nrbExternalId":"2","nrbOriginReference":"X","nrbGuid":"h"` + rest, 0, ""},
		"all, and no key":                {`{"nrbRate":1` + rest + `{"nrbRate":1` + rest, 0, `warning: standard input:2: expected another record than one before it: without a key, both would be made`},
		"the value of two keys":          {`{"nrbExternalId":"1"` + rest + `{"nrbOriginReference":"1"` + rest, 0, ""},
		"no key, and something else":     {`{"nrbRate":1` + rest + `{"nrbRate":2` + rest, 0, ""},
		"the second key, which is blank": {`{"nrbExternalId":"1","nrbOriginReference":" "` + rest + `{"nrbExternalId":"2","nrbOriginReference":" "` + rest, 0, ""},
	} {
		create := []string{"nrbs", "create", "-f", "-", "--no-validate", "--dry-run", "-o", "ndjson", "--if-exists", "update"}
		got := runReading(environment, strings.NewReader(test.lines), create...)
		if got.code != test.code || !strings.Contains(got.err, test.said) || test.said == "" && strings.Contains(got.err, "expected") {
			t.Errorf("%s: %+v", name, got)
		}
		strict := runReading(environment, strings.NewReader(test.lines), append(create, "--strict")...)
		if want := test.said != ""; (strict.code == 5) != want {
			t.Errorf("%s, with --strict: %+v", name, strict)
		}
	}
	if log.posts() > 0 {
		t.Error("something was sent")
	}
}
