package sheet_test

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/sheet"
)

// book is an entity with a list, in whose elements there is another.
func book() *api.Entity {
	return &api.Entity{Name: "books", Key: []string{"name"}, GUID: "bookGuid", Fields: []api.Field{
		{Name: "name", Type: api.String}, {Name: "bookGuid", Type: api.String}, {Name: "note", Type: api.String},
		{Name: "items", Type: api.Array, Items: api.Object, Fields: []api.Field{
			{Name: "itemGuid", Type: api.String}, {Name: "code", Type: api.String}, {Name: "itemName", Type: api.String},
			{Name: "rate", Type: api.Number}, {Name: "from", Type: api.Day}, {Name: "seen", Type: api.Boolean, ReadOnly: true},
			{Name: "steps", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "code", Type: api.String}, {Name: "price", Type: api.Number}}},
		}},
		{Name: "tags", Type: api.Array, Items: api.String},
	}}
}

// rowFields are those of a row of items, as output.Explode describes them.
func rowFields() []api.Field {
	fields := book().Fields
	fields[3].Type, fields[3].Items = api.Object, ""
	return fields
}

func list(name string) *sheet.List {
	entity := book()
	return sheet.New(entity, entity.Fields, name, change.NewComparer(entity.Fields, nil))
}

// file opens a CSV file of rows.
func file(t *testing.T, text string) *input.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := input.Open(path, nil, input.Options{Fields: rowFields()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func rec(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// gather gives what an input is gathered to, and how often it was told that rows stand apart.
func gather(t *testing.T, text string) (items []input.Item, told int) {
	t.Helper()
	gathered := list("items").Gather(file(t, text).Records, func() { told++ })
	t.Cleanup(func() { _ = gathered.Close() })
	for range 2 { // it can be walked again
		items = nil
		for item, err := range gathered.Items() {
			if err != nil {
				t.Fatal(err)
			}
			items = append(items, item)
		}
	}
	return items, told
}

// TestGather: rows of one record become one, also where they stand apart, told by the key or the GUID.
func TestGather(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		told int
		want []string
	}{
		"in order": {
			text: "name,bookGuid,items.code,items.rate\nA,1,x,1.50\nA,,y,2\nB,2,x,3\n",
			want: []string{
				`2 {"name":"A","bookGuid":"1","items":[{"code":"x","rate":1.50},{"code":"y","rate":2}]}`,
				`4 {"name":"B","bookGuid":"2","items":[{"code":"x","rate":3}]}`,
			},
		},
		"apart": {
			text: "name,bookGuid,items.code\nA,1,x\nB,2,x\n,1,y\nB,,y\n", told: 1,
			want: []string{
				`2 {"name":"A","bookGuid":"1","items":[{"code":"x"},{"code":"y"}]}`, `3 {"name":"B","bookGuid":"2","items":[{"code":"x"},{"code":"y"}]}`,
			},
		},
		"only the key": {text: "name,items.code\nA,\nA,\nB,x\n", want: []string{`2 {"name":"A"}`, `4 {"name":"B","items":[{"code":"x"}]}`}},
		"without a key each is its own": {
			text: "name,items.code\n,x\n,y\n", want: []string{`2 {"items":[{"code":"x"}]}`, `3 {"items":[{"code":"y"}]}`},
		},
		"said later": {text: "name,note,items.code\nA,,x\nA,n,y\n", want: []string{`2 {"name":"A","items":[{"code":"x"},{"code":"y"}],"note":"n"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, told := gather(t, test.text)
			var got []string
			for _, item := range items {
				got = append(got, fmt.Sprintf("%d %s", item.Line, item.Record.Raw()))
			}
			if diff := cmp.Diff(test.want, got); diff != "" || told != test.told {
				t.Errorf("told %d times that rows stand apart\n%s", told, diff)
			}
		})
	}
}

// TestGatherGoesOnAfterBrokenRows: each is told where it stands, in order or apart.
func TestGatherGoesOnAfterBrokenRows(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"name,items.code\nA,x\nA\nB,y\n", "name,items.code\nA,x\nA\nB,y\nA,z\n"} {
		gathered := list("items").Gather(file(t, text).Records, func() {})
		records, broken := 0, 0
		for _, err := range gathered.Items() {
			if err != nil {
				broken++
			} else {
				records++
			}
		}
		if records != 2 || broken != 1 || gathered.Close() != nil {
			t.Errorf("%q: %d records, %d broken rows", text, records, broken)
		}
	}
}

// TestGatherPassesErrorsOn: of the disk, for instance.
func TestGatherPassesErrorsOn(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk failed")
	gathered := list("items").Gather(func() iter.Seq2[input.Item, error] {
		return func(yield func(input.Item, error) bool) { yield(input.Item{}, broken) }
	}, func() {})
	for _, err := range gathered.Items() {
		if !errors.Is(err, broken) {
			t.Error(err)
		}
	}
}

const own = `{"name":"A","items":[{"itemGuid":"g1","code":"x","itemName":"same","rate":10.10,"from":"1764000000000","seen":true,"other":[1]},` +
	`{"itemGuid":"g2","code":"y","itemName":"same","rate":2,"seen":false}],"tags":["t"]}`

// TestMerge: what a row says goes into its element; all else stays as it is, byte for byte.
func TestMerge(t *testing.T) {
	t.Parallel()
	first := `{"itemGuid":"g1","code":"x","itemName":"same","rate":10.10,"from":"1764000000000","seen":true,"other":[1]}`
	second := `{"itemGuid":"g2","code":"y","itemName":"same","rate":2,"seen":false}`
	for name, test := range map[string]struct {
		text, want, added, wrong string
		at                       int
	}{
		"nothing":                 {text: "name,items.code\nA,\n", want: "[" + first + "," + second + "]"},
		"the key alone":           {text: "name,items.code\nA,y\n", want: "[" + first + "," + second + "]"},
		"as it was":               {text: "name,items.code,items.rate,items.from,items.seen\nA,x,10.1,2025-11-24T16:00:00Z,false\n", want: "[" + first + "," + second + "]"},
		"a rate":                  {text: "name,items.code,items.rate\nA,y,2.06\n", want: "[" + first + `,{"itemGuid":"g2","code":"y","itemName":"same","rate":2.06,"seen":false}]`},
		"null":                    {text: "name,items.code,items.rate\nA,y,\\null\n", want: "[" + first + `,{"itemGuid":"g2","code":"y","itemName":"same","rate":null,"seen":false}]`},
		"by GUID":                 {text: "name,items.itemGuid,items.rate\nA,g2,3\n", want: "[" + first + `,{"itemGuid":"g2","code":"y","itemName":"same","rate":3,"seen":false}]`},
		"one more":                {text: "name,items.code,items.rate,items.seen\nA,z,3,true\n", want: "[" + first + "," + second + `,{"code":"z","rate":3}]`, added: "items[z]"},
		"another's GUID":          {text: "name,items.itemGuid,items.code\nA,g1,x\nA,g1,z\n", wrong: "its itemGuid g1 is that of items[x]", at: 1},
		"twice":                   {text: "name,items.code,items.rate\nA,x,1\nA,x,2\n", wrong: "two rows are of items[x]", at: 1},
		"by a name that two have": {text: "name,items.itemName,items.rate\nA,same,1\n", wrong: "items.code, items.itemGuid, items.itemName, which all rows have to give", at: -1},
		"a code left out":         {text: "name,items.code,items.rate\nA,x,1\nA,,2\n", wrong: "cannot be told", at: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, _ := gather(t, test.text)
			merged, err := list("items").Merge(rec(t, own), items[0].Record, items[0].Cells)
			if test.wrong != "" {
				wrong, ok := errors.AsType[*sheet.MergeError](err)
				if !ok || !strings.Contains(wrong.Problem, test.wrong) || wrong.At != test.at {
					t.Errorf("error %v at %+v", err, wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, has := merged.Change.Get(record.Path{"items"})
			if name == "nothing" {
				if has {
					t.Errorf("a row that only names the record has the list %s", got)
				}
				return
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" || strings.Join(merged.Added, " ") != test.added {
				t.Errorf("added %v\n%s", merged.Added, diff)
			}
		})
	}
}

// TestMergeInto: lists that are not there, are none, hold texts, or have none that differ.
func TestMergeInto(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ list, own, change, want, wrong string }{
		"not there":         {list: "items", own: `{}`, change: `{"items":[{"code":"x","rate":1}]}`, want: `[{"code":"x","rate":1}]`},
		"null":              {list: "items", own: `{"items":null}`, change: `{"items":[{"code":"x"}]}`, want: `[{"code":"x"}]`},
		"one row, no array": {list: "items", own: `{"items":[]}`, change: `{"items":{"code":"x"}}`, want: `[{"code":"x"}]`},
		"an object":         {list: "items", own: `{"items":{"a":1}}`, change: `{"items":[{"code":"x"}]}`, wrong: "items is no list there but"},
		"texts":             {list: "tags", own: `{"tags":["a","b"]}`, change: `{"tags":["b","c"]}`, want: `["a","b","c"]`},
		"no keys":           {list: "items", own: `{"items":[{"rate":1},{"rate":2}]}`, change: `{"items":[{"rate":3}]}`, wrong: "cannot be told"},
		"lists within": {
			list: "items.steps", own: `{"items":[{"code":"x","steps":[{"code":"1","price":1},{"code":"2","price":2}]},{"code":"y"}]}`,
			change: `{"items":[{"code":"x","steps":{"code":"2","price":5}},{"code":"x","steps":{"code":"3"}},{"code":"y","steps":{"code":"1"}}]}`,
			want:   `[{"code":"x","steps":[{"code":"1","price":1},{"code":"2","price":5},{"code":"3"}]},{"code":"y","steps":[{"code":"1"}]}]`,
		},
		"a list within twice": {
			list: "items.steps", own: `{"items":[{"code":"x","steps":[{"code":"1"}]}]}`,
			change: `{"items":[{"code":"x","steps":{"code":"1"}},{"code":"x","steps":{"code":"1"}}]}`, wrong: "two rows are of items[x].steps[1]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			merged, err := list(test.list).Merge(rec(t, test.own), rec(t, test.change), record.Record{})
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, _ := merged.Change.Get(record.Path{strings.Split(test.list, ".")[0]})
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFaults: rows that say nothing of which element they are of, and those that say the same as another.
func TestFaults(t *testing.T) {
	t.Parallel()
	items, _ := gather(t, "name,note,items.code,items.itemGuid,items.rate\nA,,x,,1\nA,,,,2\nA,old,x,g,3\nA,new,x,,4\n")
	var got []string
	for _, fault := range list("items").Faults(items[0]) {
		got = append(got, fmt.Sprintf("%d: %s", fault.Line, check.FaultText(fault.Fault)))
	}
	want := []string{
		`5: note is "new": expected "old", as line 4 says of the same record`,
		`3: items: expected a value that tells which element it is, as items.code or items.itemGuid or items.itemName`,
		`5: items: expected another element than line 2`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestPlace: a fault of an element is told by the line of its row and the name of its column.
func TestPlace(t *testing.T) {
	t.Parallel()
	items, _ := gather(t, "name,items.code,items.rate\nA,x,1\nA,,\nA,y,2\n")
	for path, want := range map[string]string{
		"items.1.rate": "4 items.rate", "items.0": "2 items", "items.7.rate": "2 items.rate", "note": "2 note", "items.x": "2 items.x",
	} {
		row, fault := list("items").Place(items[0], check.Fault{Path: path})
		if got := fmt.Sprintf("%d %s", row.Line, fault.Path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
