package service_test

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// An entry's id stands for the identifier of its record only where that is an id of its own: one of a record
// that is fetched by a code would fetch another record.
func TestIDsOfOtherNames(t *testing.T) {
	for _, test := range []struct{ guid, entry, want string }{
		{"jobGuid", `{"guid":"a","id":1}`, "a"},
		{"pk", `{"id":5,"pk":7}`, "7"},
		{"code", `{"id":5}`, ""},
		{"external_id", `{"id":5,"external_id":"x"}`, "x"},
		{"external_id", `{"id":5}`, ""},
		{"", `{"id":5}`, "5"},
	} {
		entity := &api.Entity{Resource: "JobOrder", Title: "job order", GUID: test.guid}
		if got, err := service.ID(entity, object(t, test.entry)); got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s of %s: %q, %v; want %q", test.guid, test.entry, got, err, test.want)
		}
	}
}

// Where the whole record has an id beside its identifier, an entry's id is that, and would fetch another record.
func TestIDThatIsAnotherField(t *testing.T) {
	fields := []api.Field{{Name: "id", Type: api.Integer}, {Name: "userGuid", Type: api.String}}
	entity := &api.Entity{Resource: "User", Title: "user", GUID: "userGuid", Fields: fields}
	for entry, want := range map[string]string{`{"id":5}`: "", `{"id":5,"guid":"g"}`: "g", `{"id":5,"userGuid":"u"}`: "u"} {
		if got, _ := service.ID(entity, object(t, entry)); got != want {
			t.Errorf("%s: %q, want %q", entry, got, want)
		}
	}
}
