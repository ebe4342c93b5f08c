package bulk_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// A run that ended in its middle is gone on with: what is done is not sent again, what failed and what was never
// sent is, and the results of both stand in one file.
func TestResume(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write == 3 {
			return says(http.StatusForbidden, `{"message":"no"}`)
		}
		return nil
	}
	o := bulk.Options{File: f.file("new.csv", employees(4)), BatchSize: 1, Results: f.path("results.ndjson")}
	f.oneByOne()
	f.wantKind(f.create(o), fail.Denied)
	f.wantOutcomes("2 E-1 written", "3 E-2 written", "4 E-3 failed", "5 E-4 skipped")

	f.wire.instead = nil
	f.forget()
	o.Results, o.Resume = "", f.path("results.ndjson")
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("4 E-3 written", "5 E-4 written")
	f.wantNote("written 2, unchanged 0, failed 0, unknown 0, skipped 0, 2 done before; ")
	want := []string{"2 E-1 written", "3 E-2 written", "4 E-3 failed", "5 E-4 skipped", "4 E-3 written", "5 E-4 written"}
	if diff := cmp.Diff(want, outcomesOf(f.kept(o.Resume))); diff != "" {
		t.Errorf("the results of both runs:\n%s", diff)
	}

	f.forget()
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes()
	f.wantNoPost()
	f.wantNote("written 0, unchanged 0, failed 0, unknown 0, skipped 0, 4 done before; ")
}

// resultLine makes a line of results as a run of employees keeps it; more may say what else it has.
func resultLine(line int, key, outcome, more string) string {
	return fmt.Sprintf(`{"line":%d,"key":%q,"action":"create","outcome":%q,"guid":"","status":200,"message":"",`+
		`"environment":"sandbox","server":"https://simulator.test/","entity":"employees","user":"ann"%s}`, line, key, outcome, more) + "\n"
}

// A last line that was cut off counts as not there, and is taken away before the results go on.
func TestResumeCutOff(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	whole := resultLine(2, "E-1", "written", "")
	results := f.file("results.ndjson", whole+strings.TrimSuffix(resultLine(3, "E-2", "written", ""), ",\"user\":\"ann\"}\n"))
	if err := f.create(bulk.Options{File: f.file("new.csv", employees(2)), Resume: results}); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("3 E-2 written")
	if diff := cmp.Diff([]string{"2 E-1 written", "3 E-2 written"}, outcomesOf(f.kept(results))); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(f.content(results), whole) {
		t.Error("what was whole has changed")
	}
}

// Results of another write are refused before anything is sent, with what differs.
func TestResumeOfAnotherWrite(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ line, says, hint string }{
		"environment": {strings.Replace(resultLine(2, "E-1", "written", ""), `"sandbox"`, `"portal"`, 1), `the environment in line 1 is "portal", here it is "sandbox"`, "give --env portal"},
		"server":      {strings.Replace(resultLine(2, "E-1", "written", ""), "simulator.test", "other.test", 1), `the server in line 1 is "https://other.test/"`, ""},
		"user":        {strings.Replace(resultLine(2, "E-1", "written", ""), `"ann"`, `"bob"`, 1), `the user in line 1 is "bob", here it is "ann"`, "set AIMSIO_USERNAME"},
		"entity":      {strings.Replace(resultLine(2, "E-1", "written", ""), `"employees"`, `"companies"`, 1), `the entity in line 1 is "companies"`, ""},
		"action":      {strings.Replace(resultLine(2, "E-1", "written", ""), `"create"`, `"update"`, 1), `the action in line 1 is "update", here it is "create"`, ""},
		"no results":  {"line,key\n", "line 1 is not a result", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, "employees")
			results := f.file("results.ndjson", tt.line)
			err := f.create(bulk.Options{File: f.file("new.csv", employees(2)), Resume: results})
			f.wantKind(err, fail.Usage, "--resume "+results, tt.says, tt.hint)
			if hint := fail.HintOf(err); (hint == "") != (tt.hint == "") {
				t.Errorf("the hint is %q", hint)
			}
			f.wantNoPost()
			if f.content(results) != tt.line {
				t.Error("the file was changed")
			}
		})
	}
}

// What earlier versions did not write into results speaks against nothing, but the user hears for which write
// they are taken.
func TestResumeOfOldResults(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	results := f.file("results.ndjson", resultLine(2, "E-1", "written", "")+`{"line":3,"key":"E-2","action":"create","outcome":"written","environment":"sandbox"}`+"\n")
	if err := f.create(bulk.Options{File: f.file("new.csv", employees(3)), Resume: results}); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("4 E-3 written")
	f.wantNote("warning: " + results + " does not say of all its results which server, user and entity they are of: " +
		"they are taken for those of server https://simulator.test/, user ann and entity employees")
}

// An input that is another one than that of the results is refused as a whole, wherever it begins to differ.
func TestResumeOfAnotherInput(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	results := f.file("results.ndjson", resultLine(2, "E-1", "written", "")+resultLine(29, "F-28", "written", ""))
	err := f.create(bulk.Options{File: f.file("new.csv", employees(30)), Resume: results, BatchSize: 1})
	f.wantKind(err, fail.Invalid, `belongs to another input: its line 29 is "F-28", here it is "E-28": nothing was sent`)
	f.wantNoPost()
}

// --resume and --results name one file, or the results would be torn apart.
func TestResumeGoesOnInItsFile(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	results, other := f.file("results.ndjson", ""), f.path("other.ndjson")
	f.wantKind(f.create(bulk.Options{File: f.file("new.csv", employees(1)), Resume: results, Results: other}), fail.Usage, "leave it out, or name the same file")
	f.wantNoPost()
	if err := f.create(bulk.Options{File: f.file("new.csv", employees(1)), Resume: results, Results: results}); err != nil {
		t.Fatal(err)
	}
	if len(f.kept(results)) != 1 {
		t.Errorf("%q", f.content(results))
	}
}

// Results that another run still writes are not gone on with: both would send the same records.
func TestResumeWhileTheRunGoesOn(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	results := f.file("results.ndjson", resultLine(2, "E-1", "written", ""))
	f.hold(results)
	f.wantKind(f.create(bulk.Options{File: f.file("new.csv", employees(2)), Resume: results}), fail.Usage, "another run is writing to --resume "+results)
	f.wantNoPost()
}

// Of a record that carries its key it does not matter that nobody knows what became of it. One that would be made
// twice is not sent again, and the run says so.
func TestResumeAfterUnknown(t *testing.T) {
	t.Parallel()
	t.Run("with a key", func(t *testing.T) {
		f := start(t, "employees")
		results := f.file("results.ndjson", resultLine(2, "E-1", "unknown", ""))
		if err := f.create(bulk.Options{File: f.file("new.csv", employees(1)), Resume: results}); err != nil {
			t.Fatal(err)
		}
		f.wantOutcomes("2 E-1 written")
	})
	t.Run("without", func(t *testing.T) {
		f := startWith(t, parts(), "parts")
		lost := part("", "lost", "") + "\n" + part("", "fine", "") + "\n"
		f.wire.instead = func(write int, _ *http.Request) *http.Response {
			if write == 1 {
				return says(0, "")
			}
			return nil
		}
		f.wire.forget()
		o := bulk.Options{File: f.file("new.ndjson", lost), BatchSize: 1, Results: f.path("results.ndjson"), NoValidate: true}
		f.wantKind(f.create(o), fail.Partial)
		f.wantOutcomes("1  unknown", "2  written")
		if kept := f.kept(o.Results); len(kept) != 4 || countIn([]string{kept[0].Message, kept[1].Message, kept[2].Message}, "it was being sent") == 0 {
			t.Errorf("what was about to be sent is not kept: %+v", kept)
		}

		f.wire.instead = nil
		f.forget()
		o.Results, o.Resume = "", f.path("results.ndjson")
		f.wantKind(f.create(o), fail.Partial, "1 record could not be written")
		f.wantOutcomes("1  unknown")
		f.wantNoPost()
		f.wantProblem("line 1: the earlier run does not know whether this record was written")
		f.wantNote("unknown 1, skipped 0, 1 done before")
	})
}

// A run that was killed between sending and hearing the answer has kept that it was sending.
func TestResumeAfterAKill(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := part("", "a", "") + "\n" + part("", "b", "") + "\n"
	var kept string
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write == 1 {
			kept = f.content(f.path("results.ndjson")) // as a killed program leaves it
		}
		return nil
	}
	f.wire.forget()
	o := bulk.Options{File: f.file("new.ndjson", content), BatchSize: 1, Results: f.path("results.ndjson"), NoValidate: true}
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	f.wire.instead = nil
	f.forget()
	o.Results, o.Resume = "", f.file("killed.ndjson", kept)
	f.wantKind(f.create(o), fail.Partial)
	f.wantOutcomes("1  unknown", "2  written")
	if !strings.Contains(kept, `"sending":true`) || len(f.wire.writes) != 1 {
		t.Errorf("%d calls after %q", len(f.wire.writes), kept)
	}
}

// Records without a key in one line cannot be told apart, so that results of only some of them are no use.
func TestResumeOfKeylessRecordsInALine(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := "[" + part("", "a", "") + "," + part("", "b", "") + "]"
	row := func(outcome string) string {
		return fmt.Sprintf(`{"line":1,"key":"","action":"create","outcome":%q,"entity":"parts","environment":"sandbox","server":"https://simulator.test/","user":"ann"}`, outcome) + "\n"
	}
	f.forget()
	results := f.file("results.ndjson", row("failed")+row("written"))
	err := f.create(bulk.Options{File: f.file("new.json", content), Resume: results, NoValidate: true})
	f.wantKind(err, fail.Invalid, "does not tell which of the records without a key in line 1 are done", "write one record a line, as NDJSON")
	f.wantNoPost()

	f.forget()
	results = f.file("results.ndjson", row("written")+row("failed"))
	if err := f.create(bulk.Options{File: f.path("new.json"), Resume: results, NoValidate: true}); err != nil {
		t.Fatal(err) // those that are done stand first
	}
	f.wantOutcomes("1  written")
}

// Several records of one line are known by their keys, in whatever order the results have them.
func TestResumeOfRecordsInALine(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	content := "[" + newEmployee("E-1", "") + "," + newEmployee("E-2", "") + "," + newEmployee("E-3", "") + "]"
	results := f.file("results.ndjson", resultLine(1, "E-3", "written", "")+resultLine(1, "E-1", "written", "")+resultLine(1, "E-2", "failed", ""))
	if err := f.create(bulk.Options{File: f.file("new.json", content), Resume: results}); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("1 E-2 written")
}

// An update that is gone on with reads only what is left, by GUID as by key.
func TestResumeOfAnUpdate(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	ids := f.ids("employees")[:3]
	update := func(line int, key, guid, outcome string) string {
		return fmt.Sprintf(`{"line":%d,"key":%q,"guid":%q,"action":"update","outcome":%q}`, line, key, guid, outcome) + "\n"
	}
	results := f.file("results.ndjson", update(1, f.field(ids[0], "employeeCode"), ids[0], "updated")+update(2, ids[1], ids[1], "unchanged")+update(3, ids[2], ids[2], "failed"))
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"employeeNotes=again"}, Resume: results}, ids...); err != nil {
		t.Fatal(err)
	}
	if len(f.rows.results) != 1 || f.rows.results[0].GUID != ids[2] || f.rows.results[0].Outcome != "updated" {
		t.Errorf("%v", f.outcomes())
	}
	if reads := countIn(f.wire.reads, "/Employee/"); reads != 1 {
		t.Errorf("%d records were read", reads)
	}
}

// A run that is stopped while its input is checked sends nothing.
func TestStoppedBeforeTheFirstCall(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	ctx, stop := context.WithCancelCause(t.Context())
	stop(fail.ErrInterrupted)
	f.ctx = ctx
	err := f.create(bulk.Options{File: f.file("new.csv", employees(3))})
	if err == nil || !strings.Contains(err.Error(), "interrupted: nothing was sent") {
		t.Error(err)
	}
	f.wantNoPost()
}

// That results belong to other keys is seen before anything is sent, as it is with a file.
func TestResumeOfOtherKeys(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts", many)
	ids := f.ids("parts")
	last := len(ids)
	results := f.file("results.ndjson", fmt.Sprintf(`{"line":%d,"key":"P-001","guid":%q,"action":"update","outcome":"updated"}`, last, ids[0])+"\n")
	err := f.update(bulk.Options{Set: []string{"partName=x"}, Resume: results, BatchSize: 1}, ids...)
	f.wantKind(err, fail.Invalid, fmt.Sprintf(`belongs to another input: its line %d is "P-001", here it is %q: nothing was sent`, last, ids[last-1]))
	f.wantNoPost()
}

// What results do not tell apart is seen before anything is sent, wherever in the input it stands.
func TestResumeOfKeylessRecordsFurtherOn(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := "["
	for i := 1; i <= 9; i++ {
		content += part(fmt.Sprintf("A-%d", i), "a", "") + ",\n"
	}
	content += part("", "b", "") + "," + part("", "c", "") + "]"
	row := `{"line":10,"key":"","action":"create","outcome":%q}` + "\n"
	results := f.file("results.ndjson", fmt.Sprintf(row, "failed")+fmt.Sprintf(row, "written"))
	err := f.create(bulk.Options{File: f.file("a.json", content), Resume: results, NoValidate: true, BatchSize: 1})
	f.wantKind(err, fail.Invalid, "does not tell which of the records without a key in line 10 are done: nothing was sent")
	f.wantNoPost()
}
