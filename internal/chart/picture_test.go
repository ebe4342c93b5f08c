package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"
)

// drawings are charts of every kind, with what is odd in each.
func drawings(t *testing.T) map[string]struct {
	kind Kind
	data *Data
} {
	t.Helper()
	all := map[string]struct {
		kind Kind
		data *Data
	}{}
	add := func(name string, kind Kind, columns string, rows ...string) {
		d, _ := prepared(t, kind, columns, rows...)
		d.Title = "<" + name + ">"
		all[name] = struct {
			kind Kind
			data *Data
		}{kind, d}
	}
	add("bars", Bar, "n|x|</text>", "a & <b>|3|-1", strings.Repeat("a long name ", 20)+"|0|", "c|0.0001|2")
	add("stack", Stacked, "n|x|y", "a|3|-1", "b||")
	add("pie", Pie, "n|x", "a|3", "b|1", "c|0")
	add("whole pie", Pie, "n|x", "a|3")
	add("pie of zero", Pie, "n|x", "a|0")
	add("line", Line, "n|x|y", "a|1|5", "b||5", "c|2|1e6")
	add("one", Line, "n|x", "a|0")
	add("null", Line, "n|x", "a|")
	add("none", Bar, "n|x")
	add("no line", Line, "n|x")
	return all
}

// TestSVG: each is well-formed, the same each time, with every name in it and no number that is none.
func TestSVG(t *testing.T) {
	t.Parallel()
	for name, one := range drawings(t) {
		var out, again bytes.Buffer
		if err := errors.Join(SVG(&out, one.kind, one.data), SVG(&again, one.kind, one.data)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("%s differs from time to time", name)
		}
		var words strings.Builder
		decoder := xml.NewDecoder(&again)
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out.String())
			}
			if text, ok := token.(xml.CharData); ok {
				words.Write(text)
				words.WriteByte(' ')
			}
		}
		for _, want := range append([]string{one.data.Title}, one.data.Names...) {
			for word := range strings.FieldsSeq(want) {
				if !strings.Contains(words.String(), word) {
					t.Errorf("%s: %q is not in the picture", name, word)
				}
			}
		}
		for _, wrong := range []string{"NaN", "Inf", `width="-`, "<script", "href"} {
			if strings.Contains(out.String(), wrong) {
				t.Errorf("%s has %s", name, wrong)
			}
		}
	}
}

// TestPNG: each can be read, and has more than its ground.
func TestPNG(t *testing.T) {
	t.Parallel()
	for name, one := range drawings(t) {
		var out bytes.Buffer
		if err := PNG(&out, one.kind, one.data); err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(&out)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		inks := map[[3]uint32]bool{}
		size := picture.Bounds()
		for y := range size.Dy() {
			for x := range size.Dx() {
				r, g, b, _ := picture.At(x, y).RGBA()
				inks[[3]uint32{r, g, b}] = true
			}
		}
		if len(inks) < 3 || size.Dx() < 100 || size.Dx() > 4000 {
			t.Errorf("%s: %d inks in %s", name, len(inks), size)
		}
	}
}

// TestLacking: Latin, Greek and Cyrillic are there, others are told.
func TestLacking(t *testing.T) {
	t.Parallel()
	d, _ := prepared(t, Bar, "n|Größe", "Łódź ΑΩ Жук|1", "中文中😀|2")
	if missing, err := Lacking(d); err != nil || missing != "中文😀" {
		t.Errorf("missing %q, %v", missing, err)
	}
}
