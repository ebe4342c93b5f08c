package bulk_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// An update sends the record back as it was read, byte for byte, but for what changes and what only the server
// sets.
func TestUpdateSendsTheWholeRecord(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	whole := `{"partGuid":"` + id + `","partCode":"P-1","odd":9007199254740993,"partName":"bolt","partPrice":10.50,"partMadeBy":"you"}`
	f.wire.instead = reading(func(string) *http.Response { return says(http.StatusOK, whole) })
	if err := f.update(bulk.Options{Set: []string{"partName=nut"}}, id); err != nil {
		t.Fatal(err)
	}
	want := []string{`{"partList":[{"partGuid":"` + id + `","partCode":"P-1","odd":9007199254740993,"partName":"nut","partPrice":10.50}]}`}
	if diff := cmp.Diff(want, f.wire.bodies()); diff != "" {
		t.Error(diff)
	}
	if row := f.rows.results[0]; row.Outcome != "updated" || row.Key != "P-1" || row.GUID != id {
		t.Errorf("%+v", row)
	}
}

// Where the call takes a part of a record, no more than what differs is sent, with the path that names it.
func TestUpdateSendsWhatDiffers(t *testing.T) {
	t.Parallel()
	catalog := parts(func(e *api.Entity) {
		e.Operations = append(e.Operations, api.Operation{
			Verb: api.Update, Method: http.MethodPatch, Path: "/Part/{partGuid}", Body: api.BodyRecord, Certainty: api.Documented,
		})
	})
	f := startWith(t, catalog, "parts")
	ids := f.ids("parts")[:2]
	file := f.file("a.ndjson", fmt.Sprintf(`{"partGuid":%q,"partName":"nut","partPrice":10.5}`, ids[0])+"\n"+fmt.Sprintf(`{"partGuid":%q,"partWeight":null}`, ids[1])+"\n")
	f.oneByOne()
	if err := f.update(bulk.Options{File: file}); err != nil {
		t.Fatal(err, f.problems)
	}
	want := []sentCall{{"PATCH /Part/" + ids[0], `{"partName":"nut"}`}, {"PATCH /Part/" + ids[1], `{"partWeight":null}`}}
	if diff := cmp.Diff(want, f.wire.writes, cmp.AllowUnexported(sentCall{})); diff != "" {
		t.Error(diff)
	}
	if f.field(ids[0], "partName") != "nut" || f.field(ids[0], "partPrice") != "10.50" {
		t.Error("the server has another record")
	}
}

// What a call that takes a part of a record requires in its body goes with it, whatever changes.
func TestUpdateSendsWhatIsRequired(t *testing.T) {
	t.Parallel()
	catalog := parts(func(e *api.Entity) {
		e.Operations = append(e.Operations, api.Operation{
			Verb: api.Update, Method: http.MethodPatch, Path: "/Part/{partGuid}", Body: api.BodyRecord, Certainty: api.Documented,
			Fields: []api.Field{{Name: "partCode", Type: api.String, Required: true}, {Name: "partName", Type: api.String}, {Name: "partPrice", Type: api.Number}},
		})
	})
	f := startWith(t, catalog, "parts")
	id := f.ids("parts")[0]
	code := f.field(id, "partCode")
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"partName=nut"}}, id); err != nil {
		t.Fatal(err, f.problems)
	}
	want := []sentCall{{"PATCH /Part/" + id, `{"partCode":"` + code + `","partName":"nut"}`}}
	if diff := cmp.Diff(want, f.wire.writes, cmp.AllowUnexported(sentCall{})); diff != "" {
		t.Error(diff)
	}
}

// What is as it shall be is not sent, however its numbers and times are written.
func TestUpdateOfWhatIsSo(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	for name, content := range map[string]string{
		"a.ndjson": fmt.Sprintf(`{"partPrice":10.5,"partGuid":%q,"partName":"bolt"}`, id),
		"a.csv":    "partGuid,partPrice,partName,partWeight\n" + id + ",10.5,bolt,\n",
		"b.ndjson": fmt.Sprintf(`{"partGuid":%q,"partMadeBy":"another"}`, id),
		"c.ndjson": fmt.Sprintf(`{"partGuid":%q}`, id),
	} {
		f.forget()
		if err := f.update(bulk.Options{File: f.file(name, content)}); err != nil {
			t.Fatal(err, f.problems)
		}
		f.wantNoPost()
		if row := f.rows.results[0]; row.Outcome != "unchanged" || row.Key != "P-001" || row.GUID != id {
			t.Errorf("%s: %+v", name, row)
		}
		f.wantNote("written 0, unchanged 1, failed 0, ")
	}
}

// An empty cell leaves a field alone, and \null clears it; in a file that says itself what is null, null does.
func TestUpdateClears(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	if err := f.update(bulk.Options{File: f.file("a.csv", "partGuid,partPrice,partWeight\n"+id+",,\\null\n")}); err != nil {
		t.Fatal(err)
	}
	if price, weight := f.field(id, "partPrice"), f.field(id, "partWeight"); price != "10.50" || weight != "" {
		t.Errorf("the price is %q, the weight %q", price, weight)
	}
}

// --set counts for every record, whatever the file says.
func TestSetBesideAFile(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	o := bulk.Options{File: f.file("a.csv", "partGuid,partName,partPrice\n"+id+",nut,3\n"), Set: []string{"partName=screw"}}
	if err := f.update(o); err != nil {
		t.Fatal(err)
	}
	if name, price := f.field(id, "partName"), f.field(id, "partPrice"); name != "screw" || price != "3" {
		t.Errorf("%q at %q", name, price)
	}
}

// A record that is not there fails by itself. One alone is an error of its own kind.
func TestUpdateOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	f.wantKind(f.update(bulk.Options{Set: []string{"partName=nut"}}, "no-such"), fail.NotFound, "the record was not found")
	f.wantNoPost()
	f.forget()
	f.wantKind(f.update(bulk.Options{Set: []string{"partName=nut"}}, "no-such", id), fail.Partial, "1 record could not be written")
	f.wantOutcomes("1 no-such failed", "2 P-001 updated")
	if row := f.rows.results[0]; row.Status != http.StatusNotFound || row.Message != "there is no record with this GUID; it is gone, or hidden from this user" {
		t.Errorf("%+v", row)
	}
}

// A record that the server does not give as it is asked for is never written over.
func TestUpdateOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]*http.Response{
		"half a record":   says(http.StatusOK, `{"partGuid":"`),
		"another record":  says(http.StatusOK, `{"partGuid":"other","partName":"x"}`),
		"an error":        says(http.StatusInternalServerError, `{"message":"down"}`),
		"nothing":         says(http.StatusOK, ``),
		"an empty object": says(http.StatusOK, `{}`),
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			ids := f.ids("parts")[:2]
			f.wire.instead = reading(func(path string) *http.Response {
				if path == "/Part/"+ids[0] {
					return answer
				}
				return nil
			})
			f.wantKind(f.update(bulk.Options{Set: []string{"partName=nut"}}, ids...), fail.Partial, "1 record could not be written")
			if row := f.rows.results[0]; row.Outcome != "failed" || row.GUID != ids[0] || !strings.HasPrefix(row.Message, "it could not be read: ") {
				t.Errorf("%+v", row)
			}
			if len(f.wire.writes) != 1 || strings.Contains(f.wire.writes[0].body, ids[0]) {
				t.Errorf("%q", f.wire.bodies())
			}
		})
	}
}

// A user who may not read ends the run at the first record, before anything is sent.
func TestUpdateThatMayNotRead(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	ids := f.ids("parts")[:2]
	f.wire.instead = reading(func(string) *http.Response { return says(http.StatusForbidden, `{}`) })
	f.wantKind(f.update(bulk.Options{Set: []string{"partName=nut"}}, ids...), fail.Denied, "does not permit this user to use parts")
	f.wantNoPost()
	if !f.rows.finished {
		t.Error("the output was begun and not ended")
	}
}

// A run that is stopped reads nothing more, and tells so of the records that it did not come to.
func TestUpdateIsStopped(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts", many)
	ids := f.ids("parts")
	ctx, stop := context.WithCancelCause(t.Context())
	f.ctx = ctx
	f.wire.after = func(int) { stop(fail.ErrInterrupted) }
	f.oneByOne()
	f.forget()
	f.wantKind(f.update(bulk.Options{Set: []string{"partName=nut"}, BatchSize: 1}, ids...), fail.Interrupted)
	if len(f.rows.results) != len(ids) || len(f.wire.reads) > len(ids)/2 {
		t.Errorf("%d rows of %d, %d reads", len(f.rows.results), len(ids), len(f.wire.reads))
	}
	last := f.rows.results[len(ids)-1]
	if last.Outcome != "skipped" || last.Message != "not sent: the run was stopped" || last.GUID != ids[len(ids)-1] {
		t.Errorf("%+v", last)
	}
}

// Parameters go with the calls of a verb, and records that were read with some are not taken from the mirror.
func TestParameters(t *testing.T) {
	t.Parallel()
	catalog := parts(func(e *api.Entity) {
		e.Operations[1].Parameters = []api.Parameter{{Name: "view"}}
	})
	f := startWith(t, catalog, "parts")
	f.sync("parts")
	ids := f.ids("parts")[:2]
	f.forget()
	f.Parameters = service.Parameters{api.Get: url.Values{"view": {"all"}}}
	if err := f.update(bulk.Options{Set: []string{"partName=nut"}}, ids...); err != nil {
		t.Fatal(err)
	}
	if countIn(f.wire.reads, "/Part/"+ids[0]+"?view=all") != 1 || countIn(f.wire.reads, "?view=all") != 2 || len(f.wire.reads) != 2 {
		t.Errorf("%q", f.wire.reads)
	}
}

// What did not change since the mirror has it is not read again: one call of the index for all of them.
func TestUpdateFromTheMirror(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	ids := f.ids("parts")
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"partName=nut"}}, ids...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /Part"}, f.wire.reads); diff != "" {
		t.Error(diff)
	}
	for _, id := range ids {
		if f.field(id, "partName") != "nut" {
			t.Errorf("%s was not changed", id)
		}
	}

	// All of them have changed by that, so they are read anew, and one alone needs no index.
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"partPrice=2"}}, ids[:2]...); err != nil {
		t.Fatal(err)
	}
	if len(f.wire.reads) != 3 {
		t.Errorf("%q", f.wire.reads)
	}
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"partPrice=3"}}, ids[0]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /Part/" + ids[0]}, f.wire.reads); diff != "" {
		t.Error(diff)
	}
}

// A dry run gives what it read to the mirror, so that the run after it need not read it; the run itself does not
// for what it changes.
func TestWhatIsReadGoesToTheMirror(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	ids := f.ids("parts")[:2]
	if err := f.update(bulk.Options{Set: []string{"partPrice=2"}}, ids...); err != nil {
		t.Fatal(err)
	}
	for i, reads := range []int{3, 1} {
		f.forget()
		if err := f.update(bulk.Options{Set: []string{"partPrice=4"}, DryRun: true}, ids...); err != nil {
			t.Fatal(err)
		}
		if len(f.wire.reads) != reads {
			t.Errorf("dry run %d: %q", i+1, f.wire.reads)
		}
	}
}

// Deleting sends a call a record, and no record is read for it.
func TestDelete(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	ids := f.ids("parts")
	f.forget()
	f.oneByOne()
	f.wantKind(f.remove(bulk.Options{}, ids[0], "no-such", ids[1]), fail.Partial, "1 record could not be written")
	if diff := cmp.Diff([]string{"deleted", "failed", "deleted"}, []string{f.rows.results[0].Outcome, f.rows.results[1].Outcome, f.rows.results[2].Outcome}); diff != "" {
		t.Error(diff)
	}
	want := []sentCall{{"DELETE /Part/" + ids[0], ""}, {"DELETE /Part/no-such", ""}, {"DELETE /Part/" + ids[1], ""}}
	if diff := cmp.Diff(want, f.wire.writes, cmp.AllowUnexported(sentCall{})); diff != "" || len(f.wire.reads) != 0 {
		t.Errorf("%q: %s", f.wire.reads, diff)
	}
	if left := len(f.ids("parts")); left != len(ids)-2 {
		t.Errorf("%d of %d are left", left, len(ids))
	}
	f.wantNote("written 2, unchanged 0, failed 1, ")
	if logged := f.logged(); len(logged) != 3 || logged[0].Operation != "delete" || logged[0].GUIDs[0] != ids[0] {
		t.Errorf("%+v", logged)
	}
}

// withDelete adds the call that deletes.
func withDelete(e *api.Entity) {
	e.Operations = append(e.Operations, api.Operation{Verb: api.Delete, Method: http.MethodDelete, Path: "/Part/{partGuid}", Certainty: api.Documented})
}

func (f *fixture) remove(o bulk.Options, keys ...string) error {
	f.t.Helper()
	return f.write(api.Delete, service.ActionDelete, o, keys...)
}

// Records that a file names to be deleted need nothing but that.
func TestDeleteOfAFile(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	ids := f.ids("parts")
	if err := f.remove(bulk.Options{File: f.file("a.csv", "partGuid,partPrice,partMadeBy\n"+ids[1]+",much,me\n")}); err != nil {
		t.Fatal(err, f.problems)
	}
	if countIn(f.ids("parts"), ids[1]) != 0 || countIn(f.notes, "read-only") != 0 {
		t.Errorf("%q", f.notes)
	}
	f.wantKind(f.remove(bulk.Options{File: f.file("b.csv", "partCode\nP-003\n")}), fail.Invalid)
	f.wantProblem("the GUID of the record to change (with a mirror")
}
