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
