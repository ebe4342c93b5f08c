package entity

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
)

var errBroken = errors.New("the index is cut off")

// indexed is an index of employees by the seconds in which they were changed, 0 for never: e1, e2 and so on.
func (b *bench) indexed(seconds ...int) (*listIndex, *fixedIndex) {
	b.t.Helper()
	fixed := &fixedIndex{t: b.t}
	for i, second := range seconds {
		changed := ""
		if second > 0 {
			changed = fmt.Sprintf(`,"updatedAt":%d`, (1767225600+second)*1000)
		}
		fixed.texts = append(fixed.texts, fmt.Sprintf(`{"guid":"e%d"%s}`, i+1, changed))
	}
	options, _ := b.options()
	return &listIndex{entries: fixed, offline: true, entity: b.entity, streams: options.streams, mirrors: options.mirrors}, fixed
}

func guids(records iter.Seq2[record.Record, error]) (list []string, err error) {
	for r, err := range records {
		if err != nil {
			return list, err
		}
		list = append(list, record.FirstScalar(r, "guid"))
	}
	return list, nil
}

// TestSelected: one walk over the index gives what is wanted, in its order, and counts all that were there.
func TestSelected(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	for name, tried := range map[string]struct {
		set   func(*listOptions)
		want  []string
		count tally
	}{
		"all":                {func(*listOptions) {}, []string{"e1", "e2", "e3", "e4", "e5"}, tally{5, 5, 0}},
		"in order":           {func(o *listOptions) { o.sort = "-updatedAt" }, []string{"e2", "e3", "e5", "e1", "e4"}, tally{5, 5, 0}},
		"a limit of entries": {func(o *listOptions) { o.limit = 2 }, []string{"e1", "e2", "e3", "e4", "e5"}, tally{5, 5, 0}},
		"a limit of records": {func(o *listOptions) { o.limit, o.full = 2, true }, []string{"e1", "e2"}, tally{5, 5, 0}},
		"the newest records": {func(o *listOptions) { o.limit, o.full, o.sort = 2, true, "-updatedAt" }, []string{"e2", "e3"}, tally{5, 5, 0}},
		"records in their order": {
			func(o *listOptions) { o.limit, o.full, o.sort = 2, true, "employeeCode" }, []string{"e1", "e2", "e3", "e4", "e5"}, tally{5, 5, 0},
		},
		"a filter": {func(o *listOptions) { o.filters.Expressions = []string{"guid=e2,e5"} }, []string{"e2", "e5"}, tally{2, 5, 0}},
		"a window": {func(o *listOptions) { o.since = "2026-01-01T00:00:05Z" }, []string{"e2", "e3", "e4"}, tally{3, 5, 1}},
		"both": {func(o *listOptions) {
			o.since, o.filters.Expressions = "2026-01-01T00:00:05Z", []string{"guid=e3,e4,e5"}
		}, []string{"e3", "e4"}, tally{2, 5, 1}},
		"for later": {func(o *listOptions) { o.full, o.filters.Expressions = true, []string{"employeeCode=C1"} }, []string{"e1", "e2", "e3", "e4", "e5"}, tally{5, 5, 0}},
	} {
		index, fixed := b.indexed(1, 9, 8, 0, 2)
		var count tally
		got, err := guids(index.selected(t.Context(), b.plan(tried.set), &count))
		ok(t, err)
		same(t, name, got, tried.want...)
		if count != tried.count || fixed.walks != 1 {
			t.Errorf("%s: counted %+v in %d walks", name, count, fixed.walks)
		}
	}
}

// TestSelectedEnds: an index that is cut off, and an interruption, end the selection with an error.
func TestSelectedEnds(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	for _, set := range []func(*listOptions){
		func(*listOptions) {}, func(o *listOptions) { o.sort = "guid" }, func(o *listOptions) { o.full, o.limit = true, 1 },
	} {
		index, fixed := b.indexed(1, 2)
		fixed.broken = errBroken
		var count tally
		if got, err := guids(index.selected(t.Context(), b.plan(set), &count)); !errors.Is(err, errBroken) {
			t.Errorf("%q, %v", got, err)
		}
		ctx, stop := context.WithCancelCause(t.Context())
		stop(fail.ErrInterrupted)
		index, _ = b.indexed(1, 2)
		if got, err := guids(index.selected(ctx, b.plan(set), &count)); !errors.Is(err, fail.ErrInterrupted) || len(got) != 0 {
			t.Errorf("%q, %v", got, err)
		}
	}
}

// TestSelectedIsLeft: who has enough leaves, and no further entry is read.
func TestSelectedIsLeft(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	index, _ := b.indexed(1, 2, 3)
	var count tally
	for range index.selected(t.Context(), b.plan(func(*listOptions) {}), &count) {
		break
	}
	if count.entries != 1 {
		t.Errorf("%d entries are read", count.entries)
	}
}

// numbers walks records with a number each, and an error at the end if there is one.
func numbers(t *testing.T, broken error, all ...int) iter.Seq2[record.Record, error] {
	t.Helper()
	return func(yield func(record.Record, error) bool) {
		for _, n := range all {
			if !yield(object(t, fmt.Sprintf(`{"guid":"%d","n":%d}`, n, n)), nil) {
				return
			}
		}
		if broken != nil {
			yield(record.Record{}, broken)
		}
	}
}

// TestSorted: records come in order when all are there, no more than are wanted, and none where one cannot be read.
func TestSorted(t *testing.T) {
	t.Parallel()
	fields := []api.Field{{Name: "guid", Type: api.String}, {Name: "n", Type: api.Integer}}
	for want, tried := range map[string]struct {
		key  string
		most int
	}{
		"[2 9 10]": {"n", 0}, "[10 9 2]": {"-n", 0}, "[10 9]": {"-n", 2}, "[2]": {"n", 1}, "[10 2 9]": {"guid", 5},
	} {
		got, err := guids(sorted(numbers(t, nil, 9, 10, 2), tried.key, fields, tried.most))
		ok(t, err)
		if fmt.Sprint(got) != want {
			t.Errorf("by %s: %q, want %s", tried.key, got, want)
		}
	}
	if got, err := guids(sorted(numbers(t, errBroken, 9, 10), "n", fields, 0)); !errors.Is(err, errBroken) || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := guids(sorted(numbers(t, nil, 1), "colour", fields, 0)); cmdkit.KindOf(err) != fail.Usage {
		t.Errorf("by a field that no record has: %v", err)
	}
	if _, err := guids(sorted(numbers(t, nil, 1), "", fields, 0)); cmdkit.KindOf(err) != fail.Usage {
		t.Errorf("by no field: %v", err)
	}
}

// TestFirst: no more than so many are handed on, all are counted, and an error behind them is not lost.
func TestFirst(t *testing.T) {
	t.Parallel()
	walked := 0
	counted := func(yield func(record.Record, error) bool) {
		for r, err := range numbers(t, errBroken, 1, 2, 3) {
			walked++
			if !yield(r, err) {
				return
			}
		}
	}
	got, err := guids(first(counted, 2))
	same(t, "the first", got, "1", "2")
	if !errors.Is(err, errBroken) || walked != 4 {
		t.Errorf("%v after %d", err, walked)
	}
	walked = 0
	for range first(counted, 2) {
		break
	}
	if walked != 1 {
		t.Errorf("%d are walked for one who has enough", walked)
	}
}
