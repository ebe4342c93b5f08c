package output

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	o := Options{Header: true, Default: []string{"number", "name", "count", "open", "wbs"}, Fields: jobs()}
	got := mustWrite(t, o, `[
		{"number":"0001","name":"Well 7","count":9007199254740993,"open":true,"wbs":{"guid": "a"}},
		{"number":"J-2","name":null,"count":-5,"open":false,"extra":1},
		{"number":"3","name":"tab\there\nand a line","count":10.10}]`)
	checkText(t, got, `number  name                            count  open   wbs
0001    Well 7               9007199254740993  true   {"guid":"a"}
J-2                                        -5  false
3       tab here and a line             10.10
`)
}

func TestTableWidthsOfUnicode(t *testing.T) {
	o := Options{Header: true, Columns: []string{"a", "b"}}
	got := mustWrite(t, o, `[{"a":"日本","b":1},{"a":"👨‍👩‍👧‍👦","b":1},{"a":"e\u0301","b":1},{"a":"🇨🇦x","b":1},{"a":"👍🏽","b":1}]`)
	checkText(t, got, `a     b
日本  1
👨‍👩‍👧‍👦    1
`+"e\u0301"+`     1
🇨🇦x   1
👍🏽    1
`)
}

func TestTableIsHarmless(t *testing.T) {
	o := Options{Header: true, Default: []string{"a"}}
	got := mustWrite(t, o, "[{\"a\":\"\\u001b[31mred\\u0007\\u009b\u202eevil\x7f\"}]")
	checkText(t, got, "a\n␛[31mred␇\ufffd\ufffdevil␡\n")
}

func TestTableShrinksTheWidest(t *testing.T) {
	long := strings.Repeat("x y ", 15)
	o := Options{Header: true, Default: []string{"id", "long", "longer"}, Width: 40}
	got := mustWrite(t, o, `[{"id":"1","long":"`+long[:30]+`","longer":"`+long+`"}]`)
	checkText(t, got, `id  long               longer
1   x y x y x y x y …  x y x y x y x y …
`)
}

func TestTableOnFortyColumnsSaysWhatIsHidden(t *testing.T) {
	var notices []string
	o := Options{
		Header: true, Width: 40, Notice: func(s string) { notices = append(notices, s) },
		Default: []string{"first", "second", "third", "fourth", "fifth", "sixth"},
	}
	w := strings.Repeat("w w ", 5)
	got := mustWrite(t, o, fmt.Sprintf(`[{"first":%q,"second":%q,"third":%q,"fourth":%q,"fifth":%q,"sixth":%q}]`, w, w, w, w, w, w))
	checkText(t, got, `first         second        third
w w w w w w…  w w w w w w…  w w w w w w…
`)
	want := []string{"+3 columns: -o wide (fourth, fifth, sixth)"}
	if diff := cmp.Diff(want, notices); diff != "" {
		t.Errorf("notices differ (-want +got):\n%s", diff)
	}
}

func TestTableInAPipeCutsNothing(t *testing.T) {
	long := strings.Repeat("long ", 200) + "end"
	got := mustWrite(t, Options{Default: []string{"a", "b"}}, `[{"a":"`+long+`","b":"z"}]`)
	checkText(t, got, long+"  z\n")
}

func TestTableHeader(t *testing.T) {
	o := Options{Header: true, Default: []string{"jobNumber", "a.b"}}
	checkText(t, mustWrite(t, o, `[]`), "jobNumber  a.b\n")
	o.Color = true
	checkText(t, mustWrite(t, o, `[]`), "\x1b[1mjobNumber  a.b\x1b[0m\n")
	o.Header = false
	checkText(t, mustWrite(t, o, `[]`), "")
}

func TestTableWithoutKnownColumnsShowsAll(t *testing.T) {
	got := mustWrite(t, Options{Header: true}, `[{"a":1},{"b":{"c":"x"},"a":2}]`)
	checkText(t, got, "b.c  a\n     1\nx    2\n")
}

func TestTableOfAnUnknownColumn(t *testing.T) {
	o := Options{Header: true, Columns: []string{"name", "zzzzzzzz"}, Fields: jobs()}
	got, err := write(t, o, `[{"name":"a"}]`)
	var unknown *UnknownFieldError
	if !errors.As(err, &unknown) || unknown.Name != "zzzzzzzz" || got != "" {
		t.Errorf("wrote %q with error %v", got, err)
	}
}

func TestFieldList(t *testing.T) {
	o := Options{Single: true, Fields: jobs(), Time: utc(t), Width: 40}
	got := mustWrite(t, o, `[{"number":"0012","start":1764000000000,"wbs":{"guid":"g","at":1764000000001},
		"days":[1764000000000, 7],"crew":[{"n":1}],"looks":"[1]","none":null,"text":"a very long text that does not fit the line"}]`)
	checkText(t, got, `number    0012
start     2025-11-24T16:00:00Z
wbs.guid  g
wbs.at    2025-11-24T16:00:00Z
days      2025-11-24T16:00:00Z,
          1970-01-01T00:00:00Z
crew      [{"n":1}]
looks     [1]
none
text      a very long text that does not
          fit the line
`)
}
