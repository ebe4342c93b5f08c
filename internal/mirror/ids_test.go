package mirror_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestGUIDsInAnyCase: a GUID finds its record in small letters and in capitals, however the server writes it; the very
// letters go first, and what is there before what is gone. No other identifier is found so.
func TestGUIDsInAnyCase(t *testing.T) {
	entity, catalog := things()
	const small, large = "0a1b2c3d-4e5f-6789-abcd-ef0123456789", "FFFFFFFF-4E5F-6789-ABCD-EF0123456789"
	const mixed, renamed = "aaaaAAAA-4e5f-6789-abcd-ef0123456789", "bbbbbbbb-4e5f-6789-abcd-ef0123456789"
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		listed := []string{small, large, mixed, "plain", strings.ToUpper(renamed)}
		var entries []string
		for _, id := range append([]string{renamed}, listed...) {
			f.put(entity, id, indexEntry(id, 1), `{"number":"N-`+id+`"}`, 0)
		}
		for _, id := range listed {
			entries = append(entries, indexEntry(id, 1))
		}
		stage := f.stage(entity, entries...)
		_, err := stage.MarkGone(t.Context(), later())
		f.ok(err)
		f.ok(f.Synced(t.Context(), entity, later(), len(listed), 0, true))
		references := f.NewReferences()
		for word, want := range map[string]string{
			small: small, strings.ToUpper(small): small, "0A1b2c3d-4e5f-6789-abcd-ef0123456789": small,
			large: large, strings.ToLower(large): large,
			mixed: mixed, strings.ToUpper(mixed): "",
			renamed: strings.ToUpper(renamed), strings.ToUpper(renamed): strings.ToUpper(renamed),
			"plain": "plain", "PLAIN": "", "ffffffff-4e5f-6789-abcd-ef012345678a": "",
		} {
			if id, err := f.ID(t.Context(), entity, word); err != nil || id != want {
				t.Errorf("%s: the id is %q (%v), want %q", word, id, err, want)
			}
			if ids, err := f.Resolve(t.Context(), entity, word); err != nil || strings.Join(ids, " ") != want {
				t.Errorf("%s stands for %q (%v), want %q", word, ids, err, want)
			}
			given, err := record.New(record.Value(`{"` + entity.GUID + `":"` + word + `"}`))
			f.ok(err)
			if ids, err := f.Existing(t.Context(), entity, given); err != nil || strings.Join(ids, " ") != want {
				t.Errorf("%s is there as %q (%v), want %q", word, ids, err, want)
			}
			if found, err := f.Matching(t.Context(), entity, given); err != nil || len(found) > 1 || len(found) == 1 != (want != "") || len(found) == 1 && found[0].ID != want {
				t.Errorf("%s matches %+v (%v), want %q", word, found, err, want)
			}
			if missing, err := references.Missing(t.Context(), &api.Reference{Resource: entity.Resource, Field: entity.GUID}, word); err != nil || missing != (want == "") {
				t.Errorf("%s is missing: %v (%v)", word, missing, err)
			}
			entry, whole, err := stage.Fresh(t.Context(), word)
			f.ok(err)
			if (len(entry.Raw()) > 0) != (want != "") || want != "" && !strings.Contains(string(whole.Raw()), want) {
				t.Errorf("%s is %s by the list, and %s", word, entry.Raw(), whole.Raw())
			}
		}
	})
}

// TestMarkWrittenInAnyCase: what was written under a GUID in capitals is read again.
func TestMarkWrittenInAnyCase(t *testing.T) {
	entity, catalog := things()
	const id = "0a1b2c3d-4e5f-6789-abcd-ef0123456789"
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, id, indexEntry(id, 1), `{"number":"1"}`, 0)
		f.ok(f.MarkWritten(t.Context(), entity, []string{strings.ToUpper(id)}))
		if _, whole, err := f.stage(entity, indexEntry(id, 1)).Fresh(t.Context(), id); err != nil || len(whole.Raw()) > 0 {
			t.Errorf("it counts as read: %s (%v)", whole.Raw(), err)
		}
	})
}
