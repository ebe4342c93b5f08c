package mirror

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/database"
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
		all = append(all, derived{view.Name, view.Statement(s.dialect.fullName(view.Name)), view.Entity})
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
	return s.withConn(ctx, "making the views of", func(ctx context.Context, on queryer) error {
		made, err := readMeta(ctx, on, "views")
		if err != nil || made == mark {
			return err
		}
		return s.inTx(ctx, func(tx queryer) error {
			if err := s.dialect.exclusive(ctx, tx); err != nil {
				return err
			}
			if made, err := readMeta(ctx, tx, "views"); err != nil || made == mark {
				return err // another process made them meanwhile
			}
			if err := s.dropDerived(ctx, tx, names); err != nil {
				return err
			}
			for _, statement := range slices.Concat(days.Statements(), statements) {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("%w: %s", err, statement)
				}
			}
			if err := writeMeta(ctx, tx, "views_made", strings.Join(names, " ")); err != nil {
				return err
			}
			return writeMeta(ctx, tx, "views", mark)
		})
	})
}

// dropDerived drops the views and indexes that MakeViews made, and those that have the names it needs.
func (s *Store) dropDerived(ctx context.Context, tx queryer, needed []string) error {
	views, indexes, err := s.dialect.derived(ctx, tx)
	if err != nil {
		return err
	}
	made, err := readMeta(ctx, tx, "views_made")
	if err != nil {
		return err
	}
	ours := append(strings.Fields(made), needed...)
	var statements []string
	drop := func(kind string, names []string) {
		for _, name := range names {
			if slices.Contains(ours, name) {
				statements = append(statements, "drop "+kind+" "+s.dialect.fullName(name))
			}
		}
	}
	drop("view", views)
	drop("index", indexes)
	return database.ExecAll(ctx, tx, statements...)
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
