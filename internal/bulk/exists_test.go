package bulk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// oneThereOneNew is a file of a part that is there and one that is not.
func (f *fixture) oneThereOneNew() string {
	f.t.Helper()
	return f.file("a.ndjson", part("P-001", "mine", "")+"\n"+part("A-1", "new", "")+"\n")
}

// With a mirror nothing is overwritten unasked; what is to become of what is there, --if-exists says.
func TestIfExists(t *testing.T) {
	t.Parallel()
	t.Run("fail", func(t *testing.T) {
		for _, policy := range []string{"", bulk.IfExistsFail} {
			f := startWith(t, parts(), "parts")
			f.sync("parts")
			id := f.ids("parts")[0]
			err := f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: policy})
			f.wantKind(err, fail.Invalid, "1 fault in 2 records", "--if-exists update changes those that are there, --if-exists skip leaves them as they are")
			f.wantProblem(`a.ndjson:1: partCode is "P-001": expected one that no part has yet; that of ` + id + ` is the same`)
			f.wantNoPost()
		}
	})
	t.Run("skip", func(t *testing.T) {
		f := startWith(t, parts(), "parts")
		f.sync("parts")
		if err := f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: bulk.IfExistsSkip}); err != nil {
			t.Fatal(err)
		}
		f.wantOutcomes("1 P-001 skipped", "2 A-1 created")
		if row := f.rows.results[0]; row.Message != "it is there already" || row.GUID == "" {
			t.Errorf("%+v", row)
		}
		if strings.Contains(f.wire.writes[0].body, "P-001") {
			t.Error("it was sent all the same")
		}
	})
	t.Run("update", func(t *testing.T) {
		f := startWith(t, parts(), "parts")
		f.sync("parts")
		id := f.ids("parts")[0]
		if err := f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: bulk.IfExistsUpdate}); err != nil {
			t.Fatal(err)
		}
		f.wantOutcomes("1 P-001 updated", "2 A-1 created")
		if f.field(id, "partName") != "mine" {
			t.Error("it was not changed")
		}
		if call := f.logged()[0]; len(call.Before) != 2 || !strings.Contains(string(call.Before[0]), `"bolt"`) || call.GUIDs[0] != id {
			t.Errorf("the log does not keep what was there: %s of %v", call.Before, call.GUIDs)
		}
	})
}

// Checks that are left to the server leave nothing to be overwritten either.
func TestIfExistsIsNoCheckOfFields(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	err := f.create(bulk.Options{File: f.oneThereOneNew(), NoValidate: true})
	f.wantKind(err, fail.Invalid, "--if-exists update")
	f.wantNoPost()
}

// What came since the mirror was made counts: it is brought up to date first, with a call for each record that
// changed.
func TestIfExistsKnowsWhatIsNew(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	store := f.store
	f.store = nil
	if err := f.create(bulk.Options{File: f.file("b.ndjson", part("A-1", "earlier", "")), IfExists: bulk.IfExistsUpdate}); err != nil {
		t.Fatal(err)
	}
	f.store = store
	f.forget()
	f.wantKind(f.create(bulk.Options{File: f.oneThereOneNew()}), fail.Invalid, "2 faults in 2 records")
	if len(f.wire.reads) != 2 || f.steps.total != 1 || f.steps.done != 1 || !f.steps.ended {
		t.Errorf("%q, %+v", f.wire.reads, f.steps)
	}
}

// Keys that are those of different records are refused whatever is to become of what is there.
func TestIfExistsOfSeveral(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{bulk.IfExistsFail, bulk.IfExistsSkip, bulk.IfExistsUpdate} {
		f := startWith(t, parts(), "parts")
		f.sync("parts")
		err := f.create(bulk.Options{File: f.file("a.ndjson", part("P-001", "a", `,"partOtherCode":"Q-002"`)), IfExists: policy})
		f.wantKind(err, fail.Invalid)
		f.wantProblem("expected the keys of one record; those given are of different ones that are there")
		if hint := fail.HintOf(err); policy != bulk.IfExistsFail && hint != "give each record the keys of one that is there, or its GUID alone" {
			t.Errorf("%s: %q", policy, hint)
		}
		f.wantNoPost()
	}
}

// Without a mirror that knows the whole entity nobody can tell what is there.
func TestIfExistsWithoutAMirror(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		policy    string
		protected bool
		kind      fail.Kind // -1 where it is sent
		says      string
	}{
		"unasked":          {"", false, -1, "warning: a record whose key is there already is changed"},
		"fail":             {bulk.IfExistsFail, false, fail.Guarded, "--if-exists fail: without a local copy nobody knows which of the records are there"},
		"skip":             {bulk.IfExistsSkip, false, fail.Guarded, "--if-exists skip: without a local copy"},
		"update":           {bulk.IfExistsUpdate, false, -1, ""},
		"protected":        {"", true, fail.Guarded, `environment "sandbox" is protected, and without a local copy nobody knows`},
		"protected, asked": {bulk.IfExistsUpdate, true, -1, ""},
	} {
		for _, dry := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, dry run %v", name, dry), func(t *testing.T) {
				f := startWith(t, parts(), "parts")
				f.Environment.Protected = tt.protected
				err := f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: tt.policy, DryRun: dry})
				if tt.kind >= 0 {
					f.wantKind(err, tt.kind, tt.says, `"aimsio sync parts" makes a local copy that knows`)
					f.wantNoPost()
					return
				}
				if err != nil || countIn(f.notes, tt.says) == 0 || tt.says == "" && countIn(f.notes, "warning") > 0 {
					t.Errorf("%v: %q", err, f.notes)
				}
			})
		}
	}
}

// A mirror that never read the whole entity is none for this.
func TestIfExistsWithHalfAMirror(t *testing.T) {
	t.Parallel()
	f := start(t, "companies")
	f.sync("employees")
	f.wantKind(f.create(bulk.Options{Set: []string{"companyCode=A"}, IfExists: bulk.IfExistsSkip}), fail.Guarded, `"aimsio sync companies" makes a local copy`)
}

// A call that makes new records alone overwrites nothing, so that nobody needs to know what is there.
func TestIfExistsOfCallsThatOnlyCreate(t *testing.T) {
	t.Parallel()
	apart := func(e *api.Entity) {
		e.UpsertsSaid = false
		e.Operations = append(e.Operations, api.Operation{Verb: api.Update, Method: http.MethodPut, Path: "/Part/{partGuid}", Body: api.BodyRecord, Certainty: api.Documented})
	}
	f := startWith(t, parts(apart), "parts")
	f.Environment.Protected = true
	if err := f.create(bulk.Options{Set: []string{"partCode=A", "partName=x"}}); err != nil || countIn(f.notes, "warning") > 0 {
		t.Errorf("%v, %q", err, f.notes)
	}
	f.wantOutcomes("1 A written")
	f.forget()
	f.wantKind(f.create(bulk.Options{Set: []string{"partCode=P-001", "partName=x"}}), fail.Partial)
	if !strings.Contains(f.rows.results[0].Message, "is there already") {
		t.Errorf("%+v", f.rows.results[0])
	}
}

// Records that changed and cannot be read may be those of the input: the user hears of them, and none that may be
// one of them passes for a new one.
func TestIfExistsWithUnreadRecords(t *testing.T) {
	t.Parallel()
	setUp := func(t *testing.T) (*fixture, string) {
		t.Helper()
		f := startWith(t, parts(), "parts")
		f.sync("parts")
		id := f.ids("parts")[0]
		store := f.store
		f.store = nil
		if err := f.update(bulk.Options{Set: []string{"partPrice=3"}}, id); err != nil {
			t.Fatal(err)
		}
		f.store = store
		f.forget()
		f.wire.instead = reading(func(path string) *http.Response {
			if path == "/Part/"+id {
				return says(http.StatusInternalServerError, `{"message":"down"}`)
			}
			return nil
		})
		return f, id
	}
	t.Run("update", func(t *testing.T) {
		f, id := setUp(t)
		f.wantKind(f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: bulk.IfExistsUpdate}), fail.Partial)
		f.wantNote("warning: 1 record could not be read: whether they are among those of the input is not known")
		f.wantOutcomes("1 P-001 failed", "2 A-1 written") // and not created: it may be the other one
		row := f.rows.results[0]
		if row.GUID != id || row.Status != http.StatusInternalServerError || !strings.Contains(row.Message, "not sent: it is there, has changed since the local copy has it, and cannot be read: ") ||
			!strings.Contains(row.Message, "--no-mirror sends it all the same") {
			t.Errorf("%+v", row)
		}
	})
	t.Run("skip", func(t *testing.T) {
		f, _ := setUp(t)
		if err := f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: bulk.IfExistsSkip}); err != nil {
			t.Fatal(err)
		}
		f.wantOutcomes("1 P-001 skipped", "2 A-1 written")
	})
	t.Run("protected", func(t *testing.T) {
		f, _ := setUp(t)
		f.Environment.Protected = true
		f.wantKind(f.create(bulk.Options{File: f.oneThereOneNew(), IfExists: bulk.IfExistsSkip}), fail.Guarded,
			`environment "sandbox" is protected, and 1 record that changed could not be read`)
		f.wantNoPost()
	})
}

// A server that cannot be reached for the list is a failure of its own, before anything is sent.
func TestIfExistsWithoutAServer(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	f.wire.instead = func(int, *http.Request) *http.Response { return says(http.StatusUnauthorized, `{}`) }
	err := f.create(bulk.Options{File: f.oneThereOneNew()})
	f.wantKind(err, fail.Denied, "refused a call: ", ": nothing was sent", "the mirror: ")
	f.wantNoPost()
}

// A list that has lost most of its records is doubted, and what it does not name counts as there.
func TestIfExistsWithADoubtfulList(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts", many)
	f.sync("parts")
	f.wire.instead = func(write int, r *http.Request) *http.Response {
		if write == 0 && r.URL.Path == "/Part" {
			return says(http.StatusOK, `[]`)
		}
		return nil
	}
	f.wantKind(f.create(bulk.Options{File: f.oneThereOneNew()}), fail.Invalid, "1 fault in 2 records")
	f.wantNote("that list is doubted, and they count as there")
}

// A run that goes on does not stumble over what the run before it has written.
func TestIfExistsOfAResumedRun(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	f.oneByOne()
	f.wire.lose = func(write int) bool { return write == 2 }
	content := part("A-1", "a", "") + "\n" + part("A-2", "b", "") + "\n" + part("A-3", "c", "") + "\n"
	o := bulk.Options{File: f.file("a.ndjson", content), BatchSize: 1, Results: f.path("results.ndjson")}
	f.wantKind(f.create(o), fail.Partial)
	f.wantOutcomes("1 A-1 created", "2 A-2 unknown", "3 A-3 created")

	f.wire.lose = nil
	f.forget()
	o.Results, o.Resume = "", f.path("results.ndjson")
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("2 A-2 updated")

	// One that somebody else made meanwhile is not ours to overwrite.
	f.forget()
	rest := strings.Join(strings.SplitAfter(f.content(o.Resume), "\n")[:1], "")
	o.Resume = f.file("first.ndjson", rest)
	f.wantKind(f.create(o), fail.Partial)
	f.wantOutcomes("2 A-2 failed", "3 A-3 failed")
	if row := f.rows.results[0]; row.Status != http.StatusConflict || row.Message != "not sent: it is there already; the run that was stopped may have written it: \"aimsio log\" tells" {
		t.Errorf("%+v", row)
	}
	f.wantNoPost()
}
