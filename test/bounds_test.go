package test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bound is a limit of what is read, just exceeded.
type bound struct {
	name string
	// setting is the limit with a value that is too low, raised one that is enough.
	setting, raised string
	// err is what the user is told, code the exit code.
	err  string
	code int
}

// check runs the program below the limit and with the setting that the error names raised.
func (b bound) check(t *testing.T, variables map[string]string, args ...string) {
	t.Helper()
	t.Run(b.name, func(t *testing.T) {
		name, _, _ := strings.Cut(b.setting, "=")
		variable := "AIMSIO_" + strings.ToUpper(name) + "="
		low := run(with(variables, variable+strings.TrimPrefix(b.setting, name+"=")), args...)
		if low.code != b.code || !strings.Contains(low.err, b.err) || !strings.Contains(low.err, "("+name+")") {
			t.Errorf("code %d, want %d\nstdout %q\nstderr %s\nwant   %s", low.code, b.code, low.out, low.err, b.err)
		}
		if high := run(with(variables, variable+b.raised), args...); high.code != 0 || high.out == "" {
			t.Errorf("with %s raised to %s: code %d, %s", name, b.raised, high.code, high.err)
		}
	})
}

// nested gives a value of so many levels.
func nested(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

// members gives the inside of an object of so many fields.
func members(prefix string, count int) string {
	var list []string
	for i := range count {
		list = append(list, fmt.Sprintf(`"%s%d":%d`, prefix, i, i))
	}
	return strings.Join(list, ",")
}

// TestBoundsOfAnswers: an answer that is too large, too long, too deep or too wide is an error that
// names the limit, and the setting that it names raises it.
func TestBoundsOfAnswers(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 2000)
	headed := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", long)
		_, _ = io.WriteString(w, `[{"guid":"1"}]`)
	})
	var wide []string
	for i := range 40 {
		wide = append(wide, "{"+members(fmt.Sprint("f", i, "_"), 5)+"}")
	}
	list, get := []string{"joborders", "list", "-o", "csv"}, []string{"joborders", "get", "1", "-o", "csv"}
	for _, test := range []struct {
		bound
		server string
		args   []string
	}{
		{bound{"a body", "max_body=1KiB", "4KiB", "the answer is larger than 1 KiB (max_body)", 1}, answering(t, "", `{"jobGuid":"1","a":"`+long+`"}`), get},
		{bound{"headers", "max_header=1KiB", "4KiB", "the headers of the answer are longer than 1 KiB (max_header)", 1}, headed, list},
		{bound{"a record of a list", "max_record=1KiB", "4KiB", "element 2 (at byte 13): the record is larger than 1 KiB (max_record)", 1}, answering(t, `[{"guid":"1"},{"a":"`+long+`"}]`, ""), list},
		{bound{"a deep list", "max_nesting=50", "60", "the answer is nested deeper than 50 levels (max_nesting)", 1}, answering(t, `[{"guid":"1","a":`+nested(55)+`}]`, ""), list},
		{bound{"a deep record", "max_nesting=50", "60", "the answer is nested deeper than 50 levels (max_nesting)", 1}, answering(t, "", `{"jobGuid":"1","a":`+nested(55)+`}`), get},
		{bound{"fields of a record in a list", "max_fields=50", "100", "element 1 (at byte 1): the record has more than 50 fields (max_fields)", 1}, answering(t, `[{`+members("f", 60)+`}]`, ""), list},
		{bound{"fields of a record", "max_fields=50", "100", "the answer has more than 50 fields (max_fields)", 1}, answering(t, "", `{"jobGuid":"1",`+members("f", 60)+`}`), get},
		{bound{"fields of many records", "max_fields=100", "1000", "more than 100 fields (max_fields); choose some with --columns", 1}, answering(t, "["+strings.Join(wide, ",")+"]", ""), list},
	} {
		test.check(t, variables(t, test.server), test.args...)
	}
}

// TestALargeRecordIsCheckedToItsEnd: one that is too large for memory at first is no less checked.
func TestALargeRecordIsCheckedToItsEnd(t *testing.T) {
	t.Parallel()
	start := `{"jobGuid":"1","a":"` + strings.Repeat("x", 5<<20) + `",`
	environment := with(variables(t, answering(t, "", start+`"b":}`)), "AIMSIO_MAX_WAIT=1ms")
	if got := run(environment, "joborders", "get", "1", "-o", "json"); got.code != 7 || got.out != "" || !strings.Contains(got.err, "the answer is not valid JSON") {
		t.Errorf("code %d, %d bytes of output, stderr %s", got.code, len(got.out), got.err)
	}
	bound{"a large record", "max_nesting=50", "60", "the answer is nested deeper than 50 levels (max_nesting)", 1}.
		check(t, variables(t, answering(t, "", start+`"b":`+nested(55)+`}`)), "joborders", "get", "1", "-o", "json")
}

// TestBoundsOfInput: the same limits hold for files, of which nothing is sent then; the line is told.
func TestBoundsOfInput(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 2000)
	var names, cells []string
	for i := range 60 {
		names, cells = append(names, fmt.Sprint("f", i)), append(cells, "1")
	}
	const first = `{"employeeCode":"1"}`
	for _, test := range []struct {
		bound
		file, content string
	}{
		{bound{"a line of NDJSON", "max_record=1KiB", "4KiB", "line 2: the line is larger than 1 KiB (max_record)", 5}, "a.ndjson", first + "\n{\"employeeCode\":\"" + long + "\"}\n"},
		{bound{"a record of JSON", "max_record=1KiB", "64KiB", "line 2 is larger than 1 KiB (max_record); is a quote or bracket not closed?", 5}, "a.json", "[" + first + ",\n{\"employeeCode\":\"" + strings.Repeat(long, 10) + "\"}]"},
		{bound{"a row of CSV", "max_record=1KiB", "64KiB", "line 2 is larger than 1 KiB (max_record); is a quote or bracket not closed?", 5}, "a.csv", "employeeCode\n\"" + strings.Repeat(long, 10) + "\"\n"},
		{bound{"a document of YAML", "max_record=1KiB", "4KiB", "a YAML document is larger than 1 KiB (max_record); write it as NDJSON, or as several documents", 5}, "a.yaml", "- employeeCode: " + long + "\n"},
		{bound{"deep NDJSON", "max_nesting=50", "100", "line 2: the record is nested deeper than 50 levels (max_nesting)", 5}, "a.ndjson", first + "\n{\"a\":" + nested(55) + "}\n"},
		{bound{"deep JSON", "max_nesting=50", "100", "line 2: the record is nested deeper than 50 levels (max_nesting)", 5}, "a.json", "[" + first + ",\n{\"a\":" + nested(55) + "}]\n"},
		{bound{"deep YAML", "max_nesting=50", "100", "line 2: the record is nested deeper than 50 levels (max_nesting)", 5}, "a.yaml", "- employeeCode: 1\n- a: " + nested(55) + "\n"},
		{bound{"a deep column", "max_nesting=50", "100", "line 1: column 2 is nested deeper than 50 levels (max_nesting)", 5}, "a.csv", "employeeCode," + strings.Repeat("a.", 60) + "b\n1,2\n"},
		{bound{"fields of NDJSON", "max_fields=50", "100", "line 2: the record has more than 50 fields (max_fields)", 5}, "a.ndjson", first + "\n{" + members("f", 60) + "}\n"},
		{bound{"fields of YAML", "max_fields=50", "100", "line 1: the record has more than 50 fields (max_fields)", 5}, "a.yaml", "{" + strings.ReplaceAll(members("f", 60), ":", ": ") + "}\n"},
		{bound{"columns of CSV", "max_fields=50", "100", "line 1: the header has more than 50 fields (max_fields)", 5}, "a.csv", strings.Join(names, ",") + "\n" + strings.Join(cells, ",") + "\n"},
	} {
		file := filepath.Join(t.TempDir(), test.file)
		if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		test.check(t, variables(t, "https://127.0.0.1:1"), "employees", "create", "-f", file, "--dry-run", "--no-validate", "-o", "json")
	}
}

// TestTheDeepestInput: what even the libraries refuse is told in the same words, and at once.
func TestTheDeepestInput(t *testing.T) {
	t.Parallel()
	for file, content := range map[string]string{
		"a.ndjson": `{"a":` + nested(200_000) + "}\n",
		"a.json":   `[{"a":` + nested(200_000) + "}]\n",
		"a.yaml":   "a: " + nested(200_000) + "\n",
		"a.csv":    strings.Repeat("a.", 1_000_000) + "b\n1\n",
	} {
		path := filepath.Join(t.TempDir(), file)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		got := run(variables(t, "https://127.0.0.1:1"), "employees", "create", "-f", path, "--dry-run", "-o", "json")
		if got.code != 5 || !strings.Contains(got.err, "is nested deeper than 1000 levels (max_nesting)") {
			t.Errorf("%s: code %d, stderr %.300s", file, got.code, got.err)
		}
	}
}

// TestLinesOfGUIDs: a line of standard input that is none of GUIDs is told by its number.
func TestLinesOfGUIDs(t *testing.T) {
	t.Parallel()
	environment := with(variables(t, answering(t, "", `{"jobGuid":"1"}`)), "AIMSIO_MAX_RECORD=1KiB")
	command := process(environment, "joborders", "get", "-", "-o", "ndjson")
	command.Stdin = strings.NewReader("1\n" + strings.Repeat("x", 5000) + "\n")
	var said strings.Builder
	command.Stderr = &said
	out, err := command.Output()
	if err == nil || string(out) != "{\"jobGuid\":\"1\"}\n" || !strings.Contains(said.String(), "line 2 is larger than 1 KiB (max_record); each line is one GUID") {
		t.Errorf("%v, stdout %q, stderr %s", err, out, said.String())
	}
}
