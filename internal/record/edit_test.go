package record

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSet(t *testing.T) {
	const before = `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":2}]},"big":9007199254740993 , "n":null, "a.b":10.10 }`
	for _, tt := range []struct{ path, value, want string }{
		{"a", `"0012"`, `{ "a" : "0012", "b":{"c":"x", "l":[1, {"d":2}]},"big":9007199254740993 , "n":null, "a.b":10.10 }`},
		{"b.c", `null`, `{ "a" : 1, "b":{"c":null, "l":[1, {"d":2}]},"big":9007199254740993 , "n":null, "a.b":10.10 }`},
		{"b.l.1.d", `3`, `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":3}]},"big":9007199254740993 , "n":null, "a.b":10.10 }`},
		{"b.l.2", `3`, `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":2},3]},"big":9007199254740993 , "n":null, "a.b":10.10 }`},
		{`a\.b`, `1`, `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":2}]},"big":9007199254740993 , "n":null, "a.b":1 }`},
		{"n.x.y", `true`, `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":2}]},"big":9007199254740993 , "n":{"x":{"y":true}}, "a.b":10.10 }`},
		{"new.deep", `{}`, `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":2}]},"big":9007199254740993 , "n":null, "a.b":10.10,"new":{"deep":{}} }`},
		{"é 😀", `1`, `{ "a" : 1, "b":{"c":"x", "l":[1, {"d":2}]},"big":9007199254740993 , "n":null, "a.b":10.10,"é 😀":1 }`},
	} {
		got, err := Set(rec(t, before), ParsePath(tt.path), Value(tt.value))
		if err != nil {
			t.Errorf("%s: %v", tt.path, err)
			continue
		}
		if diff := cmp.Diff(tt.want, string(got.Raw())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.path, diff)
		}
	}
}

func TestSetInSmallObjects(t *testing.T) {
	for _, tt := range []struct{ before, path, want string }{
		{`{}`, "a", `{"a":1}`},
		{`{ }`, "a.b", `{ "a":{"b":1}}`},
		{`{"l":[]}`, "l.0", `{"l":[1]}`},
		{`{"l":[ ]}`, "l.0.x", `{"l":[ {"x":1}]}`},
		{`{"same":1,"same":2}`, "same", `{"same":1,"same":1}`},
		{`{"\u0061":2}`, "a", `{"\u0061":1}`},
	} {
		got, err := Set(rec(t, tt.before), ParsePath(tt.path), Value("1"))
		if err != nil || string(got.Raw()) != tt.want {
			t.Errorf("%s of %s gives %s, %v; want %s", tt.path, tt.before, got.Raw(), err, tt.want)
		}
	}
}

func TestSetRefuses(t *testing.T) {
	r := rec(t, `{"text":"x","list":[1]}`)
	for path, want := range map[string]string{
		"text.x": "a text has no field x",
		"list.2": "a list of 1 has no element 2",
		"list.x": "no element x",
	} {
		if _, err := Set(r, ParsePath(path), Value("1")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", path, err, want)
		}
	}
	if _, err := Set(r, nil, Value("1")); err == nil {
		t.Error("an empty path was taken")
	}
	if _, err := Set(r, Path{"a"}, Value("{")); err == nil {
		t.Error("a value that is not JSON was taken")
	}
}

func TestPick(t *testing.T) {
	r := rec(t, `{ "b":10.10, "a":{"b":1}, "c":2 }`)
	if got := string(Pick(r, func(name string) bool { return name != "a" }).Raw()); got != `{ "b":10.10, "c":2 }` {
		t.Errorf("got %s", got)
	}
	if got := string(Pick(r, func(string) bool { return false }).Raw()); got != `{  }` {
		t.Errorf("got %s", got)
	}
}

func TestMerge(t *testing.T) {
	for _, tt := range []struct{ name, base, change, want string }{
		{"replaced in place, new ones behind", `{"a":1, "b":2 }`, `{"c":3,"a":"x"}`, `{"a":"x", "b":2,"c":3 }`},
		{"objects by member", `{"o":{"x":1,"y":2}}`, `{"o":{"y":3,"z":4}}`, `{"o":{"x":1,"y":3,"z":4}}`},
		{"arrays as a whole", `{"l":[1,2]}`, `{"l":[3]}`, `{"l":[3]}`},
		{"null clears", `{"a":{"b":1}}`, `{"a":null}`, `{"a":null}`},
		{"an object over null", `{"a":null}`, `{"a":{"b":1}}`, `{"a":{"b":1}}`},
		{"nothing to do", `{ "a" : 1 }`, `{}`, `{ "a" : 1 }`},
		{"digits stay", `{"n":9007199254740993,"m":1}`, `{"m":10.10}`, `{"n":9007199254740993,"m":10.10}`},
		{"escaped names", `{"\u00e9":1}`, `{"é":2}`, `{"\u00e9":2}`},
		{"the last of several", `{"a":1}`, `{"a":2,"a":3}`, `{"a":3}`},
	} {
		got, err := Merge(rec(t, tt.base), rec(t, tt.change))
		if err != nil || string(got.Raw()) != tt.want {
			t.Errorf("%s: %s, %v; want %s", tt.name, got.Raw(), err, tt.want)
		}
	}
	if _, err := Merge(Record{}, rec(t, "{}")); err == nil {
		t.Error("the zero record was merged")
	}
}

func TestDiff(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		want           []string
	}{
		{"the same in another form", `{"a":1.0,"b":"\u00e9","c":[1e2],"d":{"x":1,"y":2}}`, `{"d":{"y":2,"x":1},"c":[100],"b":"é","a":1}`, nil},
		{"large numbers", `{"a":9007199254740993}`, `{"a":9007199254740992}`, []string{"a: 9007199254740993 9007199254740992"}},
		{"number and text", `{"a":12}`, `{"a":"12"}`, []string{`a: 12 "12"`}},
		{"added and gone", `{"a":1,"b":2}`, `{"c":3,"b":2}`, []string{"a: 1 ", "c:  3"}},
		{"null is not nothing", `{}`, `{"a":null}`, []string{"a:  null"}},
		{"below", `{"a":{"b":{"c":1,"d":2}}}`, `{"a":{"b":{"c":2,"d":2}}}`, []string{"a.b.c: 1 2"}},
		{"an object added", `{}`, `{"a":{"b":1,"c":{}}}`, []string{"a.b:  1", "a.c:  {}"}},
		{"an object for a text", `{"a":"x"}`, `{"a":{"b":1}}`, []string{`a: "x" {"b":1}`}},
		{"an object for null", `{"a":null}`, `{"a":{"b":1}}`, []string{`a: null {"b":1}`}},
		{"arrays in order", `{"l":[1,2]}`, `{"l":[2,1]}`, []string{"l: [1,2] [2,1]"}},
		{"arrays of another length", `{"l":[1]}`, `{"l":[1,2]}`, []string{"l: [1] [1,2]"}},
		{"a dot in a name", `{"a.b":1}`, `{"a.b":2}`, []string{`a\.b: 1 2`}},
	} {
		var got []string
		for d := range Diff(rec(t, tt.old), rec(t, tt.new)) {
			got = append(got, fmt.Sprintf("%s: %s %s", d.Path, []byte(d.Old), []byte(d.New)))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestNumbersAreComparedByValue(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"1", "1.0", true}, {"10.10", "10.1", true}, {"0", "-0.00e5", true}, {"1e3", "1000", true}, {"0.001", "1E-3", true},
		{"100", "10", false}, {"-1", "1", false}, {"0.1", "0.01", false}, {"12", "120", false},
		{"9007199254740993", "9007199254740992", false}, {"1e999999999", "1e999999998", false}, {"10e999999998", "1e999999999", true},
	} {
		if got := Equal(Value(tt.a), Value(tt.b)); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}
