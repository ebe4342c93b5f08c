package mirror_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// TestHostileNames: an imported description may name fields and entities as it likes; each has a
// column, a view and an index of its own.
func TestHostileNames(t *testing.T) {
	long := strings.Repeat("long", 25)
	names := []string{
		`a"b`, "a'b", "a.b", "a b", "a_b", "A_B", "a;b", "a?b", "a$1b", `a\b`, "a[0]", "$", "", "*", "ünï", "select", "_id", "_ID", "_value", "objects",
		long + "1", long + "2", strings.ToUpper(long) + "1", "--", "/*", "%s", "{x}", "\u202e",
	}
	var fields []api.Field
	for _, name := range names {
		fields = append(fields, api.Field{Name: name, Type: api.String},
			api.Field{Name: name + "s", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: name, Type: api.Time}}},
			api.Field{Name: name + "o", Type: api.Object, Fields: []api.Field{{Name: name, Type: api.Integer}}})
	}
	var catalog api.Catalog
	for _, name := range []string{"objects", "history", "sqlite_things", "pg_things", "ünï", "Ünï", "a b", "a-b", "it's", `"`, long + "1", long + "2", "objects_records"} {
		entity := entityNamed(name, fields...)
		if len(catalog.Entities) > 0 {
			entity.Fields = fields[:6] // of the others the name is what matters
		}
		entity.Key = names[:3]
		catalog.Entities = append(catalog.Entities, entity)
	}
	onBoth(t, &catalog, func(f *fixture) {
		t := f.t
		entity := catalog.Entities[0]
		body := make([]string, 0, len(names))
		for n, name := range names {
			body = append(body, fmt.Sprintf(`%q:"%d",%q:[{%q:%d}],%q:{%q:%d}`, name, n, name+"s", name, n, name+"o", name, n))
		}
		f.put(entity, "a", indexEntry("a", 1), "{"+strings.Join(body, ",")+"}", 0)
		taken := map[string]bool{}
		for _, view := range f.Views() {
			if taken[strings.ToLower(view.Name)] {
				t.Errorf("there are two views %s", view.Name)
			}
			taken[strings.ToLower(view.Name)] = true
			got, err := f.ask(`select * from "` + strings.ReplaceAll(view.Name, `"`, `""`) + `"`)
			if err != nil {
				t.Errorf("%s: %v", view.Name, err)
			}
			if view.Entity != "objects" || view.List != "" {
				continue
			}
			for n, name := range names {
				if want := fmt.Sprintf(`"%d"`, n); !strings.Contains(got, want) && (database.OnServer(f.options.Address) || !strings.ContainsAny(name, `"\`)) {
					t.Errorf("the value of %q is missing in %s", name, got)
				}
			}
		}
	})
}

// TestViewsAreRemade: another description makes other views, and none of the old ones stays; views of
// other people do.
func TestViewsAreRemade(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1","size":5,"code":"C"}`, 0)
		direct(t, f.options.Address, "create view theirs as select 1 as one")
		f.answers("select * from (select number, size from things) x", `{"number":"1","size":5}`)
		changed := *entity
		changed.Fields = []api.Field{{Name: "code", Type: api.String}}
		changed.Key = []string{"code"}
		f.options.Catalog = &api.Catalog{Entities: []*api.Entity{&changed}}
		f.open()
		f.answers("select code from things", `{"code":"C"}`)
		if _, err := f.ask("select number from things"); err == nil {
			t.Error("a column of the old description is still there")
		}
		f.options.Catalog = &api.Catalog{Entities: []*api.Entity{entityNamed("others")}}
		f.open()
		if _, err := f.ask("select code from things"); err == nil {
			t.Error("a view of the old description is still there")
		}
		f.answers("select one from theirs", `{"one":1}`)
	})
}

// TestViewsAreKept: where the description is the same nothing is done, so that a reader is not
// disturbed.
func TestViewsAreKept(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		direct(t, f.options.Address, "drop view things", "create view things as select 5 as mark")
		f.open()
		f.answers("select mark from things", `{"mark":5}`)
	})
}
