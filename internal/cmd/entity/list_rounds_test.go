package entity

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// atHand walks so many records that need not be fetched, notes which are asked for, and ends with an error if there is one.
func atHand(t *testing.T, asked *[]int, number int, broken error) wantedRecords {
	t.Helper()
	return func(yield func(service.Wanted, error) bool) {
		for i := 1; i <= number; i++ {
			*asked = append(*asked, i)
			r := object(t, hydratetest.Body(fmt.Sprintf("e%d", i), "C"))
			if !yield(service.Wanted{ID: fmt.Sprintf("e%d", i), Have: &r, Line: i}, nil) {
				return
			}
		}
		if broken != nil {
			yield(service.Wanted{}, broken)
		}
	}
}

// rounds fetches in rounds until enough rows are shown, where only some records have rows, and gives how many records were
// taken at the end of each.
func rounds(t *testing.T, records, wanted int, rows map[string]int) (taken []int, shown int) {
	t.Helper()
	var asked []int
	loop := &hydrate.FetchLoop{Entity: hydratetest.Employees(t)}
	for r, err := range inRounds(t.Context(), loop, atHand(t, &asked, records, nil), wanted, func() int { return shown }) {
		ok(t, err)
		if len(taken) == 0 || taken[len(taken)-1] != len(asked) {
			taken = append(taken, len(asked))
		}
		if shown += rows[record.FirstScalar(r, "employeeGuid")]; shown >= wanted {
			return taken, shown
		}
	}
	return taken, shown
}

// TestRoundsEnd: records are fetched until enough rows are there, or none is left.
func TestRoundsEnd(t *testing.T) {
	t.Parallel()
	rows := map[string]int{"e1": 1, "e2": 1, "e3": 1, "e4": 1, "e90": 5}
	for _, tried := range []struct{ records, wanted, shown, most int }{
		{100, 3, 3, 3}, {4, 9, 4, 4}, {0, 5, 0, 0}, {100, 9, 9, 100},
	} {
		taken, shown := rounds(t, tried.records, tried.wanted, rows)
		if shown != tried.shown || len(taken) > 0 && slices.Max(taken) > tried.most {
			t.Errorf("%d rows of %d records: %d are shown, %d records taken", tried.wanted, tried.records, shown, taken)
		}
	}
}

// TestRoundsGrow: where many records have no row, rounds become larger, so that few of them are needed.
func TestRoundsGrow(t *testing.T) {
	t.Parallel()
	taken, shown := rounds(t, 2000, 1, nil)
	if shown != 0 || taken[len(taken)-1] != 2000 {
		t.Fatalf("shown %d, taken %d", shown, taken[len(taken)-1])
	}
	var asked []int
	calls := 0
	loop := &hydrate.FetchLoop{Entity: hydratetest.Employees(t)}
	for _, err := range inRounds(t.Context(), loop, atHand(t, &asked, 2000, nil), 1, func() int { calls++; return 0 }) {
		ok(t, err)
	}
	if calls > 30 || len(asked) != 2000 {
		t.Errorf("%d records are looked for in %d steps", len(asked), calls)
	}
}

// TestRoundsBreak: an error of what is wanted ends the rounds, once.
func TestRoundsBreak(t *testing.T) {
	t.Parallel()
	var (
		asked []int
		found error
	)
	loop, seen := &hydrate.FetchLoop{Entity: hydratetest.Employees(t)}, 0
	for _, err := range inRounds(t.Context(), loop, atHand(t, &asked, 5, errBroken), 3, func() int { return 0 }) {
		if err != nil {
			found = errors.Join(found, err)
			continue
		}
		seen++
	}
	if !errors.Is(found, errBroken) || found.Error() != errBroken.Error() || seen != 5 {
		t.Errorf("%v after %d records", found, seen)
	}
}
