package bulk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// withStatusCall adds a call that takes status and GUID by names of its own, and a remark.
func withStatusCall(e *api.Entity) {
	e.Operations = append(e.Operations, api.Operation{
		Verb: api.UpdateStatus, Method: http.MethodPost, Path: "/PartState", Wrapper: "stateList", GUID: "id", Status: "state", Certainty: api.Documented,
		Fields: []api.Field{
			{Name: "id", Type: api.String, Required: true, Certainty: api.Documented}, {Name: "state", Type: api.String, Certainty: api.Documented},
			{Name: "remark", Type: api.String, Certainty: api.Documented},
		},
	})
}

// without takes an operation away.
func without(verb api.Verb) func(*api.Entity) {
	return func(e *api.Entity) {
		var left []api.Operation
		for _, o := range e.Operations {
			if o.Verb != verb {
				left = append(left, o)
			}
		}
		e.Operations = left
	}
}

// statusReader reads filters on an entity whose statuses are labels, with a group of them.
func statusReader(entity *api.Entity) output.FilterReader {
	return output.FilterReader{Fields: entity.Fields, Now: begun, Labels: output.Labels{
		Field: entity.Status, Groups: labels.Groups{{Name: "early", Labels: []string{"new", ""}}},
	}}
}

// from lets only records change that have a status, as --from does.
func (f *fixture) from(status string) {
	f.t.Helper()
	guard, doubt, err := bulk.NewStatusGuard(f.Entity, status, statusReader(f.Entity))
	if err != nil || doubt != "" {
		f.t.Fatal(err, doubt)
	}
	f.From = guard
}

// The call for a status gets what it takes, by its own names, and the rows tell the status before and after.
func TestStatusCall(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withStatusCall), "parts")
	id := f.ids("parts")[0]
	file := f.file("a.ndjson", fmt.Sprintf(`{"partGuid":%q,"partStatus":"sold","remark":"to Ann"}`, id))
	if err := f.updateStatus(bulk.Options{File: file, Verify: true}); err != nil {
		t.Fatal(err, f.problems)
	}
	want := []sentCall{{"POST /PartState", `{"stateList":[{"id":"` + id + `","state":"sold","remark":"to Ann"}]}`}}
	if diff := cmp.Diff(want, f.wire.writes, cmp.AllowUnexported(sentCall{})); diff != "" {
		t.Error(diff)
	}
	row := f.rows.results[0]
	if row.Old != "new" || row.New != "sold" || row.Outcome != "updated" || row.Key != "P-001" || row.GUID != id {
		t.Errorf("%+v", row)
	}
	f.wantNote("verified 1 record, 1 as sent") // the remark, which the record does not keep, left aside
	if f.field(id, "partStatus") != "sold" {
		t.Error("the server has another status")
	}
	if before := f.logged()[0].Before; len(before) != 1 || !strings.Contains(string(before[0]), `"partStatus":"new"`) {
		t.Errorf("the log does not keep what it was before: %s", before)
	}
}

// A record that has the status already is left alone, unless something is said that only the call knows.
func TestStatusThatIsSo(t *testing.T) {
	t.Parallel()
	for set, outcome := range map[string]string{"partStatus=new": "unchanged", "partStatus=new remark=x": "updated"} {
		f := startWith(t, parts(withStatusCall), "parts")
		id := f.ids("parts")[0]
		if err := f.updateStatus(bulk.Options{Set: strings.Fields(set)}, id); err != nil {
			t.Fatal(err)
		}
		if row := f.rows.results[0]; row.Outcome != outcome || row.Old != "new" || row.New != "new" {
			t.Errorf("%s: %+v", set, row)
		}
	}
}

// Without a call of its own the status is changed in the whole record, and nothing else of what a file says.
func TestStatusInTheWholeRecord(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	id := f.ids("employees")[0]
	was := f.field(id, "employeeStatusUname")
	will := "inactive_permanent_layoff_employee_status"
	file := f.file("a.csv", "employeeGuid,employeeStatusUname,employeeFirstName\n"+id+","+will+",Nobody\n")
	name := f.field(id, "employeeFirstName")
	if err := f.updateStatus(bulk.Options{File: file}); err != nil {
		t.Fatal(err, f.problems)
	}
	if row := f.rows.results[0]; row.Old != was || row.New != will || row.Outcome != "updated" {
		t.Errorf("%+v", row)
	}
	if f.field(id, "employeeStatusUname") != will || f.field(id, "employeeFirstName") != name {
		t.Errorf("the server has %s", f.get(id).Raw())
	}
}

// --from lets only records change that have some status now; the others are skipped, which is no failure.
func TestFrom(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*api.Entity){"with a call for it": withStatusCall, "in the whole record": func(*api.Entity) {}} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(edit), "parts")
			ids := f.ids("parts")
			if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=Sold"}}, ids[1]); err != nil {
				t.Fatal(err)
			}
			f.forget()
			f.from("new")
			if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=ordered"}}, ids[:3]...); err != nil {
				t.Fatal(err)
			}
			f.wantOutcomes("1 P-001 updated", "2 P-002 skipped", "3 P-003 updated")
			if row := f.rows.results[1]; row.Old != "Sold" || row.New != "" || row.Message != `its partStatus is "Sold", and --from asks for new` {
				t.Errorf("%+v", row)
			}
			if f.field(ids[1], "partStatus") != "Sold" {
				t.Error("it was changed all the same")
			}

			f.forget()
			f.from("sold")
			if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=ordered"}}, ids[:2]...); err != nil {
				t.Fatal(err)
			}
			f.wantOutcomes("1 P-001 skipped", "2 P-002 updated")

			f.forget()
			f.from("@early, nothing")
			if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, ids[1:4]...); err != nil {
				t.Fatal(err)
			}
			f.wantOutcomes("1 P-002 skipped", "2 P-003 skipped", "3 P-004 updated")
		})
	}
}

// All being skipped is no failure either, and not taken for a server that does not answer.
func TestFromSkipsAll(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.from("gone")
	if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, f.ids("parts")...); err != nil {
		t.Error(err)
	}
	f.wantNoPost()
	f.wantNote(fmt.Sprintf("skipped %d;", len(f.rows.results)))
}

// A guard that could never hold, or not be looked at, is refused before anything is read.
func TestFromThatIsNone(t *testing.T) {
	t.Parallel()
	employees, _ := api.Builtin().Entity("employees")
	if _, _, err := bulk.NewStatusGuard(employees, "retired", statusReader(employees)); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), `--from "retired": `) {
		t.Error(err)
	}
	if _, _, err := bulk.NewStatusGuard(employees, "ACTIVE_EMPLOYEE_STATUS", statusReader(employees)); err != nil {
		t.Error(err)
	}
	if _, _, err := bulk.NewStatusGuard(employees, "@late", statusReader(employees)); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), "there are @early") {
		t.Error(err)
	}
	unread := parts(withStatusCall, without(api.Get)).Entities[0]
	if _, _, err := bulk.NewStatusGuard(unread, "new", statusReader(unread)); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), "--from: parts cannot be read") {
		t.Error(err)
	}
}

// A record that cannot be read has its status set all the same where it is the reading alone that goes wrong. The
// user hears once that the log does not keep what was there.
func TestStatusOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	assumed := func(e *api.Entity) { e.Operations[1].Certainty = api.Assumed }
	for name, tt := range map[string]struct {
		edit   func(*api.Entity)
		answer *http.Response
		sent   bool
		listed bool
	}{
		"the user may not":           {func(*api.Entity) {}, says(http.StatusForbidden, `{}`), true, false},
		"the server has no such way": {func(*api.Entity) {}, says(http.StatusMethodNotAllowed, `{}`), true, false},
		"or not yet":                 {func(*api.Entity) {}, says(http.StatusNotImplemented, `{}`), true, false},
		"it is not found":            {func(*api.Entity) {}, says(http.StatusNotFound, `{}`), false, false},
		"nor where that is assumed":  {assumed, says(http.StatusNotFound, `{}`), true, true},
		"an odd answer":              {func(*api.Entity) {}, says(http.StatusOK, `[]`), false, false},
		"as was to be expected":      {assumed, says(http.StatusOK, `[]`), true, false},
		"a server that is down":      {func(*api.Entity) {}, says(http.StatusServiceUnavailable, `{}`), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(withStatusCall, tt.edit), "parts")
			id := f.ids("parts")[0]
			f.wire.instead = reading(func(string) *http.Response { return tt.answer })
			f.forget()
			err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, id)
			if !tt.sent {
				if err == nil || len(f.rows.results) != 1 || f.rows.results[0].Outcome != "failed" {
					t.Errorf("%v: %+v", err, f.rows.results)
				}
				f.wantNoPost()
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			f.wantNote("the status is set all the same, and the log does not keep what it was before")
			if row := f.rows.results[0]; row.Old != "" || row.Outcome != "updated" || row.GUID != id {
				t.Errorf("%+v", row)
			}
			if listed := countIn(f.wire.reads, "GET /Part") == 2; listed != tt.listed {
				t.Errorf("%q", f.wire.reads)
			}
		})
	}
}

// Where it matters what the status is now, or which record a key means, nothing is set unread.
func TestStatusUnreadIsNotEnough(t *testing.T) {
	t.Parallel()
	t.Run("from", func(t *testing.T) {
		f := startWith(t, parts(withStatusCall), "parts")
		id := f.ids("parts")[0]
		f.from("new")
		f.wire.instead = reading(func(string) *http.Response { return says(http.StatusForbidden, `{}`) })
		f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, id), fail.Denied)
		f.wantNoPost()
	})
	t.Run("a key", func(t *testing.T) {
		f := startWith(t, parts(withStatusCall), "parts")
		f.sync("parts")
		f.wire.instead = reading(func(string) *http.Response { return says(http.StatusForbidden, `{}`) })
		f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, "P-001"), fail.Denied)
		f.wantNoPost()
	})
}

// Many that cannot be read are warned of once, and the list is asked once for all.
func TestStatusOfManyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withStatusCall, func(e *api.Entity) { e.Operations[1].Certainty = api.Assumed }), "parts")
	ids := f.ids("parts")
	f.wire.instead = reading(func(string) *http.Response { return says(http.StatusNotFound, `{}`) })
	f.forget()
	f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, append([]string{"no-such"}, ids...)...), fail.Partial, "1 record could not be written")
	f.wantNote("the status is set all the same")
	lists := 0
	for _, read := range f.wire.reads {
		if read == "GET /Part" {
			lists++
		}
	}
	if lists != 1 {
		t.Errorf("the list was read %d times", lists)
	}
	for i, row := range f.rows.results {
		if failed := row.Outcome == "failed"; failed != (i == 0) {
			t.Errorf("%+v", row)
		}
	}
}

// An entity whose records cannot be read at all is written as it is given.
func TestStatusWithoutReading(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withStatusCall), "parts")
	id := f.ids("parts")[0]
	f.forget()
	*f.Entity = *parts(withStatusCall, without(api.Get)).Entities[0]
	if err := f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, id); err != nil {
		t.Fatal(err)
	}
	if row := f.rows.results[0]; row.Old != "" || row.Outcome != "updated" || len(f.wire.reads) != 0 {
		t.Errorf("%+v after %q", row, f.wire.reads)
	}
}

// What a call for a status does not take is refused with what it does take.
func TestStatusCallTakesLittle(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withStatusCall), "parts")
	id := f.ids("parts")[0]
	f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=sold", "partName=x"}, AllowUnknown: true}, id), fail.Usage,
		"--set partName: update-status takes only partGuid, partStatus, remark")
	f.wantNoPost()
}

// The columns of a table of results follow the action.
func TestResultColumns(t *testing.T) {
	t.Parallel()
	for action, status := range map[string]bool{"create": false, "update": false, "update-status": true, "delete": false} {
		columns := strings.Join(bulk.ResultColumns(action), ",")
		if has := strings.Contains(columns, "old,new"); has != status || !strings.HasPrefix(columns, "line,key,action,outcome,") {
			t.Errorf("%s: %s", action, columns)
		}
	}
}
