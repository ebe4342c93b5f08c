package bulk_test

import (
	"errors"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Records are named by GUID, or by a business key that the mirror knows.
func TestNamedRecords(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	ids := f.ids("parts")
	if err := f.update(bulk.Options{Set: []string{"partName=nut"}}, "P-001", ids[1], "Q-003"); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("1 P-001 updated", "2 P-002 updated", "3 P-003 updated")
	for i, row := range f.rows.results {
		if row.GUID != ids[i] {
			t.Errorf("%+v, want %s", row, ids[i])
		}
	}
}

// One record that is named twice, in whatever way, or a key for several of them is a mistake in the command line.
func TestNamesThatAreNone(t *testing.T) {
	t.Parallel()
	double := func(e *api.Entity) { e.Fields[2].Sample = "const twice" }
	for name, tt := range map[string]struct {
		set  string
		keys func(ids []string) []string
		kind fail.Kind
		says string
	}{
		"twice":           {"partName=x", func(ids []string) []string { return []string{ids[0], ids[0]} }, fail.Invalid, "is given twice: nothing was sent"},
		"by key and GUID": {"partName=x", func(ids []string) []string { return []string{ids[0], "P-001"} }, fail.Invalid, `"P-001" is given twice: nothing was sent`},
		"a key of many":   {"partName=x", func([]string) []string { return []string{"twice"} }, fail.Usage, "several records have this key"},
		"one key for all": {"partCode=x", func(ids []string) []string { return ids[:2] }, fail.Invalid, "--set partCode would give 2 records the same key: nothing was sent"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(double), "parts")
			f.sync("parts")
			err := f.update(bulk.Options{Set: []string{tt.set}}, tt.keys(f.ids("parts"))...)
			f.wantKind(err, tt.kind, tt.says)
			f.wantNoPost()
		})
	}
}

// One record may get another key.
func TestSetOfAKey(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	if err := f.update(bulk.Options{Set: []string{"partCode=Z-1"}}, id); err != nil {
		t.Fatal(err)
	}
	if code := f.field(id, "partCode"); code != "Z-1" {
		t.Errorf("%q", code)
	}
}

// Names that end in an error are an error, before anything is sent.
func TestNamesThatBreak(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	run, err := f.plan(api.Create, service.ActionUpdate, bulk.Options{Set: []string{"partName=x"}})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("standard input broke")
	err = run.FromKeys(f.ctx, func(why *error) iter.Seq[string] {
		return func(yield func(string) bool) {
			yield("g-1")
			*why = broken
		}
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	f.wantNoPost()
}

// A GUID that the records have as a number is sent as one, and must be one.
func TestNumbersAsGUIDs(t *testing.T) {
	t.Parallel()
	number := func(e *api.Entity) {
		e.Fields[0].Type = api.Integer
		e.Index[0].Type = api.Integer
	}
	f := startWith(t, parts(number, withStatusCall, func(e *api.Entity) { e.Operations[3].Fields[0].Type = api.Integer }), "parts")
	id := f.ids("parts")[0]
	if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, id); err != nil {
		t.Fatal(err)
	}
	if body := f.wire.writes[0].body; !strings.Contains(body, `"id":`+id+`,`) {
		t.Errorf("%s", body)
	}
	f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, "x7"), fail.Invalid, `partGuid "x7" is not a whole number: nothing was sent`)
}

// A key that has become that of no record, or of another one, since the mirror learned it changes nothing.
func TestKeyThatChangedHands(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(f *fixture, keys ...string) error{
		"update": func(f *fixture, keys ...string) error {
			return f.update(bulk.Options{Set: []string{"partName=nut"}}, keys...)
		},
		"status": func(f *fixture, keys ...string) error {
			return f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, keys...)
		},
		"delete": func(f *fixture, keys ...string) error { return f.remove(bulk.Options{}, keys...) },
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(withStatusCall, withDelete), "parts")
			f.sync("parts")
			ids := f.ids("parts")
			store := f.store
			f.store = nil // another program changes it, and this mirror does not hear of it
			if err := f.update(bulk.Options{Set: []string{"partCode=Z-1"}}, ids[0]); err != nil {
				t.Fatal(err)
			}
			f.store = store
			f.forget()
			f.wantKind(write(f, "P-001", "P-002"), fail.Partial, "1 record could not be written")
			first, second := f.rows.results[0], f.rows.results[1]
			if first.Outcome != "failed" || first.Key != "P-001" || first.Status != http.StatusOK ||
				first.Message != `not sent: part `+ids[0]+` is not "P-001" any more, but "Z-1"` {
				t.Errorf("%+v", first)
			}
			if second.Outcome == "failed" || len(f.wire.writes) != 1 || strings.Contains(f.wire.writes[0].name+f.wire.writes[0].body, ids[0]) {
				t.Errorf("%+v, %q", second, f.wire.writes)
			}
		})
	}
}

// A file may name records by their keys where there is a mirror. One that it does not know fails by itself.
func TestKeysInAFile(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	file := f.file("a.csv", "partCode,partName\nP-001,nut\nX-1,nut\nP-002,nut\n")
	f.wantKind(f.update(bulk.Options{File: file, Results: f.path("results.ndjson"), Rejects: f.path("rejects.csv")}), fail.Partial, "1 record could not be written")
	f.wantOutcomes("2 P-001 updated", "3 X-1 failed", "4 P-002 updated")
	if row := f.rows.results[1]; row.Status != http.StatusNotFound || row.Message != `the mirror has no part with the key "X-1"; "aimsio sync parts" learns the keys anew` {
		t.Errorf("%+v", row)
	}
	if got := f.content(f.path("rejects.csv")); got != "partCode,partName,aimsio_reason\n"+
		`X-1,nut,"the mirror has no part with the key ""X-1""; ""aimsio sync parts"" learns the keys anew"`+"\n" {
		t.Errorf("%q", got)
	}
}

// A file that names a record by a key which is that of several is refused.
func TestKeysOfSeveralInAFile(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(func(e *api.Entity) { e.Fields[2].Sample = "const twice" }), "parts")
	f.sync("parts")
	f.wantKind(f.update(bulk.Options{File: f.file("a.csv", "partOtherCode,partName\ntwice,nut\n")}), fail.Invalid)
	f.wantProblem(`since the mirror has several with the key "twice"`)
	f.wantNoPost()
}

// A record of a file that names none is refused, though a mirror could find one.
func TestNoKeyInAFile(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	f.wantKind(f.update(bulk.Options{File: f.file("a.csv", "partCode,partName\nP-001,nut\n,nut\n")}), fail.Invalid, "1 fault in 2 records")
	f.wantProblem("a.csv:3: partGuid: expected the GUID of the record to change")
	f.wantNoPost()
}

// Records that a file names to be deleted by keys go by them too.
func TestDeleteByKey(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	f.sync("parts")
	ids := f.ids("parts")
	f.wantKind(f.remove(bulk.Options{File: f.file("a.csv", "partCode\nP-001\nX-1\n")}), fail.Partial)
	f.wantOutcomes("2 P-001 deleted", "3 X-1 failed")
	if len(f.wire.writes) != 1 || f.wire.writes[0].name != "DELETE /Part/"+ids[0] {
		t.Errorf("%q", f.wire.writes)
	}
}
