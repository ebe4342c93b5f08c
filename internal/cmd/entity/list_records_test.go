package entity

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
)

// named gives employees a first name each: e1 the first, and so on.
func (b *bench) named(names ...string) *bench {
	for i, name := range names {
		b.Put(fmt.Sprintf("e%d", i+1), fmt.Sprintf("C%d", i+1), i+1, fmt.Sprintf(`"employeeFirstName":%q`, name))
	}
	return b
}

// fetched are the calls that are not those of the index.
func (b *bench) fetched() (ids []string) {
	for _, call := range b.Calls() {
		if call != hydratetest.IndexCall {
			ids = append(ids, call)
		}
	}
	return ids
}

// TestRecordsOfOneWalk: whole records take one walk over the index, whatever is wanted of them, with a mirror or without.
func TestRecordsOfOneWalk(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*listOptions){
		"all":           func(*listOptions) {},
		"a limit":       func(o *listOptions) { o.limit = 2 },
		"in order":      func(o *listOptions) { o.sort, o.limit = "-updatedAt", 2 },
		"their order":   func(o *listOptions) { o.sort = "employeeFirstName" },
		"a filter":      func(o *listOptions) { o.filters.Expressions = []string{"employeeCode=C1"} },
		"rows, a limit": func(o *listOptions) { o.explode, o.limit = forms, 1 },
	} {
		for _, synced := range []bool{false, true} {
			b := start(t, 0).named("Cay", "Ann", "Bob")
			if synced {
				b.sync()
			}
			b.Put("e2", "C2", 9, `"employeeFirstName":"Ann"`, `"employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"a"}]}`)
			options, run := b.options()
			options.full = true
			set(&options)
			plan, err := planList(options)
			ok(t, err)
			index, err := openIndex(t.Context(), options, plan)
			ok(t, err)
			counted := &countedIndex{indexSource: index.entries}
			index.entries = counted
			out, err := plan.printer.Open(t.Context())
			ok(t, err)
			out.Limit, out.Filters = plan.limit, plan.after
			ok(t, out.Finish(printRecords(t.Context(), index, plan, options.printing, out)))
			if counted.walks != 1 || run.Printed.Len() == 0 {
				t.Errorf("%s, synced %v: %d walks, printed %q", name, synced, counted.walks, run.Printed)
			}
			index.close()
		}
	}
}

// TestRecordsInIndexOrder: whole records come in the order of the index, and each is fetched once.
func TestRecordsInIndexOrder(t *testing.T) {
	t.Parallel()
	b := start(t, 40)
	var want []string
	for i := range 40 {
		want = append(want, fmt.Sprintf("e%d", i+1))
	}
	got := b.list("--full")
	got.succeeded(t, want)
	contains(t, "the output", got.printed, hydratetest.Body("e7", "C7"))
	if calls := b.Calls(); len(calls) != 41 {
		t.Errorf("%d calls", len(calls))
	}
}

// TestRecordsThatFail: a record that cannot be read is reported, the others are printed, and the run ends as one of which
// a part failed.
func TestRecordsThatFail(t *testing.T) {
	t.Parallel()
	b := start(t, 4)
	b.Answer(http.StatusBadRequest, "e2")
	b.List(`{"updatedAt":1}`)
	got := b.list("--full")
	incomplete := &fail.IncompleteError{Failed: 2, Done: 3}
	if got.err == nil || got.err.Error() != incomplete.Error() || cmdkit.KindOf(got.err) != fail.Partial {
		t.Errorf("ends with %v", got.err)
	}
	same(t, "records", got.ids(), "e1", "e3", "e4")
	notes := got.notes()
	if len(notes) != 2 {
		t.Fatalf("notes %q", notes)
	}
	contains(t, "the first", notes[0], "employee e2: ", "status 400 it is")
	contains(t, "the second", notes[1], "employee: entry 5 of the list: ")
	got = b.list("--full", "--filter", "employeeCode=C1,C2")
	same(t, "records of a filter", got.ids(), "e1")
	if !fail.IsIncomplete(got.err) {
		t.Errorf("a filter ends with %v", got.err)
	}
	got = b.list("--full", "--filter", "employeeCode=C2")
	if strings.Contains(got.said, "no employees found") || !fail.IsIncomplete(got.err) {
		t.Errorf("whether there is one is not known, and said is %q, %v", got.said, got.err)
	}
	got = b.list("--full", "--limit", "2")
	same(t, "records of a limit", got.ids(), "e1")
	contains(t, "what is said of it", got.said, "showing 1 of 5 employees")
}

// TestRecordsEnd: a server that refuses everything is asked no more, and the output file is not written.
func TestRecordsEnd(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	b.Answer(http.StatusForbidden, "e1", "e2", "e3")
	file := filepath.Join(t.TempDir(), "all.ndjson")
	got := b.list("--full", "--out", file)
	if _, err := os.Stat(file); !fail.Is(got.err, fail.Denied) || err == nil {
		t.Errorf("%v, the file is there: %v", got.err, err == nil)
	}
}

// TestRecordsOfFilters: a filter on what only whole records have lets pass what it should, and a limit ends the fetching.
func TestRecordsOfFilters(t *testing.T) {
	t.Parallel()
	b := start(t, 200)
	b.list("--full", "--filter", "employeeCode=C3,C150").succeeded(t, []string{"e3", "e150"})
	b.Calls()
	b.list("--full", "--filter", "employeeCode=C3,C150", "--limit", "1").succeeded(t, []string{"e3"},
		"showing 1 employee: the limit was reached after 3 of 200 records")
	if got := b.fetched(); len(got) > 100 {
		t.Errorf("%d records are fetched for the third", len(got))
	}
	b.list("--full", "--filter", "employeeCode=C3", "--limit", "1").succeeded(t, []string{"e3"},
		"showing 1 employee: the limit was reached after 3 of 200 records")
	b.list("--full", "--filter", "guid=e1,e2,e3", "--filter", "employeeCode=C3", "--limit", "1").succeeded(t, []string{"e3"})
}

// TestRecordsInTheirOrder: an order by what only whole records have is the same with a mirror and without.
func TestRecordsInTheirOrder(t *testing.T) {
	t.Parallel()
	for _, synced := range []bool{false, true} {
		b := start(t, 0).named("Cay", "Ann", "Bob", "Dan")
		if synced {
			b.sync()
		}
		b.Put("e1", "C1", 9, `"employeeFirstName":"Abe"`)
		b.list("--full", "--sort", "employeeFirstName").succeeded(t, []string{"e1", "e2", "e3", "e4"})
		b.list("--full", "--sort", "-employeeFirstName", "--limit", "2").succeeded(t, []string{"e4", "e3"}, "showing 2 of 4 employees")
		b.list("--full", "--sort", "-employeeFirstName", "--limit", "1", "--filter", "employeeFirstName~a").succeeded(t, []string{"e4"},
			"showing 1 of 3 employees")
		b.Put("e2", "C2", 10, `"employeeFirstName":"Émile"`)
		b.list("--full", "--sort", "employeeFirstName").succeeded(t, []string{"e1", "e3", "e4", "e2"})
	}
}

// TestRecordsInTheirOrderFail: a record that cannot be read before the mirror sorts is reported once, and is not shown as it
// was.
func TestRecordsInTheirOrderFail(t *testing.T) {
	t.Parallel()
	b := start(t, 0).named("Cay", "Ann", "Bob")
	b.sync()
	b.Put("e2", "C2", 9, `"employeeFirstName":"Zed"`)
	b.Answer(http.StatusBadRequest, "e2")
	got := b.list("--full", "--sort", "employeeFirstName")
	same(t, "records", got.ids(), "e3", "e1")
	same(t, "calls", b.fetched(), "e2")
	if !fail.IsIncomplete(got.err) || len(got.notes()) != 1 {
		t.Errorf("%v, notes %q", got.err, got.notes())
	}
}

// TestRecordsThroughTheMirror: only what changed is fetched, and kept for the next run.
func TestRecordsThroughTheMirror(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	b.sync()
	b.Put("e2", "C2", 100, `"employeeFirstName":"Zoë"`)
	b.Put("e4", "C4", 101)
	got := b.list("--full")
	got.succeeded(t, []string{"e1", "e2", "e3", "e4"})
	contains(t, "the output", got.printed, "Zoë")
	same(t, "calls", b.fetched(), "e2", "e4")
	b.list("--full").succeeded(t, []string{"e1", "e2", "e3", "e4"})
	same(t, "calls of the next", b.fetched())
	b.list("--full", "--no-mirror").succeeded(t, []string{"e1", "e2", "e3", "e4"})
	same(t, "calls without the mirror", b.fetched(), "e1", "e2", "e3", "e4")
	b.list("--full", "--filter", "employeeFirstName=Zoë").succeeded(t, []string{"e2"})
	b.list("--full", "--filter", "employeeCode=C3", "--limit", "1").succeeded(t, []string{"e3"},
		"showing 1 employee: the limit was reached after 3 of 4 records")
}

// TestRecordsOffline: the mirror alone says how old it is, takes its records as they are, and calls nothing.
func TestRecordsOffline(t *testing.T) {
	t.Parallel()
	b := start(t, 0).named("Cay", "Ann")
	if got := b.list("--offline"); got.err == nil || fail.HintOf(got.err) != `"aimsio sync" makes one` {
		t.Errorf("without a mirror: %v", got.err)
	}
	b.sync()
	b.Put("e2", "C2", 9, `"employeeFirstName":"Zed"`)
	for _, args := range [][]string{{"--offline"}, {"--offline", "--full"}, {"--offline", "--full", "--sort", "-employeeFirstName"}} {
		got := b.list(args...)
		if got.err != nil || len(got.notes()) != 1 || !strings.HasPrefix(got.said, "from the mirror, which is ") {
			t.Errorf("%q: %v, said %q", args, got.err, got.said)
		}
		same(t, fmt.Sprintf("%q", args), got.ids(), "e1", "e2")
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestRecordsNamedTwice: through a mirror, a record that the index names again is one record, which is told.
func TestRecordsNamedTwice(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.sync()
	b.List(`{"guid":"e1","updatedAt":1767225601000}`)
	b.list("--full").succeeded(t, []string{"e1", "e2"}, "warning: the index of employees names records more than once; left out: 1 entry")
	b.List(`{"guid":"e2","updatedAt":1767225602000}`)
	got := b.list("--full")
	contains(t, "of two", got.said, "left out: 2 entries")
}

// TestRecordsOfALossyIndex: an index that lost most of what the mirror knows is listed with a warning, and nothing is
// forgotten.
func TestRecordsOfALossyIndex(t *testing.T) {
	t.Parallel()
	b := start(t, 40)
	b.sync()
	for i := range 30 {
		b.Remove(fmt.Sprintf("e%d", i+11))
	}
	got := b.list("--full")
	if got.err != nil || len(got.ids()) != 10 || len(got.notes()) != 1 {
		t.Fatalf("%v, %d records, notes %q", got.err, len(got.ids()), got.notes())
	}
	contains(t, "the note", got.said, "warning: the index of employees names 10 records, where the mirror knows of 40: they may be hidden from this user, "+
		"or the list is not whole; they stay in the mirror, and --offline shows them")
	if got = b.list("--full", "--offline"); len(got.ids()) != 40 || len(got.notes()) != 1 {
		t.Errorf("the mirror has %d, said %q", len(got.ids()), got.said)
	}
}

// TestRecordsAsRows: a limit of rows counts rows; nearly no more records are fetched than have them.
func TestRecordsAsRows(t *testing.T) {
	t.Parallel()
	b := start(t, 100)
	b.Put("e1", "C1", 1, `"employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"a"},{"fieldDataFieldName":"b"},{"fieldDataFieldName":"c"}]}`)
	b.list("--full", "--explode", forms, "--limit", "2").succeeded(t, []string{"e1", "e1"},
		"showing 2 rows of employees: the limit was reached after 1 of 100 records, the last of which has 1 more row")
	if got := b.fetched(); len(got) > 2 {
		t.Errorf("%d records are fetched for two rows", len(got))
	}
	b.list("--full", "--explode", forms, "--filter", forms+".fieldDataFieldName=b").succeeded(t, []string{"e1"})
	b.Calls()
	b.Put("e100", "C100", 1, `"employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"z"}]}`)
	b.list("--full", "--explode", forms, "--limit", "4").succeeded(t, []string{"e1", "e1", "e1", "e100"}, "98 records with nothing in "+forms+": no row")
	if got := b.fetched(); len(got) != 100 {
		t.Errorf("%d records are fetched", len(got))
	}
	b.list("--full", "--explode", forms, "--sort", "guid", "--limit", "1").succeeded(t, []string{"e1"},
		"showing 1 row of employees: the limit was reached after 1 of 100 records, the last of which has 2 more rows")
	if got := b.list("--full", "--explode", "employeeCodes"); cmdkit.KindOf(got.err) != fail.Usage || got.printed != "" {
		t.Errorf("a list that no record has: %v, printed %q", got.err, got.printed)
	}
}
