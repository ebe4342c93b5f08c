package record

import (
	"testing"
)

const crews = `{"n":1,"crew":[{"code":"0001","hours":1.50,"tags":["a","b"]},{"hours":2},{"code":null,"skills":[{"x":1},{"x":2}]}],
	"empty":[],"plain":["p","q"],"deep":[[{"code":"d"}]],"one":{"code":"o"},"crew2":[{"other":1}]}`

// TestFind: a path goes through lists, keeps step over elements that lack something, and leaves
// numbers as they stand. The extractor finds the same.
func TestFind(t *testing.T) {
	r, err := New(Value(crews))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"n": "1", "one.code": `"o"`, "crew.0.code": `"0001"`, "plain": `["p","q"]`, "plain.1": `"q"`,
		"crew.code": `listed ["0001",null,null]`, "crew.hours": `listed [1.50,2,null]`, "crew.tags": `listed [["a","b"],null,null]`,
		"crew.skills.x": `listed [null,null,1,2]`, "crew.tags.0": `listed ["a",null,null]`, "deep.code": `listed ["d"]`, "crew.2.skills.x": `listed [1,2]`,
		"crew2.code": "", "empty.code": "", "plain.code": "", "n.code": "", "": "", "crew.9.code": "",
	} {
		v, listed, found := r.Find(ParsePath(path))
		got := string(v)
		if listed {
			got = "listed " + got
		}
		if !found {
			got = ""
		}
		if got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		e := NewExtractor([]Path{{"n"}, ParsePath(path), {"crew"}})
		values := e.Extract(r, nil)
		text := string(values[1])
		if e.Listed(1) {
			text = "listed " + text
		}
		if text != want {
			t.Errorf("%s: extracted %s, want %s", path, text, want)
		}
	}
}

// TestExtractForgetsAnEarlierList: of two members with one name the last counts, whatever it is.
func TestExtractForgetsAnEarlierList(t *testing.T) {
	r, err := New(Value(`{"a":[{"b":1}],"a":{"b":2}}`))
	if err != nil {
		t.Fatal(err)
	}
	e := NewExtractor([]Path{{"a", "b"}})
	if v := e.Extract(r, nil); string(v[0]) != "2" || e.Listed(0) {
		t.Errorf("%s, listed %v", v[0], e.Listed(0))
	}
}

func TestThroughList(t *testing.T) {
	r, err := New(Value(crews))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"crew.code": "crew", "crew.0.tags.x": "crew.0.tags", "crew": "", "crew.0.code": "", "one.code": "", "none.code": ""} {
		list, found := r.ThroughList(ParsePath(path))
		if found != (want != "") || found && list.String() != want {
			t.Errorf("%s: %q %v", path, list, found)
		}
	}
}
