package mirror

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// Order puts the entries in the order of a field of their records, as the mirror has them: numbers by
// value, texts by code point without regard to letter case and then with it, what has no value last
// in either direction, equals as the index has them. It is false where the database would order
// otherwise: where the field holds several kinds of values, texts beyond ASCII, or times that are texts.
func (g *Stage) Order(ctx context.Context, path []string, descending bool) (ok bool, err error) {
	s := g.store
	return ok, s.withConn(ctx, "sorting", func(ctx context.Context, on queryer) error {
		keys, err := g.sortKeys(ctx, on, path, descending)
		if err != nil || keys == "" {
			return err
		}
		if err := database.ExecAll(ctx, on, "drop table if exists ranked",
			s.dialect.workingTable()+" ranked (place bigint primary key, position bigint not null)"); err != nil {
			return err
		}
		_, err = on.ExecContext(ctx, fmt.Sprintf(
			"insert into ranked (place, position) select row_number() over (order by %s, i.position), i.position from %s", keys, joined), g.entity.Name)
		g.ordered, ok = err == nil, err == nil
		return err
	})
}

// sortKeys writes what to order by, nothing where the database cannot.
func (g *Stage) sortKeys(ctx context.Context, on queryer, path []string, descending bool) (string, error) {
	sql := g.store.dialect.viewSQL()
	root := sql.Source()
	kind := sql.Kind(root, path)
	whole, text := sql.Kinds()
	kinds, err := g.kindsOf(ctx, on, kind)
	if err != nil {
		return "", err
	}
	direction := ""
	if descending {
		direction = " desc"
	}
	switch {
	case onlyOf(kinds, whole):
		value := fmt.Sprintf("(case when %s = '%s' then %s end)", kind, whole, sql.Plain(root, path, true))
		return fmt.Sprintf("case when %[1]s is null then 1 else 0 end, %[1]s%[2]s", value, direction), nil
	case onlyOf(kinds, text) && !g.holdsTimes(path):
		value := fmt.Sprintf("(case when %s = '%s' then nullif(%s, '') end)", kind, text, sql.Plain(root, path, false))
		others, err := g.anyWith(ctx, on, sql.NotASCII(value))
		if err != nil || others {
			return "", err
		}
		return fmt.Sprintf("case when %[1]s is null then 1 else 0 end, %[2]s%[4]s, %[3]s%[4]s",
			value, sql.LowerCase(value), sql.ByCode(value), direction), nil
	default:
		return "", nil
	}
}

// holdsTimes tells whether the texts in a field stand for times, whose order they do not have.
func (g *Stage) holdsTimes(path []string) bool {
	field, known := api.Find(g.entity.Fields, strings.Join(path, "."))
	return known && field.Type.Epoch()
}

// kindsOf gives the kinds of values that a field holds, but null and nothing.
func (g *Stage) kindsOf(ctx context.Context, on queryer, kind string) ([]string, error) {
	return database.QueryStrings(ctx, on, fmt.Sprintf(
		"select distinct %[1]s from %[2]s where %[1]s is not null and %[1]s <> 'null'", kind, joined), g.entity.Name)
}

// onlyOf tells whether there is no kind but the one; several spellings of true are several kinds.
func onlyOf(kinds []string, kind string) bool { return len(kinds) == 1 && kinds[0] == kind }

func (g *Stage) anyWith(ctx context.Context, on queryer, condition string) (bool, error) {
	var one int
	return database.WasFound(on.QueryRowContext(ctx, "select 1 from "+joined+" where "+condition+" limit 1", g.entity.Name).Scan(&one))
}
