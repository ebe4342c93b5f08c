package mirror

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// MaxMatches is how many records of one key are looked for: enough to list, for more than one is
// too many.
const MaxMatches = 20

// Resolve finds the ids of the records that a word names: by id or, where no id is so, by one of
// the entity's business keys, gone ones only where no other is so. It gives nothing where the mirror
// has no such record.
func (s *Store) Resolve(ctx context.Context, entity *api.Entity, word string) (ids []string, err error) {
	word = database.Storable(word)
	return ids, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		ids, err = s.byID(ctx, on, entity, word)
		if err != nil || len(ids) > 0 {
			return err
		}
		for _, present := range []string{"gone_at is null", "gone_at is not null"} {
			if ids, err = s.byKey(ctx, on, entity, present, word); err != nil || len(ids) > 0 {
				return err
			}
		}
		return nil
	})
}

// byKey gives the ids of the records, present or gone, of which any of the business keys is a word.
func (s *Store) byKey(ctx context.Context, on queryer, entity *api.Entity, present, word string) (ids []string, err error) {
	forms := s.dialect.keyForms(word)
	for _, key := range entity.Key {
		found, err := database.QueryStrings(ctx, on, fmt.Sprintf(
			"select id from objects where entity = %s and %s and %s in (%s) order by seq limit %d",
			sqltext.Constant(entity.Name), present, s.dialect.keyValue(key), sqltext.Arguments(len(forms)), MaxMatches), forms...)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// Suggest gives business keys and ids that begin with some letters, at most so many.
func (s *Store) Suggest(ctx context.Context, entity *api.Entity, start string, most int) (words []string, err error) {
	start = database.Storable(start)
	return words, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		for _, column := range append(s.keyColumns(entity), "id") {
			found, err := database.QueryStrings(ctx, on, fmt.Sprintf(
				"select distinct %[1]s from objects where entity = %[2]s and gone_at is null and substr(%[1]s, 1, ?) = ? order by 1 limit %[3]d",
				column, sqltext.Constant(entity.Name), most), utf8.RuneCountInString(start), start)
			if err != nil {
				return err
			}
			words = append(words, found...)
		}
		words = words[:min(len(words), most)]
		return nil
	})
}

func (s *Store) keyColumns(entity *api.Entity) []string {
	var columns []string
	for _, key := range entity.Key {
		columns = append(columns, s.dialect.keyValue(key))
	}
	return columns
}
