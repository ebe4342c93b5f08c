package hydrate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// TestRecordsInOrder: records come in the order in which they are wanted, however many are under way at once.
func TestRecordsInOrder(t *testing.T) {
	t.Parallel()
	b := start(t, 60)
	var all []string
	for i := 60; i > 0; i-- {
		all = append(all, fmt.Sprintf("e%d", i))
	}
	loop, bar := b.loop(), &counter{}
	loop.Progress = bar
	got, err := ids(loop.Records(t.Context(), wanted(all...)))
	ok(t, err)
	same(t, "records", got, all...)
	if loop.Read != 60 || loop.Reached != 60 || loop.Failed != 0 || bar.added != 60 || bar.hidden != 0 {
		t.Errorf("read %d, reached %d, failed %d, shown %+v", loop.Read, loop.Reached, loop.Failed, bar)
	}
	if calls := b.Calls(); len(calls) != 60 {
		t.Errorf("%d calls", len(calls))
	}
	ok(t, loop.Verdict())
}

// TestRecordsThatFail: a record that cannot be read is reported, counted and does not stop the others.
func TestRecordsThatFail(t *testing.T) {
	t.Parallel()
	b := start(t, 4)
	b.Answer(http.StatusInternalServerError, "e2")
	loop, bar := b.loop(), &counter{}
	loop.Progress = bar
	var failing []string
	loop.Failing = func(f service.Fetched) { failing = append(failing, f.ID) }
	got, err := ids(loop.Records(t.Context(), wanted("e1", "e2", "gone", "e4")))
	ok(t, err)
	same(t, "records", got, "e1", "e4")
	same(t, "told of", failing, "e2", "gone")
	if loop.Read != 2 || loop.Failed != 2 || loop.Missing != 1 || bar.added != 4 || bar.hidden != 2 {
		t.Errorf("read %d, failed %d, missing %d, shown %+v", loop.Read, loop.Failed, loop.Missing, bar)
	}
	if len(b.problems) != 2 || len(b.notes) != 0 {
		t.Fatalf("problems %q, notes %q", b.problems, b.notes)
	}
	contains(t, "the first", b.problems[0], "employee e2: ", "500 Internal Server Error: status 500 it is")
	contains(t, "the second", b.problems[1], "employee gone: not found; it is gone, or hidden from this user")
	incomplete, partly := errors.AsType[*fail.IncompleteError](loop.Verdict())
	if !partly || incomplete.Failed != 2 || incomplete.Done != 2 {
		t.Errorf("verdict %v", loop.Verdict())
	}
}

// TestRecordsInSilence: without a reporter and a progress the counts are all that is told.
func TestRecordsInSilence(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	loop := &hydrate.FetchLoop{Session: b.session, Entity: b.entity}
	got, err := ids(loop.Records(t.Context(), wanted("e1", "gone", "e2")))
	ok(t, err)
	same(t, "records", got, "e1", "e2")
	if loop.Failed != 1 {
		t.Errorf("failed %d", loop.Failed)
	}
}

// TestVerdict: a loop that found nothing at all ends otherwise than one that found something, or could not look.
func TestVerdict(t *testing.T) {
	t.Parallel()
	entity := hydratetest.Employees(t)
	for words, loop := range map[string]*hydrate.FetchLoop{
		"none of 1 employee was found":                 {Failed: 1, Missing: 1},
		"none of 1,200 employees was found":            {Failed: 1200, Missing: 1200},
		"1 record could not be read, 1 was read":       {Failed: 1, Missing: 1, Read: 1},
		"3 records could not be read, 0 were read":     {Failed: 3, Missing: 2},
		"2 records could not be read, 1,000 were read": {Failed: 2, Read: 1000},
		"": {Read: 7},
	} {
		loop.Entity = entity
		err := loop.Verdict()
		if words == "" {
			ok(t, err)
			continue
		}
		if err == nil || err.Error() != words {
			t.Errorf("%v, want %q", err, words)
		}
		if notFound := loop.Read == 0 && loop.Missing == loop.Failed; fail.Is(err, fail.NotFound) != notFound || fail.IsIncomplete(err) == notFound {
			t.Errorf("%q is of the wrong kind", err)
		}
	}
}

// TestRecordsEnd: credentials that are refused end the walk with what to do about it, and no other record is tried.
func TestRecordsEnd(t *testing.T) {
	t.Parallel()
	b := start(t, 200)
	var all []string
	for i := range 200 {
		all = append(all, fmt.Sprintf("e%d", i+1))
	}
	b.Answer(http.StatusUnauthorized, all...)
	loop := b.loop()
	got, err := ids(loop.Records(t.Context(), wanted(all...)))
	if len(got) != 0 || !fail.Is(err, fail.Denied) || fail.HintOf(err) == "" {
		t.Errorf("records %q, error %v", got, err)
	}
	if calls := b.Calls(); len(calls) > b.session.Service.Ahead() {
		t.Errorf("%d calls were made", len(calls))
	}
	if len(b.problems) != 0 || loop.Failed != 0 {
		t.Errorf("what ends the walk is reported too: %q", b.problems)
	}
}

// TestRecordsEndWhereTheServerIsDown: ten failures in a row end the walk; what came before them is handed on.
func TestRecordsEndWhereTheServerIsDown(t *testing.T) {
	t.Parallel()
	b := start(t, 40)
	var all []string
	for i := range 40 {
		all = append(all, fmt.Sprintf("e%d", i+1))
	}
	b.Answer(http.StatusServiceUnavailable, all[5:]...)
	loop := b.loop()
	got, err := ids(loop.Records(t.Context(), wanted(all...)))
	same(t, "records", got, all[:5]...)
	if !fail.Is(err, fail.Unreachable) || len(b.problems) != 9 {
		t.Errorf("error %v, %d problems", err, len(b.problems))
	}
}

// TestRecordsOfBrokenWords: an error of what is wanted comes after the records before it.
func TestRecordsOfBrokenWords(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	got, err := ids(b.loop().Records(t.Context(), wanted("e1", "e2", "!", "e3")))
	same(t, "records", got, "e1", "e2")
	if !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
	same(t, "calls", b.Calls(), "e1", "e2")
}

// TestRecordsInterrupted: the cause of an interruption ends the walk, and is not reported record by record.
func TestRecordsInterrupted(t *testing.T) {
	t.Parallel()
	b := start(t, 60)
	ctx, stop := context.WithCancelCause(t.Context())
	defer stop(nil)
	var all []string
	for i := range 60 {
		all = append(all, fmt.Sprintf("e%d", i+1))
	}
	loop, seen := b.loop(), 0
	var last error
	for _, err := range loop.Records(ctx, wanted(all...)) {
		if last = err; err == nil {
			if seen++; seen == 3 {
				stop(fail.ErrInterrupted)
			}
		}
	}
	if !errors.Is(last, fail.ErrInterrupted) || seen != 3 || len(b.problems) != 0 || loop.Failed != 0 {
		t.Errorf("error %v after %d records, problems %q", last, seen, b.problems)
	}
}

// TestRecordsAtHand: without a session all has to be at hand, as it is where the mirror alone is read.
func TestRecordsAtHand(t *testing.T) {
	t.Parallel()
	one, two := object(t, hydratetest.Body("e1", "C1")), object(t, hydratetest.Body("e2", "C2"))
	reporter := &told{}
	loop := &hydrate.FetchLoop{Entity: hydratetest.Employees(t), Reporter: reporter}
	got, err := ids(loop.Records(t.Context(), func(yield func(service.Wanted, error) bool) {
		_ = yield(service.Wanted{ID: "e1", Have: &one, Line: 1}, nil) &&
			yield(service.Wanted{ID: "e2", Have: &two, Line: 4}, nil) &&
			yield(service.Wanted{ID: "x", Err: errBroken, Line: 5}, nil)
	}))
	ok(t, err)
	same(t, "records", got, "e1", "e2")
	same(t, "problems", reporter.problems, "employee x: the words are cut off")
	if loop.Reached != 5 || loop.Failed != 1 {
		t.Errorf("reached %d, failed %d", loop.Reached, loop.Failed)
	}
}

// TestRecordsThatAreNotMeant: a record that is not the one asked for is left out, and counts as not found.
func TestRecordsThatAreNotMeant(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	loop := b.loop()
	loop.Wrong = func(id string, r record.Record) error {
		if id != idOf(r) {
			t.Errorf("asked of %s for %s", idOf(r), id)
		}
		if id == "e1" {
			return errors.New("it is\nanother")
		}
		return nil
	}
	got, err := ids(loop.Records(t.Context(), wanted("e1", "e2")))
	ok(t, err)
	same(t, "records", got, "e2")
	same(t, "problems", b.problems, "it is; another")
	if loop.Read != 1 || loop.Failed != 1 || loop.Missing != 1 {
		t.Errorf("read %d, failed %d, missing %d", loop.Read, loop.Failed, loop.Missing)
	}
}

// TestRecordsReachTheMirror: what was fetched is with the mirror when the walk ends, also where who walks has enough.
func TestRecordsReachTheMirror(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	store := b.mirror()
	staged, err := hydrate.Stage(t.Context(), store, b.entity, b.index(), false)
	ok(t, err)
	loop := b.loop()
	loop.Writer = hydrate.NewMirrorWriter(b.told, store, b.entity)
	for r, err := range loop.Records(t.Context(), staged.Wanted(t.Context())) {
		ok(t, err)
		if idOf(r) == "e2" {
			break
		}
	}
	for id, want := range map[string]bool{"e1": true, "e2": true, "e3": false} {
		if _, found, err := store.Find(t.Context(), b.entity, id); err != nil || found != want {
			t.Errorf("%s is in the mirror: %v, %v", id, found, err)
		}
	}
}

// TestFetchTellsOfAll: who sees each record, readable or not, decides what a failure means.
func TestFetchTellsOfAll(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.Answer(http.StatusForbidden, "e1")
	loop := b.loop()
	var got []string
	for fetched := range loop.Fetch(t.Context(), func(yield func(service.Wanted) bool) {
		_ = yield(service.Wanted{ID: "e1"}) && yield(service.Wanted{ID: "gone"}) && yield(service.Wanted{ID: "e2"})
	}) {
		word := fetched.ID
		if fetched.Err != nil {
			word += " failed"
		}
		if loop.Ends(fetched) != nil {
			word += " for all"
		}
		got = append(got, word)
	}
	same(t, "fetched", got, "e1 failed for all", "gone failed", "e2")
	if loop.Failed != 0 || len(b.problems) != 0 {
		t.Errorf("failed %d, problems %q", loop.Failed, b.problems)
	}
}
