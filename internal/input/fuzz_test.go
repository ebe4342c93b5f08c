package input_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Whatever a file holds, each record is a JSON object with a line, an error has words, and what is
// rejected reads as the same record again.
func fuzz(t *testing.T, format input.Format, content string) {
	t.Helper()
	// UTF-16 has its line ends elsewhere, and YAML more of them than one.
	lines := strings.Count(content, "\n") + strings.Count(content, "\r") + strings.Count(content, "\u0085") +
		strings.Count(content, "\u2028") + strings.Count(content, "\u2029") + strings.Count(content, "\x0a\x00") + 1
	o := options()
	o.Format = format
	o.Limits = record.Limits{Size: 1 << 20, Nesting: 50, Fields: 50}
	f, err := input.Open("-", strings.NewReader(content), o)
	if err != nil {
		if _, fault := errors.AsType[*input.Error](err); !fault {
			t.Fatalf("not a fault of the content: %v", err)
		}
		return
	}
	defer func() { _ = f.Close() }()
	var out bytes.Buffer
	rejects, err := f.Rejects(&out)
	if err != nil {
		t.Fatal(err)
	}
	var before []string
	for item, err := range f.Records() {
		if err != nil {
			told, fault := errors.AsType[*input.Error](err)
			if !fault || strings.TrimSpace(told.Err.Error()) == "" || told.Line < 0 || told.Line > lines {
				t.Fatalf("of %d lines: %v", lines, err)
			}
			continue
		}
		raw := item.Record.Raw()
		if item.Line < 1 || raw.Kind() != '{' || !raw.IsValid(jsontext.AllowDuplicateNames(true)) {
			t.Fatalf("line %d: %s", item.Line, raw)
		}
		before = append(before, string(raw))
		if err := rejects.Add(item, "it is \"wrong\"; see\nbelow"); err != nil {
			t.Fatal(err)
		}
	}
	if err := rejects.Close(); err != nil {
		t.Fatal(err)
	}
	// A carriage return alone may meet the line end that is written behind it.
	alone := strings.Contains(strings.ReplaceAll(content, "\r\n", ""), "\r")
	if format == input.JSON || format == input.NDJSON || (format == input.CSV && !alone) {
		compare(t, before, out.String(), o)
	}
}

func compare(t *testing.T, before []string, rejected string, o input.Options) {
	t.Helper()
	again := open(t, rejected, o)
	n := 0
	for item, err := range again.Records() {
		if err != nil {
			t.Fatalf("the rejects %q: %v", rejected, err)
		}
		got := item.Record.Raw()
		if o.Format == input.NDJSON {
			if err := got.Compact(jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(true)); err != nil {
				t.Fatal(err)
			}
			want := jsontext.Value(before[n])
			if err := want.Compact(jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(true)); err != nil {
				t.Fatal(err)
			}
			before[n] = string(want)
		}
		if n >= len(before) || string(got) != before[n] {
			t.Fatalf("record %d is %s after it was rejected", n+1, got)
		}
		n++
	}
	if n != len(before) {
		t.Fatalf("%d records were rejected, %d are read", len(before), n)
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"code,name\n0012,\"a\nb\"\n", "\ufeffsep=;\r\ncode;rate\r\n1;10.10\r\n", "schedule.guid\tcode\n\\null\t\n", "code,,items\n,x,[1]\n",
		"\"code", "=\"a\",'=b\n'=c,\"=\"\"1\"\"\"\n", "startDate\n2026-03-01\n1764000000000\n", "\xff\xfec\x00o\x00d\x00e\x00\n\x001\x00", "a\r\n\r\n1\r\n", "0\n0\x00\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { fuzz(t, input.CSV, content) })
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`[{"code":"1"},{"startDate":"2026-03-01","n":9007199254740993}]`, `{"thingList":[{},{"a":1,"a":2}]}`, "{}\n{}\n[{}]", `[1,null,{"days":["2026-03-01"]}]`, `{"a":`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { fuzz(t, input.JSON, content) })
}

func FuzzNDJSON(f *testing.F) {
	for _, seed := range []string{"{\"a\":1}\n\n {\"a\" : 10.10}\r\n", "{\"startDate\":\"2026-03-01\"}", "[]\n{}{}\n{\"a\":[\n", "{\"e\":\"😀\\u00e9\"}\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { fuzz(t, input.NDJSON, content) })
}

func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		"- code: 0012\n  rate: 10.10\n- <<: &a {x: 1}\n  y: *a\n", "---\na: |\n  b\n---\n# c\n", "&a [*a]", "- &a {b: *a}\n", "thingList: [{a: ~}]\n", "? [a]\n: b\n",
		"a: !!binary aGk=\nb: !!set {x}\n", "<<: 5\n", "a: 1\na: 2\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { fuzz(t, input.YAML, content) })
}
