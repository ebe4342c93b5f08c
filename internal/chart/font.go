package chart

import (
	"fmt"
	"slices"

	"github.com/clipperhouse/displaywidth"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

const (
	fontSize = 13.0
	// spare is how much wider than the font of PNG pictures the one may be that a reader of SVG has.
	spare = 1.2
)

// ruler measures texts by the font of PNG pictures, which has Latin, Greek and Cyrillic letters.
type ruler struct {
	font *sfnt.Font
	face font.Face
}

func newRuler() (*ruler, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("reading the font: %w", err)
	}
	r := &ruler{font: parsed}
	r.face, err = r.sized(fontSize)
	return r, err
}

// sized gives the font in a size.
func (r *ruler) sized(size float64) (font.Face, error) {
	face, err := opentype.NewFace(r.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("sizing the font: %w", err)
	}
	return face, nil
}

// textWidth is the room that a text needs, in pixels. Characters that the font lacks are as wide as a terminal has them.
func (r *ruler) textWidth(s string) float64 {
	width := 0.0
	for _, c := range s {
		if advance, ok := r.face.GlyphAdvance(c); ok && !r.lacks(c) {
			width += float64(advance) / 64
		} else {
			width += float64(displaywidth.Rune(c)) * fontSize / 2
		}
	}
	return width * spare
}

func (r *ruler) lacks(c rune) bool {
	index, err := r.font.GlyphIndex(nil, c)
	return err != nil || index == 0
}

// Lacking gives the characters of data that a PNG picture cannot show, each once.
func Lacking(d *Data) (string, error) {
	r, err := newRuler()
	if err != nil {
		return "", err
	}
	texts := append([]string{d.Title}, d.Names...)
	for _, s := range d.Series {
		texts = append(texts, s.Name)
	}
	var missing []rune
	for _, text := range texts {
		for _, c := range text {
			if r.lacks(c) && !slices.Contains(missing, c) {
				missing = append(missing, c)
			}
		}
	}
	return string(missing), nil
}
