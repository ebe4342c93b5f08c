package change_test

import (
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

func rec(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shown writes differences as their JSON, one a line.
func shown(t *testing.T, found iter.Seq[change.Difference]) []string {
	t.Helper()
	var lines []string
	for d := range found {
		line, err := d.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return lines
}

func TestRecords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, old, new string
		want           []string
		byPosition     []string
	}{
		{
			name: "numbers by value, digit for digit", old: `{"a":10.10,"b":9007199254740993,"c":1.0}`, new: `{"a":10.1,"b":9007199254740992,"c":1}`,
			want: []string{`{"field":"b","old":9007199254740993,"new":9007199254740992}`},
		},
		{
			name: "texts by their characters", old: `{"a":"\u00e9","b":"e\u0301"}`, new: `{"a":"é","b":"é"}`,
			want: []string{`{"field":"b","old":"e\u0301","new":"é"}`},
		},
		{
			name: "null is not nothing", old: `{"a":null,"o":{"x":1}}`, new: `{"o":{"x":null,"y":2}}`,
			want: []string{`{"field":"a","old":null}`, `{"field":"o.x","old":1,"new":null}`, `{"field":"o.y","new":2}`},
		},
		{
			name: "an element by its code, in any order",
			old:  `{"l":[{"code":"A","rate":258.79},{"code":"B","rate":1}]}`, new: `{"l":[{"code":"B","rate":1.0},{"code":"A","rate":266.55}]}`,
			want: []string{`{"field":"l[A].rate","old":258.79,"new":266.55}`, `{"field":"l[]","old":["A","B"],"new":["B","A"]}`},
		},
		{
			name: "fewer and other elements",
			old:  `{"l":[{"guid":"1","n":1},{"guid":"2","n":2},{"guid":"3","n":3}]}`, new: `{"l":[{"guid":"4","n":3}]}`,
			want: []string{
				`{"field":"l[]","old":3,"new":1}`, `{"field":"l[1]","old":{"guid":"1","n":1}}`, `{"field":"l[2]","old":{"guid":"2","n":2}}`,
				`{"field":"l[3]","old":{"guid":"3","n":3}}`, `{"field":"l[4]","new":{"guid":"4","n":3}}`,
			},
		},
		{
			name: "a code that stands twice is no key, the GUID is",
			old:  `{"l":[{"code":"A","guid":"1","n":1},{"code":"A","guid":"2","n":2}]}`, new: `{"l":[{"code":"A","guid":"1","n":1},{"code":"A","guid":"2","n":3}]}`,
			want: []string{`{"field":"l[2].n","old":2,"new":3}`},
		},
		{
			name: "by position where nothing tells them apart",
			old:  `{"l":[{"n":1},{"n":2}]}`, new: `{"l":[{"n":1},{"n":3},{"n":4}]}`,
			want:       []string{`{"field":"l[]","old":2,"new":3}`, `{"field":"l.1.n","old":2,"new":3}`, `{"field":"l.2","new":{"n":4}}`},
			byPosition: []string{"l"},
		},
		{
			name: "texts are their own keys", old: `{"l":["a","b"]}`, new: `{"l":["b","c"]}`,
			want: []string{`{"field":"l[a]","old":"a"}`, `{"field":"l[c]","new":"c"}`},
		},
		{
			name: "lists within lists", old: `{"l":[{"code":"A","m":[{"name":"x","v":1}]}]}`, new: `{"l":[{"code":"A","m":[{"name":"x","v":2}]}]}`,
			want: []string{`{"field":"l[A].m[x].v","old":1,"new":2}`},
		},
		{
			name: "from nothing, to nothing, to another kind", old: `{"a":[],"b":[1],"c":[{"code":"A"}]}`, new: `{"a":[1],"b":[],"c":{"0":1}}`,
			want: []string{
				`{"field":"a[]","old":0,"new":1}`, `{"field":"a[1]","new":1}`, `{"field":"b[]","old":1,"new":0}`, `{"field":"b[1]","old":1}`,
				`{"field":"c","old":[{"code":"A"}],"new":{"0":1}}`,
			},
		},
		{
			name: "brackets and dots in keys and names", old: `{"l":[{"code":"A]\\","a.b":1}]}`, new: `{"l":[{"code":"A]\\","a.b":2}]}`,
			want: []string{`{"field":"l[A\\]\\\\].a\\.b","old":1,"new":2}`},
		},
		{
			name: "blank and missing keys", old: `{"l":[{"code":"","n":1},{"code":" ","n":2}]}`, new: `{"l":[{"code":"","n":1},{"n":3}]}`,
			want:       []string{`{"field":"l.1.code","old":" "}`, `{"field":"l.1.n","old":2,"new":3}`},
			byPosition: []string{"l"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			comparer := change.NewComparer(nil, nil)
			if diff := cmp.Diff(test.want, shown(t, comparer.Records(rec(t, test.old), rec(t, test.new)))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.byPosition, comparer.ByPosition()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDescribedKey: the description tells the key before the names that are found do.
func TestDescribedKey(t *testing.T) {
	t.Parallel()
	catalog := &api.Catalog{Entities: []*api.Entity{{Resource: "Ticket", Key: []string{"label"}, GUID: "ticketGuid"}}}
	fields := []api.Field{
		{Name: "tickets", Type: api.Array, Collects: "Ticket"},
		{Name: "lines", Type: api.Array, Fields: []api.Field{{Name: "lineName"}, {Name: "seen", ReadOnly: true}}},
	}
	old := rec(t, `{"tickets":[{"ticketCode":"1","label":"a","n":1},{"ticketCode":"2","label":"b","n":2}],"lines":[{"otherCode":"x","lineName":"k","seen":true}]}`)
	is := rec(t, `{"tickets":[{"ticketCode":"2","label":"a","n":3},{"ticketCode":"1","label":"b","n":2}],"lines":[{"otherCode":"y","lineName":"k"}]}`)
	want := []string{
		`{"field":"tickets[a].ticketCode","old":"1","new":"2"}`, `{"field":"tickets[a].n","old":1,"new":3}`,
		`{"field":"tickets[b].ticketCode","old":"2","new":"1"}`, `{"field":"lines[k].otherCode","old":"x","new":"y"}`,
	}
	if diff := cmp.Diff(want, shown(t, change.NewComparer(fields, catalog).Records(old, is))); diff != "" {
		t.Error(diff)
	}
}

// TestSent: what is not sent stays as it is, but an element of a list is sent as a whole.
func TestSent(t *testing.T) {
	t.Parallel()
	old := rec(t, `{"a":1,"b":2,"o":{"x":1,"y":2},"l":[{"code":"A","n":1,"m":2}]}`)
	sent := rec(t, `{"b":3,"o":{"x":4},"l":[{"code":"A","n":1}],"c":5}`)
	want := []string{
		`{"field":"b","old":2,"new":3}`, `{"field":"o.x","old":1,"new":4}`, `{"field":"l[A].m","old":2}`, `{"field":"c","new":5}`,
	}
	if diff := cmp.Diff(want, shown(t, change.NewComparer(nil, nil).Sent(old, sent))); diff != "" {
		t.Error(diff)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	fields := []api.Field{
		{Name: "o", Type: api.Object, Fields: []api.Field{{Name: "x"}, {Name: "l", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "y"}}}}},
		{Name: "l", Type: api.Array, Items: api.String},
	}
	for _, test := range []struct {
		path       string
		fails, may bool
		member     string
	}{
		{path: "o.x"}, {path: "o.l.0.y", may: true, member: "y"}, {path: "o.l.y", fails: true, may: true}, {path: "o.l.-1.y", fails: true, may: true, member: "y"},
		{path: "l.0", may: true}, {path: "l.first", fails: true, may: true}, {path: "other.x", may: true}, {path: "other.0", may: true},
		{path: "o.l", may: true}, {path: "l", may: true}, {path: "other", may: true},
	} {
		path := record.ParsePath(test.path)
		if err := change.CheckLists(fields, path); (err != nil) != test.fails {
			t.Errorf("CheckLists(%s) = %v", test.path, err)
		}
		if may := (change.Assignment{Path: path, Value: record.Value("9")}).MayFail(fields); may != test.may {
			t.Errorf("%s=9 may fail: %t", test.path, may)
		}
		if members, rest := change.Members(fields, path); test.member != "" && (len(members) != 1 || rest.String() != test.member) {
			t.Errorf("Members(%s) = %v, %s", test.path, members, rest)
		}
	}
	if field, known := change.FieldAt(fields, record.ParsePath("l.3")); !known || field.Type != api.String {
		t.Errorf("FieldAt(l.3) = %v, %t", field, known)
	}
}

// TestApply: whatever stands in the way of a path, a list stays a list.
func TestApply(t *testing.T) {
	t.Parallel()
	for path, grown := range map[string]string{"l": "", "l.x": "", "l.5": "", "s.x": "", "l.0.n": `{"l":[{"n":9}],"s":"t"}`, "m.x": `{"l":[{"n":1}],"s":"t","m":{"x":9}}`} {
		got, err := change.Apply(rec(t, `{"l":[{"n":1}],"s":"t"}`), []change.Assignment{{Text: path, Path: record.ParsePath(path), Value: record.Value("9")}}, true)
		if (err != nil) != (grown == "") || err == nil && string(got.Raw()) != grown {
			t.Errorf("%s: %s, %v", path, got.Raw(), err)
		}
	}
}
