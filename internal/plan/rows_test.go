package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/plan"
)

// What only the API sets is no difference, at any depth, also where what is sent has it otherwise.
func TestDifferences(t *testing.T) {
	for name, tt := range map[string]struct {
		entry plan.Entry
		want  string
	}{
		"an update": {
			update(2, before, `{"name":"new","rate":1.0,"changedAt":9,"box":{"size":1,"guid":"other"}}`),
			`[{"field":"name","old":"old","new":"new"}]`,
		},
		"what is not sent stays": {update(2, before, `{}`), `[]`},
		"a list": {
			update(2, `{"lines":[{"lineCode":"A","count":1},{"lineCode":"B","count":2}]}`, `{"lines":[{"lineCode":"A","count":3}]}`),
			`[{"field":"lines[]","old":2,"new":1},{"field":"lines[A].count","old":1,"new":3},{"field":"lines[B]","old":{"lineCode":"B","count":2}}]`,
		},
		"null is a value":  {update(2, before, `{"name":null}`), `[{"field":"name","old":"old","new":null}]`},
		"a new one":        {create(3, `{"name":"x","rate":1}`), `[{"field":"name","new":"x"},{"field":"rate","new":1}]`},
		"an unchanged one": {plan.Entry{Action: plan.Unchanged}, `[]`},
		"a conflict":       {plan.Entry{Action: plan.Conflict, Reason: "r"}, `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			row, err := tt.entry.Row(words())
			if err != nil || string(row.Changes) != tt.want || row.Action != string(tt.entry.Action) {
				t.Errorf("%s, %v", row.Changes, err)
			}
		})
	}
}

// In a sheet values are whole, texts are as they are, null and nothing are told apart, and days are days.
func TestRowsOfASheet(t *testing.T) {
	long := strings.Repeat("long ", 100)
	e := update(2, `{"name":"a \"b\"","rate":1,"bought":7}`, `{"name":"`+long+`","rate":null,"bought":8,"extra":[1, 2]}`)
	rows, err := e.Rows(words())
	if err != nil {
		t.Fatal(err)
	}
	want := []plan.ChangeRow{
		{Line: 2, Key: "P-2", GUID: "g-2", Action: "update", Field: "name", Old: `a "b"`, New: long},
		{Line: 2, Key: "P-2", GUID: "g-2", Action: "update", Field: "rate", Old: "1", New: `\null`},
		{Line: 2, Key: "P-2", GUID: "g-2", Action: "update", Field: "bought", Old: "day 7", New: "day 8"},
		{Line: 2, Key: "P-2", GUID: "g-2", Action: "update", Field: "extra", New: "[1,2]"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	conflict := plan.Entry{Line: 3, Key: "k", Action: plan.Conflict, Reason: "why"}
	rows, err = conflict.Rows(words())
	if diff := cmp.Diff([]plan.ChangeRow{{Line: 3, Key: "k", Action: "conflict", Reason: "why"}}, rows); diff != "" || err != nil {
		t.Error(diff, err)
	}
	unchanged := plan.Entry{Action: plan.Unchanged}
	if rows, err := unchanged.Rows(words()); len(rows) != 0 || err != nil {
		t.Errorf("%v, %v", rows, err)
	}
	for _, broken := range []plan.Entry{update(1, `[`, send), update(1, before, `x`)} {
		if _, err := broken.Rows(words()); err == nil {
			t.Error("it is no error")
		}
		if _, err := broken.Row(words()); err == nil {
			t.Error("it is no error")
		}
		if _, err := broken.Brief(words(), nil); err == nil {
			t.Error("it is no error")
		}
	}
}

// For people a record that is to be created is one row, whole.
func TestBriefRows(t *testing.T) {
	long := strings.Repeat("x", 100)
	e := create(3, `{"code":"P-3","name":"`+long+`"}`)
	rows, err := e.Brief(words(), nil)
	if diff := cmp.Diff([]plan.ChangeRow{{Line: 3, Key: "P-3", Action: "create", New: `code="P-3"; name="` + long + `"`}}, rows); diff != "" || err != nil {
		t.Error(diff, err)
	}
	e = update(2, `{"name":""}`, `{"name":"a","rate":1}`)
	rows, err = e.Brief(words(), nil)
	if err != nil || len(rows) != 2 || rows[0].Old != `""` || rows[0].New != `"a"` || rows[1].Old != "" || rows[1].Field != "rate" {
		t.Errorf("%+v, %v", rows, err)
	}
}

// What more than 50 records change alike is told once, and nothing else is lost.
func TestGroups(t *testing.T) {
	for _, records := range []int{50, 51, 266} {
		var all []plan.Entry
		for i := range records {
			all = append(all, update(i+2, fmt.Sprintf(`{"name":"Approved","rate":%d}`, i), fmt.Sprintf(`{"name":"Exported","rate":%d}`, i+1)))
		}
		all = append(all, update(records+2, `{"name":"Draft"}`, `{"name":"Exported"}`), create(records+3, `{"name":"Exported"}`))
		p := made(t, all...)
		groups, err := plan.Grouped(p, words().Comparer)
		if err != nil {
			t.Fatal(err)
		}
		rows := groups.Rows(words())
		single := 0
		for _, one := range entries(t, p) {
			more, err := one.Brief(words(), groups)
			if err != nil {
				t.Fatal(err)
			}
			single += len(more)
		}
		if records == 50 {
			if len(rows) != 0 || single != 2*records+2 {
				t.Errorf("50 records: %d groups and %d rows", len(rows), single)
			}
			continue
		}
		want := []plan.ChangeRow{{Key: fmt.Sprintf("%d records", records), Action: "update", Field: "name", Old: `"Approved"`, New: `"Exported"`}}
		if diff := cmp.Diff(want, rows); diff != "" || single != records+2 {
			t.Errorf("%d records: %d rows, %s", records, single, diff)
		}
	}
}
