package record

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestLimits(t *testing.T) {
	l := Limits{Nesting: 3, Fields: 4}
	for text, want := range map[string]string{
		`{"a":[[1]]}`:                              "",
		`{"a":[[[1]]]}`:                            "the record is nested deeper than 3 levels",
		`{"a":"[[[[[[[[[[{{{{","b":"\"[[[["}`:      "",
		`{"a":1,"b":2,"c":{"d":3}}`:                "",
		`{"a":1,"b":2,"c":{"d":3,"e":4}}`:          "the record has more than 4 fields",
		`{"a":[{"a":1,"b":2,"c":3},{"d":1}]}`:      "",
		`{"a:b::::::::":":::::","":0}`:             "",
		`{"a":[{"b":1}],"c":1,"d":1,"e":[],"f":0}`: "the record has more than 4 fields",
	} {
		got := ""
		if err := l.Check(Value(text)); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	var usual Limits
	for levels, want := range map[int]bool{usualNesting: true, usualNesting + 1: false} {
		if err := usual.Check(Value(strings.Repeat("[", levels) + strings.Repeat("]", levels))); (err == nil) != want {
			t.Errorf("%d levels: %v", levels, err)
		}
	}
}

// What the fast count finds is what a decoder finds.
func FuzzLimits(f *testing.F) {
	for _, seed := range []string{
		`{"a":[[1]]}`, `{"a":{"b":{"c":{}}}}`, `[{"a":1},{"b":[{"c":1}]}]`, `{"\"}{":"][","b\\":":"}`, `{"":0,"":0,"":0,"":0}`, "{\"\xff\":\"\xfe[\"}", `7`,
	} {
		f.Add([]byte(seed), uint8(3), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, nesting, fields uint8) {
		l := Limits{Nesting: int(nesting)%20 + 1, Fields: int(fields)%20 + 1}
		got := l.Check(text)
		if !Value(text).IsValid(Lenient()) {
			return // nothing but that it ends
		}
		depth, count := measured(text)
		if want := depth > l.Nesting || count > l.Fields; (got != nil) != want {
			t.Fatalf("%s has %d levels and %d fields; with %+v: %v", text, depth, count, l, got)
		}
		if above := (*LimitError)(nil); got != nil && !errors.As(got, &above) {
			t.Fatalf("%T", got)
		}
	})
}

// measured counts levels, and the fields outside of arrays.
func measured(text []byte) (depth, fields int) {
	d := jsontext.NewDecoder(bytes.NewReader(text), Lenient())
	var open []jsontext.Kind
	for {
		token, err := d.ReadToken()
		if err != nil {
			return depth, fields
		}
		switch token.Kind() {
		case jsontext.KindBeginObject, jsontext.KindBeginArray:
			open = append(open, token.Kind())
			depth = max(depth, len(open))
		case jsontext.KindEndObject, jsontext.KindEndArray:
			open = open[:len(open)-1]
		}
		inArray := slices.Contains(open, jsontext.KindBeginArray)
		// A text in an object is a name where the number of tokens before it is even.
		if kind, length := d.StackIndex(d.StackDepth()); !inArray && kind == jsontext.KindBeginObject && length%2 == 1 && token.Kind() == jsontext.KindString {
			fields++
		}
	}
}
