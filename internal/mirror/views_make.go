package mirror

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Views gives the views as this mirror has them.
func (s *Store) Views() []View { return viewsOf(s.options.Catalog, s.dialect.shape()) }

// SQLiteViews gives the views that a catalog makes in SQLite, for the documents.
func SQLiteViews(catalog *api.Catalog) []View { return viewsOf(catalog, sqliteShape{}) }

// MakeViews makes the views and the indexes of the business keys, where they are not those of the
// catalog already.
func (s *Store) MakeViews(ctx context.Context) error {
	var statements []string
	for _, view := range s.Views() {
		statements = append(statements, view.statement())
	}
	statements = append(statements, s.keyIndexes()...)
	mark := hashOf([]byte(strings.Join(statements, "\n")))
	return s.locked(ctx, "making the views of", func(ctx context.Context) error {
		made, err := s.meta(ctx, s.conn, "views")
		if err != nil || made == mark {
			return err
		}
		return s.inTx(ctx, func(tx *sql.Tx) error {
			if err := s.dropDerived(ctx, tx); err != nil {
				return err
			}
			for _, statement := range statements {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("%w: %s", err, statement)
				}
			}
			return s.setMeta(ctx, tx, "views", mark)
		})
	})
}

func (s *Store) dropDerived(ctx context.Context, tx *sql.Tx) error {
	views, indexes, err := s.dialect.derived(ctx, tx)
	if err != nil {
		return err
	}
	for _, view := range views {
		if _, err := tx.ExecContext(ctx, "drop view "+quoteName(view)); err != nil {
			return err
		}
	}
	for _, index := range indexes {
		if _, err := tx.ExecContext(ctx, "drop index "+quoteName(index)); err != nil {
			return err
		}
	}
	return nil
}

// keyIndexes make a search by business key quick.
func (s *Store) keyIndexes() []string {
	var statements []string
	for _, entity := range s.options.Catalog.Entities {
		for n, key := range entity.Key {
			name := fmt.Sprintf("key_%s_%d", strings.ToLower(bareName(entity.Name))[:min(len(entity.Name), 40)], n+1)
			statements = append(statements, fmt.Sprintf("create index %s on objects ((%s)) where entity = %s",
				quoteName(name), s.dialect.keyValue(key), quoteText(entity.Name)))
		}
	}
	return statements
}
