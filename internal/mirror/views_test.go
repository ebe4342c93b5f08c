package mirror_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/example"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// TestBuiltinViews: every view of the built-in catalog is there and answers, empty and filled.
func TestBuiltinViews(t *testing.T) {
	onBoth(t, api.Builtin(), func(f *fixture) {
		t := f.t
		for _, view := range f.Views() {
			f.answers("select * from "+view.Name, "")
		}
		for _, entity := range api.Builtin().Entities {
			f.put(entity, "a", indexEntry("a", 1), string(example.Record(entity, api.Get)), 0)
		}
		lists := 0
		for _, view := range f.Views() {
			got, err := f.ask("select * from " + view.Name)
			if err != nil {
				t.Errorf("%s: %v", view.Name, err)
			}
			if view.List == "" && strings.Count(got, `"_id":"a"`) != 1 {
				t.Errorf("%s holds %s", view.Name, got)
			}
			if view.List != "" && got != "" {
				lists++
			}
		}
		if lists == 0 {
			t.Error("no view of a list has a row")
		}
	})
}

// shapes is a catalog of one entity with a field of each type, with objects, and lists in lists.
func shapes() (*api.Entity, *api.Catalog) {
	at := api.Field{Name: "at", Type: api.Time}
	entity := entityNamed("shapes",
		api.Field{Name: "text", Type: api.String}, api.Field{Name: "count", Type: api.Integer}, api.Field{Name: "price", Type: api.Number},
		api.Field{Name: "open", Type: api.Boolean}, at, api.Field{Name: "free", Type: api.Any},
		api.Field{Name: "site", Type: api.Object, Fields: []api.Field{
			{Name: "name", Type: api.String}, {Name: "geo", Type: api.Object, Fields: []api.Field{{Name: "lat", Type: api.Number}, at}},
		}},
		api.Field{Name: "crew", Type: api.Array, Items: api.Object, Fields: []api.Field{
			{Name: "name", Type: api.String}, {Name: "shifts", Type: api.Array, Items: api.Object, Fields: []api.Field{
				at, {Name: "hours", Type: api.Number}, {Name: "codes", Type: api.Array, Items: api.String},
			}},
		}},
		api.Field{Name: "tags", Type: api.Array, Items: api.String}, api.Field{Name: "days", Type: api.Array, Items: api.Time},
	)
	return entity, &api.Catalog{Entities: []*api.Entity{entity}}
}

const shape = `{"text":"t","count":9007199254740993,"price":10.10,"open":true,"at":1772625600123,"free":{"x":[1]},
	"site":{"name":"North","geo":{"lat":-0.5,"at":0}},
	"crew":[{"name":"Ann","shifts":[{"at":1,"hours":7.5,"codes":["a","b"]},{"at":2,"hours":8,"codes":[]}]},{"name":"Bob","shifts":null},7],
	"tags":["x",null,"y"],"days":[1772625600123]}`

// TestColumns: numbers are numbers, times are times, and what stands within objects stands in columns
// named by its path.
func TestColumns(t *testing.T) {
	entity, catalog := shapes()
	onBoth(t, catalog, func(f *fixture) {
		f.put(entity, "a", indexEntry("a", 1772625600123), shape, 0)
		f.put(entity, "b", indexEntry("b", 2), `{}`, 0)
		f.answers("select count, text, site_name, site_geo_lat, at, site_geo_at from shapes where _id = 'a'",
			`{"count":9007199254740993,"text":"t","site_name":"North","site_geo_lat":-0.5,"at":"2026-03-04T12:00:00.123Z","site_geo_at":"1970-01-01T00:00:00`+map[bool]string{true: "", false: ".000"}[database.OnServer(f.options.Address)]+`Z"}`)
		f.answers("select price * 2 > 20.1 as more, count + 1 as next, price < 11 as less from shapes where count > 5 and _id = 'a'",
			map[bool]string{true: `{"more":true,"next":9007199254740994,"less":true}`, false: `{"more":1,"next":9007199254740994,"less":1}`}[database.OnServer(f.options.Address)])
		f.answers("select _updated_at, text, count, at, site_geo_at from shapes where text is null and not coalesce(open, false)",
			`{"_updated_at":"1970-01-01T00:00:00.002Z","text":null,"count":null,"at":null,"site_geo_at":null}`)
		f.answers("select _id from shapes where at > '2026-03-04T12:00:00' and at < '2026-03-04T12:00:01'", `{"_id":"a"}`)
	})
}

// TestListViews: a list within a record is a view, with the element's place; so is a list within a
// list.
func TestListViews(t *testing.T) {
	entity, catalog := shapes()
	onBoth(t, catalog, func(f *fixture) {
		f.put(entity, "a", indexEntry("a", 1), shape, 0)
		f.put(entity, "b", indexEntry("b", 1), `{"crew":{"name":"no list"},"tags":"x","days":[]}`, 0)
		f.answers("select _id, _position, name from shapes_crew where name is not null order by 2",
			`{"_id":"a","_position":1,"name":"Ann"}`+"\n"+`{"_id":"a","_position":2,"name":"Bob"}`)
		f.answers("select _position, _position2, hours from shapes_crew_shifts order by 1, 2",
			`{"_position":1,"_position2":1,"hours":7.5}`+"\n"+`{"_position":1,"_position2":2,"hours":8}`)
		f.answers("select _position, _position2, _position3, _value from shapes_crew_shifts_codes order by 3",
			`{"_position":1,"_position2":1,"_position3":1,"_value":"a"}`+"\n"+`{"_position":1,"_position2":1,"_position3":2,"_value":"b"}`)
		f.answers("select _position, _value from shapes_tags order by 1",
			`{"_position":1,"_value":"x"}`+"\n"+`{"_position":2,"_value":null}`+"\n"+`{"_position":3,"_value":"y"}`)
		f.answers("select _value from shapes_days", `{"_value":"2026-03-04T12:00:00.123Z"}`)
		f.answers("select name, hours from shapes s join shapes_crew c on c._id = s._id join shapes_crew_shifts h on h._id = c._id and h._position = c._position where hours > 7.6",
			`{"name":"Ann","hours":8}`)
	})
}

// TestOtherTypes: a value that is not of the column's type spoils neither its row nor the view.
func TestOtherTypes(t *testing.T) {
	entity, catalog := shapes()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for id, body := range map[string]string{
			"a": `{"text":5,"count":"many","price":"dear","open":"yes","at":"yesterday","site":"North","crew":5}`,
			"b": `{"text":{"x":1},"count":[1],"price":{},"open":3,"at":true,"site":[1],"crew":[[1]]}`,
			"c": `{"count":1e400,"price":-1e400,"at":1e400,"site":{"geo":{"lat":1e-400,"at":-1e17}},"days":[9e18]}`,
			"d": `{"at":99999999999999999,"days":[-62135596800001]}`,
			"e": `{"at":9223372036854775807}`,
			"f": `{"at":1.5}`,
		} {
			f.put(entity, id, `{"guid":"`+id+`","updatedAt":9223372036854775807}`, body, 0)
		}
		for _, view := range f.Views() {
			if _, err := f.ask("select * from " + view.Name); err != nil {
				t.Errorf("%s: %v", view.Name, err)
			}
		}
		f.answers("select count(*) as n from shapes", `{"n":6}`)
	})
}

// TestViewsAreDescribed: what is said of the views, in the documents and by "mirror schema", is what
// the database has.
func TestViewsAreDescribed(t *testing.T) {
	onBoth(t, api.Builtin(), func(f *fixture) {
		t := f.t
		for _, view := range f.Views() {
			querier, err := f.OpenQuerier(t.Context(), mirror.QuerierOptions{})
			f.ok(err)
			answer, err := querier.Query(t.Context(), "select * from "+view.Name)
			f.ok(err)
			rows, err := answer.Records()
			f.ok(err)
			var want []string
			for _, column := range view.Columns {
				want = append(want, column.Name)
			}
			if !slices.Equal(rows.Columns, want) {
				t.Errorf("%s has %v, described are %v", view.Name, rows.Columns, want)
			}
			f.ok(answer.Close())
			f.ok(querier.Close())
		}
	})
}
