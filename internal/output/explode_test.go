package output

import (
	"errors"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func rows(t *testing.T, name, object string) (string, *Explode) {
	t.Helper()
	e, err := NewExplode(name, choosing())
	if err != nil {
		t.Fatal(err)
	}
	r := rec(t, object)
	e.Count(r)
	var all []string
	for row, err := range e.Rows(r) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(row.Raw()))
	}
	return strings.Join(all, " "), e
}

// TestExplode: a row has the element in the place of the list, and all other bytes as they were.
func TestExplode(t *testing.T) {
	for _, c := range []struct{ name, object, want string }{
		{"crew", `{"a":1.50,"crew":[{"code":"1"},{"code":"2"}],"b":[1]}`, `{"a":1.50,"crew":{"code":"1"},"b":[1]} {"a":1.50,"crew":{"code":"2"},"b":[1]}`},
		{"tags", `{"tags":["x",null,"y"]}`, `{"tags":"x"} {"tags":null} {"tags":"y"}`},
		{"deep.list", `{"deep":{"n":1,"list":[7,8]}}`, `{"deep":{"n":1,"list":7}} {"deep":{"n":1,"list":8}}`},
		{"crew", `{"crew":[]}`, ""},
		{"crew", `{"crew":null}`, ""},
		{"crew", `{"a":1}`, ""},
		{"crew", `{"crew":{"code":"1"}}`, `{"crew":{"code":"1"}}`},
	} {
		got, e := rows(t, c.name, c.object)
		if got != c.want || (e.Bare() == 1) != (c.want == "") {
			t.Errorf("%s of %s: %s, want %s (bare %d)", c.name, c.object, got, c.want, e.Bare())
		}
	}
}

// TestExplodeDescribesItsRows: the fields of an element keep their types, and a table shows them.
func TestExplodeDescribesItsRows(t *testing.T) {
	e, err := NewExplode("crew", choosing())
	if err != nil {
		t.Fatal(err)
	}
	from, _, _ := lookup(e.Fields(), []string{"crew", "from"})
	if list, _, _ := lookup(e.Fields(), []string{"crew"}); list.Type != api.Object || from.Type != api.Time {
		t.Errorf("%+v", list)
	}
	if before, _, _ := lookup(choosing(), []string{"crew"}); before.Type != api.Array {
		t.Error("the description was changed")
	}
	if got := strings.Join(e.Columns([]string{"name", "crew"}), " "); got != "name crew.code crew.hours crew.from crew.kind" {
		t.Error(got)
	}
}

// TestExplodeWithin: rows of a list in the elements of another have one of those in its place, and what is left out
// is counted.
func TestExplodeWithin(t *testing.T) {
	fields := []api.Field{{Name: "a", Type: api.String}, {Name: "l", Type: api.Array, Items: api.Object, Fields: []api.Field{
		{Name: "k", Type: api.String}, {Name: "o", Type: api.Object, Fields: []api.Field{{Name: "m", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "x", Type: api.Day}}}}},
	}}}
	e, err := NewExplode("l.o.m", fields)
	if err != nil {
		t.Fatal(err)
	}
	for object, want := range map[string]string{
		`{"a":1,"l":[{"k":"1","o":{"m":[{"x":1},{"x":2}]}},{"k":"2","o":{"m":[]}},{"k":"3"},{"k":"4","o":{"m":[{"x":3}]}}]}`: `{"a":1,"l":{"k":"1","o":{"m":{"x":1}}}} {"a":1,"l":{"k":"1","o":{"m":{"x":2}}}} {"a":1,"l":{"k":"4","o":{"m":{"x":3}}}}`,
		`{"l":[{"k":"2","o":{"m":null}}]}`: "", `{"l":[]}`: "", `{"l":null}`: "", `{}`: "",
	} {
		r := rec(t, object)
		e.Count(r)
		var all []string
		for row, err := range e.Rows(r) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(row.Raw()))
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("%s: %s, want %s", object, got, want)
		}
	}
	if e.Bare() != 4 || e.Hollow() != 2 || e.Check() != nil {
		t.Errorf("%d records and %d elements without a row, %v", e.Bare(), e.Hollow(), e.Check())
	}
	if got := strings.Join(e.Columns([]string{"a", "l"}), " "); got != "a l.k l.o.m.x" {
		t.Error(got)
	}
	if day, _, _ := lookup(e.Fields(), []string{"l", "o", "m", "x"}); day == nil || day.Type != api.Day {
		t.Errorf("%+v", day)
	}
	if !e.Within("l.k") || !e.Within("l.o.m.x") || e.Within("a") || e.Within("l.0.k") {
		t.Error("what has another value in each row is not told from what has not")
	}
	unknown, err := NewExplode("u.v", nil)
	if err != nil {
		t.Fatal(err)
	}
	r := rec(t, `{"u":[{"v":[1]},{"v":2},{}]}`)
	unknown.Count(r)
	rows := 0
	for range unknown.Rows(r) {
		rows++
	}
	if rows != 2 || !unknown.Settled() || unknown.Hollow() != 1 {
		t.Errorf("%d rows of a list that nobody describes", rows)
	}
}

// TestExplodeRefuses: what is no list, by the description or by what the records have.
func TestExplodeRefuses(t *testing.T) {
	var wrong *ExplodeError
	for _, name := range []string{"status", "crew.code"} {
		if _, err := NewExplode(name, choosing()); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "lists are crew, tags, tests") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var unknown *UnknownFieldError
	_, e := rows(t, "zzzzzzzz", `{"a":1}`)
	if err := e.Check(); !errors.As(err, &unknown) || e.Settled() {
		t.Errorf("unknown: %v", err)
	}
	_, e = rows(t, "guess", `{"guess":"Open"}`)
	if err := e.Check(); !errors.As(err, &wrong) || e.Settled() {
		t.Errorf("no list: %v", err)
	}
	if _, e = rows(t, "guess", `{"guess":["Open"]}`); e.Check() != nil || !e.Settled() {
		t.Errorf("a list all the same: %v", e.Check())
	}
}
