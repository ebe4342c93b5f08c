package cmdkit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
)

// TestOwnWrites: the mirror learns what is written before it is sent, and a write goes on where it cannot.
func TestOwnWrites(t *testing.T) {
	t.Parallel()
	m, _ := calling(t)
	employees := hydratetest.Employees(t)
	none := m.run().OpenOwnWrites(t.Context()) // there is no mirror yet
	none.Mark(t.Context(), employees, []string{"e1"})
	none.MarkPath(t.Context(), api.Builtin(), "Employee")
	if none != nil {
		t.Error("there is a mirror")
	}
	run := synced(t, m)
	writes := run.OpenOwnWrites(t.Context())
	written := func() []string {
		store, err := run.ReadMirror(t.Context(), cmdkit.MirrorFlags{})
		if err != nil {
			t.Fatal(err)
		}
		statuses, err := store.EntityStatuses(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, one := range statuses {
			if !one.WrittenAt.IsZero() {
				names = append(names, one.Entity)
			}
		}
		return names
	}
	writes.MarkPath(t.Context(), api.Builtin(), "nothing/there")
	if got := written(); len(got) > 0 {
		t.Errorf("%q", got)
	}
	writes.MarkPath(t.Context(), api.Builtin(), employees.Operations[0].Path)
	if got := written(); !slices.Contains(got, "employees") {
		t.Errorf("%q", got)
	}
	// A mirror that fails is told of once.
	run.Close()
	writes.Mark(t.Context(), employees, []string{"e1"})
	writes.Mark(t.Context(), employees, []string{"e2"})
	if said := run.Said.String(); strings.Count(said, "warning: the mirror does not learn what is written: ") != 1 {
		t.Errorf("%q", said)
	}
}
