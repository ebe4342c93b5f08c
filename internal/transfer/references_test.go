package transfer_test

import (
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

func named(t *testing.T, catalog *api.Catalog, names ...string) []*api.Entity {
	t.Helper()
	var entities []*api.Entity
	for _, name := range names {
		entity, ok := catalog.Entity(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		entities = append(entities, entity)
	}
	return entities
}

func namesOf(entities []*api.Entity) []string {
	names := []string{}
	for _, entity := range entities {
		names = append(names, entity.Name)
	}
	return names
}

// TestOrder: what is referred to goes first, and otherwise the order is that of whoever asks.
func TestOrder(t *testing.T) {
	t.Parallel()
	builtin := api.Builtin()
	for _, test := range []struct{ given, want []string }{
		{[]string{"pricebooks", "billableitems"}, []string{"billableitems", "pricebooks"}},
		{[]string{"billableitems", "pricebooks"}, []string{"billableitems", "pricebooks"}},
		{[]string{"nrbs", "joborders", "employees", "pricebooks", "companies", "billableitems"},
			[]string{"companies", "billableitems", "employees", "pricebooks", "joborders", "nrbs"}},
		{[]string{"equipment", "companies"}, []string{"equipment", "companies"}},
		{[]string{"users"}, []string{"users"}},
		{nil, []string{}},
	} {
		ordered, circle := transfer.NewReferences(builtin).Order(named(t, builtin, test.given...))
		if got := namesOf(ordered); !slices.Equal(got, test.want) || len(circle) > 0 {
			t.Errorf("%q: %q, in a circle %q; want %q", test.given, got, namesOf(circle), test.want)
		}
	}
}

// entityTo makes an entity whose records refer to those of others by a key.
func entityTo(resource string, others ...string) *api.Entity {
	entity := &api.Entity{Name: resource, Resource: resource, GUID: "guid", Key: []string{"code"}, Fields: []api.Field{
		{Name: "guid", Type: api.String}, {Name: "code", Type: api.String},
	}}
	for _, other := range others {
		entity.Fields = append(entity.Fields, api.Field{
			Name: "to" + other, Type: api.Array, Fields: []api.Field{{Name: "code", Type: api.String, RefersTo: &api.Reference{Resource: other, Field: "code"}}},
		})
	}
	return entity
}

// TestCircles: entities that refer to each other are told, and the others still stand where they belong.
func TestCircles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		catalog       []*api.Entity
		want, circles []string
	}{
		"none":      {[]*api.Entity{entityTo("A", "B"), entityTo("B", "C"), entityTo("C")}, []string{"C", "B", "A"}, []string{}},
		"of two":    {[]*api.Entity{entityTo("A", "B"), entityTo("B", "A")}, []string{"A", "B"}, []string{"A"}},
		"of three":  {[]*api.Entity{entityTo("A", "B"), entityTo("B", "C"), entityTo("C", "A")}, []string{"A", "C", "B"}, []string{"A"}},
		"to itself": {[]*api.Entity{entityTo("A", "A", "B"), entityTo("B")}, []string{"B", "A"}, []string{}},
		"behind one that waits for it": {
			[]*api.Entity{entityTo("Waits", "A"), entityTo("A", "B"), entityTo("B", "A"), entityTo("Free")},
			[]string{"Free", "A", "Waits", "B"}, []string{"A"},
		},
		"to one that nobody describes": {[]*api.Entity{entityTo("A", "Nothing"), entityTo("B")}, []string{"A", "B"}, []string{}},
	} {
		ordered, circle := transfer.NewReferences(&api.Catalog{Entities: test.catalog}).Order(test.catalog)
		if !slices.Equal(namesOf(ordered), test.want) || !slices.Equal(namesOf(circle), test.circles) {
			t.Errorf("%s: %q, in a circle %q; want %q, %q", name, namesOf(ordered), namesOf(circle), test.want, test.circles)
		}
	}
}

// TestReferencesOfAnImport: an imported description has no word for references; those of the built-in one count for the
// fields that both have.
func TestReferencesOfAnImport(t *testing.T) {
	t.Parallel()
	imported := api.Builtin()
	var forget func([]api.Field)
	forget = func(fields []api.Field) {
		for i := range fields {
			fields[i].RefersTo = nil
			forget(fields[i].Fields)
		}
	}
	for _, entity := range imported.Entities {
		forget(entity.Fields)
	}
	ordered, _ := transfer.NewReferences(imported).Order(named(t, imported, "joborders", "pricebooks", "billableitems", "companies"))
	if got, want := namesOf(ordered), []string{"billableitems", "pricebooks", "companies", "joborders"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
