package scrub

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/record"
)

func TestCommand(t *testing.T) {
	for given, want := range map[string]string{
		"aimsio employees create -f a.csv --env portal":          "aimsio employees create -f a.csv --env portal",
		"aimsio --password hunter2 x":                            "aimsio --password *** x",
		"aimsio --password=hunter2 x":                            "aimsio --password=*** x",
		"aimsio --password -hunter2 x":                           "aimsio --password *** x",
		"aimsio --password --quiet x":                            "aimsio --password --quiet x",
		"aimsio auth login --password-stdin sandbox":             "aimsio auth login --password-stdin sandbox",
		"aimsio --api-token hunter2":                             "aimsio --api-token ***",
		"aimsio x --set userPassword=hunter2":                    "aimsio x --set userPassword=***",
		"aimsio x --set=userPassword=hunter2":                    "aimsio x --set=userPassword=***",
		"aimsio x --set note=a=b":                                "aimsio x --set note=a=b",
		"aimsio api POST x -H X-Api-Key:hunter2":                 "aimsio api POST x -H X-Api-Key:***",
		"aimsio api POST x -HAuthorization:hunter2":              "aimsio api POST x -HAuthorization:***",
		"aimsio api POST x --header=Cookie:hunter2":              "aimsio api POST x --header=Cookie:***",
		"aimsio api POST https://me:hunter2@host/a?b=c":          "aimsio api POST https://***@host/a?b=c",
		"aimsio --url=https://hunter2@host/":                     "aimsio --url=https://***@host/",
		"aimsio api POST https://host/a@b":                       "aimsio api POST https://host/a@b",
		"aimsio api POST /x?token=hunter2":                       "aimsio api POST /x?token=***",
		"AIMSIO_PASSWORD=hunter2 aimsio":                         "AIMSIO_PASSWORD=*** aimsio",
		"aimsio employees update E-1 --set employeeNotes=secret": "aimsio employees update E-1 --set employeeNotes=secret",
	} {
		args := strings.Fields(given)
		got := Command(args)
		if strings.Join(got, " ") != want || strings.Join(args, " ") != given {
			t.Errorf("%s: got %q", given, got)
		}
	}
	if diff := cmp.Diff([]string{"-H", "Authorization:***"}, Command([]string{"-H", "Authorization: Basic abc"})); diff != "" {
		t.Error(diff)
	}
}

func TestBody(t *testing.T) {
	for given, want := range map[string]string{
		"":                       "null",
		`{"a":[1.0, {"b":"c"}]}`: `{"a":[1.0, {"b":"c"}]}`,
		`{"a":{"password":"x","b":[10.10,{"apiToken":7}]}, "c":null,"passwordSet":true}`: `{"a":{"password":"***","b":[10.10,{"apiToken":"***"}]},"c":null,"passwordSet":true}`,
		`{"secret":{}, "e":[]}`: `{"secret":{},"e":[]}`,
		"a=1":                   `"a=1"`,
		"{\n  \"a\": 1\n}":      "{\n  \"a\": 1\n}",
	} {
		if got := Body(jsontext.Value(given), nil); string(got) != want {
			t.Errorf("%s: got %s", given, got)
		}
	}
}

func FuzzBody(f *testing.F) {
	for _, seed := range []string{``, `{"password":"x"}`, `[{"token":[1,{"secret":null}]}]`, `{"a":1,"a":2,"pwd":3}`, `{"password":`, "\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if got := Body(body, nil); !got.IsValid(record.Lenient()) {
			t.Errorf("%q became %q", body, got)
		}
	})
}
