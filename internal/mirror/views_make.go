package mirror

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// Views gives the views as this mirror has them.
func (s *Store) Views() []View {
	return views.Of(s.options.Catalog, viewSQL(s.options.Address, views.DaysOf(s.options.DayZone)), ownTables())
}

// derived is a view, or an index of a business key, with the statement that makes it.
type derived struct{ name, statement, entity string }

func (s *Store) derived() []derived {
	var all []derived
	for _, view := range s.Views() {
		all = append(all, derived{view.Name, view.Statement(s.dialect.named(view.Name)), view.Entity})
	}
	return append(all, s.keyIndexes()...)
}

// MakeViews makes the views and the indexes of the business keys, where they are not those of the
// catalog and of the zone of days already. Views that others made stay.
func (s *Store) MakeViews(ctx context.Context) error {
	all := s.derived()
	names, statements := make([]string, 0, len(all)), make([]string, 0, len(all))
	for _, one := range all {
		names, statements = append(names, one.name), append(statements, one.statement)
	}
	days := views.DaysOf(s.options.DayZone)
	mark := hashOf(fmt.Appendf(nil, "%s %v", strings.Join(statements, "\n"), days))
	return s.locked(ctx, "making the views of", func(ctx context.Context) error {
		made, err := s.meta(ctx, s.conn, "views")
		if err != nil || made == mark {
			return err
		}
		return s.inTx(ctx, func(tx *sql.Tx) error {
			if err := s.dialect.alone(ctx, tx); err != nil {
				return err
			}
			if made, err := s.meta(ctx, tx, "views"); err != nil || made == mark {
				return err // another process made them meanwhile
			}
			if err := s.dropDerived(ctx, tx, names); err != nil {
				return err
			}
			if err := s.makeDays(ctx, tx, days); err != nil {
				return err
			}
			for _, statement := range statements {
				if _, err := tx.ExecContext(ctx, s.dialect.rebind(statement)); err != nil {
					return fmt.Errorf("%w: %s", err, statement)
				}
			}
			if err := s.setMeta(ctx, tx, "views_made", strings.Join(names, " ")); err != nil {
				return err
			}
			return s.setMeta(ctx, tx, "views", mark)
		})
	})
}

// makeDays fills the table that the views tell days by.
func (s *Store) makeDays(ctx context.Context, tx *sql.Tx, days views.Days) error {
	for _, statement := range days.Statements() {
		if _, err := tx.ExecContext(ctx, s.dialect.rebind(statement)); err != nil {
			return fmt.Errorf("%w: %s", err, statement)
		}
	}
	return nil
}

// dropDerived drops the views and indexes that MakeViews made, and those that have the names it needs.
func (s *Store) dropDerived(ctx context.Context, tx *sql.Tx, needed []string) error {
	views, indexes, err := s.dialect.derived(ctx, tx)
	if err != nil {
		return err
	}
	made, err := s.meta(ctx, tx, "views_made")
	if err != nil {
		return err
	}
	ours := append(strings.Fields(made), needed...)
	for _, view := range views {
		if !slices.Contains(ours, view) {
			continue
		}
		if _, err := tx.ExecContext(ctx, "drop view "+s.dialect.named(view)); err != nil {
			return err
		}
	}
	for _, index := range indexes {
		if !slices.Contains(ours, index) {
			continue
		}
		if _, err := tx.ExecContext(ctx, "drop index "+s.dialect.named(index)); err != nil {
			return err
		}
	}
	return nil
}

// keyIndexes make a search by business key quick.
func (s *Store) keyIndexes() []derived {
	var all []derived
	kind, taken := "", map[string]bool{}
	if _, ok := s.dialect.(postgresDialect); ok {
		kind = "using hash" // the usual kind takes no key of some thousand characters
	}
	for _, entity := range s.options.Catalog.Entities {
		for n, key := range entity.Key {
			name := views.Unique(s.dialect.viewSQL().Name(fmt.Sprintf("key_%d_%s", n+1, entity.Name)), taken)
			all = append(all, derived{entity: entity.Name, name: name, statement: fmt.Sprintf("create index %s on objects %s ((%s)) where entity = %s",
				sqltext.Name(name), kind, s.dialect.keyValue(key), sqltext.Constant(entity.Name))})
		}
	}
	return all
}
