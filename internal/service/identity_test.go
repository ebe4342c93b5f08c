package service

import (
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func listed(fields ...string) *api.Entity {
	e := &api.Entity{GUID: "thingGuid", Key: []string{"code"}, Operations: []api.Operation{{Verb: api.List}}}
	for _, name := range fields {
		e.Index = append(e.Index, api.Field{Name: name})
	}
	return e
}

// Where no whole record can be fetched, a key tells entries apart too.
func TestIdentifiable(t *testing.T) {
	fetched := listed("name")
	fetched.Operations = append(fetched.Operations, api.Operation{Verb: api.Get})
	for name, tt := range map[string]struct {
		entity *api.Entity
		want   bool
		id     string
	}{
		"fetched by something":   {fetched, true, ""},
		"nothing is known of it": {listed(), true, "c"},
		"a guid":                 {listed("name", "guid"), true, "c"},
		"its own GUID":           {listed("thingGuid"), true, "c"},
		"a key":                  {listed("code"), true, "c"},
		"only other fields":      {listed("name", "colour"), false, "c"},
	} {
		if got := Identifiable(tt.entity); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
		if id, err := ID(tt.entity, recordOf(t, `{"code":"c","name":"n"}`)); id != tt.id || (err == nil) != (tt.id != "") {
			t.Errorf("%s: the id is %q, %v", name, id, err)
		}
	}
}

func TestChangedAt(t *testing.T) {
	entity := &api.Entity{UpdatedAt: "changed"}
	at := time.UnixMilli(1761955200000)
	for entry, want := range map[string]time.Time{
		`{"updatedAt":1761955200000}`:                         at,
		`{"updatedAt":"1761955200000"}`:                       at,
		`{"updatedAt":"2025-11-01T00:00:00Z"}`:                at,
		`{"updatedAt":"2025-11-01T01:00:00+01:00"}`:           at,
		`{"changed":1761955200000}`:                           at,
		`{"updatedAt":null,"changed":1761955200000}`:          at,
		`{"updatedAt":"yesterday","changed":1761955200000}`:   at,
		`{"updatedAt":1761955200000,"changed":1700000000000}`: at,
		`{}`:                                 {},
		`{"updatedAt":{"at":1761955200000}}`: {},
		`{"updatedAt":1761955200000.5,"changed":"2025-11-01"}`: {},
	} {
		got, ok := ChangedAt(entity, recordOf(t, entry))
		if !got.Equal(want) || ok != !want.IsZero() {
			t.Errorf("%s: %s, %v", entry, got, ok)
		}
	}
	if _, ok := ChangedAt(&api.Entity{}, recordOf(t, `{"":1761955200000}`)); ok {
		t.Error("a field without a name tells when it was changed")
	}
}
