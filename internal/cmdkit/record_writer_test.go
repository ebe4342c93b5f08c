package cmdkit_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// open begins the output of records of employees.
func open(t *testing.T, run *cmdtest.Run, layout cmdkit.Layout, args ...string) *cmdkit.RecordWriter {
	t.Helper()
	printer, err := run.Printer(outputFlags(t, args...), layout)
	if err != nil {
		t.Fatal(err)
	}
	out, err := printer.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// put writes records.
func put(t *testing.T, out *cmdkit.RecordWriter, raws ...string) {
	t.Helper()
	for _, raw := range raws {
		if err := out.Write(made(t, raw)); err != nil {
			t.Fatal(err)
		}
	}
}

func made(t *testing.T, raw string) record.Record {
	t.Helper()
	r, err := record.New(jsontext.Value(raw))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRecordsAsTheyCome: a record is on its way to the reader when the next one is still fetched.
func TestRecordsAsTheyCome(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	out := open(t, run, cmdkit.Layout{})
	put(t, out, `{"b":9007199254740993,"a":10.10}`)
	if want := `{"b":9007199254740993,"a":10.10}` + "\n"; run.Printed.String() != want {
		t.Errorf("after the first record: %q", run.Printed)
	}
	put(t, out, `{"a":"ü"}`)
	if err := out.Finish(nil); err != nil || out.Count != 2 || out.Shown != 2 {
		t.Errorf("%v, %d records, %d rows", err, out.Count, out.Shown)
	}
}

// TestRecordsHeldBack: while a column may turn out to be unknown nothing is printed, and nothing at all if it is.
func TestRecordsHeldBack(t *testing.T) {
	t.Parallel()
	known := []api.Field{{Name: "a", Type: api.String}}
	for name, test := range map[string]struct {
		records    []string
		seen       bool
		want, says string
	}{
		"a record has it":    {[]string{`{"a":"1"}`, `{"a":"2","new":"x"}`}, true, "{\"a\":\"1\"}\n{\"a\":\"2\",\"new\":\"x\"}\n", ""},
		"no record has it":   {[]string{`{"a":"1"}`}, false, "", "new"},
		"there is no record": {nil, false, "", ""},
	} {
		run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
		out := open(t, run, cmdkit.Layout{Fields: known}, "--columns", "a,new")
		out.Notef("a note on what is printed")
		put(t, out, test.records...)
		if seen := run.Printed.Len() > 0; seen != test.seen {
			t.Errorf("%s: before the end %q is printed", name, run.Printed)
		}
		err := out.Finish(nil)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if run.Printed.String() != test.want || (run.Said.Len() > 0) != (test.says == "") {
			t.Errorf("%s: printed %q, said %q", name, run.Printed, run.Said)
		}
	}
}

// TestRecordsHeldForAFilter: a filter on a field that nothing has yet holds the output back as well.
func TestRecordsHeldForAFilter(t *testing.T) {
	t.Parallel()
	filter, err := output.ParseFilter("new=x", []api.Field{{Name: "a", Type: api.String}}, time.Now(), timetext.Zones{Time: time.UTC, Day: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	out := open(t, run, cmdkit.Layout{})
	out.Filters = []output.Filter{filter}
	put(t, out, `{"a":"1"}`)
	if run.Printed.Len() > 0 {
		t.Errorf("printed %q", run.Printed)
	}
	if _, err := filter.Match(made(t, `{"new":"x"}`)); err != nil {
		t.Fatal(err)
	}
	put(t, out, `{"a":"2"}`)
	if run.Printed.Len() == 0 {
		t.Error("nothing is printed though some record has the field")
	}
	if err := out.Finish(nil); err != nil || run.Printed.String() != "{\"a\":\"1\"}\n{\"a\":\"2\"}\n" {
		t.Errorf("%v, printed %q", err, run.Printed)
	}
}

// TestLimit: what is left out is counted, so that the user is told.
func TestLimit(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	out := open(t, run, cmdkit.Layout{})
	out.Limit = 2
	for i := range 5 {
		if out.Full() != (i >= 2) {
			t.Errorf("before record %d it is full: %v", i, out.Full())
		}
		put(t, out, fmt.Sprintf(`{"a":%d}`, i))
	}
	if err := out.Finish(nil); err != nil || out.Count != 2 || out.Shown != 2 || out.Left != 3 || run.Printed.String() != "{\"a\":0}\n{\"a\":1}\n" {
		t.Errorf("%v, %d records, %d shown, %d left out, printed %q", err, out.Count, out.Shown, out.Left, run.Printed)
	}
}

// TestLimitOfRows: where records become rows, the limit is one of rows, and ends in the middle of a record.
func TestLimitOfRows(t *testing.T) {
	t.Parallel()
	fields := []api.Field{{Name: "a", Type: api.Integer}, {Name: "l", Type: api.Array, Items: api.Integer}}
	run := newMachine(t).run("AIMSIO_OUTPUT=csv")
	out := open(t, run, cmdkit.Layout{Fields: fields, Explode: "l"})
	out.Limit = 3
	put(t, out, `{"a":1,"l":[1,2]}`, `{"a":2,"l":[3,4]}`, `{"a":3,"l":[5]}`)
	if err := out.Finish(nil); err != nil || out.Count != 2 || out.Shown != 3 || out.Left != 2 || run.Printed.String() != "a,l\n1,1\n1,2\n2,3\n" {
		t.Errorf("%v, %d records, %d shown, %d left out, printed %q", err, out.Count, out.Shown, out.Left, run.Printed)
	}
}

// TestSortRows: rows of a list in the order of one of its fields come once all are there, and the limit counts them then.
func TestSortRows(t *testing.T) {
	t.Parallel()
	fields := []api.Field{{Name: "a", Type: api.Integer}, {Name: "l", Type: api.Array, Items: api.Integer}}
	for key, want := range map[string]string{"a": "a,l\n1,9\n2,7\n", "-a": "a,l\n3,8\n2,7\n"} {
		order, err := output.NewSorter(key, fields)
		if err != nil {
			t.Fatal(err)
		}
		run := newMachine(t).run("AIMSIO_OUTPUT=csv")
		out := open(t, run, cmdkit.Layout{Fields: fields, Explode: "l"})
		out.Limit = 2
		out.SortRows(order)
		put(t, out, `{"a":2,"l":[7]}`, `{"a":3,"l":[8]}`, `{"a":1,"l":[9]}`)
		if run.Printed.Len() > 0 {
			t.Errorf("%s: printed %q before all rows are there", key, run.Printed)
		}
		if err := errors.Join(out.WriteSorted(), out.WriteSorted()); err != nil { // the second has nothing to do
			t.Error(err)
		}
		if err := out.Finish(nil); err != nil || run.Printed.String() != want || out.Shown != 2 || out.Left != 1 {
			t.Errorf("%s: %v, printed %q, %d shown, %d left out", key, err, run.Printed, out.Shown, out.Left)
		}
	}
}

// TestEnds: whatever ends a run, what was printed is valid, and the user learns what became of it.
func TestEnds(t *testing.T) {
	t.Parallel()
	lost := errors.New("the server is gone")
	for name, test := range map[string]struct {
		end     error
		done    func() string
		want    error
		says    string
		printed bool
		noted   bool
	}{
		"well":                     {nil, nil, nil, "", true, true},
		"an error":                 {lost, nil, lost, "the server is gone", true, true},
		"some records are missing": {&fail.IncompleteError{Failed: 1, Done: 1}, nil, nil, "1 record could not be read, 1 was read", true, true},
		"interrupted":              {fmt.Errorf("reading: %w", fail.ErrInterrupted), nil, fail.ErrInterrupted, "interrupted: 1 record written", true, true},
		"interrupted, in words":    {fail.ErrInterrupted, func() string { return "3 sent" }, fail.ErrInterrupted, "interrupted: 3 sent", true, true},
		"a usage error":            {fail.Usagef("no such field"), nil, nil, "no such field", true, false},
		"nobody reads":             {fail.ErrNoReader, nil, fail.ErrNoReader, "nobody reads the output any more", true, false},
		"nobody took it":           {fail.ErrStuck, nil, fail.ErrStuck, fail.ErrStuck.Error(), true, true},
	} {
		run := newMachine(t).run("AIMSIO_OUTPUT=json")
		out := open(t, run, cmdkit.Layout{})
		out.Done = test.done
		put(t, out, `{"a":1}`)
		out.Notef("a %s", "note")
		err := out.Finish(test.end)
		if test.says == "" && err != nil || test.says != "" && (err == nil || err.Error() != test.says) || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if printed := run.Printed.String() == "[\n  {\n    \"a\": 1\n  }\n]\n"; printed != test.printed || test.noted != (run.Said.String() == "a note\n") {
			t.Errorf("%s: printed %q, said %q", name, run.Printed, run.Said)
		}
	}
}

// TestRecordsIntoAFile: it holds all records or is not there, and an interrupted run says that it is not written.
func TestRecordsIntoAFile(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	for name, test := range map[string]struct {
		end  error
		says string
		left bool
	}{
		"well":                     {nil, "", true},
		"an error":                 {lost, "lost", false},
		"some records are missing": {&fail.IncompleteError{Failed: 1, Done: 1}, "1 record could not be read, 1 was read", true},
		"interrupted":              {fail.ErrInterrupted, " is not written", false},
	} {
		run, folder := newMachine(t).run(), t.TempDir()
		path := filepath.Join(folder, "x.ndjson")
		out := open(t, run, cmdkit.Layout{}, "--out", path)
		put(t, out, `{"a":1}`)
		if err := out.Finish(test.end); test.says == "" && err != nil || test.says != "" && !strings.HasSuffix(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
		if left := slices.Equal(names(t, folder), []string{"x.ndjson"}); left != test.left || left && read(t, path) != "{\"a\":1}\n" || run.Printed.Len() > 0 {
			t.Errorf("%s: the folder holds %q, printed %q", name, names(t, folder), run.Printed)
		}
	}
}

// gone is a reader that has seen enough.
type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, fail.ErrNoReader }

// TestNobodyReads: that is how a run ends as soon as it shows, with code 141 and in silence.
func TestNobodyReads(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	run.Out = gone{}
	out := open(t, run, cmdkit.Layout{})
	out.Notef("a note")
	err := out.Write(made(t, `{"a":1}`))
	if err = out.Finish(err); cmdkit.ExitCode(cmdkit.KindOf(err)) != 141 || run.Said.Len() > 0 {
		t.Errorf("%v, said %q", err, run.Said)
	}
	// It may show at the very end only.
	run = newMachine(t).run("AIMSIO_OUTPUT=json")
	run.Out = gone{}
	if err := open(t, run, cmdkit.Layout{}).Finish(nil); cmdkit.ExitCode(cmdkit.KindOf(err)) != 141 {
		t.Errorf("%v", err)
	}
}

// full is a disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestOutputThatFails: data that did not arrive are a failure, also where the run is through.
func TestOutputThatFails(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "json", "ndjson", "csv", "yaml"} {
		run := newMachine(t).run("AIMSIO_OUTPUT=" + format)
		run.Out = full{}
		out := open(t, run, cmdkit.Layout{})
		err := out.Write(made(t, `{"a":1}`))
		if err = out.Finish(err); !errors.Is(err, io.ErrShortWrite) || !strings.Contains(err.Error(), "writing the output") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestPrinterTo: a command may want what is printed for itself.
func TestPrinterTo(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	printer, err := run.Printer(cmdkit.OutputFlags{}, cmdkit.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	var kept bytes.Buffer
	printer.To = &kept
	out, err := printer.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put(t, out, `{"a":1}`)
	if err := out.Finish(nil); err != nil || kept.String() != "{\"a\":1}\n" || run.Printed.Len() > 0 {
		t.Errorf("%v, kept %q, printed %q", err, &kept, run.Printed)
	}
}

// TestOpenFails: an output that cannot begin is told, and leaves nothing behind.
func TestOpenFails(t *testing.T) {
	t.Parallel()
	run, folder := newMachine(t).run(), t.TempDir()
	path := filepath.Join(folder, "x.ndjson")
	printer, err := run.Printer(outputFlags(t, "--out", path), cmdkit.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	printer.Options.Format = "xml"
	if _, err := printer.Open(t.Context()); err == nil || len(names(t, folder)) > 0 {
		t.Errorf("%v, the folder holds %q", err, names(t, folder))
	}
}
