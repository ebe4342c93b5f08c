package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// A log that breaks in the middle ends the run: what cannot be logged is not sent.
func TestLogThatBreaks(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.oneByOne()
	f.wire.after = func(write int) {
		if write == 2 { // its folder becomes a file
			if err := errors.Join(os.RemoveAll(f.path("log")), os.WriteFile(f.path("log"), nil, 0o600)); err != nil {
				t.Error(err)
			}
		}
	}
	err := f.create(bulk.Options{File: f.threeParts(), BatchSize: 1, Results: f.path("results.ndjson")})
	if err == nil || !strings.Contains(err.Error(), "recording ") {
		t.Error(err)
	}
	f.wantOutcomes("1 A-1 written", "2 A-2 written", "3 A-3 skipped")
	if len(f.wire.writes) != 2 {
		t.Errorf("%q", f.wire.bodies())
	}
}

// Results that can be kept no more end the run before the next call: a record that could be made twice must not be
// sent without a line that says so.
func TestResultsThatFailBeforeACall(t *testing.T) {
	t.Parallel()
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip("there is no device that is always full")
	}
	f := startWith(t, parts(), "parts")
	content := part("", "a", "") + "\n" + part("", "b", "") + "\n"
	err := f.create(bulk.Options{File: f.file("a.ndjson", content), BatchSize: 1, NoValidate: true, Results: full})
	f.wantKind(err, fail.Failed, "keeping the results")
	f.wantNoPost()
	f.wantOutcomes("1  skipped", "2  skipped")
}

// An output that cannot be begun is a reason to send nothing, also of a dry run; one that cannot be ended is told.
func TestOutputThatCannotBegin(t *testing.T) {
	t.Parallel()
	broken := errors.New("no such folder")
	for _, dry := range []bool{false, true} {
		f := startWith(t, parts(), "parts")
		f.Rows = func(context.Context) (bulk.Rows, error) { return nil, broken }
		if err := f.create(bulk.Options{File: f.threeParts(), DryRun: dry}); !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
		f.wantNoPost()

		f.Rows = func(context.Context) (bulk.Rows, error) { return &unfinished{f.rows, broken}, nil }
		if err := f.create(bulk.Options{File: f.threeParts(), DryRun: dry}); !errors.Is(err, broken) {
			t.Errorf("an end that went wrong was not told: %v", err)
		}
	}
}

// unfinished are rows that cannot be ended.
type unfinished struct {
	*rows

	why error
}

func (u *unfinished) Finish(err error) error { return errors.Join(err, u.why) }

// Output that nobody has read to its end is no failure of a write, at no moment.
func TestOutputThatNobodyEnds(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.Rows = func(context.Context) (bulk.Rows, error) { return &unfinished{f.rows, fail.ErrNoReader}, nil }
	if err := f.create(bulk.Options{File: f.threeParts()}); err != nil {
		t.Error(err)
	}
	if err := errors.Join(bulk.UnlessUnread(fmt.Errorf("x: %w", fail.ErrNoReader)), bulk.UnlessUnread(nil)); err != nil {
		t.Error(err)
	}
	if other := errors.New("x"); !errors.Is(bulk.UnlessUnread(other), other) {
		t.Error("another error is left out too")
	}
}

// An interrupted run has little time left for telling what it did not do. Once that is over it says that there is
// more, and how many it told.
func TestInterruptedWithMuchLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const records = 5000
		f := startWith(t, parts(), "parts")
		ctx, stop := context.WithCancelCause(t.Context())
		f.ctx = ctx
		var content strings.Builder
		for i := range records {
			content.WriteString(part(fmt.Sprintf("A-%d", i), "a", "") + "\n")
		}
		f.Rows = func(context.Context) (bulk.Rows, error) { return &slow{f.rows}, nil }
		f.wire.after = func(write int) {
			if write == 1 {
				stop(fail.ErrInterrupted)
			}
		}
		err := f.create(bulk.Options{File: f.file("a.ndjson", content.String()), BatchSize: 10})
		f.wantKind(err, fail.Interrupted)
		if shown := len(f.rows.results); shown == 0 || shown >= records || !f.rows.finished {
			t.Errorf("%d of %d are shown", shown, records)
		}
		f.wantNote(" and the rest of the input; ")
	})
}

// slow are rows of which each takes a while, as on a terminal far away.
type slow struct{ *rows }

func (s *slow) WriteRow(row any) error {
	time.Sleep(10 * time.Millisecond)
	return s.rows.WriteRow(row)
}

// A run that is interrupted while it reads back ends as interrupted, and what was written stays told.
func TestInterruptedWhileReadingBack(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	ctx, stop := context.WithCancelCause(t.Context())
	f.ctx = ctx
	f.oneByOne()
	var sent atomic.Bool
	f.wire.instead = func(write int, r *http.Request) *http.Response {
		if write > 0 {
			sent.Store(true)
		} else if sent.Load() && strings.HasPrefix(r.URL.Path, "/Part/") {
			stop(fail.ErrInterrupted)
		}
		return nil
	}
	err := f.create(bulk.Options{File: f.threeParts(), Verify: true})
	if !errors.Is(err, fail.ErrInterrupted) {
		t.Error(err)
	}
	f.wantOutcomes("1 A-1 written", "2 A-2 written", "3 A-3 written")
	if countIn(f.notes, "verified") != 0 {
		t.Errorf("%q", f.notes)
	}
}

// Errors of what surrounds a write reach whoever asked for it, before anything is sent.
func TestWhatCannotBeOpened(t *testing.T) {
	t.Parallel()
	broken := errors.New("no such place")
	noMirror := func(f *fixture) {
		f.Mirror = func(context.Context) (*mirror.Store, error) { return nil, broken }
	}
	noSession := func(f *fixture) {
		f.Session = func() (*session.Session, error) { return nil, broken }
	}
	for name, tt := range map[string]struct {
		breaks func(*fixture)
		write  func(*fixture) error
	}{
		"the mirror of a creation": {noMirror, func(f *fixture) error { return f.create(bulk.Options{File: f.threeParts()}) }},
		"of an update":             {noMirror, func(f *fixture) error { return f.update(bulk.Options{File: f.file("a.csv", "partGuid\ng\n")}) }},
		"of an update by key":      {noMirror, func(f *fixture) error { return f.update(bulk.Options{Set: []string{"partName=x"}}, "g") }},
		"the server, for the mirror": {noSession, func(f *fixture) error {
			f.sync("parts")
			return f.create(bulk.Options{File: f.threeParts()})
		}},
	} {
		f := startWith(t, parts(), "parts")
		tt.breaks(f)
		if name == "the server, for the mirror" {
			f.sync("parts")
		}
		if err := tt.write(f); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
		f.wantNoPost()
	}
}

// A record that has lost its GUID on the way is not sent anywhere, although nothing is checked.
func TestUpdateOfARecordWithoutAName(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	id := f.ids("parts")[0]
	file := f.file("a.ndjson", `{"partCode":"P-001","partName":"x"}`+"\n"+fmt.Sprintf(`{"partGuid":%q,"partName":"x"}`, id)+"\n"+`{"partName":"x"}`+"\n")
	f.wantKind(f.update(bulk.Options{File: file, NoValidate: true}), fail.Partial, "2 records could not be written")
	f.wantOutcomes("1 P-001 failed", "2 P-001 updated", "3  failed")
	if row := f.rows.results[0]; row.Message != "not sent: it carries no partGuid" || row.Status != http.StatusNotFound {
		t.Errorf("%+v", row)
	}
}

// A key stands in a file to say which record is meant, although the call that changes it does not take one.
func TestKeysBesideACallThatTakesNone(t *testing.T) {
	t.Parallel()
	catalog := parts(func(e *api.Entity) {
		e.Operations = append(e.Operations, api.Operation{
			Verb: api.Update, Method: http.MethodPut, Path: "/Part/{partGuid}", Body: api.BodyRecord, Certainty: api.Documented,
			Fields: []api.Field{{Name: "partName", Type: api.String, Certainty: api.Documented}, {Name: "partPrice", Type: api.Number, Certainty: api.Documented}},
		})
	})
	f := startWith(t, catalog, "parts")
	f.sync("parts")
	id := f.ids("parts")[0]
	if err := f.update(bulk.Options{File: f.file("a.csv", "partCode,partName\nP-001,nut\n")}); err != nil {
		t.Fatal(err, f.problems)
	}
	if got := f.wire.writes[0]; got.name != "PUT /Part/"+id || got.body != `{"partName":"nut","partPrice":10.50}` {
		t.Errorf("%+v", got)
	}
	f.forget()
	f.wantKind(f.update(bulk.Options{File: f.file("b.csv", "partCode,partStatus\nP-001,sold\n")}), fail.Invalid)
	f.wantProblem("partStatus: expected only what PUT /Part/{partGuid} takes")
}

// Codes that a spreadsheet has damaged are seen, also those that only the others of the file give away.
func TestDamageOfSpreadsheets(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := "partCode,partName\n0001,a\n0002,b\n0003,c\n4,d\n1.23457E+15,e\n"
	o := bulk.Options{File: f.file("a.csv", content)}
	f.wantKind(f.create(o), fail.Invalid, "1 fault in 5 records")
	f.wantProblem(`a.csv:6: partCode is "1.23457E+15"`)
	f.wantNote(`a.csv:5: partCode is "4"`)

	f.forget()
	o.NoValidate, o.DryRun = true, true
	if err := f.create(o); err != nil || countIn(f.notes, "partCode") != 0 {
		t.Errorf("%v, %q", err, f.notes)
	}
}

// What the reading of a file has found wrong with a field is not told again by its check.
func TestFaultsAreToldOnce(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.wantKind(f.create(bulk.Options{File: f.file("a.csv", "partCode,partName,partPrice\nA-1,a,\"1,234\"\n")}), fail.Invalid, "1 fault in 1 record")
	f.wantProblem(`a.csv:2: partPrice is "1,234"`)
	f.forget()
	f.wantKind(f.create(bulk.Options{File: f.file("b.ndjson", `{"partCode":"A-1","partName":"a","partPrice":1,"partPrice":"x"}`)}), fail.Invalid, "1 fault in 1 record")
	f.wantProblem("partPrice")
}

// The format may be said where a name or the content would tell another one.
func TestInputFormat(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	file := f.file("a.csv", part("A-1", "a", "")+"\n"+part("A-2", "b", "")+"\n")
	if err := f.create(bulk.Options{File: file}); err == nil {
		t.Error("a file of CSV in name alone was taken")
	}
	f.forget()
	if err := f.create(bulk.Options{File: file, Input: "NDJSON"}); err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("1 A-1 written", "2 A-2 written")
}

// References inside lists are seen too, of a file as of --set.
func TestReferencesInLists(t *testing.T) {
	t.Parallel()
	f := start(t, "pricebooks")
	f.sync("billableitems", "pricebooks")
	id := f.ids("pricebooks")[0]
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"priceBookItemList.0.priceItemBillableItemCode=NONE", "priceBookDescription=x"}, DryRun: true}, id); err != nil {
		t.Fatal(err)
	}
	f.wantNote(`--set priceBookItemList.0.priceItemBillableItemCode is "NONE": expected the billableItemCode of a record that is there`)
	f.forget()
	content := `{"priceBookName":"New","priceBookItemList":[{"priceItemBillableItemCode":"BI-001","priceItemRate":1},{"priceItemBillableItemCode":"NONE"}]}`
	f.wantKind(f.create(bulk.Options{File: f.file("a.ndjson", content), Strict: true}), fail.Invalid)
	f.wantProblem(`priceBookItemList.1.priceItemBillableItemCode is "NONE"`)
}

// A run that goes on does not send what has come to be several records, either.
func TestIfExistsOfSeveralInAResumedRun(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.sync("parts")
	results := f.file("results.ndjson", "")
	err := f.create(bulk.Options{File: f.file("a.ndjson", part("P-001", "a", `,"partOtherCode":"Q-002"`)), IfExists: bulk.IfExistsUpdate, Resume: results})
	f.wantKind(err, fail.Partial)
	if row := f.rows.results[0]; row.Outcome != "failed" || row.Status != http.StatusConflict || row.Message != "not sent: its keys are those of different records that are there" {
		t.Errorf("%+v", row)
	}
	f.wantNoPost()
}

// Where not even the list tells whether a record is there, its status is not set unread.
func TestStatusOfWhatNobodyLists(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withStatusCall, func(e *api.Entity) { e.Operations[1].Certainty = api.Assumed }), "parts")
	ids := f.ids("parts")
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write == 0 {
			return says(http.StatusNotFound, `{}`)
		}
		return nil
	}
	f.forget()
	f.wantKind(f.updateStatus(bulk.Options{Set: []string{"partStatus=sold"}}, ids...), fail.Partial)
	f.wantNoPost()
	if lists := len(f.wire.reads) - len(ids); lists != 1 {
		t.Errorf("the list was asked for %d times", lists)
	}
}

// A key that cannot be looked at again ends a deletion: nobody knows which record would go.
func TestDeleteByKeyWithoutAServer(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	f.sync("parts")
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write == 0 {
			return says(http.StatusForbidden, `{}`)
		}
		return nil
	}
	f.wantKind(f.remove(bulk.Options{}, "P-001"), fail.Denied)
	f.wantNoPost()
}
