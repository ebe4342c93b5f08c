package mirror_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// TestReferences: a record that is referred to is missing only where the mirror has read all of its
// entity, and what was meant comes with it.
func TestReferences(t *testing.T) {
	entity, catalog := things()
	entity.Key = []string{"code"}
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		references := f.NewReferences()
		missing := func(field, value string) bool {
			t.Helper()
			is, err := references.Missing(t.Context(), &api.Reference{Resource: entity.Resource, Field: field}, value)
			f.ok(err)
			return is
		}
		f.put(entity, "a", indexEntry("a", 1), `{"code":"C0001"}`, 0)
		f.put(entity, "b", indexEntry("b", 1), `{"code":1002}`, 0)
		f.put(entity, "gone", indexEntry("gone", 1), `{"code":"C0009"}`, 0)
		if missing("code", "C0002") {
			t.Error("an entity that was never read whole cannot lack a record")
		}
		_, err := f.stage(entity, indexEntry("a", 1), indexEntry("b", 1)).MarkGone(t.Context(), later())
		f.ok(err)
		f.ok(f.Synced(t.Context(), entity, later(), 2, 0, true))
		references = f.NewReferences()
		for value, want := range map[string]bool{"C0001": false, "1002": false, "C0002": true, "C0009": true, "c0001": true, "": true, "a": true, "x\x00": true} {
			if got := missing("code", value); got != want || missing("code", value) != want {
				t.Errorf("%q is missing: %v", value, got)
			}
		}
		if missing(entity.GUID, "a") || !missing(entity.GUID, "C0001") || missing("name", "nobody") {
			t.Error("a GUID is one, and other fields are not looked at")
		}
		if is, err := references.Missing(t.Context(), &api.Reference{Resource: "Nothing", Field: "code"}, "x"); is || err != nil {
			t.Errorf("an entity that is not described: %v %v", is, err)
		}
		near, err := references.Near(t.Context(), &api.Reference{Resource: entity.Resource, Field: "code"}, "c0002", 3)
		if err != nil || strings.Join(near, " ") != "C0001" {
			t.Errorf("near are %v (%v)", near, err)
		}
	})
}
