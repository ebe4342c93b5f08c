package paging

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// openEntries gives the array of the entries in an answer, and notes in read what stands beside it.
func openEntries(o *api.Operation, answer *client.Response, read *page) (io.Reader, error) {
	if o.Wrapper == "" {
		return answer.Reader(), nil
	}
	e := &envelope{paging: o.Page, page: read, decoder: jsontext.NewDecoder(answer.Reader(), record.Lenient()), body: answer.Body}
	if err := e.object(record.ParsePath(o.Wrapper), nil); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if e.array == nil {
		return nil, &Error{read.number, fmt.Sprintf("the answer has no array %s", o.Wrapper)}
	}
	return e.array, nil
}

// envelope is an answer in which the entries stand inside of an object.
type envelope struct {
	paging  *api.Paging // nil where the description knows of no pages
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
		return err
	}
	for e.decoder.PeekKind() == jsontext.KindString {
		name, err := e.decoder.ReadToken()
		if err != nil {
			return err
		}
		member := name.String()
		switch {
		case member != path[0]:
			err = e.readSibling(append(slices.Clone(above), member))
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
	return err
}

// entries finds out where the array begins and ends.
func (e *envelope) entries(member string) error {
	kind, start := e.decoder.PeekKind(), e.decoder.InputOffset()
	if err := e.decoder.SkipValue(); err != nil {
		return err
	}
	switch kind {
	case jsontext.KindBeginArray:
		// Between the name and the array there is a colon, and maybe blanks.
		e.array = &skipToArray{from: io.NewSectionReader(e.body, start, e.decoder.InputOffset()-start)}
	case jsontext.KindNull:
		e.array = strings.NewReader("[]")
	default:
		return &Error{e.page.number, fmt.Sprintf("%s is no array", member)}
	}
	return nil
}

// readSibling reads a member that stands beside the entries. Of one that the description does not name as
// the way to the next page, its name tells whether it says something of pages all the same.
func (e *envelope) readSibling(path record.Path) error {
	return e.member(path, true)
}

// deepest is how many levels deep something is said of pages: meta.pagination.next.href.
const deepest = 4

// member reads a member. Known says that what stands above it speaks of pages.
func (e *envelope) member(path record.Path, known bool) error {
	name := path[len(path)-1]
	switch e.decoder.PeekKind() {
	case jsontext.KindBeginArray:
		return e.decoder.SkipValue()
	case jsontext.KindBeginObject:
		if len(path) >= deepest {
			return e.decoder.SkipValue()
		}
		return e.members(path, known && (api.AboutPages(name) || api.IsNext(name)))
	}
	value, err := e.decoder.ReadValue()
	if err != nil {
		return err
	}
	e.note(path, value)
	if known {
		e.page.hint.note(path, value)
	}
	return nil
}

func (e *envelope) members(above record.Path, known bool) error {
	if _, err := e.decoder.ReadToken(); err != nil {
		return err
	}
	for e.decoder.PeekKind() == jsontext.KindString {
		name, err := e.decoder.ReadToken()
		if err != nil {
			return err
		}
		if err := e.member(append(slices.Clone(above), name.String()), known); err != nil {
			return err
		}
	}
	_, err := e.decoder.ReadToken()
	return err
}

// note takes what the description says that a member is about.
func (e *envelope) note(path record.Path, value jsontext.Value) {
	if e.paging == nil {
		return
	}
	if is(path, e.paging.Next) || value.Kind() == jsontext.KindNull && leads(path, e.paging.Next) {
		e.page.hasNext, e.page.next = true, record.Scalar(value)
	}
	if is(path, e.paging.Total) {
		if n, err := strconv.Atoi(record.Text(value)); err == nil && n >= 0 {
			e.page.total = n
		}
	}
}

func is(path record.Path, text string) bool {
	return text != "" && slices.Equal(path, record.ParsePath(text))
}

// leads tells whether a member is the one at a path, or one above it.
func leads(path record.Path, text string) bool {
	whole := record.ParsePath(text)
	return text != "" && len(path) <= len(whole) && slices.Equal(path, whole[:len(path)])
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
			return 1, err
		}
		if err != nil {
			return 0, err
		}
	}
	return s.from.Read(b)
}
