package xlsx

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// Range is some cells of a sheet, from one corner to the other.
type Range struct {
	Name                                       string
	FirstRow, LastRow, FirstColumn, LastColumn int
}

// Merged gives the cells of a sheet that are merged, as far as the first few thousand: they stand behind its rows, so the
// sheet is unpacked for it, but not parsed.
func (b *Book) Merged(sheet SheetInfo) ([]Range, error) {
	x, err := b.part(sheet.part)
	if err != nil {
		return nil, damaged("%w", err)
	}
	defer func() { _ = x.close() }()
	const most = 4096
	var found []Range
	window := make([]byte, 0, 2*partBuffer)
	chunk := make([]byte, partBuffer)
	for {
		x.source.since = 0
		n, err := x.source.Read(chunk)
		window = append(window, chunk[:n]...)
		done := mergedIn(window, &found)
		window = window[:copy(window, window[done:])]
		switch {
		case errors.Is(err, io.EOF) || len(found) >= most:
			return found, nil
		case err != nil:
			return nil, damaged("%w", err)
		}
	}
}

// mergedIn finds the ranges in a piece of a sheet, and tells how much of it need not be looked at again.
func mergedIn(text []byte, found *[]Range) (done int) {
	const element, longest, prefix = "mergeCell ", 200, 40
	for {
		at := bytes.Index(text[done:], []byte(element))
		if at < 0 {
			return max(done, len(text)-longest)
		}
		at += done
		end := bytes.IndexByte(text[at:], '>')
		if end < 0 {
			if len(text)-at > longest {
				return max(done, len(text)-longest)
			}
			return max(done, at-prefix)
		}
		if isElement(text[:at]) {
			if r, ok := rangeOf(string(text[at : at+end])); ok {
				*found = append(*found, r)
			}
		}
		done = at + end
	}
}

// isElement tells whether a name stands behind the beginning of an element, with or without a prefix.
func isElement(before []byte) bool {
	before = bytes.TrimRight(before, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:")
	return bytes.HasSuffix(before, []byte("<"))
}

func rangeOf(element string) (Range, bool) {
	_, reference, _ := strings.Cut(element, `ref=`)
	reference = strings.Trim(reference, `"' /`)
	first, last, two := strings.Cut(reference, ":")
	if !two {
		last = first
	}
	var r Range
	var okFirst, okLast bool
	r.Name = reference
	r.FirstColumn, r.FirstRow, okFirst = parsePlace(first)
	r.LastColumn, r.LastRow, okLast = parsePlace(last)
	return r, okFirst && okLast
}
