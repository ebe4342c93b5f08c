package test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// bound is a limit of what is read: a text just above it, and one just below. Where that is empty, only the
// first is tried.
type bound struct {
	name, over, within string
	// err is what the user is told.
	err string
}

// check runs the program with both texts, each in the way that try makes one known to it.
func (b bound) check(t *testing.T, code int, try func(t *testing.T, text string) outcome) {
	t.Helper()
	t.Run(b.name, func(t *testing.T) {
		t.Parallel()
		if got := try(t, b.over); got.code != code || !strings.Contains(got.err, b.err) || strings.Contains(got.err, "max_") {
			t.Errorf("code %d, want %d\nstdout %.300q\nstderr %.300s\nwant   %s", got.code, code, got.out, got.err, b.err)
		}
		if b.within == "" {
			return
		}
		if got := try(t, b.within); got.code != 0 || got.out == "" {
			t.Errorf("below it: code %d, %.300s", got.code, got.err)
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

// TestBoundsOfAnswers: an answer that is too large, too long, too deep or too wide is an error that names the
// limit, and one that just fits is read.
func TestBoundsOfAnswers(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	reads := func(args ...string) func(*testing.T, string) outcome {
		return func(t *testing.T, text string) outcome {
			t.Helper()
			return run(variables(t, answering(t, text, text)), append(args, "-o", "csv")...)
		}
	}
	list, get := reads("joborders", "list"), reads("joborders", "get", "1")
	headed := func(t *testing.T, text string) outcome {
		t.Helper()
		server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", text)
			_, _ = io.WriteString(w, `[{"guid":"1"}]`)
		})
		return run(variables(t, server), "joborders", "list", "-o", "csv")
	}
	wide := func(each int) string {
		var records []string
		for i := range 40 {
			records = append(records, "{"+members(fmt.Sprint("f", i, "_"), each)+"}")
		}
		return "[" + strings.Join(records, ",") + "]"
	}
	for _, test := range []struct {
		bound
		try func(*testing.T, string) outcome
	}{
		{bound{"a body", `{"jobGuid":"1","a":"` + strings.Repeat("x", 64<<20) + `"}`, "", "the answer is larger than 64 MiB"}, get},
		{bound{"headers", strings.Repeat("x", 1<<20), strings.Repeat("x", 1<<19), "the headers of the answer are longer than 1 MiB"}, headed},
		{bound{"a record of a list", `[{"guid":"1"},{"a":"` + strings.Repeat("x", 33<<20) + `"}]`, "", "element 2 (at byte 13): the record is larger than 32 MiB"}, list},
		{bound{"a deep list", `[{"guid":"1","a":` + nested(1000) + `}]`, `[{"guid":"1","a":` + nested(995) + `}]`, "the answer is nested deeper than 1000 levels"}, list},
		{bound{"a deep record", `{"jobGuid":"1","a":` + nested(1000) + `}`, `{"jobGuid":"1","a":` + nested(995) + `}`, "the answer is nested deeper than 1000 levels"}, get},
		{bound{"fields of a record in a list", `[{` + members("f", 10_001) + `}]`, `[{` + members("f", 9_900) + `}]`, "element 1 (at byte 1): the record has more than 10000 fields"}, list},
		{bound{"fields of a record", `{"jobGuid":"1",` + members("f", 10_000) + `}`, `{"jobGuid":"1",` + members("f", 9_900) + `}`, "the answer has more than 10000 fields"}, get},
		{bound{"fields of many records", wide(251), wide(249), "more than 10000 fields; choose some with --columns"}, list},
	} {
		test.check(t, 1, test.try)
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
	bound{"deep", start + `"b":` + nested(1000) + `}`, start + `"b":` + nested(995) + `}`, "the answer is nested deeper than 1000 levels"}.
		check(t, 1, func(t *testing.T, text string) outcome {
			t.Helper()
			return run(variables(t, answering(t, "", text)), "joborders", "get", "1", "-o", "json")
		})
}

// TestBoundsOfInput: the same limits hold for files, of which nothing is sent then; the line is told.
func TestBoundsOfInput(t *testing.T) {
	t.Parallel()
	columns := func(count int) string {
		var names []string
		for i := range count {
			names = append(names, fmt.Sprint("f", i))
		}
		return strings.Join(names, ",") + "\n1" + strings.Repeat(",1", count-1) + "\n"
	}
	yaml := func(count int) string { return "{" + strings.ReplaceAll(members("f", count), ":", ": ") + "}\n" }
	const first = `{"employeeCode":"1"}`
	for _, test := range []struct {
		bound
		file string
	}{
		{bound{"a line of NDJSON", first + "\n{\"employeeCode\":\"" + strings.Repeat("x", 32<<20) + "\"}\n", "", "line 2: the line is larger than 32 MiB"}, "a.ndjson"},
		{bound{"deep NDJSON", first + "\n{\"a\":" + nested(1000) + "}\n", first + "\n{\"a\":" + nested(995) + "}\n", "line 2: the record is nested deeper than 1000 levels"}, "a.ndjson"},
		{bound{"deep JSON", "[" + first + ",\n{\"a\":" + nested(1000) + "}]\n", "[" + first + ",\n{\"a\":" + nested(995) + "}]\n", "line 2: the record is nested deeper than 1000 levels"}, "a.json"},
		{bound{"deep YAML", "- employeeCode: 1\n- a: " + nested(1000) + "\n", "- employeeCode: 1\n- a: " + nested(995) + "\n", "line 2: the record is nested deeper than 1000 levels"}, "a.yaml"},
		{bound{"a deep column", "employeeCode," + strings.Repeat("a.", 1000) + "b\n1,2\n", "employeeCode," + strings.Repeat("a.", 990) + "b\n1,2\n", "line 1: column 2 is nested deeper than 1000 levels"}, "a.csv"},
		{bound{"fields of NDJSON", first + "\n{" + members("f", 10_001) + "}\n", first + "\n{" + members("f", 9_900) + "}\n", "line 2: the record has more than 10000 fields"}, "a.ndjson"},
		{bound{"fields of YAML", yaml(10_001), yaml(9_900), "line 1: the record has more than 10000 fields"}, "a.yaml"},
		{bound{"columns of CSV", columns(10_001), columns(9_900), "line 1: the header has more than 10000 fields"}, "a.csv"},
	} {
		test.check(t, 5, func(t *testing.T, text string) outcome {
			t.Helper()
			file := filepath.Join(t.TempDir(), test.file)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return run(variables(t, "https://127.0.0.1:1"), "employees", "create", "-f", file, "--dry-run", "--no-validate", "-o", "json")
		})
	}
}

// TestTheDeepestInput: what even the libraries refuse is told in the same words, and at once.
func TestTheDeepestInput(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
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
		if got.code != 5 || !strings.Contains(got.err, "is nested deeper than 1000 levels") {
			t.Errorf("%s: code %d, stderr %.300s", file, got.code, got.err)
		}
	}
}

// TestLinesOfGUIDs: a line of standard input that is none of GUIDs is told by its number.
func TestLinesOfGUIDs(t *testing.T) {
	t.Parallel()
	got := runReal(variables(t, answering(t, "", `{"jobGuid":"1"}`)), "1\n"+strings.Repeat("x", 33<<20)+"\n", "joborders", "get", "-", "-o", "ndjson")
	if got.code == 0 || got.out != "{\"jobGuid\":\"1\"}\n" || !strings.Contains(got.err, "line 2 is larger than 32 MiB; each line is one GUID") {
		t.Errorf("code %d, stdout %q, stderr %s", got.code, got.out, got.err)
	}
}
