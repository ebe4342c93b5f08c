package bulk

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// A key is one of a field: the same text in another field is another key.
func TestKeysSeen(t *testing.T) {
	t.Parallel()
	seen := newKeysSeen()
	for i, tt := range []struct {
		field, value string
		known, again bool
		line         int
	}{
		{"code", "1", true, false, 0},
		{"number", "1", true, false, 0},
		{"code", "1", false, true, 0},
		{"code", "11", false, false, 0},
		{"code1", "1", false, false, 0},
		{"number", "1", false, true, 1},
		{"code", "11", true, true, 3},
	} {
		earlier, again := seen.add(tt.field, tt.value, i, tt.known)
		if again != tt.again || again && earlier.line != tt.line {
			t.Errorf("%d: %v, in line %d", i, again, earlier.line)
		}
	}
	if earlier, _ := seen.add("code", "11", 9, true); earlier.known {
		t.Error("what a record is known by was changed by a later one")
	}
}

// Items come back once, those of one line in their order, from whatever goroutine.
func TestKeptItems(t *testing.T) {
	t.Parallel()
	kept := newKeptItems()
	var wait sync.WaitGroup
	for line := range 50 {
		wait.Go(func() {
			for i := range 3 {
				kept.add(input.Item{Line: line, Raw: fmt.Append(nil, i)})
			}
		})
	}
	wait.Wait()
	for line := range 50 {
		got := ""
		for item, has := kept.take(line); has; item, has = kept.take(line) {
			got += string(item.Raw)
		}
		if got != "012" {
			t.Errorf("line %d gave %q", line, got)
		}
	}
	if len(kept.items) != 0 {
		t.Errorf("%d lines are kept although all of them were taken", len(kept.items))
	}
	var none *keptItems
	none.add(input.Item{Line: 1})
	if _, has := none.take(1); has {
		t.Error("what keeps nothing gave something")
	}
}

// How late it is counts from when the end was noticed.
func TestLateAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		late := lateAfter(ctx, time.Second)
		time.Sleep(time.Hour)
		if late() {
			t.Error("it is late while the run goes on")
		}
		stop()
		time.Sleep(time.Hour) // nobody asked
		if late() {
			t.Error("it is late as soon as the end is noticed")
		}
		time.Sleep(time.Second)
		if late() {
			t.Error("it is late too early")
		}
		if time.Sleep(time.Nanosecond); !late() {
			t.Error("it is never late")
		}
	})
}

// reports keeps what a user hears.
type reports []string

func (r *reports) Notef(format string, args ...any) { *r = append(*r, fmt.Sprintf(format, args...)) }
func (r *reports) Problemf(format string, args ...any) {
	*r = append(*r, "! "+fmt.Sprintf(format, args...))
}

// A doubt is told with the line where it came up first, and with how many records it holds for; what differs in
// field or expectation is another one.
func TestWarnings(t *testing.T) {
	t.Parallel()
	var w warnings
	for line, fault := range []check.Fault{
		{Path: "a", Value: "1", Expected: "x"}, {Path: "a", Value: "2", Expected: "x"}, {Path: "b", Value: "1", Expected: "x"},
		{Path: "a", Value: "1", Expected: "y"}, {Path: "a", Value: "3", Expected: "x"},
	} {
		w.add(line+10, fault)
	}
	for most, want := range map[int][]string{
		9: {`warning: f:10: a is "1": expected x (in 3 records)`, `warning: f:12: b is "1": expected x`, `warning: f:13: a is "1": expected y`},
		3: {`warning: f:10: a is "1": expected x (in 3 records)`, `warning: f:12: b is "1": expected x`, `warning: f:13: a is "1": expected y`},
		1: {`warning: f:10: a is "1": expected x (in 3 records)`, "warning: and 2 more"},
	} {
		var got reports
		if w.tell(&got, "f", most); !cmp.Equal(want, []string(got)) {
			t.Errorf("at most %d: %q", most, got)
		}
	}
}

func recordOf(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What waits to be read back comes out as it went in, digit for digit, and only what was written and may differ.
func TestSentRecords(t *testing.T) {
	t.Parallel()
	sent := sentRecords{wanted: true, plain: func(r record.Record) record.Record { return r }}
	defer sent.close()
	before := recordOf(t, `{"n":10.50,"big":9007199254740993}`)
	batch := service.Batch{
		Outcomes: []service.Outcome{
			{Line: 1, Key: "a", GUID: "g", Outcome: service.Updated, Pending: true}, {Line: 2, Outcome: service.Unchanged},
			{Line: 3, Outcome: service.Failed}, {Line: 4, Outcome: service.Unknown}, {Line: 5, Outcome: service.Written}, {Line: 6, Outcome: service.Skipped},
		},
		Changes: []service.Change{{Body: recordOf(t, `{"n":1.0,"ü":"\u00fc"}`), Before: &before}, {}, {}, {}, {Body: recordOf(t, `{}`)}, {}},
	}
	if err := sent.add(batch); err != nil {
		t.Fatal(err)
	}
	for range 2 { // it may be gone through again
		var got []service.Sent
		for one := range sent.all() {
			got = append(got, one)
		}
		if sent.err != nil || len(got) != 2 || got[1].Line != 5 || got[1].Before != nil {
			t.Fatalf("%+v, %v", got, sent.err)
		}
		if one := got[0]; one.Line != 1 || one.Key != "a" || one.GUID != "g" || !one.Pending ||
			string(one.Body.Raw()) != `{"n":1.0,"ü":"\u00fc"}` || string(one.Before.Raw()) != string(before.Raw()) {
			t.Errorf("%+v", one)
		}
	}
	unwanted := sentRecords{}
	if err := unwanted.add(batch); err != nil || unwanted.lines != nil {
		t.Errorf("what nobody reads back is kept: %v", err)
	}
	for range unwanted.all() {
		t.Error("what nobody reads back comes out")
	}
}

// Rows wait from the first unknown one on, and only the records whose outcome is unknown are read back, with
// their places.
func TestHeldRows(t *testing.T) {
	t.Parallel()
	w := &Run{flags: Options{Verify: true}}
	held := w.newHeldRows()
	held.sent.plain = func(r record.Record) record.Record { return r }
	defer held.close()
	body := recordOf(t, `{"a":1}`)
	for i, outcome := range []string{service.Written, service.Unknown, service.Written, service.Unknown} {
		o := service.Outcome{Line: i, Outcome: outcome}
		if outcome == service.Unknown {
			held.keepItem(input.Item{Line: i})
		}
		if waits := held.holds(o); waits != (i > 0) {
			t.Errorf("row %d waits: %v", i, waits)
		}
		if i == 0 {
			continue
		}
		if err := held.hold(o, service.Change{Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	places := map[int]int{}
	for one := range held.sent.all() {
		places[one.Line] = one.Place
	}
	if diff := cmp.Diff(map[int]int{1: 0, 3: 2}, places); diff != "" {
		t.Error(diff)
	}
	if held.items[0].Line != 1 || held.items[2].Line != 3 || len(held.items) != 2 {
		t.Errorf("%+v", held.items)
	}
	if (&Run{}).newHeldRows() != nil {
		t.Error("rows wait although nothing is read back")
	}
	var none *heldRows
	none.keepItem(input.Item{})
	none.close()
	if none.holds(service.Outcome{Outcome: service.Unknown}) {
		t.Error("rows wait for nobody")
	}
}
