package mirror

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// maxMatches is how many records of one key are looked for: enough to list, for more than one is
// too many.
const maxMatches = 20

// Resolve finds the ids of the records that a word names: by id or, where no id is so, by one of
// the entity's business keys, gone ones only where no other is so. It gives nothing where the mirror
// has no such record.
func (s *Store) Resolve(ctx context.Context, entity *api.Entity, word string) (ids []string, err error) {
	word = storable(word)
	return ids, s.locked(ctx, "reading", func(ctx context.Context) error {
		ids, err = texts(ctx, s.conn, s.dialect.rebind("select id from objects where entity = ? and id = ?"), entity.Name, word)
		for _, present := range []string{"gone_at is null", "gone_at is not null"} {
			for _, key := range entity.Key {
				if err != nil || len(ids) > 0 {
					return err
				}
				forms := s.dialect.keyForms(word)
				ids, err = texts(ctx, s.conn, s.dialect.rebind(fmt.Sprintf(
					"select id from objects where entity = %s and %s and %s in (?%s) order by seq limit %d",
					quoteText(entity.Name), present, s.dialect.keyValue(key), strings.Repeat(", ?", len(forms)-1), maxMatches)), forms...)
			}
		}
		return err
	})
}

// Suggest gives business keys and ids that begin with some letters, at most so many.
func (s *Store) Suggest(ctx context.Context, entity *api.Entity, start string, most int) (words []string, err error) {
	start = storable(start)
	return words, s.locked(ctx, "reading", func(ctx context.Context) error {
		for _, column := range append(s.keyColumns(entity), "id") {
			found, err := texts(ctx, s.conn, s.dialect.rebind(fmt.Sprintf(
				"select distinct %[1]s from objects where entity = %[2]s and gone_at is null and substr(%[1]s, 1, ?) = ? order by 1 limit %[3]d",
				column, quoteText(entity.Name), most)), utf8.RuneCountInString(start), start)
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
