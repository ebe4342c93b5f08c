package tree_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// The same file in both forms is the same tree, with the order of its members, the digits of its numbers and its lines.
func TestReadBothForms(t *testing.T) {
	const asJSON = `
{"b": {"n": 10.10, "yes": true},
 "a": ["x", null,
  "9007199254740993"], "~/": "odd"
}`
	const asYAML = `
b: {n: 10.10, yes: true}
a: [x, null,
  "9007199254740993"]
"~/": odd`
	for name, text := range map[string]string{"JSON": asJSON, "YAML": asYAML} {
		root, err := tree.Read([]byte(text))
		if err != nil {
			t.Fatal(name, err)
		}
		if got := strings.Join(root.Names, ""); got != "ba~/" {
			t.Errorf("%s: members %q", name, got)
		}
		b := root.Get("b")
		if b.Str("n") != "10.10" || !b.Is("yes") || b.Line != 2 || b.What() != "an object" {
			t.Errorf("%s: %+v", name, b)
		}
		a := root.Get("a").Elements()
		if len(a) != 3 || a[1].Kind != tree.Null || a[2].Kind != tree.Text || a[2].Line != 4 || a[1].Scalar() {
			t.Errorf("%s: %+v", name, a)
		}
		if at := root.Pointer("/a/0"); at == nil || at.Text != "x" {
			t.Errorf("%s: by pointer: %+v", name, at)
		}
		if at := root.Pointer("/~0~1"); at == nil || at.Text != "odd" {
			t.Errorf("%s: by escaped pointer: %+v", name, at)
		}
		for _, nowhere := range []string{"/a/3", "/a/-1", "/b/x/y", "/c"} {
			if at := root.Pointer(nowhere); at != nil {
				t.Errorf("%s: %s leads to %+v", name, nowhere, at)
			}
		}
	}
}

// What is not there has no parts, and asking for them is no fault.
func TestNothing(t *testing.T) {
	var none *tree.Value
	if none.Get("a") != nil || none.Str("a") != "" || none.Is("a") || none.Elements() != nil || none.What() != "nothing" || none.Pointer("/a") != nil {
		t.Error("nothing has parts")
	}
}

// Of two members with one name the last counts, in small objects and in large ones.
func TestLastOfTwo(t *testing.T) {
	for _, between := range []int{0, 20} {
		text := `{"a": 1, ` + strings.Repeat(`"x": 0, `, between) + `"a": 2}`
		if root, err := tree.Read([]byte(text)); err != nil || root.Str("a") != "2" {
			t.Errorf("%d between: %v", between, err)
		}
	}
}

// A file that is none is refused in a line that says what it is.
func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":               "it is empty",
		"\xef\xbb\xbf  ": "it is empty",
		"<html>":         "it is HTML or XML",
		"a\x00b":         "it is no text",
		`{"a": 1`:        "for it is not JSON: line 1",
		"a: [":           "neither JSON nor YAML",
		"a: &x\n  b: *x": "stands inside of what it stands for",
	} {
		if _, err := tree.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// A changed tree keeps the lines of the one that it was made of; what is new stands at the line of what holds it.
func TestTakeLines(t *testing.T) {
	given, err := tree.Read([]byte("a:\n  b: 1\nc:\n  - x\n  - y\n"))
	if err != nil {
		t.Fatal(err)
	}
	made, err := tree.Read([]byte(`{"a": {"b": 1, "new": 2}, "c": ["x", "y", "z"]}`))
	if err != nil {
		t.Fatal(err)
	}
	made.TakeLines(given, map[*tree.Value]bool{})
	c := made.Get("c")
	have := []int{made.Get("a").Get("b").Line, made.Get("a").Get("new").Line, c.Elements()[1].Line, c.Elements()[2].Line}
	if want := []int{given.Get("a").Get("b").Line, given.Get("a").Line, given.Get("c").Elements()[1].Line, given.Get("c").Line}; !slices.Equal(have, want) {
		t.Errorf("lines %v, want %v", have, want)
	}
}
