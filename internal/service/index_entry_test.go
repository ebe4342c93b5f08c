package service

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// An error in the place of an entry is none; what names a record, or has a field of one, is.
func TestIsEntry(t *testing.T) {
	thing := &api.Entity{
		Name: "things", GUID: "thingGuid", Index: []api.Field{{Name: "dtype"}, {Name: "guid"}, {Name: "updatedAt"}},
		Fields: []api.Field{{Name: "thingGuid"}, {Name: "thingName"}},
	}
	bare := &api.Entity{Name: "others"}
	for raw, want := range map[string]bool{
		`{"guid":"1"}`: true, `{"id":7}`: true, `{"thingGuid":"1"}`: true, `{"dtype":"X"}`: true, `{"thingName":"x"}`: true,
		`{}`: true, `{"status":400,"message":"no"}`: false, `{"error":{"guid":"1"}}`: false, `{"unknown":1,"message":"x"}`: true,
	} {
		r, err := record.New(record.Value(raw))
		if err != nil {
			t.Fatal(err)
		}
		if got := isEntry(thing, r); got != want {
			t.Errorf("%s: %v", raw, got)
		}
	}
	for raw, want := range map[string]bool{`{"anything":1}`: true, `{"error":"x"}`: false} {
		r, err := record.New(record.Value(raw))
		if err != nil {
			t.Fatal(err)
		}
		if got := isEntry(bare, r); got != want {
			t.Errorf("where no field is known, %s: %v", raw, got)
		}
	}
}
