package change_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestParse: the path, the elements that it chooses, the operator and the value.
func TestParse(t *testing.T) {
	t.Parallel()
	all := func(at int) change.Choice { return change.Choice{At: at, All: true} }
	key := func(at int, key string) change.Choice { return change.Choice{At: at, Key: key} }
	for text, want := range map[string]struct {
		path     string
		choices  []change.Choice
		operator change.Operator
		value    string
	}{
		"a=1":              {path: "a", value: "1"},
		" a.b = x=y":       {path: "a.b", value: " x=y"},
		"a=":               {path: "a"},
		"l[].n*=1.03":      {"l.0.n", []change.Choice{all(1)}, change.Multiply, "1.03"},
		"l[BI-001].n += 2": {"l.0.n", []change.Choice{key(1, "BI-001")}, change.Add, " 2"},
		"l[a.b=c].n-=2":    {"l.0.n", []change.Choice{key(1, "a.b=c")}, change.Subtract, "2"},
		`l[a\]\\b].n=2`:    {path: "l.0.n", choices: []change.Choice{key(1, `a]\b`)}, value: "2"},
		"l[]=x":            {path: "l.0", choices: []change.Choice{all(1)}, value: "x"},
		"l[][k].m[].n=x":   {path: "l.0.0.m.0.n", choices: []change.Choice{all(1), key(2, "k"), all(4)}, value: "x"},
		"l.0.n=x":          {path: "l.0.n", value: "x"},
		`a\.b.c\[d=x`:      {path: `a\.b.c[d`, value: "x"},
		"x-y=1":            {path: "x-y", value: "1"},
		"n-=-1":            {path: "n", operator: change.Subtract, value: "-1"},
	} {
		one, value, err := change.Parse(text)
		if err != nil || one.Path.String() != want.path || one.Operator != want.operator || value != want.value {
			t.Errorf("%q is %q %q %q: %v", text, one.Path, one.Operator, value, err)
		}
		if diff := cmp.Diff(want.choices, one.Choices); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	for _, text := range []string{"", "a", "=1", "*=2", "l[.n=1", "l[]n=1", "l["} {
		if one, _, err := change.Parse(text); err == nil {
			t.Errorf("%q is taken for %q", text, one.Path)
		}
	}
}

// computed carries an assignment out and gives the record.
func computed(t *testing.T, text, object string, digits int) (string, []change.Assignment, error) {
	t.Helper()
	one, value, err := change.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if one.Operator != "" {
		number, ok := change.ParseNumber(value)
		if !ok {
			t.Fatalf("%q is no number", value)
		}
		one.Number = number
	} else {
		one.Value = record.Value(value)
	}
	fields := []api.Field{{Name: "l", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "code", Type: api.String}, {Name: "n", Type: api.Number}}}}
	r := rec(t, object)
	each, err := one.In(r, change.NewComparer(fields, nil), digits)
	if err != nil {
		return "", nil, err
	}
	changed, err := change.Apply(r, each, false)
	return string(changed.Raw()), each, err
}

// TestCompute: exact, rounded half up away from zero to the decimals that were there, or to so many.
func TestCompute(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, is, want string
		digits         int
		coarse         bool
	}{
		{text: "n*=1.03", is: "10.10", want: "10.40", digits: -1},
		{text: "n*=1.03", is: "258.79", want: "266.55", digits: -1},
		{text: "n*=1.05", is: "0.10", want: "0.11", digits: -1},   // 0.105
		{text: "n*=1.05", is: "-0.10", want: "-0.11", digits: -1}, // away from zero
		{text: "n*=0.1", is: "1.005", want: "0.101", digits: -1},  // which no float gives
		{text: "n*=3", is: "0.1", want: "0.3", digits: -1},        // nor this
		{text: "n*=1.03", is: "20", want: "21", digits: -1, coarse: true},
		{text: "n*=1.03", is: "20", want: "20.60", digits: 2},
		{text: "n*=1.5", is: "20", want: "30", digits: -1},
		{text: "n*=1", is: "1.5e1", want: "1.5e1", digits: -1},
		{text: "n*=2", is: "1.5e3", want: "3000", digits: -1},
		{text: "n*=1", is: "9007199254740993", want: "9007199254740993", digits: -1},
		{text: "n+=1", is: "9007199254740993", want: "9007199254740994", digits: -1},
		{text: "n+=0.5", is: "20", want: "20.5", digits: -1},
		{text: "n+=-0.5", is: "20.00", want: "19.50", digits: -1},
		{text: "n-=0.005", is: "10.10", want: "10.095", digits: -1},
		{text: "n-=0.005", is: "10.10", want: "10.10", digits: 2},
		{text: "n-=10.10", is: "10.10", want: "0.00", digits: -1},
		{text: "n*=0", is: "-3.20", want: "0.00", digits: -1},
		{text: "n*=+1.5", is: "2.0", want: "3.0", digits: -1},
	} {
		got, each, err := computed(t, test.text, `{"n":`+test.is+`}`, test.digits)
		if err != nil || got != `{"n":`+test.want+`}` || each[0].Coarse != test.coarse {
			t.Errorf("%s of %s is %s, want %s (%v)", test.text, test.is, got, test.want, err)
		}
	}
}

// TestChosen: all elements, one by its key, lists in lists.
func TestChosen(t *testing.T) {
	t.Parallel()
	const book = `{"l":[{"code":"a","guid":"1","n":1.50,"m":[{"n":1}]},{"code":"b","guid":"2","n":2.50,"m":[{"n":2},{"n":3}]}],"e":[],"z":null,"t":"x","s":[1,2]}`
	for text, want := range map[string]string{
		"l[].n*=2":     `{"l":[{"code":"a","guid":"1","n":3.00,"m":[{"n":1}]},{"code":"b","guid":"2","n":5.00,"m":[{"n":2},{"n":3}]}],"e":[],"z":null,"t":"x","s":[1,2]}`,
		"l[b].n+=1":    `{"l":[{"code":"a","guid":"1","n":1.50,"m":[{"n":1}]},{"code":"b","guid":"2","n":3.50,"m":[{"n":2},{"n":3}]}],"e":[],"z":null,"t":"x","s":[1,2]}`,
		"l[1].n=null":  `{"l":[{"code":"a","guid":"1","n":null,"m":[{"n":1}]},{"code":"b","guid":"2","n":2.50,"m":[{"n":2},{"n":3}]}],"e":[],"z":null,"t":"x","s":[1,2]}`,
		"l[].m[].n-=1": `{"l":[{"code":"a","guid":"1","n":1.50,"m":[{"n":0}]},{"code":"b","guid":"2","n":2.50,"m":[{"n":1},{"n":2}]}],"e":[],"z":null,"t":"x","s":[1,2]}`,
		"s[]*=2":       `{"l":[{"code":"a","guid":"1","n":1.50,"m":[{"n":1}]},{"code":"b","guid":"2","n":2.50,"m":[{"n":2},{"n":3}]}],"e":[],"z":null,"t":"x","s":[2,4]}`,
		"e[].n=1":      "!the list e is empty", "z[].n=1": "!there is no list z", "q[].n=1": "!there is no list q", "t[].n=1": "!t is no list there but",
		"l[c].n=1": "!l has no element c, only a, b", "l[a].z*=2": "!l[a].z has no value there", "z*=2": "!z is null there", "t*=2": `!t is "x" there, and not a number`,
		"l[b].m[9].n*=2": "!its elements have no key of their own; count them from 0",
		"l[].code*=2":    `!l[a].code is "a" there`,
	} {
		got, _, err := computed(t, text, book, -1)
		if wrong, fails := strings.CutPrefix(want, "!"); fails {
			if _, ok := errors.AsType[*change.TargetError](err); !ok || !strings.Contains(err.Error(), wrong) {
				t.Errorf("%s: %v, want %s", text, err, wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// TestHugeNumbers: a few bytes do not take all memory.
func TestHugeNumbers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1e999999999", "1e-999999999", "1e101", strings.Repeat("9", 200)} {
		if _, ok := change.ParseNumber(text); ok {
			t.Errorf("%.20s is computed with", text)
		}
		if _, _, err := computed(t, "n*=2", `{"n":`+text+`}`, -1); err == nil {
			t.Errorf("%.20s in a record is computed with", text)
		}
	}
	for _, text := range []string{"", "x", "1,5", "0x10", "NaN", "Infinity", "1 2", "true", `"1"`, "1.03 \x00"} {
		if _, ok := change.ParseNumber(text); ok {
			t.Errorf("%q is a number", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`l[a\]].n*=1`)
	f.Add("a.b=c")
	f.Fuzz(func(t *testing.T, text string) {
		one, value, err := change.Parse(text)
		if err != nil {
			return
		}
		if len(one.Path) == 0 || !strings.HasSuffix(text, value) {
			t.Errorf("%q has the path %q and the value %q", text, one.Path, value)
		}
		for _, choice := range one.Choices {
			if choice.At >= len(one.Path) || one.Path[choice.At] != "0" {
				t.Errorf("%q chooses step %d of %q", text, choice.At, one.Path)
			}
		}
	})
}
