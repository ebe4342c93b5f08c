package paging

import (
	"fmt"
	"hash/maphash"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// steps makes the requests of the pages of a list, one from the other.
type steps struct {
	client    *client.Client
	operation *api.Operation
	// id gives what an entry's record is known by.
	id func(record.Record) (string, error)
	// begin is the number of the first page, where pages are numbered.
	begin int
	// seen holds the hashes of pages, and of what leads to them, against going round in a circle.
	seen map[uint64]bool
	seed maphash.Seed
}

// first is the request of the first page, with the parameters that the user gives.
func (s *steps) first(query url.Values) client.Request {
	return client.Request{
		Method: s.operation.Method, Path: s.operation.Path, Header: s.operation.Header(), Query: s.firstQuery(query),
		Expect: s.expect(), Also: s.operation.Statuses,
	}
}

func (s *steps) expect() client.Expect {
	if s.operation.Wrapper != "" {
		return client.JSONList
	}
	return client.JSONArray
}

// firstQuery is the query of the first page: what the user asks for, and the size of pages.
func (s *steps) firstQuery(query url.Values) url.Values {
	paging := s.operation.Page
	if paging == nil {
		return query
	}
	made := maps.Clone(query)
	if made == nil {
		made = url.Values{}
	}
	if paging.Size != "" && !made.Has(paging.Size) {
		made.Set(paging.Size, strconv.Itoa(paging.Records))
	}
	if made.Has(paging.Parameter) {
		return made
	}
	switch paging.Style {
	case api.PageNumber:
		made.Set(paging.Parameter, strconv.Itoa(paging.First))
	case api.PageOffset:
		made.Set(paging.Parameter, "0")
	case api.PageCursor, api.PageLink: // the first page has no mark
	}
	return made
}

func (s *steps) numbered(request client.Request, number int) client.Request {
	request.Query = maps.Clone(request.Query)
	request.Query.Set(s.operation.Page.Parameter, strconv.Itoa(number))
	return request
}

// marked asks for the page behind a mark.
func (s *steps) marked(request client.Request, read page, parameter, mark string) (client.Request, bool, error) {
	if s.met("cursor", mark) {
		const longestMark = 60
		problem := fmt.Sprintf("its mark of the next page, %q, was there before: the pages lead round in a circle",
			text.Shorten(s.client.Hide(mark), longestMark))
		return request, false, &Error{read.number, problem}
	}
	request.Query = maps.Clone(request.Query)
	if request.Query == nil {
		request.Query = url.Values{}
	}
	request.Query.Set(parameter, mark)
	return request, true, nil
}

// to follows an address, which the client refuses where it leads to another server.
func (s *steps) to(request client.Request, read page, address string) (client.Request, bool, error) {
	if address == "" {
		return request, false, nil
	}
	target, err := s.client.Resolve(request.Path, address)
	if err != nil {
		return request, false, &Error{read.number, "the address of the next page cannot be read: " + err.Error()}
	}
	if s.met("link", target) {
		return request, false, &Error{read.number, "the address of the next page was there before: the pages lead round in a circle"}
	}
	request.Path, request.Query = target, nil
	return request, true, nil
}

// met tells whether something was seen before, and remembers it.
func (s *steps) met(sort, text string) bool {
	hash := maphash.String(s.seed, sort+"\x00"+text)
	before := s.seen[hash]
	s.seen[hash] = true
	return before
}

func isAddress(text string) bool {
	return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}
