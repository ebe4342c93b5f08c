package api_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestEntitiesAreThoseOfTheContract(t *testing.T) {
	want := []string{
		"joborders", "invoices", "timecards", "nrbs", "payrollperiods", "employees", "equipment", "companies",
		"billableitems", "pricebooks", "users",
	}
	var have []string
	for _, e := range builtin(t).Entities {
		have = append(have, e.Name)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
}

func TestNamesAreUniqueAndTypeable(t *testing.T) {
	typeable := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	owner := map[string]string{}
	for _, row := range api.Presentations() {
		for _, name := range append([]string{row.Name}, row.Aliases...) {
			if other, taken := owner[name]; taken {
				t.Errorf("%s names both %s and %s", name, other, row.Resource)
			}
			owner[name] = row.Resource
			if !typeable.MatchString(name) {
				t.Errorf("%s: %q is not in lower case with hyphens", row.Resource, name)
			}
		}
	}
	for _, alias := range []string{"joborder", "job-orders", "job-order", "jobs", "JobOrders", "nrb", "price-book", "company", "user"} {
		if _, ok := builtin(t).Entity(alias); !ok {
			t.Errorf("no entity answers to %q", alias)
		}
	}
}

// A name that does not exist would be replaced by a guess, and nobody would see it.
func TestRowsNameFieldsThatExist(t *testing.T) {
	c := builtin(t)
	for _, row := range api.Presentations() {
		e := entity(t, c, row.Name)
		have := api.Presentation{
			Resource: e.Resource, WritesAt: row.WritesAt, Posts: row.Posts, Name: e.Name, Title: e.Title, Aliases: e.Aliases, Key: e.Key,
			GUID: e.GUID, Status: e.Status, UpdatedAt: e.UpdatedAt, Columns: e.Columns,
		}
		if diff := cmp.Diff(row, have); diff != "" {
			t.Errorf("%s (-row +catalog):\n%s", row.Name, diff)
		}
		if len(row.Columns) < 5 || len(row.Columns) > 6 {
			t.Errorf("%s: %d default columns; five or six fit a terminal", row.Name, len(row.Columns))
		}
		if row.Key == nil || row.GUID == "" || !slices.Contains(row.Columns, row.Key[0]) {
			t.Errorf("%s: a key, an identifier and the key among the columns are needed", row.Name)
		}
	}
}
