package cmdkit_test

import (
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// row is what a command might say of itself.
type row struct {
	Name  string   `json:"name"`
	Count int      `json:"count"`
	Share float64  `json:"share"`
	Good  bool     `json:"good"`
	Since int64    `json:"since,omitempty"`
	Words []string `json:"words"`
}

func rows() []row {
	return []row{
		{Name: "one", Count: 1, Share: 0.5, Good: true, Since: 1767225600000, Words: []string{"a", "b"}},
		{Name: "two", Count: 2},
	}
}

// TestRowFields: what the program says of itself is described like records, so that all flags work on it.
func TestRowFields(t *testing.T) {
	t.Parallel()
	fields := cmdkit.Timed(cmdkit.RowFields(row{}), "since")
	want := []api.Field{
		{Name: "name", Type: api.String}, {Name: "count", Type: api.Integer}, {Name: "share", Type: api.Number},
		{Name: "good", Type: api.Boolean}, {Name: "since", Type: api.Time}, {Name: "words", Type: api.Array},
	}
	if len(fields) != len(want) {
		t.Fatalf("%+v", fields)
	}
	for i, field := range fields {
		if field.Name != want[i].Name || field.Type != want[i].Type || field.Certainty != api.Documented {
			t.Errorf("%+v, want %+v", field, want[i])
		}
	}
	if layout := cmdkit.RowLayout(row{}, "name"); !layout.Closed || !slices.Equal(layout.Columns, []string{"name"}) || len(layout.Fields) != len(want) {
		t.Errorf("%+v", layout)
	}
}

// TestPrintRows: each format carries what it is meant to; a table shows the columns of the command.
func TestPrintRows(t *testing.T) {
	t.Parallel()
	layout := cmdkit.RowsWith(cmdkit.Timed(cmdkit.RowFields(row{}), "since"), "name", "since")
	for name, test := range map[string]struct {
		format string
		args   []string
		want   string
	}{
		"a table":           {"table", nil, "name  since\none   2026-01-01T00:00:00Z\ntwo\n"},
		"no header":         {"table", []string{"--no-header"}, "one  2026-01-01T00:00:00Z\ntwo\n"},
		"other columns":     {"table", []string{"--columns", "count, name"}, "count  name\n    1  one\n    2  two\n"},
		"times as asked":    {"csv", []string{"--columns", "since", "--time", "America/Edmonton"}, "since\n2025-12-31T17:00:00-07:00\n\"\"\n"},
		"times as numbers":  {"csv", []string{"--columns", "name,since", "--time", "epoch"}, "name,since\none,1767225600000\ntwo,\n"},
		"CSV":               {"csv", nil, "name,count,share,good,since,words\none,1,0.5,true,2026-01-01T00:00:00Z,\"[\"\"a\"\",\"\"b\"\"]\"\ntwo,2,0,false,,\n"},
		"CSV for Excel":     {"csv", []string{"--excel", "--columns", "name"}, "\ufeffname\r\none\r\ntwo\r\n"},
		"NDJSON":            {"ndjson", nil, `{"name":"one","count":1,"share":0.5,"good":true,"since":1767225600000,"words":["a","b"]}` + "\n" + `{"name":"two","count":2,"share":0,"good":false,"words":null}` + "\n"},
		"JSON":              {"json", []string{"--columns", "name"}, "[\n  {\n    \"name\": \"one\"\n  },\n  {\n    \"name\": \"two\"\n  }\n]\n"},
		"jq":                {"json", []string{"--jq", "map(.count)"}, "[1,2]\n"},
		"jq for each":       {"ndjson", []string{"--jq", ".name"}, "one\ntwo\n"},
		"YAML":              {"yaml", []string{"--columns", "name,count"}, "- name: one\n  count: 1\n- name: two\n  count: 2\n"},
		"numbers in digits": {"json", []string{"--jq", ".[0].since"}, "1767225600000\n"},
	} {
		run := newMachine(t).run()
		run.Flags.Output = test.format
		err := run.PrintRows(t.Context(), outputFlags(t, test.args...), layout, cmdkit.RowsOf(rows()))
		if err != nil || run.Printed.String() != test.want || run.Said.Len() > 0 {
			t.Errorf("%s: %v, said %q, printed\n%q, want\n%q", name, err, run.Said, run.Printed, test.want)
		}
	}
}

// TestPrintNoRows: nothing is an answer too, in every format a valid one.
func TestPrintNoRows(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{"table": "name\n", "json": "[]\n", "ndjson": "", "csv": "name\n", "yaml": "[]\n"} {
		run := newMachine(t).run()
		run.Flags.Output = format
		err := run.PrintRows(t.Context(), outputFlags(t, "--columns", "name"), cmdkit.RowLayout(row{}), cmdkit.RowsOf([]row{}))
		if err != nil || run.Printed.String() != want {
			t.Errorf("%s: %v, %q, want %q", format, err, run.Printed, want)
		}
	}
	run := newMachine(t).run()
	run.Flags.Output = "csv"
	err := run.PrintRows(t.Context(), outputFlags(t), cmdkit.RowLayout(row{}, "name"), cmdkit.RowsOf([]row{}))
	if want := "name,count,share,good,since,words\n"; err != nil || run.Printed.String() != want {
		t.Errorf("the head that stands above rows: %v, %q, want %q", err, run.Printed, want)
	}
}

// TestPrintRow: one thing on its own is an object, not a list of one.
func TestPrintRow(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"json": "{\n  \"name\": \"one\"\n}\n", "ndjson": "{\"name\":\"one\"}\n", "yaml": "name: one\n", "table": "name  one\n", "csv": "name\none\n",
	} {
		run := newMachine(t).run()
		run.Flags.Output = format
		if err := run.PrintRow(t.Context(), outputFlags(t, "--columns", "name"), cmdkit.RowLayout(row{}), rows()[0]); err != nil || run.Printed.String() != want {
			t.Errorf("%s: %v, %q, want %q", format, err, run.Printed, want)
		}
	}
}

// TestPrinterRefuses: what is wrong with the flags is found before anything is done, and nothing is printed.
func TestPrinterRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args    []string
		further string
		says    string
	}{
		"a column":          {[]string{"--columns", "naem"}, "", "naem"},
		"a column's member": {[]string{"--columns", "name.x"}, "", "name.x"},
		"no column":         {[]string{"--columns", ""}, "", "--columns names no field"},
		"a time":            {[]string{"--time", "Mars/Olympus"}, "", "Mars/Olympus"},
		"a time, set":       {nil, "AIMSIO_TIME=never", `AIMSIO_TIME: "never" is not valid`},
		"a zone, set":       {nil, "AIMSIO_TIME_ZONE=Mars/Olympus", `AIMSIO_TIME_ZONE: "Mars/Olympus" is not valid`},
		"a day's zone, set": {nil, "AIMSIO_DAY_ZONE=Mars/Olympus", `AIMSIO_DAY_ZONE: "Mars/Olympus" is not valid`},
		"a colour, set":     {nil, "AIMSIO_COLOR=pink", `AIMSIO_COLOR: "pink" is not valid; expected one of auto, always, never`},
		"a jq program":      {[]string{"--jq", ".["}, "", "jq"},
		"a file's folder":   {[]string{"--out", filepath.Join(t.TempDir(), "no", "x.csv")}, "", "there is no folder"},
		"a file's ending":   {[]string{"--out", "x.doc"}, "", "the ending .doc stands for no format"},
	} {
		further := append([]string{"AIMSIO_OUTPUT=json"}, test.further)
		run := newMachine(t).run(further[:1+min(1, len(test.further))]...)
		layout := cmdkit.RowsWith(cmdkit.Timed(cmdkit.RowFields(row{}), "since"))
		err := run.PrintRows(t.Context(), outputFlags(t, test.args...), layout, untouched(t, name))
		refused(t, err, fail.Usage, test.says)
		if run.Printed.Len() > 0 {
			t.Errorf("%s: printed %q", name, run.Printed)
		}
	}
}

// untouched are rows that nobody is to ask for.
func untouched(t *testing.T, name string) iter.Seq[any] {
	t.Helper()
	return func(func(any) bool) { t.Errorf("%s: the rows are made", name) }
}

// TestUnusedZone: where nothing shows a time, an unknown zone is no fault.
func TestUnusedZone(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_TIME_ZONE=Mars/Olympus")
	if err := run.PrintRow(t.Context(), cmdkit.OutputFlags{}, cmdkit.RowLayout(row{}, "name"), rows()[0]); err != nil || !strings.Contains(run.Printed.String(), "one") {
		t.Errorf("%v, %q", err, run.Printed)
	}
}

// TestExplode: a list makes rows, and one that is none is refused with those that are.
func TestExplode(t *testing.T) {
	t.Parallel()
	fields := cmdkit.RowFields(row{})
	fields[5].Items = api.String
	run := newMachine(t).run()
	run.Flags.Output = "csv"
	layout := cmdkit.RowsWith(fields)
	layout.Explode = "words"
	err := run.PrintRows(t.Context(), outputFlags(t, "--columns", "name,words"), layout, cmdkit.RowsOf(rows()))
	if err != nil || run.Printed.String() != "name,words\none,a\none,b\n" || run.Said.String() != "1 record with nothing in words: no row\n" {
		t.Errorf("%v, said %q, printed %q", err, run.Said, run.Printed)
	}
	layout.Explode = "wrods"
	_, err = run.Printer(cmdkit.OutputFlags{}, layout)
	refused(t, err, fail.Usage, "words")
}

// TestRowsThatTurnOutWrong: of rows that were asked for wrongly nothing is printed, but what was printed stays.
func TestRowsThatTurnOutWrong(t *testing.T) {
	t.Parallel()
	wrong := func() error { return fail.Usagef("there was no such run") }
	run := newMachine(t).run("AIMSIO_OUTPUT=json")
	err := run.PrintRowsOr(t.Context(), cmdkit.OutputFlags{}, cmdkit.RowLayout(row{}), cmdkit.RowsOf([]row{}), wrong)
	refused(t, err, fail.Usage, "there was no such run")
	if run.Printed.Len() > 0 {
		t.Errorf("printed %q", run.Printed)
	}
	damaged := errors.New("the log is damaged")
	run = newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	err = run.PrintRowsOr(t.Context(), outputFlags(t, "--columns", "name"), cmdkit.RowLayout(row{}), cmdkit.RowsOf(rows()), func() error { return damaged })
	if !errors.Is(err, damaged) || run.Printed.String() != "{\"name\":\"one\"}\n{\"name\":\"two\"}\n" {
		t.Errorf("%v, %q", err, run.Printed)
	}
}

// TestUnprintableRow: a row that is no JSON ends the output, with what came before.
func TestUnprintableRow(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	all := slices.Values([]any{rows()[0], map[string]any{"name": func() {}}})
	err := run.PrintRows(t.Context(), outputFlags(t, "--columns", "name"), cmdkit.RowLayout(row{}), all)
	if err == nil || !strings.HasPrefix(err.Error(), "writing the output: ") || run.Printed.String() != "{\"name\":\"one\"}\n" {
		t.Errorf("%v, %q", err, run.Printed)
	}
}

// TestFlat: what a person or a sheet reads has a field a cell.
func TestFlat(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]bool{"table": true, "csv": true, "json": false, "ndjson": false, "yaml": false} {
		run := newMachine(t).run()
		run.Flags.Output = format
		printer, err := run.Printer(cmdkit.OutputFlags{}, cmdkit.Layout{})
		if err != nil || printer.Flat() != want {
			t.Errorf("%s: %v, %v", format, printer.Flat(), err)
		}
	}
	run := newMachine(t).run()
	if printer, err := run.Printer(outputFlags(t, "--jq", "."), cmdkit.Layout{}); err != nil || printer.Flat() {
		t.Errorf("jq: %v", err)
	}
}
