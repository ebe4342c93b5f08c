package service

import (
	"fmt"
	"io"
	"net/http"
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
	decoder := jsontext.NewDecoder(answer.Reader(), record.Lenient())
	if _, err := decoder.ReadToken(); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	var array io.Reader
	for decoder.PeekKind() == jsontext.KindString {
		name, err := decoder.ReadToken()
		if err != nil {
			return nil, fmt.Errorf("reading the answer: %w", err)
		}
		member := name.String()
		if member != p.operation.Wrapper {
			if err := p.beside(decoder, member, read); err != nil {
				return nil, err
			}
			continue
		}
		kind := decoder.PeekKind()
		start := decoder.InputOffset()
		if err := decoder.SkipValue(); err != nil {
			return nil, fmt.Errorf("reading %s of the answer: %w", member, err)
		}
		switch kind {
		case jsontext.KindBeginArray:
			// Between the name and the array there is a colon, and maybe blanks.
			array = &skipToArray{from: io.NewSectionReader(answer.Body, start, decoder.InputOffset()-start)}
		case jsontext.KindNull:
			array = strings.NewReader("[]")
		default:
			return nil, &PageError{p.number, fmt.Sprintf("%s is no array", member)}
		}
	}
	if _, err := decoder.ReadToken(); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if array == nil {
		return nil, &PageError{p.number, fmt.Sprintf("the answer has no array %s", p.operation.Wrapper)}
	}
	return array, nil
}

// beside reads a member that stands beside the entries.
func (p *pages) beside(decoder *jsontext.Decoder, member string, read *page) error {
	paging := p.operation.Page
	wanted := func(path string) (below string, ok bool) {
		top, below, _ := strings.Cut(path, ".")
		return below, path != "" && top == member
	}
	var next, total string
	var isNext, isTotal bool
	if paging != nil {
		next, isNext = wanted(paging.Next)
		total, isTotal = wanted(paging.Total)
	}
	if !isNext && !isTotal {
		if err := decoder.SkipValue(); err != nil {
			return fmt.Errorf("reading %s of the answer: %w", member, err)
		}
		return nil
	}
	value, err := decoder.ReadValue()
	if err != nil {
		return fmt.Errorf("reading %s of the answer: %w", member, err)
	}
	if isNext {
		if found, ok := at(value, next); ok {
			read.hasNext, read.next = true, scalarText(found)
		}
	}
	if isTotal {
		if found, ok := at(value, total); ok {
			if n, err := strconv.Atoi(record.Text(found)); err == nil && n >= 0 {
				read.total = n
			}
		}
	}
	return nil
}

// at gives the member of a value at a dotted path, or the value itself.
func at(value jsontext.Value, path string) (jsontext.Value, bool) {
	if path == "" {
		return value, true
	}
	r, err := record.New(value)
	if err != nil {
		return nil, false
	}
	return r.Get(record.ParsePath(path))
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

// nextLink finds the address of the next page in a Link header, as RFC 8288 writes it.
func nextLink(header http.Header) string {
	for _, line := range header.Values("Link") {
		for line != "" {
			_, rest, found := strings.Cut(line, "<")
			if !found {
				break
			}
			address, after, found := strings.Cut(rest, ">")
			if !found {
				break
			}
			attributes := after
			if next := strings.Index(after, ",<"); next >= 0 {
				attributes, line = after[:next], after[next+1:]
			} else if next := strings.Index(after, ", <"); next >= 0 {
				attributes, line = after[:next], after[next+1:]
			} else {
				line = ""
			}
			if isNextRelation(attributes) {
				return address
			}
		}
	}
	return ""
}

func isNextRelation(attributes string) bool {
	for attribute := range strings.SplitSeq(attributes, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(attribute), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		for relation := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(relation, "next") {
				return true
			}
		}
	}
	return false
}
