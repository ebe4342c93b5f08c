package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// The file of results has what was shown, and says besides which write it is of.
func TestResultsFile(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.Brief = true
	f.wantKind(f.create(bulk.Options{File: f.file("new.csv", employees(3, 2)), Results: f.path("results.ndjson")}), fail.Partial)
	kept := f.kept(f.path("results.ndjson"))
	if diff := cmp.Diff(f.outcomes(), outcomesOf(kept)); diff != "" {
		t.Errorf("shown (-) and kept (+):\n%s", diff)
	}
	for i, row := range kept {
		if row.Environment != "sandbox" || row.Server != "https://simulator.test/" || row.Entity != "employees" || row.User != "ann" || row.Action != "create" {
			t.Errorf("it does not say which write it is of: %+v", row)
		}
		if shown := f.rows.results[i]; shown.Environment+shown.Server+shown.Entity+shown.User != "" || shown.Message != row.Message {
			t.Errorf("a brief row repeats it: %+v", shown)
		}
	}
	if info, err := os.Stat(f.path("results.ndjson")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v may be read by others: %v", info.Mode(), err)
	}
}

// Old results and rejects go only when the run begins: what is refused before leaves them as they are.
func TestFilesAreEmptiedLate(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	results, rejects := f.file("results.ndjson", "old\n"), f.file("rejects.csv", "old\n")
	o := bulk.Options{File: f.file("new.csv", employees(2, 1)), Results: results, Rejects: rejects}
	refused := errors.New("not today")
	f.ConfirmWrite = func(context.Context) error { return refused }
	if err := f.create(o); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	f.wantNoPost()
	if f.content(results)+f.content(rejects) != "old\nold\n" {
		t.Error("the files were emptied although nothing was sent")
	}
	f.ConfirmWrite = func(context.Context) error { return nil }
	f.wantKind(f.create(o), fail.Partial)
	if strings.Contains(f.content(results)+f.content(rejects), "old") {
		t.Errorf("%q", f.content(results)+f.content(rejects))
	}
	for path, left := range f.temporary.files {
		if _, err := os.Stat(path); left || err == nil {
			t.Errorf("%s, which only tries the disk, is left", path)
		}
	}
	if len(f.temporary.files) != 2 {
		t.Errorf("the disk was tried for %d files", len(f.temporary.files))
	}
}

// A file that cannot be kept is a reason to send nothing.
func TestFilesThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		prepare func(f *fixture, path string)
		kind    fail.Kind
		says    string
	}{
		"no folder":      {func(*fixture, string) {}, -1, "opening the "},
		"it is a folder": {func(_ *fixture, path string) { _ = os.MkdirAll(path, 0o700) }, -1, "opening the "},
		"another run writes to it": {func(f *fixture, path string) {
			f.hold(path)
		}, fail.Usage, "another run is writing to --"},
	} {
		for _, flag := range []string{"results", "rejects"} {
			t.Run(name+" for "+flag, func(t *testing.T) {
				f := start(t, "employees")
				path := f.path("there")
				if name == "no folder" {
					path = f.path("nowhere/there")
				}
				tt.prepare(f, path)
				o := bulk.Options{File: f.file("new.csv", employees(1))}
				if o.Results = path; flag == "rejects" {
					o.Results, o.Rejects = "", path
				}
				err := f.create(o)
				if tt.kind >= 0 {
					f.wantKind(err, tt.kind, tt.says+flag, "wait until it ends")
				} else if err == nil || !strings.Contains(err.Error(), tt.says+flag) {
					t.Errorf("%v", err)
				}
				f.wantNoPost()
				if !f.rows.finished {
					t.Error("the output was begun and not ended")
				}
			})
		}
	}
}

// hold keeps a file as another run would.
func (f *fixture) hold(path string) {
	f.t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = files.Hold(file)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = file.Close() })
}

// A file that fails in the middle ends the run: what was under way is shown, and the rest not sent.
func TestFileThatFails(t *testing.T) {
	t.Parallel()
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip("there is no device that is always full")
	}
	for name, o := range map[string]bulk.Options{"results": {Results: full}, "rejects": {Rejects: full}} {
		t.Run(name, func(t *testing.T) {
			f := start(t, "employees")
			content := strings.Replace(newEmployee("E-1", ""), "BI-005", "NONE", 1) + "\n"
			for i := 2; i <= 60; i++ {
				content += newEmployee(fmt.Sprintf("E-%d", i), "") + "\n"
			}
			o.File, o.BatchSize = f.file("new.ndjson", content), 1
			err := f.create(o)
			f.wantKind(err, fail.Failed, "keeping the "+name, `"aimsio log show run-1" tells what was sent`)
			if len(f.rows.results) != 60 || !f.rows.finished {
				t.Fatalf("%d rows of 60: what became of the others is not told", len(f.rows.results))
			}
			if first, last := f.rows.results[0], f.rows.results[59]; first.Outcome != "failed" || last.Outcome != "skipped" || !strings.Contains(last.Message, "not sent: ") {
				t.Errorf("the first is %+v, the last %+v", first, last)
			}
			if len(f.wire.writes) > 40 {
				t.Errorf("%d calls were made although nothing could be kept", len(f.wire.writes))
			}
		})
	}
}

// What was read through a pipe by somebody who has seen enough is written to the end all the same.
func TestNobodyReadsTheRows(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.rows.most, f.rows.refused = 2, fail.ErrNoReader
	err := f.create(bulk.Options{File: f.file("new.csv", employees(6, 5)), BatchSize: 1, Results: f.path("results.ndjson"), Rejects: f.path("rejects.csv")})
	f.wantKind(err, fail.Partial, "1 record could not be written")
	if len(f.rows.results) != 2 || len(f.kept(f.path("results.ndjson"))) != 6 || len(f.wire.writes) != 6 {
		t.Errorf("%d shown, %d calls", len(f.rows.results), len(f.wire.writes))
	}
	if got := f.content(f.path("rejects.csv")); !strings.Contains(got, "E-5,") {
		t.Errorf("%q", got)
	}
	f.wantNote("written 5, unchanged 0, failed 1, ")
}

// Output that cannot be written for another reason ends the run, and the files stay true.
func TestRowsThatFail(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	full := errors.New("no space on the disk")
	f.rows.most, f.rows.refused = 2, full
	err := f.create(bulk.Options{File: f.file("new.csv", employees(40)), BatchSize: 1, Results: f.path("results.ndjson")})
	f.wantKind(err, fail.Failed, "aimsio log show run-1")
	if !errors.Is(err, full) {
		t.Error(err)
	}
	kept := f.kept(f.path("results.ndjson"))
	if len(kept) != 40 || kept[0].Outcome != "written" || kept[39].Outcome != "skipped" {
		t.Errorf("%d results are kept, the last of them %+v", len(kept), kept[len(kept)-1])
	}
}

// A log that cannot be written is a reason to send nothing, or nothing more.
func TestWithoutALog(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	closed := errors.New("the log is closed")
	f.Journal = func(context.Context, *session.Session) (*journal.Journal, error) { return nil, closed }
	if err := f.create(bulk.Options{File: f.file("new.csv", employees(2))}); !errors.Is(err, closed) {
		t.Error(err)
	}
	f.wantNoPost()
	if f.rows.finished {
		t.Error("an output was begun for it")
	}
}

// A refusal of the user, or of the call as such, stops the run with its own kind: no further call makes sense.
func TestStops(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status int
		kind   fail.Kind
		says   string
		rows   []string
	}{
		"the user":       {http.StatusUnauthorized, fail.Denied, "refused the user name or the password", []string{"2 E-1 failed", "3 E-2 skipped", "4 E-3 skipped"}},
		"the permission": {http.StatusForbidden, fail.Denied, "does not permit this user to use employees", []string{"2 E-1 failed", "3 E-2 skipped", "4 E-3 skipped"}},
		"a full queue":   {http.StatusTooManyRequests, fail.Unreachable, `environment "sandbox": `, []string{"2 E-1 failed", "3 E-2 failed", "4 E-3 skipped"}},
		"a closed way":   {http.StatusServiceUnavailable, fail.Unreachable, `environment "sandbox": `, []string{"2 E-1 unknown", "3 E-2 unknown", "4 E-3 skipped"}},
		"a broken way":   {0, fail.Unreachable, `environment "sandbox": `, []string{"2 E-1 unknown", "3 E-2 unknown", "4 E-3 skipped"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, "employees")
			f.wire.instead = func(int, *http.Request) *http.Response { return says(tt.status, `{"message":"no"}`) }
			err := f.create(bulk.Options{File: f.file("new.csv", employees(3)), BatchSize: 1, Results: f.path("results.ndjson"), Rejects: f.path("rejects.csv")})
			f.wantKind(err, tt.kind, tt.says)
			f.wantOutcomes(tt.rows...)
			if diff := cmp.Diff(tt.rows, outcomesOf(f.withoutIntents(f.path("results.ndjson")))); diff != "" {
				t.Errorf("the results:\n%s", diff)
			}
			failed := countIn(tt.rows, "failed")
			if got := strings.Count(f.content(f.path("rejects.csv")), "E-"); got != failed {
				t.Errorf("%d rejects of %d that failed: what was not tried is none", got, failed)
			}
		})
	}
}

// withoutIntents leaves out of results what only says that a record was about to be sent.
func (f *fixture) withoutIntents(path string) []results.Row {
	f.t.Helper()
	var list []results.Row
	for _, row := range f.kept(path) {
		if !strings.HasPrefix(row.Message, "it was being sent") {
			list = append(list, row)
		}
	}
	return list
}

// A run that is interrupted lets the call that has left come to its end, sends no other, and tells of each
// record what became of it.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	ctx, stop := context.WithCancelCause(t.Context())
	f.ctx = ctx
	f.wire.after = func(write int) {
		if write == 2 {
			stop(fail.ErrInterrupted)
		}
	}
	err := f.create(bulk.Options{File: f.file("new.csv", employees(30)), BatchSize: 1, Results: f.path("results.ndjson")})
	f.wantKind(err, fail.Interrupted, "the results tell what became of each record")
	if !errors.Is(err, fail.ErrInterrupted) || !f.rows.finished {
		t.Error(err)
	}
	kept := f.kept(f.path("results.ndjson"))
	if diff := cmp.Diff(f.outcomes(), outcomesOf(kept)); diff != "" || len(kept) != 30 {
		t.Errorf("shown (-) and kept (+), %d of 30:\n%s", len(kept), diff)
	}
	if first, last := kept[0], kept[29]; first.Outcome != "written" || last.Outcome != "skipped" {
		t.Errorf("the first is %+v, the last %+v", first, last)
	}
	there := f.keyedUninterrupted()
	for _, row := range kept {
		if _, has := there[row.Key]; has && row.Outcome == "skipped" || !has && row.Outcome == "written" {
			t.Errorf("there is %v: %+v", has, row)
		}
	}
}

// keyedUninterrupted looks at the server after a run was stopped.
func (f *fixture) keyedUninterrupted() map[string]bool {
	f.t.Helper()
	f.wire.after = nil
	found := map[string]bool{}
	for key := range f.keyed() {
		found[key] = true
	}
	return found
}

// Rejects come back in the form in which the records came, and can be fed back as they are.
func TestRejectsInEveryForm(t *testing.T) {
	t.Parallel()
	const (
		fine   = `{"companyCode":"N-1","companyName":"n","companyTypeName":"Vendor"}`
		faulty = `{"companyCode": "N-2", "companyName": "x", "companyTypeName": "Vendor", "companyGuid": "no-such"}`
	)
	for name, form := range map[string]struct{ content, rejects string }{
		"a.json":   {"[" + fine + ",\n" + faulty + "]", "[\n" + faulty + "\n]\n"},
		"b.json":   {`{"companyList":[` + fine + "," + faulty + "]}", "[\n" + faulty + "\n]\n"},
		"a.ndjson": {fine + "\n" + faulty + "\n", faulty + "\n"},
		"a.yaml":   {"- " + fine + "\n- companyCode: N-2\n  companyName: x # a note\n  companyTypeName: Vendor\n  companyGuid: no-such\n", ""},
		"a.csv": {
			"sep=;\r\ncompanyCode;companyName;companyTypeName;companyGuid\r\nN-1;n;Vendor;\r\nN-2;x;Vendor;no-such\r\n",
			"sep=;\r\ncompanyCode;companyName;companyTypeName;companyGuid;aimsio_reason\r\nN-2;x;Vendor;no-such;" +
				`"record 1 (companyCode ""N-2""): companyGuid: ""no-such"" is not an existing company"` + "\r\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, "companies")
			f.wantKind(f.create(bulk.Options{File: f.file(name, form.content), Rejects: f.path("1-" + name)}), fail.Partial)
			rejects := f.content(f.path("1-" + name))
			if form.rejects != "" && rejects != form.rejects {
				t.Errorf("%q, want %q", rejects, form.rejects)
			}
			f.forget()
			f.wantKind(f.create(bulk.Options{File: f.path("1-" + name), Rejects: f.path("2-" + name)}), fail.Partial)
			if len(f.rows.results) != 1 || f.content(f.path("2-"+name)) != rejects {
				t.Errorf("fed back: %v, and %q", f.outcomes(), f.content(f.path("2-"+name)))
			}
		})
	}
}

// Keys that fail are rejects too, one a line.
func TestRejectsOfKeys(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	id := f.ids("employees")[0]
	err := f.update(bulk.Options{Set: []string{"employeeNotes=x"}, Rejects: f.path("rejects.txt")}, "no-such", id, "nor-this")
	f.wantKind(err, fail.Partial, "2 records could not be written")
	if got := f.content(f.path("rejects.txt")); got != "no-such\nnor-this\n" {
		t.Errorf("%q", got)
	}
}

// An input that becomes another one between its check and its sending is not sent.
func TestInputThatChanges(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	file := f.threeParts()
	f.ConfirmWrite = func(context.Context) error {
		f.file("a.ndjson", f.content(file)+part("A-4", "never checked", "")+"\n")
		return nil
	}
	err := f.create(bulk.Options{File: file, BatchSize: 1, Results: f.path("results.ndjson")})
	f.wantKind(err, fail.Invalid, "the file has changed since it was checked; start again")
	f.wantNoPost()
	f.wantOutcomes()
}

// Rejects that cannot even be begun are told with their flag and file, and nothing is sent.
func TestRejectsThatCannotBeBegun(t *testing.T) {
	t.Parallel()
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip("there is no device that is always full")
	}
	f := start(t, "employees")
	for name, content := range map[string]string{"new.csv": employees(1), "new.json": "[" + newEmployee("E-1", "") + "]"} {
		f.forget()
		err := f.create(bulk.Options{File: f.file(name, content), Rejects: full})
		if err == nil || !strings.HasPrefix(err.Error(), "--rejects "+full+" cannot be written, so nothing was sent: no space left") {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.wantNoPost()
}

// Where an answer tells the records of a call apart, the log does too: none counts as unknown because another failed.
func TestLogOfMixedEnds(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write == 0 {
			return nil
		}
		return says(http.StatusOK, `[{"employeeCode":"E-1","success":true},{"employeeCode":"E-2","success":false,"error":"no such trade"},{"employeeCode":"E-3","success":true}]`)
	}
	f.wantKind(f.create(bulk.Options{File: f.file("new.csv", employees(3))}), fail.Partial)
	f.wantOutcomes("2 E-1 written", "3 E-2 failed", "4 E-3 written")
	for run, err := range journal.Runs(f.path("log"), journal.Filter{}) {
		if err != nil || run.Written != 2 || run.Failed != 1 || run.Unknown != 0 {
			t.Errorf("%+v, %v", run, err)
		}
	}
}
