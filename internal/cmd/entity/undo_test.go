package entity

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/undo"
)

// rename gives billable items another name in one run, and gives its ID.
func (w *writing) rename(name string, codes ...string) string {
	w.t.Helper()
	var args []string
	for _, code := range codes {
		args = append(args, w.item(code))
	}
	w.went(w.do(NewUpdateCommand, append(args, "--set", "billableItemName="+name)...), 1)
	calls := w.logged()
	return calls[len(calls)-1].Run.ID
}

// TestUndo: the latest run is put back after its plan was agreed to, as a run that names it and can be undone too.
func TestUndo(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	before := w.name("BI-001")
	run := w.rename("Al", "BI-001", "BI-002")
	got := w.do(undoingRun, "last", "--dry-run")
	same(t, "the plan", got.actions(t), "BI-001 update", "BI-002 update")
	w.ends(got, fail.Different, 0, "2 records would be changed; nothing was sent")
	w.ends(w.do(undoingRun, "last"), fail.Guarded, 0, "nobody is there to agree to the plan: nothing was sent")
	w.ends(w.do(undoingRun, "last", "--yes", "--max-changes", "1"), fail.Guarded, 0, "2 records would be written, and --max-changes 1 allows 1")
	w.ends(w.do(undoingRun, "last", "--confirm", "portal"), fail.Guarded, 0, "--confirm says")
	got = w.do(undoingRun, "last", "--yes", "--select", "BI-001")
	same(t, "of one", got.outcomes(t), "BI-001 updated")
	w.went(got, 1)
	if first, second := w.name("BI-001"), w.name("BI-002"); first != before || second != "Al" {
		t.Errorf("they are called %q and %q", first, second)
	}
	calls := w.logged()
	if last := calls[len(calls)-1].Run; last.Undoes != run || last.ID == run {
		t.Errorf("the undo of %s is logged as %+v", run, last)
	}
	w.went(w.do(undoingRun, "last", "--yes"), 1)
	if name := w.name("BI-001"); name != "Al" {
		t.Errorf("after the undo of the undo it is called %q", name)
	}
	w.went(w.do(undoingRun, run, "--yes"), 1)
	w.went(w.do(undoingRun, run, "--yes"), 0, "there is nothing to change")
}

// TestUndoRefuses: a run that is not there, or wrote elsewhere, puts nothing back.
func TestUndoRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	w.refuses(undoingRun,
		refusal{nil, fail.Usage, "or last"},
		refusal{[]string{"last", "--yes"}, fail.NotFound, "there is no run in the log that wrote to sandbox"},
		refusal{[]string{"20261123T150405-4f2a", "--yes"}, fail.NotFound, `there is no run "20261123T150405-4f2a" in the log`},
	)
	run := w.rename("Al", "BI-001")
	w.refuses(undoingRun,
		refusal{[]string{run + "x", "--yes"}, fail.NotFound, "in the log"},
		refusal{[]string{run, "--yes", "--only", "billableItemNam"}, fail.Usage, "did you mean billableItemName"},
		refusal{[]string{run, "--yes", "--select", "NONE"}, fail.Usage, "the plan has no such record"},
		refusal{[]string{run, "--save", w.folder}, fail.Usage, "is a folder"},
	)
	url := w.variables["AIMSIO_URL"]
	w.variables["AIMSIO_URL"] = strings.Replace(url, "127.0.0.1", "localhost", 1)
	w.refuses(undoingRun, refusal{[]string{run, "--yes"}, fail.Usage, "is http://localhost"})
	w.variables["AIMSIO_URL"], w.variables["AIMSIO_ENV"] = url, "portal"
	w.refuses(undoingRun,
		refusal{[]string{run, "--confirm", "portal"}, fail.Usage, "wrote to the environment sandbox, and this is portal: nothing was sent"},
		refusal{[]string{"last", "--confirm", "portal"}, fail.NotFound, "wrote to portal"},
	)
}

// TestUndoGuards: an environment that is not written to shows what would be put back, and keeps a plan of it.
func TestUndoGuards(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	w.rename("Al", "BI-001")
	w.configure("environments:\n  - name: sandbox\n    read_only: true\n")
	w.ends(w.do(undoingRun, "last", "--yes"), fail.Guarded, 0, "is read-only")
	got := w.do(undoingRun, "last", "--dry-run")
	same(t, "a dry run", got.actions(t), "BI-001 update")
	w.ends(got, fail.Guarded, 0, "is read-only")
	plan := filepath.Join(w.folder, "plan.json")
	w.ends(w.do(undoingRun, "last", "--save", plan), fail.Different, 0, "billableitems differ")
	w.configure("environments:\n  - name: sandbox\n    protected: true\n")
	w.ends(w.do(undoingRun, "last", "--yes"), fail.Guarded, 0, "is protected")
	got = w.do(NewApplyCommand, plan, "--confirm", "sandbox")
	same(t, "the plan", got.outcomes(t), "BI-001 updated")
	w.went(got, 1)
	calls := w.logged()
	if undone := calls[0].Run.ID; calls[len(calls)-1].Undoes != undone {
		t.Errorf("the plan for the undo of %s is logged as %+v", undone, calls[len(calls)-1].Run)
	}
	w.went(w.do(undoingRun, calls[0].Run.ID, "--save", plan), 0)
}

// TestUndoConflict: what somebody changed since is not written over, and keeps the others back unless they shall go.
func TestUndoConflict(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	before := w.name("BI-002")
	run := w.rename("Al", "BI-001", "BI-002")
	w.rename("Elsewhere", "BI-001")
	got := w.do(undoingRun, run, "--yes")
	if got.printed != "" {
		t.Errorf("printed %q", got.printed)
	}
	w.ends(got, fail.Guarded, 0, "it changed since the run", `billableItemName is "Elsewhere", and the run left "Al"`, "1 record in conflict: nothing was sent")
	w.ends(w.do(undoingRun, run, "--dry-run"), fail.Guarded, 0)
	got = w.do(undoingRun, run, "--yes", "--skip-conflicts")
	outcomes := got.outcomes(t)
	slices.Sort(outcomes)
	same(t, "outcomes", outcomes, "BI-001 conflict", "BI-002 updated")
	w.ends(got, fail.Guarded, 1)
	if first, second := w.name("BI-001"), w.name("BI-002"); first != "Elsewhere" || second != before {
		t.Errorf("they are called %q and %q", first, second)
	}
}

// TestUndoOfWhatWasMade: it stays, which ends in a code that says that something was not put back, or gets a status.
func TestUndoOfWhatWasMade(t *testing.T) {
	t.Parallel()
	w := write(t, "companies")
	text := "companyCode,companyName,companyTypeName,companyStatus\n%,New,Vendor,Active\n"
	made := func(code string) {
		t.Helper()
		w.went(w.do(NewCreateCommand, "-f", w.file("new.csv", strings.Replace(text, "%", code, 1))), 1)
	}
	made("N-1")
	w.ends(w.do(undoingRun, "last", "--yes"), fail.Partial, 0, "the log does not know what was there before", "not put back, or not as a whole: 1 record of run")
	w.sync()
	made("N-2")
	w.ends(w.do(undoingRun, "last", "--yes"), fail.Partial, 0, "--set-status gives it a status")
	got := w.do(undoingRun, "last", "--dry-run")
	same(t, "a dry run", got.actions(t), "N-2 kept")
	w.ends(got, fail.Partial, 0)
	got = w.do(undoingRun, "last", "--yes", "--set-status", "Inactive")
	same(t, "outcomes", got.outcomes(t), "N-2 updated")
	w.went(got, 1)
}

// TestUndoOfADamagedLog: a line of the log that cannot be read is told of once, and nothing of it put back.
func TestUndoOfADamagedLog(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	before := w.name("BI-001")
	w.rename("Al", "BI-001")
	var files []string
	ok(t, filepath.WalkDir(w.state(), func(path string, _ os.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".ndjson" {
			files = append(files, path)
		}
		return err
	}))
	if len(files) != 1 {
		t.Fatalf("the log is %q", files)
	}
	ok(t, os.WriteFile(files[0], []byte(w.content(files[0])+"no line\n"), 0o600))
	got := w.do(undoingRun, "last", "--yes")
	w.went(got, 1, "what it says is not put back")
	if strings.Count(got.said, "what it says is not put back") != 1 || w.name("BI-001") != before {
		t.Errorf("said %q; it is called %q", got.said, w.name("BI-001"))
	}
}

// TestUndoReasons: what nothing can be put back of says why, by what the API has calls for.
func TestUndoReasons(t *testing.T) {
	t.Parallel()
	bare := &api.Entity{Name: "things"}
	full := &api.Entity{Name: "things", Status: "state", Operations: []api.Operation{{Verb: api.Create}, {Verb: api.Delete}}}
	before := object(t, `{"code":"T-1"}`)
	for _, test := range []struct {
		written undo.Written
		entity  *api.Entity
		status  string
		says    string
	}{
		{undo.Written{Kind: undo.Changed}, full, "", "the log does not say which record it was"},
		{undo.Written{Key: "T-1", Kind: undo.Unread}, full, "", "written without being read"},
		{undo.Written{Key: "T-1", Kind: undo.Changed}, full, "", ""},
		{undo.Written{GUID: "g", Kind: undo.Deleted}, full, "", "the log does not know what it was"},
		{undo.Written{GUID: "g", Kind: undo.Deleted, Before: &before}, bare, "", "the API has no call that makes one"},
		{undo.Written{GUID: "g", Kind: undo.Deleted, Before: &before}, full, "", ""},
		{undo.Written{Key: "T-1", Kind: undo.Made}, full, "", `"aimsio things delete" takes it away`},
		{undo.Written{Key: "T-1", Kind: undo.Made}, full, "closed", ""},
		{undo.Written{Key: "T-1", Kind: undo.Made}, bare, "closed", "it has no status to set"},
		{undo.Written{Key: "T-1", Kind: undo.Made}, bare, "", "the API has no call that deletes"},
	} {
		u := &undoing{part: &undo.Part{Entity: test.entity}, status: test.status}
		if got := u.reason(test.written); got != test.says && (test.says == "" || !strings.Contains(got, test.says)) {
			t.Errorf("%+v of %+v: %q, want %q", test.written, test.entity, got, test.says)
		}
	}
}

// TestUndoNames: a record is named by its GUID, else by the keys that were sent, else by the key of the log.
func TestUndoNames(t *testing.T) {
	t.Parallel()
	entity := &api.Entity{Name: "things", GUID: "guid", Key: []string{"code", "number"}, Status: "state"}
	sent := object(t, `{"code":"T-\"1\"","number":9007199254740993}`)
	for _, test := range []struct {
		written      undo.Written
		status, want string
	}{
		{undo.Written{GUID: "g", Key: "T-1", Kind: undo.Changed, Sent: sent}, "", `{"guid":"g"}`},
		{undo.Written{Key: "T-1", Kind: undo.Changed, Sent: sent}, "", `{"code":"T-\"1\"","number":"9007199254740993"}`},
		{undo.Written{Key: "T-1", Kind: undo.Changed, Sent: object(t, `{}`)}, "", `{"code":"T-1"}`},
		{undo.Written{GUID: "g", Kind: undo.Made, Sent: sent}, "closed", `{"guid":"g","state":"closed"}`},
		{undo.Written{GUID: "g", Kind: undo.Changed, Sent: sent}, "closed", `{"guid":"g"}`},
	} {
		test.written.Place = 7
		u := &undoing{part: &undo.Part{Entity: entity}, status: test.status}
		item, err := u.item(test.written)
		ok(t, err)
		for _, field := range []string{"guid", "code", "number", "state"} {
			got, want := record.FirstScalar(item.Record, field), record.FirstScalar(object(t, test.want), field)
			if got != want || item.Line != 7 {
				t.Errorf("%s of %s: %q, want %q", field, item.Raw, got, want)
			}
		}
	}
}

// TestUndoBare: calls that leave nothing to put back are told of together, and counted.
func TestUndoBare(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	run := cmdtest.With(t, w.described, w.variables, "")
	o := undoOptions{series: newSeries(run.Env)}
	if kept := o.bare(&undo.Run{}); kept != 0 || run.Said.Len() != 0 {
		t.Errorf("of none: %d, said %q", kept, run.Said)
	}
	if kept := o.bare(&undo.Run{Bare: []string{"POST /a", "PUT /b"}}); kept != 2 {
		t.Errorf("kept %d", kept)
	}
	contains(t, "what was said", run.Said.String(), "the log does not know what was there before POST /a, PUT /b: it is not put back")
}
