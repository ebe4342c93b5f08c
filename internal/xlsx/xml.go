package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

var errNoPart = errors.New("a part of the workbook is missing")

// xmlReader reads the elements of a part one by one. Names of elements and attributes count without their spaces, since
// the two variants of the format differ in those alone.
type xmlReader struct {
	decoder *xml.Decoder
	source  *guard
	close   func() error
	// start and end are the name of the element that begins or ends, or "".
	start, end string
	attributes []xml.Attr
}

// guard counts what a part gives.
type guard struct {
	r      io.Reader
	limits Limits
	packed int64
	// all counts all bytes, and since those since the last token.
	all, since int64
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.all += int64(n)
	g.since += int64(n)
	switch {
	case g.all > g.limits.Unpacked, g.all > g.limits.UnpackedFree && g.all/g.limits.Ratio > g.packed:
		return 0, fmt.Errorf("it unpacks to more than %d times its size: it is damaged, or made to fill memory", min(g.all/max(g.packed, 1), g.limits.Ratio))
	case g.since > g.limits.Cell:
		return 0, errors.New("a cell in it is larger than Excel takes: it is damaged")
	}
	return n, err
}

// part opens a part.
func (b *Book) part(name string) (*xmlReader, error) {
	for _, f := range b.archive.File {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		if f.Method != zip.Store && f.Method != zip.Deflate {
			return nil, damaged("%s is packed in a way that workbooks are not", name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, damaged("%w", err)
		}
		source := &guard{r: r, limits: b.limits, packed: int64(min(f.CompressedSize64, 1<<62))}
		return &xmlReader{decoder: xml.NewDecoder(source), source: source, close: r.Close}, nil
	}
	return nil, fmt.Errorf("%w: %s", errNoPart, name)
}

// walk goes through the elements of a part.
func (b *Book) walk(name string, each func(*xmlReader) error) error {
	x, err := b.part(name)
	if err != nil {
		return err
	}
	defer func() { _ = x.close() }()
	for {
		if err := x.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if x.start != "" {
			if err := each(x); err != nil {
				return err
			}
		}
	}
}

// next goes to where the next element begins or ends.
func (x *xmlReader) next() error {
	for {
		x.source.since = 0
		token, err := x.decoder.RawToken()
		if err != nil {
			return x.failed(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			x.start, x.end, x.attributes = t.Name.Local, "", t.Attr
			return nil
		case xml.EndElement:
			x.start, x.end, x.attributes = "", t.Name.Local, nil
			return nil
		case xml.Directive:
			return damaged("it has a document type, which workbooks have not")
		}
	}
}

// failed tells the end of a part from what is wrong with it.
func (x *xmlReader) failed(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return damaged("%w", err)
}

// text gives the text of the element that began, up to its end.
func (x *xmlReader) text() (string, error) {
	var out strings.Builder
	var taken int64
	for depth := 1; ; {
		x.source.since = 0
		token, err := x.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", x.failed(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			if taken += int64(len(t)); taken > x.source.limits.Cell {
				return "", damaged("a cell in it is larger than Excel takes")
			}
			out.Write(t)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				x.start = ""
				return out.String(), nil
			}
		case xml.Directive:
			return "", damaged("it has a document type, which workbooks have not")
		}
	}
}

// attribute gives an attribute of the element that began, "" for none.
func (x *xmlReader) attribute(name string) string {
	for _, a := range x.attributes {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}
