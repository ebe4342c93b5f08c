package record

import (
	"bytes"
	"testing"
)

func seeds(f *testing.F) {
	f.Helper()
	f.Add(`{"a":1, "b":{"c":"x"} }`, "b.c", `"y"`, `{"b":{"d":[1]},"e":null}`)
	f.Add(`{ }`, "a.0.b", `{}`, `{"a":9007199254740993}`)
	f.Add(`{"l":[1,{"d":2}],"l":3}`, "l.1", `10.10`, `{"l":[]}`)
	f.Add(`{"\u00e9":1,"a.b":[[]]}`, `a\.b.0.0`, `[1]`, `{"é":2,"😀":""}`)
	f.Add(`{"a":1e400,"b":-0}`, "", `null`, `{"a":1.0E400}`)
}

// What was set is there.
func FuzzSet(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, object, path, value, _ string) {
		r, ok := parsed(object)
		if !ok {
			t.Skip()
		}
		p := ParsePath(path)
		set, err := Set(r, p, Value(value))
		if err != nil {
			return
		}
		if !set.Raw().IsValid(Lenient()) {
			t.Fatalf("not JSON: %s", set.Raw())
		}
		if got, _ := set.Get(p); !Equal(got, Value(bytes.TrimSpace([]byte(value)))) {
			t.Fatalf("%s in %s is %s, want %s", path, set.Raw(), got, value)
		}
	})
}

// A record differs from itself in nothing, and merged with another only in what that one says.
func FuzzMergeAndDiff(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, object, _, _, change string) {
		r, ok := parsed(object)
		c, also := parsed(change)
		if !ok || !also {
			t.Skip()
		}
		for d := range Diff(r, r) {
			t.Fatalf("%s differs from itself in %s", r.Raw(), d.Path)
		}
		merged, err := Merge(r, c)
		if err != nil {
			t.Fatal(err)
		}
		if !merged.Raw().IsValid(Lenient()) {
			t.Fatalf("not JSON: %s", merged.Raw())
		}
		for d := range Diff(c, merged) {
			if d.Old != nil && !bytes.Contains(d.Old, []byte("{}")) {
				t.Fatalf("%s is %s in %s, want %s", d.Path, d.New, merged.Raw(), d.Old)
			}
		}
	})
}

func parsed(object string) (Record, bool) {
	if !Value(object).IsValid(Lenient()) {
		return Record{}, false
	}
	r, err := New(Value(object))
	return r, err == nil
}
