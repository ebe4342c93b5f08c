package record

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/go-json-experiment/json/jsontext"
)

func rec(t *testing.T, object string) Record {
	t.Helper()
	r, err := New(Value(object))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNewTakesObjectsOnly(t *testing.T) {
	for text, want := range map[string]string{"1": "a number", "[]": "an array", `"x"`: "a text", "null": "null", "true": "a boolean", "": "nothing"} {
		if _, err := New(Value(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one about %s", text, err, want)
		}
	}
}

func TestGet(t *testing.T) {
	r := rec(t, `{ "a" : {"b":[ {"c":1} , [2, 3] ]}, "n":null, "same":1, "same":2, "a.b":"dot", "\u00e9":"é", "":"none", "x":{"y":1}, "x":3}`)
	for path, want := range map[string]string{
		"a.b.0.c": "1", "a.b.1.1": "3", "a.b.1": "[2, 3]", "n": "null", "same": "2", `a\.b`: `"dot"`, "é": `"é"`, "": `"none"`,
		"a.b.2": "", "a.b.x": "", "a.x": "", "n.x": "", "x.y": "", "x": "3", "a.b.-1": "", "a.b.00": `{"c":1}`,
	} {
		got, ok := r.Get(ParsePath(path))
		if string(got) != want || ok != (want != "") {
			t.Errorf("%q gives %s, want %s", path, got, want)
		}
	}
}

func TestExtractGivesWhatGetGives(t *testing.T) {
	paths := []Path{ParsePath("b"), ParsePath("a.x"), ParsePath("a"), ParsePath("l.1"), ParsePath("l.1.z"), ParsePath("no"), ParsePath("b"), ParsePath("é")}
	e := NewExtractor(paths)
	var values []Value
	for _, object := range []string{
		`{"a":{"x":1},"b":2,"l":[0,{"z":"9"}],"\u00e9":5}`,
		`{"b":1,"b":2,"a":{"x":1},"a":{}}`,
		`{}`,
		`{"l":{"1":{"z":3}}}`,
	} {
		r := rec(t, object)
		values = e.Extract(r, values)
		for i, path := range paths {
			want, _ := r.Get(path)
			if diff := cmp.Diff(string(want), string(values[i])); diff != "" {
				t.Errorf("%s of %s:\n%s", path, object, diff)
			}
		}
	}
}

func TestExtractDoesNotAllocate(t *testing.T) {
	r := rec(t, `{"dtype":"JobOrder","guid":"x","updatedAt":1,"deep":{"er":[1,2]}}`)
	e := NewExtractor([]Path{{"guid"}, {"updatedAt"}, {"deep", "er", "1"}})
	values := make([]Value, 3)
	if n := testing.AllocsPerRun(100, func() { values = e.Extract(r, values) }); n > 0 {
		t.Errorf("%v allocations a record", n)
	}
}

func TestFieldsAndLeaves(t *testing.T) {
	r := rec(t, `{"z":1,"a":{"b":{"c":"x"},"e":{}},"z":[1,{"q":2}],"d.t":10.10}`)
	var fields, leaves []string
	for name, v := range r.Fields() {
		fields = append(fields, name+"="+string(v))
	}
	for path, v := range r.Leaves() {
		leaves = append(leaves, path+"="+string(v))
	}
	if diff := cmp.Diff([]string{"z=1", `a={"b":{"c":"x"},"e":{}}`, `z=[1,{"q":2}]`, "d.t=10.10"}, fields); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"z=1", "a.b.c=\"x\"", "a.e={}", `z=[1,{"q":2}]`, `d\.t=10.10`}, leaves); diff != "" {
		t.Error(diff)
	}
}

func TestText(t *testing.T) {
	for value, want := range map[string]string{
		`"a\"\u00e9\n"`: "a\"é\n", `""`: "", "null": "", "true": "true", "10.10": "10.10", "9007199254740993": "9007199254740993",
		"1e400": "1e400", "-0": "-0", `[ 1, "a  b" ]`: `[1,"a  b"]`, "{ \"x\\\" y\" :\n1 }": `{"x\" y":1}`, "\"\xff\"": "\ufffd", `"\ud800"`: "\ufffd",
	} {
		if got := Text(Value(value)); got != want {
			t.Errorf("%s gives %q, want %q", value, got, want)
		}
	}
}

func readAll(text string) (records []string, err error) {
	for r, err := range Array(strings.NewReader(text), Limits{}) {
		if err != nil {
			return records, err
		}
		records = append(records, string(r.Raw()))
	}
	return records, nil
}

func TestArrayKeepsWhatIsOdd(t *testing.T) {
	deep := `{"a":` + strings.Repeat(`[{"a":`, 100) + `1` + strings.Repeat(`}]`, 100) + `}`
	for _, object := range []string{
		`{"a":1,"a":2}`, "{\"a\":\"\xff\xfe\"}", `{"a":"\ud800"}`, `{ "big" : 9007199254740993, "r":10.10,"h":1e400,"z":-0 }`, deep, `{}`,
	} {
		got, err := readAll(" [" + object + " ,\n" + object + "] \n")
		if diff := cmp.Diff([]string{object, object}, got); diff != "" || err != nil {
			t.Errorf("error %v\n%s", err, diff)
		}
	}
	if got, err := readAll("[]"); len(got) > 0 || err != nil {
		t.Errorf("an empty array gives %v, %v", got, err)
	}
}

func TestArrayErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                   "element 1 (at byte 0): the array is cut off",
		`{"a":1}`:            "element 1 (at byte 0): a JSON array was expected, not an object",
		`<html>`:             "element 1 (at byte 0)",
		`[{"a":1}, 5]`:       "element 2 (at byte 10): a JSON object was expected, not a number",
		`[{"a":1},["x"]]`:    "element 2 (at byte 9): a JSON object was expected, not an array",
		`[{"a":1},{"b"`:      "element 2 (at byte 13): the array is cut off",
		`[{"a":1}`:           "element 2 (at byte 8): the array is cut off",
		`[{"a":1},`:          "element 2 (at byte 9): the array is cut off",
		`[`:                  "element 1 (at byte 1): the array is cut off",
		`[{"a":1}] x`:        "element 2 (at byte 10): after the end of the array",
		`[{"a":1}]{"b":2}`:   "element 2 (at byte 9): there is more after the end of the array",
		`[{"a":1},{"b":01}]`: "element 2 (at byte 15)",
		`[{"a":1},]`:         "element 2 (at byte 8)",
	} {
		_, err := readAll(text)
		var at *ArrayError
		if !errors.As(err, &at) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", text, err, want)
		}
	}
}

func TestArrayReportsAFailingReader(t *testing.T) {
	broken := io.MultiReader(strings.NewReader(`[{"a":1},{"b":`), failing{})
	var err error
	for _, err = range Array(broken, Limits{}) {
		if err != nil {
			break
		}
	}
	if !errors.Is(err, errConnection) {
		t.Errorf("error %v", err)
	}
}

var errConnection = errors.New("connection reset")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errConnection }

func TestCloneOutlivesItsStep(t *testing.T) {
	var array strings.Builder
	array.WriteString(`[{"n":0}`)
	for i := 1; i < 5000; i++ {
		fmt.Fprintf(&array, `,{"n":%d}`, i)
	}
	array.WriteString("]")
	var clones []Record
	for r, err := range Array(strings.NewReader(array.String()), Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		clones = append(clones, r.Clone())
	}
	for i, r := range clones {
		if want := fmt.Sprintf(`{"n":%d}`, i); string(r.Raw()) != want {
			t.Fatalf("record %d is %s", i, r.Raw())
		}
	}
}

func FuzzArray(f *testing.F) {
	for _, s := range []string{`[{"a":1},{"b":[{}]}]`, `[{"a":"\ud800"}`, "[{\"\xff\":1}] x", `[1]`, `{}`, ``} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		valid := Value(text).IsValid(Lenient()) && Value(text).Kind() == '['
		var elements []string
		for element := range Elements(Value(text)) {
			elements = append(elements, string(element))
		}
		read := 0
		for r, err := range Array(strings.NewReader(text), Limits{}) {
			if err != nil {
				var at *ArrayError
				if !errors.As(err, &at) || at.Offset < 0 || at.Offset > int64(len(text)) || at.Element < 1 {
					t.Fatalf("error %#v", err)
				}
				if valid && !strings.Contains(err.Error(), "a JSON object was expected") {
					t.Fatalf("valid JSON is refused: %v", err)
				}
				return
			}
			if read++; valid && (read > len(elements) || string(r.Raw()) != elements[read-1]) {
				t.Fatalf("element %d of %s is read as %s", read, text, r.Raw())
			}
			// What is found by stepping over bytes must be valid values in their own right.
			for path, v := range r.Leaves() {
				if !v.IsValid(Lenient()) {
					t.Fatalf("%q at %q is not a value", v, path)
				}
				if _, ok := r.Get(ParsePath(path)); !ok && !duplicated(r) {
					t.Fatalf("%q is not found in %s", path, r.Raw())
				}
			}
			if compact := AppendCompact(nil, r.Raw()); !Value(compact).IsValid(Lenient()) {
				t.Fatalf("%s is not JSON", compact)
			}
		}
		if !valid || read != len(elements) {
			t.Fatalf("%d of %d elements of %q are read, without an error", read, len(elements), text)
		}
	})
}

// duplicated tells whether any object of the record repeats a name; the last then hides others.
func duplicated(r Record) bool {
	return !r.Raw().IsValid(jsontext.AllowInvalidUTF8(true))
}

func FuzzPath(f *testing.F) {
	f.Add("a.b.0", `{"a":{"b":[1]}}`)
	f.Add(`a\.b`, `{"a.b`)
	f.Add(`\`, `{"":{,"x"`)
	f.Fuzz(func(t *testing.T, path, bytes string) {
		p := ParsePath(path)
		if diff := cmp.Diff(p, ParsePath(p.String())); diff != "" {
			t.Error(diff)
		}
		// Bytes that are not JSON must not do harm either.
		r := Record{raw: Value(bytes)}
		want, _ := r.Get(p)
		got := NewExtractor([]Path{p}).Extract(r, nil)[0]
		if string(got) != string(want) && Value(bytes).IsValid(Lenient()) {
			t.Errorf("%q against %q", got, want)
		}
		for range r.Leaves() {
			continue
		}
	})
}
