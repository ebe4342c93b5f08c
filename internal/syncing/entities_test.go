package syncing_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// listed is an entity that can be listed and no more, with these fields in its list, and parameters.
func listed(name, field string, parameters ...api.Parameter) *api.Entity {
	return &api.Entity{
		Name: name, Index: []api.Field{{Name: field}},
		Operations: []api.Operation{{Verb: api.List, Method: "GET", Path: name, Parameters: parameters}},
	}
}

// needed is a parameter that only a user knows.
func needed() api.Parameter { return api.Parameter{Name: "q", Required: true} }

// TestAll: all entities of the built-in description can be synced. Of others, those are left out that cannot be, and
// are told where one could think that they can.
func TestAll(t *testing.T) {
	t.Parallel()
	entities, notes := syncing.All(api.Builtin())
	if len(entities) != len(api.Builtin().Entities) || len(notes) > 0 {
		t.Errorf("%d entities, %q", len(entities), notes)
	}
	entities, notes = syncing.All(&api.Catalog{Entities: []*api.Entity{
		{Name: "silent"}, listed("needed", "guid", needed()), listed("lines", "colour"), listed("rows", "colour"), listed("things", "guid"),
	}})
	if len(entities) != 1 || entities[0].Name != "things" || !slices.Equal(notes, []string{
		"note: needed cannot be listed without a parameter and are left out",
		"note: the lists of lines, rows do not say which record is which, so they are left out",
	}) {
		t.Errorf("%d entities, %q", len(entities), notes)
	}
}

// TestCheck: an entity that was named and cannot be synced is an error of usage.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, entity := range api.Builtin().Entities {
		ok(t, syncing.Check(entity))
	}
	for words, entity := range map[string]*api.Entity{
		"silent cannot be listed, so they cannot be synced":                     {Name: "silent"},
		"needed cannot be listed without a parameter, so they cannot be synced": listed("needed", "guid", needed()),
	} {
		if err := syncing.Check(entity); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", entity.Name, err)
		}
	}
}
