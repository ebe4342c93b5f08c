package input_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/input"
)

func TestJSON(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		want          []string
	}{
		{"an array", "[\n  {\"code\": \"1\"},\n\n  {\"code\":\n \"2\"}\n]\n", []string{`2 {"code": "1"}`, "4 {\"code\":\n \"2\"}"}},
		{"one record", "\n{\"rate\": 10.10, \"big\":9007199254740993, \"n\": null, \"e\":\"😀\"}", []string{
			`2 {"rate": 10.10, "big":9007199254740993, "n": null, "e":"😀"}`,
		}},
		{"wrapped", "{\"thingList\": [\n{\"code\":\"1\"}, {\"code\":\"2\"}\n]}", []string{`2 {"code":"1"}`, `2 {"code":"2"}`}},
		{"a wrapper of nothing", `{"thingList":[]}`, nil},
		{"another wrapper is a record", `{"otherList":[{"code":"1"}]}`, []string{`1 {"otherList":[{"code":"1"}]}`}},
		{"a wrapper that holds no list is a record", `{"thingList":{"code":"1"}}`, []string{`1 {"thingList":{"code":"1"}}`}},
		{"nothing", "[ ]", nil},
		{"several one after the other", "{\"code\":\"1\"}\n[{\"code\":\"2\"}]\n{\"thingList\":[{\"code\":\"3\"}]}", []string{
			`1 {"code":"1"}`, `2 {"code":"2"}`, `3 {"code":"3"}`,
		}},
		{"times", `[{"startDate":"2026-03-01","schedule":{"endDate":"x"},"days":["1970-01-01T00:00:00Z",5],"items":[{},{"day":"2026-03-01"}],"name":"2026-03-01"}]`, []string{
			`1 {"startDate":1772348400000,"schedule":{"endDate":"x"},"days":[0,5],"items":[{},{"day":1772348400000}],"name":"2026-03-01"}`,
		}},
		{"no other typing", `{"code":12,"rate":"1","active":"yes"}`, []string{`1 {"code":12,"rate":"1","active":"yes"}`}},
		{"a name twice", "[{\"code\":\"1\",\"x\":[{\"y\":1,\"y\":2}],\"code\":\"2\"}, {}]", []string{
			`1 {"code":"1","x":[{"y":1,"y":2}],"code":"2"}`,
			`fault: "x.0.y" "2" one value; the record has the field more than once`,
			`fault: "code" "2" one value; the record has the field more than once`,
			`1 {}`,
		}},
		{"elements that are no records", "[1,\n{\"code\":\"1\"},\nnull]", []string{
			"error: standard input, line 1: a JSON object was expected, not a number",
			`2 {"code":"1"}`,
			"error: standard input, line 3: a JSON object was expected, not null",
		}},
		{"invalid", "[\n{\"code\":\"1\"},\n{\"code\":\n\"2\" x}]", []string{
			`2 {"code":"1"}`, "error: standard input, line 4: the JSON is not valid: invalid character 'x' after object value (expecting ',' or '}')",
		}},
		{"cut off", "[\n{\"code\":\"1\"},\n{\"code\":\n\"2", []string{
			`2 {"code":"1"}`, "error: standard input, line 4: the JSON ends too early; is the file cut off?",
		}},
		{"a comma too many", "[{},\n]", []string{`1 {}`, "error: standard input, line 1: the JSON is not valid: invalid character ',' at start of value"}},
		{"not UTF-8", "[\n{\"a\":\"\xe9\"}]", []string{"error: standard input, line 2: the JSON is not valid: invalid UTF-8"}},
		{"beside the wrapper", "{\"thingList\":[{}],\n\"more\":1}", []string{`1 {}`, "error: standard input, line 1: beside thingList there is another member; leave only the list"}},
		{"before the wrapper", "{\"more\":1,\"thingList\":[{}]}", []string{"error: standard input, line 1: beside thingList there is another member; leave only the list"}},
		{"a text", `"x"`, []string{"error: standard input, line 1: an object or an array of objects is needed, not a text"}},
		{"empty", " \n", []string{"error: standard input: it is empty; an object or an array of objects is needed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := options()
			o.Format = input.JSON
			if diff := cmp.Diff(tt.want, readText(t, tt.content, o)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNDJSON(t *testing.T) {
	content := "{\"code\":\"1\"}\r\n\n  \n {\"startDate\":\"2026-03-01\"} \n{\"a\":\n[]\n{} {}\n{\"a\":1,\"a\":2}\n{\"n\":9007199254740993}"
	want := []string{
		`1 {"code":"1"}`, `4 {"startDate":1772348400000}`,
		"error: standard input, line 5: the JSON does not end in its line; NDJSON has one object a line",
		"error: standard input, line 6: a JSON object was expected, not an array",
		"error: standard input, line 7: more follows after the end of the object; NDJSON has one object a line",
		`8 {"a":1,"a":2}`, `fault: "a" "2" one value; the record has the field more than once`,
		`9 {"n":9007199254740993}`,
	}
	o := options()
	o.Format = input.NDJSON
	if diff := cmp.Diff(want, readText(t, content, o)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := readText(t, "", o); got != nil {
		t.Errorf("an empty input gives %v", got)
	}
}

func TestDeepRecords(t *testing.T) {
	deep := `{"extra":` + strings.Repeat(`{"a":[`, 100) + `1` + strings.Repeat(`]}`, 100) + `}`
	for _, format := range []input.Format{input.JSON, input.NDJSON, input.YAML} {
		o := options()
		o.Format = format
		if diff := cmp.Diff([]string{"1 " + deep}, readText(t, deep, o)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

func TestARecordIsNotReadBeyondTheLimit(t *testing.T) {
	for _, format := range []input.Format{input.JSON, input.NDJSON} {
		o := options()
		o.Format, o.Limits.Size = format, 10_000
		got := readText(t, "\n{\"a\":\""+strings.Repeat("x", 300_000), o)
		if len(got) != 1 || !strings.Contains(got[0], "line 2") || !strings.Contains(got[0], "is larger than 10,000 bytes") {
			t.Errorf("%s: got %.200v", format, got)
		}
	}
}
