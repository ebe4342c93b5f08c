package entity

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// sampled gives the first whole records of an entity that the simulator has.
func sampled(t *testing.T, sim http.Handler, entity *api.Entity, most int) []record.Record {
	t.Helper()
	answer := func(path string) []byte {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		request.SetBasicAuth("user", "password")
		got := httptest.NewRecorder()
		sim.ServeHTTP(got, request)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, got.Code)
		}
		return got.Body.Bytes()
	}
	list, _ := entity.Operation(api.List)
	one, _ := entity.Operation(api.Get)
	var found []record.Record
	for stub, err := range record.Array(strings.NewReader(string(answer(list.Path))), record.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		id, ok := stub.Get(record.Path{"guid"})
		if !ok {
			id, _ = stub.Get(record.Path{"id"})
		}
		r, err := record.New(answer(one.Fill(record.Text(id))))
		if err != nil {
			t.Fatal(err)
		}
		if found = append(found, r); len(found) == most {
			break
		}
	}
	return found
}

// tabled gives a table of records on a terminal of a width, and what it hides.
func tabled(t *testing.T, layout cmdkit.Layout, width int, records []record.Record) string {
	t.Helper()
	times, err := output.ParseTimes("utc", timetext.Zones{})
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	hidden := ""
	w, err := output.New(&shown, output.Options{
		Format: output.Table, Header: true, Width: width, Time: times, Notice: func(line string) { hidden = line + "\n" },
		Default: layout.Columns, Fields: layout.Fields, Keys: layout.Keys, Names: layout.Names, Reasons: layout.Reasons,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return shown.String() + hidden
}

// recordsOf reads records.
func recordsOf(t *testing.T, objects ...string) []record.Record {
	t.Helper()
	var records []record.Record
	for _, object := range objects {
		r, err := record.New(record.Value(object))
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

// TestTablesOfEveryWidth shows every entity, and the outcome of a write, on terminals of four widths.
func TestTablesOfEveryWidth(t *testing.T) {
	t.Parallel()
	sim := simulated(t)
	for _, width := range []int{40, 80, 120, 200} {
		var page strings.Builder
		for _, entity := range api.Builtin().Entities {
			fmt.Fprintf(&page, "%s\n", tabled(t, listLayout(entity, true), width, sampled(t, sim, entity, 4)))
		}
		jobs, _ := api.Builtin().Entity("joborders")
		page.WriteString(tabled(t, listLayout(jobs, true), width, recordsOf(t,
			`{"jobNumber":"J-1","jobName":"東京の油田、第二期","jobStatus":"Active","jobClientName":"石油資源開発株式会社 東京本社","jobUpdatedAt":1764000000001}`,
			`{"jobNumber":"J-22","jobName":"👨‍👩‍👧‍👦 Family day 🇨🇦","jobStatus":"Cancelled","jobClientName":"🔥 Flare & Fils Ltée","jobStartDate":1764028800000}`,
			`{"jobNumber":"J-333","jobName":"e\u0301te\u0301 ❤️ 👍🏽","jobStatus":"Unassigned"}`)) + "\n")
		written := cmdkit.RowLayout(results.Row{}, bulk.ResultColumns("create")...).Keeping("key", "outcome").Wrapping("message")
		page.WriteString(tabled(t, written, width, recordsOf(t,
			`{"line":2,"key":"J-1","action":"create","outcome":"created","guid":"b1c9a5a4-6a9e-4c8e-9f43-2f1de39b4d11","message":""}`,
			`{"line":10,"key":"J-東京-22","action":"create","outcome":"failed","guid":"","message":"record 2 (jobNumber \"J-東京-22\"): jobClientCode: `+
				`there is no company with the code \"C9999\"; 東京の会社はありません 👨‍👩‍👧‍👦"}`)))
		golden(t, filepath.Join("testdata", "tables", fmt.Sprint(width)+".txt"), page.String())
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func simulated(t *testing.T) http.Handler {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Catalog: api.Builtin(), Seed: 1, Jobs: 60})
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

// TestEightyColumnsShowWhatMatters: key, name and status of every record of every entity are there in full, in lines
// that are no wider.
func TestEightyColumnsShowWhatMatters(t *testing.T) {
	t.Parallel()
	sim := simulated(t)
	for _, entity := range api.Builtin().Entities {
		layout := listLayout(entity, true)
		records := sampled(t, sim, entity, 60)
		shown := tabled(t, layout, 80, records)
		for line := range strings.Lines(shown) {
			if table.Width(strings.TrimSuffix(line, "\n")) > 80 && !strings.HasPrefix(line, "+") {
				t.Errorf("%s: %q is wider", entity.Name, line)
			}
		}
		key := entity.Key[0]
		for n, r := range records {
			_, shown, _ = strings.Cut(shown, cellOf(r, key))
			row := shown
			if n+1 < len(records) {
				row, _, _ = strings.Cut(shown, cellOf(records[n+1], key))
			}
			line, _, _ := strings.Cut(row, "\n")
			for _, name := range entity.Columns[slices.Index(entity.Columns, key)+1:] {
				cell := cellOf(r, name)
				if slices.Contains(keptColumns(entity, entity.Columns), name) && !strings.Contains(line, cell) {
					t.Errorf("%s: no %s %q in %q", entity.Name, name, cell, line)
				}
				inside := func(word string) bool { return strings.Contains(row, word) }
				if slices.Contains(nameColumns(entity), name) && !allOf(strings.Fields(cell), inside) {
					t.Errorf("%s: no %s %q in %q", entity.Name, name, cell, row)
				}
			}
		}
	}
}

// TestEightyColumnsOfDueRecords: beside records that a sync is due for, of which there is a mark and the GUID alone, the others
// still show key, name and status in full, in lines that are no wider.
func TestEightyColumnsOfDueRecords(t *testing.T) {
	t.Parallel()
	const due = "0f0e0d0c-0b0a-4908-8706-050403020100"
	sim := simulated(t)
	for _, entity := range api.Builtin().Entities {
		records := sampled(t, sim, entity, 20)
		rows := append(recordsOf(t, fmt.Sprintf(`{%q:"yes",%q:%q,"updatedAt":1764000000001}`, syncDue, entity.GUID, due)), records...)
		shown := tabled(t, copyLayout(entity, true), 80, rows)
		for line := range strings.Lines(shown) {
			if table.Width(strings.TrimSuffix(line, "\n")) > 80 && !strings.HasPrefix(line, "+") {
				t.Errorf("%s: %q is wider", entity.Name, line)
			}
		}
		holds := func(word string) bool { return strings.Contains(shown, word) }
		// A word may go on in the next line, behind a hyphen or where it is longer than its column.
		begun := func(word string) bool { return holds(word[:min(len(word), 8)]) }
		if !holds("yes") || !holds(due) {
			t.Errorf("%s: no mark or GUID of the record that is due in\n%s", entity.Name, shown)
		}
		for _, r := range records {
			for _, name := range entity.Columns {
				switch cell := cellOf(r, name); {
				case slices.Contains(keptColumns(entity, entity.Columns), name) && !holds(cell),
					slices.Contains(nameColumns(entity), name) && !allOf(strings.FieldsFunc(cell, func(r rune) bool { return r == ' ' || r == '-' }), begun):
					t.Errorf("%s: no %s %q in\n%s", entity.Name, name, cell, shown)
				}
			}
		}
	}
}

func allOf(words []string, holds func(string) bool) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !holds(word) })
}

// cellOf is the text of a field.
func cellOf(r record.Record, name string) string {
	v, _ := r.Get(record.ParsePath(name))
	return record.Text(v)
}
