package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// ndjsonReader reads NDJSON: one object a line. Blank lines count as lines and hold nothing.
type ndjsonReader struct {
	content

	typer *typer
	text  *decoded
	line  int
}

func newNDJSONReader(c content, t *decoded) *ndjsonReader {
	return &ndjsonReader{content: c, typer: newTyper(c.options), text: t}
}

func (l *ndjsonReader) next() (Item, error) {
	for {
		raw, err := l.read()
		if err != nil {
			return Item{}, err
		}
		if raw = bytes.TrimSpace(raw); len(raw) == 0 {
			continue
		}
		item, err := l.item(raw)
		if err != nil {
			return Item{}, &skippable{l.failed(l.line, err)}
		}
		item.Line = l.line
		return item, nil
	}
}

// read gives a copy of the next line, which the last of a file need not end.
func (l *ndjsonReader) read() ([]byte, error) {
	l.line++
	var whole []byte
	for {
		part, err := l.text.ReadSlice('\n')
		whole = append(whole, part...)
		switch {
		case len(whole) > l.options.Limits.Size:
			return nil, l.failed(l.line, fmt.Errorf("the line %s", l.options.Limits.TooLarge().Fault))
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(whole) == 0:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, l.failed(l.line, err)
		}
		return whole, nil
	}
}

func (l *ndjsonReader) item(raw []byte) (Item, error) {
	options := jsontext.AllowDuplicateNames(true)
	if jsontext.Value(raw).IsValid(options) {
		return l.jsonItem(raw, l.typer)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw), options)
	if err := d.SkipValue(); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the JSON does not end in its line; NDJSON has one object a line")
		}
		return Item{}, plainJSONError(l.options.Limits.Explain(err))
	}
	return Item{}, errors.New("more follows after the end of the object; NDJSON has one object a line")
}
