package input_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/input"
)

func yamlOptions() input.Options {
	o := options()
	o.Format = input.YAML
	return o
}

func TestYAML(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		want          []string
	}{
		{"a list", "# jobs\n- code: 0012\n  rate: 10.10\n-\n  code: \"x\"\n", []string{`2 {"code":"0012","rate":10.10}`, `5 {"code":"x"}`}},
		{"one record", "code: 12\nname: yes\nactive: Yes\ncount: 9007199254740993\n", []string{
			`1 {"code":"12","name":"yes","active":true,"count":9007199254740993}`,
		}},
		{"documents", "---\ncode: 1\n---\n- code: 2\n- code: 3\n---\n# nothing\n---\nthingList:\n  - code: 4\n", []string{
			`2 {"code":"1"}`, `4 {"code":"2"}`, `5 {"code":"3"}`, `10 {"code":"4"}`,
		}},
		{"times", "startDate: 2026-03-01\nschedule: {endDate: '2026-03-01T00:00:00Z'}\nitems: [{day: 1772352000000}]\ndays: [2026-03-01]\n", []string{
			`1 {"startDate":1772348400000,"schedule":{"endDate":1772323200000},"items":[{"day":1772352000000}],"days":[1772348400000]}`,
		}},
		{"nulls", "code: ~\nrate:\nname: 'null'\nactive: null\n", []string{`1 {"code":null,"rate":null,"name":"null","active":null}`}},
		{"unknown fields as YAML has them", "extra: 5\na: True\nb: yes\nc: 0012\nd: 1_000\ne: .inf\nf: '5'\ng: 2026-03-01\nh: |\n  two\n  lines\ni: !x 7\n", []string{
			`1 {"extra":5,"a":true,"b":"yes","c":"0012","d":"1_000","e":".inf","f":"5","g":"2026-03-01","h":"two\nlines\n","i":"7"}`,
		}},
		{"quotes make texts", "rate: '5'\nactive: \"true\"\n", []string{`1 {"rate":"5","active":"true"}`}},
		{"blanks and emoji", "name: \"  Jo 😀 \"\n", []string{`1 {"name":"  Jo 😀 "}`}},
		{"anchors", "- &base\n  code: a\n  rate: 1.50\n- <<: *base\n  code: b\n- {schedule: &s {guid: g}, extra: *s}\n", []string{
			`1 {"code":"a","rate":1.50}`, `4 {"code":"b","rate":1.50}`, `6 {"schedule":{"guid":"g"},"extra":{"guid":"g"}}`,
		}},
		{"several merged", "- &a {code: a, name: n}\n- &b {code: b, rate: 2}\n- <<: [*a, *b]\n", []string{
			`1 {"code":"a","name":"n"}`, `2 {"code":"b","rate":2}`, `3 {"code":"a","name":"n","rate":2}`,
		}},
		{"a name twice", "code: a\nschedule:\n  guid: x\n  guid: y\ncode: b\n", []string{
			`1 {"code":"a","schedule":{"guid":"x","guid":"y"},"code":"b"}`,
			`fault: "schedule.guid" "y" one value; the record has the field more than once`,
			`fault: "code" "b" one value; the record has the field more than once`,
		}},
		{"nothing", "# nothing\n", nil},
		{"an anchor inside itself", "- code: b\n- &a\n  extra: *a\n", []string{`1 {"code":"b"}`, "error: standard input, line 2: the anchor a is inside itself"}},
		{"no record", "- 5\n- code: a\n", []string{
			"error: standard input, line 1: a record with fields is needed here, not a text or a list", `2 {"code":"a"}`,
		}},
		{"a text", "hello\n", []string{"error: standard input, line 1: a list of records or one record is needed, not a text"}},
		{"a name that is no text", "[a, b]: 1\n", []string{"error: standard input, line 1: the name of a field, in line 1, must be a text"}},
		{"beside the wrapper", "thingList: []\nmore: 1\n", []string{"error: standard input, line 1: beside thingList there is another member; leave only the list"}},
		{"invalid", "- code: a\n- code: \"b\n", []string{"error: standard input, line 2: the YAML is not valid: found unexpected end of stream"}},
		{"tabs", "code:\n\t- a\n", []string{"error: standard input, line 2: the YAML is not valid: found character that cannot start any token"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, readText(t, tt.content, yamlOptions())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAliasesThatWouldFillTheMemory(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("extra0: &x0 [a, a, a, a, a, a, a, a, a, a]\n")
	for i := range 9 {
		fmt.Fprintf(&bomb, "extra%d: &x%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*x%d, ", i), 10), ", "))
	}
	got := readText(t, bomb.String(), yamlOptions())
	want := []string{"error: standard input, line 1: the aliases of the document repeat more than 100000 values"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestALargeYAMLDocumentIsRefused(t *testing.T) {
	o := yamlOptions()
	o.Limits.Size = 10_000
	small := strings.Repeat("---\ncode: a\n", 5_000)
	if got := readText(t, small, o); len(got) != 5_000 {
		t.Errorf("small documents: %d lines, the last %s", len(got), got[len(got)-1])
	}
	got := readText(t, strings.Repeat("- code: a\n", 5_000), o)
	if len(got) != 1 || !strings.Contains(got[0], "write it as NDJSON") {
		t.Errorf("got %.200v", got)
	}
}
