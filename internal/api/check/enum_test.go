package check

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// A record is checked so.
func TestEnumsOfRecords(t *testing.T) {
	fields := []api.Field{
		{Name: "kind", Type: api.String, Enum: []string{" SUBCONTRACTOR"}}, {Name: "rate", Type: api.Number, Enum: []string{"1.50"}},
	}
	for text, faults := range map[string]int{
		`{"kind":"SUBCONTRACTOR","rate":1.5}`: 0,
		`{"kind":"SUBCONTRACTORS","rate":2}`:  2,
	} {
		if got := New(&api.Entity{Fields: fields}, &api.Operation{}).CheckPart([]byte(text)); len(got) != faults {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
