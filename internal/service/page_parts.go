package service

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// open gives the array of the entries in an answer, and takes note of what stands beside it.
func (p *pages) open(answer *client.Response, read *page) (io.Reader, error) {
	if p.operation.Wrapper == "" {
		return answer.Reader(), nil
	}
	e := &envelope{pages: p, page: read, decoder: jsontext.NewDecoder(answer.Reader(), record.Lenient()), body: answer.Body}
	if err := e.object(record.ParsePath(p.operation.Wrapper), nil); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if e.array == nil {
		return nil, &PageError{p.number, fmt.Sprintf("the answer has no array %s", p.operation.Wrapper)}
	}
	return e.array, nil
}

// envelope is an answer in which the entries stand inside of an object.
type envelope struct {
	pages   *pages
	page    *page
	decoder *jsontext.Decoder
	body    io.ReaderAt
	// array is where the entries are, nil until it is found.
	array io.Reader
}

// object reads an object from its opening bracket to its closing one. The array is at a path in it; above
// is the path of the object itself.
func (e *envelope) object(path, above record.Path) error {
	if _, err := e.decoder.ReadToken(); err != nil {
		return err //nolint:wrapcheck // open says what was being read
	}
	for e.decoder.PeekKind() == jsontext.KindString {
		name, err := e.decoder.ReadToken()
		if err != nil {
			return err //nolint:wrapcheck // as above
		}
		member := name.String()
		switch {
		case member != path[0]:
			err = e.beside(append(slices.Clone(above), member))
		case len(path) > 1 && e.decoder.PeekKind() == jsontext.KindBeginObject:
			err = e.object(path[1:], append(slices.Clone(above), member))
		default:
			err = e.entries(member)
		}
		if err != nil {
			return err
		}
	}
	_, err := e.decoder.ReadToken()
	return err //nolint:wrapcheck // as above
}

// entries finds out where the array begins and ends.
func (e *envelope) entries(member string) error {
	kind, start := e.decoder.PeekKind(), e.decoder.InputOffset()
	if err := e.decoder.SkipValue(); err != nil {
		return err //nolint:wrapcheck // as above
	}
	switch kind {
	case jsontext.KindBeginArray:
		// Between the name and the array there is a colon, and maybe blanks.
		e.array = &skipToArray{from: io.NewSectionReader(e.body, start, e.decoder.InputOffset()-start)}
	case jsontext.KindNull:
		e.array = strings.NewReader("[]")
	default:
		return &PageError{e.pages.number, fmt.Sprintf("%s is no array", member)}
	}
	return nil
}

// beside reads a member that stands beside the entries.
func (e *envelope) beside(path record.Path) error {
	var next, total record.Path
	if paging := e.pages.operation.Page; paging != nil {
		next, total = below(paging.Next, path), below(paging.Total, path)
	}
	if next == nil && total == nil {
		return e.decoder.SkipValue() //nolint:wrapcheck // as above
	}
	value, err := e.decoder.ReadValue()
	if err != nil {
		return err //nolint:wrapcheck // as above
	}
	if found, ok := at(value, next); ok && next != nil {
		e.page.hasNext, e.page.next = true, scalarText(found)
	}
	if found, ok := at(value, total); ok && total != nil {
		if n, err := strconv.Atoi(record.Text(found)); err == nil && n >= 0 {
			e.page.total = n
		}
	}
	return nil
}

// below gives what goes on of a path behind its beginning: empty where that is all of it, nil where it
// begins otherwise.
func below(text string, beginning record.Path) record.Path {
	path := record.ParsePath(text)
	if text == "" || len(path) < len(beginning) || !slices.Equal(path[:len(beginning)], beginning) {
		return nil
	}
	return append(record.Path{}, path[len(beginning):]...)
}

// at gives the member of a value at a path, or the value itself.
func at(value jsontext.Value, path record.Path) (jsontext.Value, bool) {
	if len(path) == 0 {
		return value, true
	}
	r, err := record.New(value)
	if err != nil {
		return nil, false
	}
	return r.Get(path)
}

// scalarText is a text or a number as text; null, false and all else are none.
func scalarText(value jsontext.Value) string {
	if kind := value.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
		return ""
	}
	return record.Text(value)
}

// skipToArray leaves out what stands before the array in a part of an answer.
type skipToArray struct {
	from  io.Reader
	begun bool
}

func (s *skipToArray) Read(b []byte) (int, error) {
	for !s.begun && len(b) > 0 {
		n, err := s.from.Read(b[:1])
		if n == 1 && b[0] == '[' {
			s.begun = true
			return 1, err //nolint:wrapcheck // a reader's error, which its reader names
		}
		if err != nil {
			return 0, err //nolint:wrapcheck // as above
		}
	}
	return s.from.Read(b) //nolint:wrapcheck // as above
}
