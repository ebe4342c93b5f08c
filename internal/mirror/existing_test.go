package mirror_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestExisting: a record that is to be written is there if its GUID or any of its keys is that of one that
// is not gone.
func TestExisting(t *testing.T) {
	entity, catalog := things()
	entity.Key = []string{"number", "code"}
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"number":"J-1","code":"C-1"}`, 0)
		f.put(entity, "b", indexEntry("b", 1), `{"number":1002,"code":"C-2"}`, 0)
		f.put(entity, "gone", indexEntry("gone", 1), `{"number":"J-9"}`, 0)
		if whole, err := f.Whole(t.Context(), entity); whole || err != nil {
			t.Errorf("before a sync it is whole: %v %v", whole, err)
		}
		_, err := f.stage(entity, indexEntry("a", 1), indexEntry("b", 1)).MarkGone(t.Context(), later())
		f.ok(err)
		f.ok(f.Synced(t.Context(), entity, later(), 2, 0, true))
		if whole, err := f.Whole(t.Context(), entity); !whole || err != nil {
			t.Errorf("after a sync it is whole: %v %v", whole, err)
		}
		for raw, want := range map[string]string{
			`{"number":"J-1"}`: "a", `{"number":1002}`: "b", `{"number":"1002"}`: "b", `{"code":"C-1"}`: "a", `{"number":"J-2","code":"C-2"}`: "b",
			`{"number":"J-1","code":"C-2"}`: "a b", `{"number":"J-9"}`: "", `{"number":"j-1"}`: "", `{"name":"J-1"}`: "", `{"number":"","code":null}`: "",
			`{"` + entity.GUID + `":"b"}`: "b", `{"number":"a"}`: "",
		} {
			r, err := record.New(record.Value(raw))
			f.ok(err)
			if got, err := f.Existing(t.Context(), entity, r); err != nil || strings.Join(got, " ") != want {
				t.Errorf("%s is %v (%v), want %q", raw, got, err, want)
			}
		}
	})
}
