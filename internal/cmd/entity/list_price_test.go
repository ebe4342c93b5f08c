package entity

import (
	"errors"
	"fmt"
	"testing"
)

// priced gives what some options would take with --full, with an index of the test in place of the server's.
func (b *bench) priced(index *fixedIndex, set func(*listOptions)) (string, error) {
	b.t.Helper()
	options, run := b.options()
	defer run.Close()
	set(&options)
	plan, err := planList(options)
	ok(b.t, err)
	session, err := run.Session()
	ok(b.t, err)
	return priceOf(b.t.Context(), &listIndex{entries: index, session: session, entity: b.entity, streams: options.streams, mirrors: options.mirrors}, plan.whole())
}

// TestPrice: the price of whole records is the calls for the index, and one for each that is selected and not at hand.
func TestPrice(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	b.Put("e1", "C1", 1)
	b.Put("e2", "C2", 9)
	_, index := b.indexed(1, 9, 8, 0, 2)
	for _, synced := range []bool{false, true} {
		if synced {
			b.variables["AIMSIO_RATE"] = "1000"
			b.sync() // of the first two records
		}
		b.variables["AIMSIO_RATE"] = "2"
		for name, tried := range map[string]struct {
			set            func(*listOptions)
			want, withCopy string
		}{
			"all":          {func(*listOptions) {}, "6 calls, about 4s", "4 calls, about 3s"},
			"a limit":      {func(o *listOptions) { o.limit = 2 }, "3 calls, about 2s", "1 call, about 1s"},
			"the newest":   {func(o *listOptions) { o.limit, o.sort = 1, "-updatedAt" }, "2 calls, about 2s", "1 call, about 1s"},
			"their order":  {func(o *listOptions) { o.limit, o.sort = 1, "employeeCode" }, "6 calls, about 4s", "4 calls, about 3s"},
			"a filter":     {func(o *listOptions) { o.filters.Expressions = []string{"guid=e3"} }, "2 calls, about 2s", "2 calls, about 2s"},
			"one of them":  {func(o *listOptions) { o.filters.Expressions = []string{"employeeCode=C1"} }, "6 calls, about 4s", "4 calls, about 3s"},
			"at most":      {func(o *listOptions) { o.limit, o.filters.Expressions = 1, []string{"employeeCode=C1"} }, "at most 6 calls, about 4s", "at most 4 calls, about 3s"},
			"rows":         {func(o *listOptions) { o.limit, o.explode = 1, forms }, "at most 6 calls, about 4s", "at most 4 calls, about 3s"},
			"nothing left": {func(o *listOptions) { o.filters.Expressions = []string{"guid=none"} }, "1 call, about 1s", "1 call, about 1s"},
		} {
			want := tried.want
			if synced {
				want = tried.withCopy
			}
			got, err := b.priced(index, tried.set)
			ok(t, err)
			if got != want {
				t.Errorf("%s, synced %v: %s, want %s", name, synced, got, want)
			}
		}
	}
}

// TestPriceOfABrokenIndex: what an index that cannot be read would take is not known.
func TestPriceOfABrokenIndex(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	for _, synced := range []bool{false, true} {
		if synced {
			b.sync()
		}
		index := &fixedIndex{t: t, texts: []string{`{"guid":"e1"}`}, broken: errBroken}
		if got, err := b.priced(index, func(*listOptions) {}); !errors.Is(err, errBroken) {
			t.Errorf("%s, %v", got, err)
		}
	}
}

// TestReach: without a field beyond the index nothing is counted, and no index is walked.
func TestReach(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	index, fixed := b.indexed(1)
	ok(t, checkReach(t.Context(), index, b.plan(func(o *listOptions) { o.output.Columns = []string{"guid"} })))
	if fixed.walks != 0 {
		t.Errorf("%d walks", fixed.walks)
	}
	err := checkReach(t.Context(), index, b.plan(func(o *listOptions) { o.output.Columns = []string{"employeeCode", "employeeLastName"} }))
	contains(t, "the error", fmt.Sprint(err), "the index of employees has no employeeCode, employeeLastName (it has dtype, guid, updatedAt): --full reads")
}
