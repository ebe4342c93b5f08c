package entity

import (
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// forms is a list within employees, of whose elements rows can be made.
const forms = "employeeFormData.formDataFieldDataList"

// plan is the plan of some options, which set changes.
func (b *bench) plan(set func(*listOptions)) *listPlan {
	b.t.Helper()
	options, _ := b.options()
	set(&options)
	plan, err := planList(options)
	ok(b.t, err)
	return plan
}

func fieldsOf(filters []output.Filter) (names []string) {
	for _, filter := range filters {
		names = append(names, filter.Field())
	}
	return names
}

// TestPlanDecides: each filter, and the order, is decided where its field is known first: in the index, in the whole
// record, or in a row of it.
func TestPlanDecides(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	filters := []string{"guid=e1", "employeeCode=C1", forms + ".fieldDataFieldName=a", "updatedAt>2026-01-01"}
	plan := b.plan(func(o *listOptions) { o.full, o.filters.Expressions, o.sort = true, filters, "-employeeCode" })
	same(t, "before", fieldsOf(plan.before), "guid", "updatedAt")
	same(t, "after", fieldsOf(plan.after), "employeeCode", forms+".fieldDataFieldName")
	if len(plan.rows) != 0 || plan.sortsIndex || !plan.sortsRecords() || len(plan.beyond) != 0 {
		t.Errorf("rows %q, beyond %q, sorts the index: %v", fieldsOf(plan.rows), plan.beyond, plan.sortsIndex)
	}
	plan = b.plan(func(o *listOptions) {
		o.full, o.filters.Expressions, o.sort, o.explode = true, filters, "updatedAt", forms
	})
	same(t, "after", fieldsOf(plan.after), "employeeCode")
	same(t, "rows", fieldsOf(plan.rows), forms+".fieldDataFieldName")
	if !plan.sortsIndex || plan.sortsRecords() {
		t.Error("a field of the index is sorted by in the records")
	}
	plan = b.plan(func(o *listOptions) { o.filters.Expressions, o.sort = filters, "employeeCode" })
	same(t, "before, of the index alone", fieldsOf(plan.before), "guid", "employeeCode", forms+".fieldDataFieldName", "updatedAt")
	same(t, "beyond", plan.beyond, "employeeCode", forms+".fieldDataFieldName")
}

// TestPlanOfWhole: what the same command line would do with --full is a plan of its own, and the first one stays.
func TestPlanOfWhole(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	plan := b.plan(func(o *listOptions) {
		o.filters.Expressions, o.sort, o.limit = []string{"guid=e1", "employeeCode=C1"}, "-employeeCode", 3
	})
	whole := plan.whole()
	same(t, "before", fieldsOf(whole.before), "guid")
	same(t, "after", fieldsOf(whole.after), "employeeCode")
	if !whole.full || whole.sortsIndex || whole.limit != 3 {
		t.Errorf("full %v, sorts the index %v, limit %d", whole.full, whole.sortsIndex, whole.limit)
	}
	same(t, "before, as it was", fieldsOf(plan.before), "guid", "employeeCode")
	if plan.full || !plan.sortsIndex {
		t.Error("the plan is not as it was")
	}
	if by := b.plan(func(o *listOptions) { o.sort = "-updatedAt" }).whole(); !by.sortsIndex {
		t.Error("a field of the index is sorted by in the records")
	}
}

// TestPlanLimits: a limit spares calls only where the index alone decides what is shown.
func TestPlanLimits(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	for name, tried := range map[string]struct {
		set     func(*listOptions)
		fetches int
		rows    bool
	}{
		"plain":             {func(*listOptions) {}, 3, false},
		"a filter before":   {func(o *listOptions) { o.filters.Expressions = []string{"guid=e1"} }, 3, false},
		"a filter after":    {func(o *listOptions) { o.filters.Expressions = []string{"employeeCode=C1"} }, 100, false},
		"sorted in index":   {func(o *listOptions) { o.sort = "guid" }, 3, false},
		"sorted in records": {func(o *listOptions) { o.sort = "employeeCode" }, 100, false},
		"rows":              {func(o *listOptions) { o.explode = forms }, 100, true},
		"rows and a filter": {func(o *listOptions) { o.explode, o.filters.Expressions = forms, []string{"employeeCode=C1"} }, 100, false},
		"rows in order":     {func(o *listOptions) { o.explode, o.sort = forms, "employeeCode" }, 100, false},
		"rows of some kind": {func(o *listOptions) {
			o.explode, o.filters.Expressions = forms, []string{forms + ".fieldDataFieldName=a"}
		}, 100, false},
		"rows, index filter": {func(o *listOptions) { o.explode, o.filters.Expressions = forms, []string{"guid=e1"} }, 100, true},
		"no limit":           {func(o *listOptions) { o.limit = 0 }, 100, false},
	} {
		plan := b.plan(func(o *listOptions) {
			o.full, o.limit = true, 3
			tried.set(o)
		})
		if got := plan.fetches(100); got != tried.fetches || plan.limitsRows() != tried.rows {
			t.Errorf("%s: %d of 100 are fetched, rows are limited: %v", name, got, plan.limitsRows())
		}
		if got := plan.fetches(2); got != 2 {
			t.Errorf("%s: %d of 2 are fetched", name, got)
		}
	}
}

// TestPlanKeeps: a record is kept if it passes the filters and has a row that passes those of rows.
func TestPlanKeeps(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	plan := b.plan(func(o *listOptions) {
		o.full, o.explode, o.filters.Expressions = true, forms, []string{"employeeCode=C1", forms + ".fieldDataFieldName=a"}
	})
	for text, want := range map[string]bool{
		`{"employeeCode":"C1","employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"b"},{"fieldDataFieldName":"a"}]}}`: true,
		`{"employeeCode":"C1","employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"b"}]}}`:                            false,
		`{"employeeCode":"C1","employeeFormData":{"formDataFieldDataList":[]}}`:                                                      false,
		`{"employeeCode":"C1"}`: false,
		`{"employeeCode":"C2","employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"a"}]}}`: false,
	} {
		if got, err := plan.keeps(plan.after, object(t, text)); err != nil || got != want {
			t.Errorf("%s is kept: %v, %v", text, got, err)
		}
	}
}

// TestPlanSources: parameters of the call itself are unknown to a mirror, so it is left out, or refused.
func TestPlanSources(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	listed := *b.entity
	listed.Operations = slices.Clone(b.entity.Operations)
	for i, operation := range listed.Operations {
		if operation.Verb == api.List {
			listed.Operations[i].Parameters = []api.Parameter{{Name: "trade", Type: api.String}}
		}
	}
	b.entity = &listed
	b.sync()
	b.list("--full", "--param", "trade=welder").succeeded(t, []string{"e1"})
	same(t, "calls", b.Calls(), "e1", "index")
	b.list("--full").succeeded(t, []string{"e1"})
	same(t, "calls without it", b.Calls(), "index")
	for _, args := range [][]string{{"--param", "trade=welder", "--offline"}, {"--param", "colour=red"}, {"--param", "trade"}} {
		if got := b.list(args...); !fail.Is(got.err, fail.Usage) {
			t.Errorf("%q: %v", args, got.err)
		}
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestPlanOfOnePage: who asks for a page by its number is told that it is one.
func TestPlanOfOnePage(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	listed := *b.entity
	listed.Operations = slices.Clone(b.entity.Operations)
	for i, operation := range listed.Operations {
		if operation.Verb == api.List {
			listed.Operations[i].Parameters = []api.Parameter{{Name: "page", Type: api.Integer}}
			listed.Operations[i].Page = &api.Paging{Style: api.PageNumber, Parameter: "page"}
		}
	}
	b.entity = &listed
	b.list("--param", "page=1").succeeded(t, []string{"e1"}, "note: with --param page this is one page of the list; without it all are read")
}

// TestListColumns: a table of the index shows what the index has, and no more than fits.
func TestListColumns(t *testing.T) {
	t.Parallel()
	field := func(names ...string) (fields []api.Field) {
		for _, name := range names {
			fields = append(fields, api.Field{Name: name})
		}
		return fields
	}
	short := &api.Entity{Index: field("guid", "updatedAt"), Columns: []string{"code", "name"}}
	same(t, "a short index", listLayout(short, false).Columns, "guid", "updatedAt")
	same(t, "whole records", listLayout(short, true).Columns, "code", "name")
	long := &api.Entity{Index: field("a", "b", "c", "d", "e", "f", "g"), Columns: []string{"g", "x", "b"}}
	same(t, "an index of nearly whole records", listLayout(long, false).Columns, "g", "b")
	long.Columns = []string{"x"}
	same(t, "one that has none of the columns", listLayout(long, false).Columns, "a", "b", "c", "d", "e", "f", "g")
}

// TestBeyondIndex: only what the description knows of whole records, and not of the index, is beyond it, each once.
func TestBeyondIndex(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	names := []string{"guid", "employeeCode", "shoeSize", forms, forms + ".fieldDataFieldName", "employeeCode", "employeeCode.x"}
	same(t, "beyond", beyondIndex(b.entity, names, false), "employeeCode", forms, forms+".fieldDataFieldName", "employeeCode.x")
	same(t, "beyond whole records", beyondIndex(b.entity, names, true))
}

// TestConditions: a database is told of filters what it can decide as they do.
func TestConditions(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	plan := b.plan(func(o *listOptions) {
		o.full, o.filters.Expressions = true, []string{
			"employeeCode=C1,C2", "employeeLastName~ann", "employeeAverageDayPay>=200", "employmentHireDate>=2026-01-01", "employeeCode!=C3",
		}
	})
	got := conditions(plan.after)
	if len(got) != 2 {
		t.Fatalf("conditions %+v", got)
	}
	same(t, "the path of the first", got[0].Path, "employeeCode")
	if got[0].Numeric || got[0].Op != "=" || !slices.Contains(got[0].Texts, "C1") || !slices.Contains(got[0].Texts, "C2") {
		t.Errorf("the first is %+v", got[0])
	}
	same(t, "the path of the second", got[1].Path, "employeeAverageDayPay")
	if !got[1].Numeric || got[1].Op != ">=" || !slices.Equal(got[1].Numbers, []int64{200}) {
		t.Errorf("the second is %+v", got[1])
	}
	plan = b.plan(func(o *listOptions) {
		o.full, o.filters.IgnoreCase, o.filters.Expressions = true, true, []string{"employeeCode=c1"}
	})
	if got = conditions(plan.after); len(got) != 1 || !got[0].Fold {
		t.Errorf("without regard to letter case: %+v", got)
	}
}

// TestPlanWarns: a filter that may be meant otherwise is told of, and one that cannot be understood is refused.
func TestPlanWarns(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	for _, expression := range []string{"guid", "=e1", "guid=e1,,e2", "updatedAt>soon"} {
		options, _ := b.options()
		options.filters.Expressions = []string{expression}
		if _, err := planList(options); !fail.Is(err, fail.Usage) {
			t.Errorf("%s: %v", expression, err)
		}
	}
}
