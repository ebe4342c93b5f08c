package views

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// crews is a catalog of one entity with lists in lists.
func crews() *api.Catalog {
	return &api.Catalog{Entities: []*api.Entity{{Name: "jobs", Fields: []api.Field{
		{Name: "jobNumber", Type: api.String, Description: "The number."},
		{Name: "site", Type: api.Object, Fields: []api.Field{{Name: "name", Type: api.String}}},
		{Name: "startDate", Type: api.Day},
		{Name: "crew", Type: api.Array, Items: api.Object, Fields: []api.Field{
			{Name: "name", Type: api.String}, {Name: "codes", Type: api.Array, Items: api.String},
		}},
	}}}}
}

func columns(v View) string {
	var names []string
	for _, column := range v.Columns {
		names = append(names, column.Name+" "+column.Type)
	}
	return strings.Join(names, ", ")
}

// TestOf: an entity has a view, and so has each list within its records, whose rows say where they stand.
func TestOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  SQL
		want []string
	}{
		"sqlite": {SQLite(nil), []string{
			"jobs: _id text, _updated_at text, _fetched_at text, jobNumber text, site_name text, startDate text, crew json",
			"jobs_crew: _id text, _position integer, name text, codes json",
			"jobs_crew_codes: _id text, _position integer, _position2 integer, _value text",
		}},
		"postgres": {Postgres(nil), []string{
			"jobs: _id text, _updated_at timestamptz, _fetched_at timestamptz, jobnumber text, site_name text, startdate date, startdate_time timestamptz, crew jsonb",
			"jobs_crew: _id text, _position numeric, name text, codes jsonb",
			"jobs_crew_codes: _id text, _position numeric, _position2 numeric, _value text",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, view := range Of(crews(), c.sql, nil) {
				got = append(got, view.Name+": "+columns(view))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("the views are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
	found := Of(crews(), SQLite(nil), []string{"jobs"})
	if found[0].Name != "jobs_records" || found[1].Name != "jobs_records_crew" || found[0].Entity != "jobs" || found[2].List != "crew.codes" {
		t.Errorf("where the name is reserved they are %q, %q of %q, and the list is %q", found[0].Name, found[1].Name, found[0].Entity, found[2].List)
	}
}

// TestStatement: SQLite takes what is written for it, and answers.
func TestStatement(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "views.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	zone, err := time.LoadLocation("America/Edmonton")
	if err != nil {
		t.Fatal(err)
	}
	days := DaysOf(zone)
	statements := append(days.Statements(),
		"create table objects (entity, id, document, body, updated_at, fetched_at, gone_at)",
		`insert into objects values ('jobs', 'a', null,
			'{"jobNumber":"J-1","site":{"name":"North"},"startDate":1793253600000,"crew":[{"name":"Ann","codes":["x","y"]}]}', 0, 0, null)`,
		"insert into objects values ('jobs', 'gone', null, '{}', 0, 0, 1)")
	all := Of(crews(), SQLite(days), nil)
	for _, view := range all {
		statements = append(statements, view.Statement(`"`+view.Name+`"`))
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%v: %s", err, statement)
		}
	}
	for query, want := range map[string]string{
		"select group_concat(_id || jobNumber || site_name || startDate, '') from jobs":               "aJ-1North2026-10-29",
		"select group_concat(_position || _position2 || _value, ' ') from jobs_crew_codes order by 1": "11x 12y",
	} {
		var got string
		if err := db.QueryRowContext(t.Context(), query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, want %q, %v", query, got, want, err)
		}
	}
}

// TestNames: names need no quotes, are no longer than PostgreSQL keeps them, and stay different.
func TestNames(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"": "_", "a.b c": "a_b_c", "ünï": "_n_", "sqlite_x": "_sqlite_x", "SQLite_x": "_SQLite_x", "$1": "_1",
	} {
		if got := SQLite(nil).Name(path); got != want {
			t.Errorf("%q is called %q, want %q", path, got, want)
		}
	}
	long := strings.Repeat("Long", 25)
	if got := Postgres(nil).Name(long); got != strings.ToLower(long)[:sqltext.LongestName] {
		t.Errorf("a long name becomes %q", got)
	}
	taken := map[string]bool{}
	for _, c := range [][2]string{{"a", "a"}, {"A", "A_2"}, {"a", "a_3"}, {long[:sqltext.LongestName], long[:sqltext.LongestName]}, {long[:sqltext.LongestName], long[:sqltext.LongestName-2] + "_2"}} {
		if got := Unique(c[0], taken); got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
	}
}
