package mirror

import (
	"context"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// idColumn is where objects have what they are fetched by.
const idColumn = "id"

// idForms are the ids that a word may stand for: letter case does not tell GUIDs apart. All are looked for as they are,
// so that the index is used; one that the server writes in small letters and capitals at once is found by that alone.
func idForms(word string) []any {
	word = database.Storable(word)
	forms := []any{word}
	if !api.IsGUID(word) {
		return forms
	}
	for _, form := range []string{strings.ToLower(word), strings.ToUpper(word)} {
		if !slices.Contains(forms, any(form)) {
			forms = append(forms, form)
		}
	}
	return forms
}

// formsIn are the values that a word may stand for in a column of findable.
func (s *Store) formsIn(column, word string) []any {
	if column == idColumn {
		return idForms(word)
	}
	return s.dialect.keyForms(database.Storable(word))
}

// ID gives the id of a record as the mirror has it, for a GUID in any letter case. It is empty where there is none.
func (s *Store) ID(ctx context.Context, entity *api.Entity, id string) (known string, err error) {
	return known, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		ids, err := s.byID(ctx, on, entity, id)
		if len(ids) > 0 {
			known = ids[0]
		}
		return err
	})
}

// byID gives the id that a word is, at most one. Where several are the same GUID, one that is there goes before one that
// is gone, and the very letters before others.
func (s *Store) byID(ctx context.Context, on queryer, entity *api.Entity, word string) ([]string, error) {
	forms := idForms(word)
	arguments := append(append([]any{entity.Name}, forms...), forms[0])
	return database.QueryStrings(ctx, on, "select id from objects where entity = ? and id in ("+sqltext.Arguments(len(forms))+
		") order by gone_at is not null, id <> ? limit 1", arguments...)
}
