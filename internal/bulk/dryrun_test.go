package bulk_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// A dry run ends as the write would: with the same kind of error, or none, and the same outcomes of records that
// are not sent. It sends nothing, logs nothing and keeps no files.
func TestDryRunEndsAsTheWrite(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit  func(*api.Entity)
		write func(f *fixture, ids []string, dry bool) error
	}{
		"all is well": {nil, func(f *fixture, _ []string, dry bool) error {
			return f.create(bulk.Options{File: f.threeParts(), DryRun: dry})
		}},
		"a fault in the input": {nil, func(f *fixture, _ []string, dry bool) error {
			return f.create(bulk.Options{File: f.file("a.ndjson", part("A", "a", `,"partPrice":"much"`)), DryRun: dry})
		}},
		"nothing to do": {nil, func(f *fixture, _ []string, dry bool) error {
			return f.create(bulk.Options{File: f.file("a.csv", "partCode,partName\n"), DryRun: dry})
		}},
		"one that is not there": {nil, func(f *fixture, _ []string, dry bool) error {
			return f.update(bulk.Options{Set: []string{"partName=x"}, DryRun: dry}, "no-such")
		}},
		"one of two that is not there": {nil, func(f *fixture, ids []string, dry bool) error {
			return f.update(bulk.Options{Set: []string{"partName=x"}, DryRun: dry}, ids[0], "no-such")
		}},
		"nothing changes": {nil, func(f *fixture, ids []string, dry bool) error {
			return f.update(bulk.Options{Set: []string{"partName=bolt"}, DryRun: dry}, ids...)
		}},
		"another status": {nil, func(f *fixture, ids []string, dry bool) error {
			f.from("sold")
			return f.updateStatus(bulk.Options{Set: []string{"partStatus=gone"}, DryRun: dry}, ids...)
		}},
		"a status of one that is not there": {withStatusCall, func(f *fixture, ids []string, dry bool) error {
			return f.updateStatus(bulk.Options{Set: []string{"partStatus=gone"}, DryRun: dry}, ids[0], "no-such")
		}},
		"a deletion": {withDelete, func(f *fixture, ids []string, dry bool) error {
			return f.remove(bulk.Options{DryRun: dry}, ids...)
		}},
		"a deletion of what is not there": {withDelete, func(f *fixture, _ []string, dry bool) error {
			return f.remove(bulk.Options{DryRun: dry}, "no-such")
		}},
		"an element too far": {withParts, func(f *fixture, ids []string, dry bool) error {
			return f.update(bulk.Options{Set: []string{"partHoles.9.depth=1"}, DryRun: dry}, ids[0])
		}},
		"an element too far in all": {withParts, func(f *fixture, ids []string, dry bool) error {
			return f.update(bulk.Options{Set: []string{"partHoles.9.depth=1"}, DryRun: dry}, ids...)
		}},
		"too many changes": {nil, func(f *fixture, ids []string, dry bool) error {
			return f.update(bulk.Options{Set: []string{"partName=x"}, MaxChanges: "1", DryRun: dry}, ids...)
		}},
		"a record that is there": {nil, func(f *fixture, _ []string, dry bool) error {
			f.sync("parts")
			return f.create(bulk.Options{File: f.oneThereOneNew(), DryRun: dry})
		}},
		"a key of none": {nil, func(f *fixture, _ []string, dry bool) error {
			f.sync("parts")
			return f.update(bulk.Options{File: f.file("a.csv", "partCode,partName\nX-1,y\nP-001,y\n"), DryRun: dry})
		}},
		"the guard": {nil, func(f *fixture, _ []string, dry bool) error {
			f.Refused = fail.New(fail.Guarded, "", "the environment is read-only")
			return f.create(bulk.Options{File: f.threeParts(), DryRun: dry})
		}},
		"a server that is down": {nil, func(f *fixture, ids []string, dry bool) error {
			f.wire.instead = reading(func(string) *http.Response { return says(http.StatusServiceUnavailable, `{}`) })
			return f.update(bulk.Options{Set: []string{"partName=x"}, DryRun: dry}, ids...)
		}},
		"a user who may not": {nil, func(f *fixture, ids []string, dry bool) error {
			f.wire.instead = reading(func(string) *http.Response { return says(http.StatusForbidden, `{}`) })
			return f.update(bulk.Options{Set: []string{"partName=x"}, DryRun: dry}, ids...)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			kinds := map[bool]string{}
			for _, dry := range []bool{true, false} {
				if tt.edit == nil {
					tt.edit = func(*api.Entity) {}
				}
				f := startWith(t, parts(tt.edit), "parts")
				ids := f.ids("parts")
				f.forget()
				err := tt.write(f, ids, dry)
				var failed *fail.Error
				switch {
				case err == nil:
					kinds[dry] = "done"
				case errors.As(err, &failed):
					kinds[dry] = fmt.Sprint("kind ", failed.Kind)
				default:
					kinds[dry] = err.Error()
				}
				if !dry {
					continue
				}
				f.wantNoPost()
				if logged := f.logged(); len(logged) != 0 || len(f.marks.ids) != 0 || len(f.temporary.files) != 0 {
					t.Errorf("a dry run has left %d lines in the log, told the mirror of %q, and tried %v", len(logged), f.marks.ids, f.temporary.files)
				}
			}
			if kinds[true] != kinds[false] {
				t.Errorf("the dry run ends with %s, the write with %s", kinds[true], kinds[false])
			}
		})
	}
}

// The rows of a dry run tell what changes: old → new where the record was read, else what is sent.
func TestDryRunRows(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	ids := f.ids("parts")
	if err := f.create(bulk.Options{File: f.threeParts(), DryRun: true}); err != nil {
		t.Fatal(err)
	}
	want := []bulk.PreviewRow{
		{Line: 1, Key: "A-1", Action: "create", Changes: `partCode="A-1"; partName="a"; partPrice=1.50`},
		{Line: 2, Key: "A-2", Action: "create", Changes: `partCode="A-2"; partName="b"`},
		{Line: 3, Key: "A-3", Action: "create", Changes: `partCode="A-3"; partName="c"`},
	}
	if diff := cmp.Diff(want, f.rows.previews); diff != "" {
		t.Error(diff)
	}
	f.wantNote("dry run: 3 records would be sent to sandbox, 0 unchanged, 0 not found; nothing was sent")

	f.forget()
	if err := f.update(bulk.Options{Set: []string{"partPrice=2"}}, ids[1]); err != nil {
		t.Fatal(err)
	}
	f.forget()
	f.wantKind(f.update(bulk.Options{Set: []string{"partPrice=2", "partName=nut"}, DryRun: true}, ids[0], "no-such"), fail.Partial, "1 record would not be written")
	want = []bulk.PreviewRow{
		{Line: 1, Key: "P-001", Action: "update", Changes: `partName: "bolt" → "nut"; partPrice: 10.50 → 2`},
		{Line: 2, Key: "no-such", Action: "update", Changes: "failed: there is no record with this GUID; it is gone, or hidden from this user"},
	}
	if diff := cmp.Diff(want, f.rows.previews); diff != "" {
		t.Error(diff)
	}
	f.wantNote("dry run: 1 record would be sent to sandbox, 0 unchanged, 1 not found; nothing was sent")

	f.forget()
	if err := f.update(bulk.Options{Set: []string{"partPrice=2"}, DryRun: true}, ids[1]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]bulk.PreviewRow{{Line: 1, Key: "P-002", Action: "update", Changes: "unchanged"}}, f.rows.previews); diff != "" {
		t.Error(diff)
	}
	f.wantNote("dry run: 0 records would be sent to sandbox, 1 unchanged, 0 not found; nothing was sent")
}

// The summary of a dry run names what would be skipped and fail besides.
func TestDryRunSummary(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	ids := f.ids("parts")
	if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, ids[0]); err != nil {
		t.Fatal(err)
	}
	f.forget()
	f.from("new")
	f.wire.instead = reading(func(path string) *http.Response {
		if path == "/Part/"+ids[2] {
			return says(http.StatusOK, "half")
		}
		return nil
	})
	f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=gone"}, DryRun: true}, ids[:3]...), fail.Partial)
	f.wantNote("dry run: 1 record would be sent to sandbox, 0 unchanged, 0 not found, 1 skipped, 1 would fail; nothing was sent")
}

// As JSON a dry run gives the very calls that the write makes, and a row for each record that would fail.
func TestDryRunCalls(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.Calls = true
	o := bulk.Options{File: f.file("new.csv", employees(3)), BatchSize: 2, DryRun: true}
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	shown := f.rows.calls
	f.forget()
	f.oneByOne()
	o.DryRun = false
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	var sent []string
	for _, call := range f.wire.writes {
		method, path, _ := strings.Cut(call.name, " ")
		sent = append(sent, fmt.Sprintf(`{"method":%q,"path":%q,"body":%s}`, method, path, call.body))
	}
	if diff := cmp.Diff(sent, shown); diff != "" || len(sent) != 2 {
		t.Errorf("sent (-) and shown (+):\n%s", diff)
	}
}

// A call without a body shows none.
func TestDryRunOfADeletionAsCalls(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	f.Calls = true
	ids := f.ids("parts")
	f.wantKind(f.remove(bulk.Options{DryRun: true}, ids[0], "no-such"), fail.Partial)
	if diff := cmp.Diff([]string{`{"method":"DELETE","path":"/Part/` + ids[0] + `"}`}, f.rows.calls); diff != "" {
		t.Error(diff)
	}
	f.wantOutcomes("2 no-such failed")
	if row := f.rows.results[0]; row.Status != http.StatusNotFound || row.GUID != "no-such" {
		t.Errorf("%+v", row)
	}
}

// Where the write reads no records, a dry run asks the list which there are; if nobody can tell, none is taken as
// missing, and the user hears of it.
func TestDryRunAsksTheList(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	ids := f.ids("parts")
	f.forget()
	f.wantKind(f.remove(bulk.Options{DryRun: true}, append([]string{"no-such"}, ids...)...), fail.Partial)
	if diff := cmp.Diff([]string{"GET /Part"}, f.wire.reads); diff != "" {
		t.Error(diff)
	}
	f.forget()
	f.wire.instead = func(int, *http.Request) *http.Response { return says(http.StatusInternalServerError, `{}`) }
	if err := f.remove(bulk.Options{DryRun: true}, "no-such"); err != nil {
		t.Error(err)
	}
	f.wantNote("warning: the list of parts cannot be read, so it is not known whether the records are there: ")
}

// A run that is gone on with shows only what is left of it.
func TestDryRunOfAResumedRun(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	row := func(line int, key, outcome string) string {
		return fmt.Sprintf(`{"line":%d,"key":%q,"action":"create","outcome":%q}`, line, key, outcome) + "\n"
	}
	content := part("A-1", "a", "") + "\n" + part("", "b", "") + "\n" + part("A-3", "c", "") + "\n"
	results := f.file("results.ndjson", row(1, "A-1", "written")+row(2, "", "unknown"))
	before := f.content(results)
	f.wantKind(f.create(bulk.Options{File: f.file("a.ndjson", content), Resume: results, NoValidate: true, DryRun: true}), fail.Partial)
	f.wantNote("dry run: 1 record would be sent to sandbox, 0 unchanged, 0 not found, 1 unknown and not sent again; nothing was sent")
	if f.content(results) != before {
		t.Error("a dry run wrote into the results")
	}
}

// Output that ends ends a dry run, and is ended once.
func TestDryRunRowsThatFail(t *testing.T) {
	t.Parallel()
	for _, calls := range []bool{false, true} {
		f := startWith(t, parts(), "parts")
		full := errors.New("no space on the disk")
		f.Calls, f.rows.refused, f.rows.most = calls, full, 1
		if err := f.create(bulk.Options{File: f.threeParts(), BatchSize: 1, DryRun: true}); !errors.Is(err, full) || !f.rows.finished {
			t.Errorf("%v", err)
		}
	}
}

// Lists whose elements have no key are compared by position, which is said.
func TestDryRunOfLists(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	id := f.ids("parts")[0]
	if err := f.update(bulk.Options{Set: []string{"partHoles.1.depth=9"}, DryRun: true}, id); err != nil {
		t.Fatal(err)
	}
	if got := f.rows.previews[0].Changes; !strings.HasPrefix(got, "partHoles") || !strings.HasSuffix(got, ": 3 → 9") {
		t.Errorf("%q", got)
	}
	f.wantNote("the elements of partHoles have no key of their own: they are compared by position")
}

// The status before and after, of a call that has other names for them, is told by the names of the record.
func TestDryRunOfAStatus(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withStatusCall), "parts")
	id := f.ids("parts")[0]
	if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}, DryRun: true}, id); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]bulk.PreviewRow{{Line: 1, Key: "P-001", Action: "update-status", Changes: `partStatus: "new" → "sold"`}}, f.rows.previews); diff != "" {
		t.Error(diff)
	}
}

// The columns of a table are fields of its rows.
func TestColumns(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"line", "key", "action", "changes"}, bulk.PreviewColumns()); diff != "" {
		t.Error(diff)
	}
}
