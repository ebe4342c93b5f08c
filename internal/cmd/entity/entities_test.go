package entity

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// TestEntityRows: an entity has a row with the verbs that its calls allow, and lists that are never null.
func TestEntityRows(t *testing.T) {
	t.Parallel()
	rows := entityRows(&api.Catalog{Entities: []*api.Entity{
		{Name: "lines", Title: "line"},
		{
			Name: "things", Title: "thing", Group: "stock", Status: "state", GUID: "id", Key: []string{"code"}, Aliases: []string{"thing"},
			Operations: []api.Operation{{Verb: api.List, Method: "GET", Path: "/t"}, {Verb: api.Get, Method: "GET", Path: "/t/{id}"}},
		},
	}})
	if len(rows) != 2 || rows[0].Key == nil || rows[0].Aliases == nil {
		t.Fatalf("rows %+v", rows)
	}
	same(t, "verbs of nothing", rows[0].Verbs, "fields")
	same(t, "verbs", rows[1].Verbs, "list", "get", "export", "fields")
	same(t, "operations", rows[1].Operation, "GET /t", "GET /t/{id}")
	if row := rows[1]; row.Group != "stock" || row.Status != "state" || row.Title != "thing" {
		t.Errorf("the row is %+v", row)
	}
}

// TestEntities: every entity of the description in use is listed, without a call.
func TestEntities(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	alone := func(env *cmdkit.Env, _ *api.Entity) *cobra.Command { return NewEntitiesCommand(env) }
	got := b.with("", "json", alone)
	ok(t, got.err)
	var rows []struct {
		Name  string
		Verbs []string
	}
	ok(t, json.Unmarshal([]byte(got.printed), &rows))
	var names []string
	for _, row := range rows {
		names = append(names, row.Name)
	}
	for _, entity := range api.Builtin().Entities {
		if !slices.Contains(names, entity.Name) {
			t.Errorf("%s is missing", entity.Name)
		}
	}
	got = b.with("", "table", alone)
	if header, _, _ := strings.Cut(strings.ToLower(got.printed), "\n"); got.err != nil || strings.Contains(header, "operations") {
		t.Errorf("%v, a table has the columns %s", got.err, header)
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}
