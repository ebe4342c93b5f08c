package simulator

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestContradictionsAreFoundAtTheStart(t *testing.T) {
	refer := func(name, to, field, where string) api.Field {
		return api.Field{Name: name, Type: api.String, RefersTo: &api.Reference{Resource: to, Field: field, Where: where}}
	}
	tests := map[string]api.Field{
		"which the description does not have": refer("b", "Nowhere", "x", ""),
		"which A does not have":               refer("b", "A", "x", ""),
		"is not about a field":                refer("b", "A", "a", "x=y"),
		"round in a circle":                   refer("a", "A", "a", ""),
		"no field of which refers to A":       {Name: "b", Type: api.Array, Collects: "A"},
	}
	for want, field := range tests {
		fields := []api.Field{field}
		if field.Name != "a" {
			fields = append(fields, api.Field{Name: "a", Type: api.String})
		}
		_, err := New(Options{Catalog: &api.Catalog{Entities: []*api.Entity{{Resource: "A", Fields: fields}}}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New gives the error %v, want one with %q", err, want)
		}
	}
}
