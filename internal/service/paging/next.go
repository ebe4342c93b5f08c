package paging

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// after gives the request of the page behind one that was read, and whether there is one. Where the
// described way ends, what else the answer says of further records counts.
func (s *steps) after(request client.Request, read page) (next client.Request, more bool, err error) {
	if paging := s.operation.Page; paging != nil {
		switch paging.Style {
		case api.PageCursor:
			next, more, err = s.byCursor(request, read)
		case api.PageLink:
			next, more, err = s.byLink(request, read)
		default:
			next, more, err = s.byNumber(request, read)
		}
	}
	if err != nil || more {
		return next, more, err
	}
	return s.byHint(request, read)
}

// byNumber goes on until the server says that this was all, or sends an empty page. That a page
// holds less than was asked for is no end: the server may give fewer, or hide some.
func (s *steps) byNumber(request client.Request, read page) (client.Request, bool, error) {
	paging := s.operation.Page
	switch {
	case read.count == 0 && read.total > read.sum:
		return request, false, &Error{read.number, fmt.Sprintf("it is empty, but the server speaks of %s and has sent %s",
			text.Counted(read.total, "record"), text.Count(read.sum))}
	case read.count == 0, read.hasNext && read.next == "", read.total >= 0 && read.sum >= read.total:
		return request, false, nil
	}
	value := s.begin + read.number
	if paging.Style == api.PageOffset {
		value = read.sum
	}
	request.Query = maps.Clone(request.Query)
	request.Query.Set(paging.Parameter, strconv.Itoa(value))
	return request, true, nil
}

func (s *steps) byCursor(request client.Request, read page) (client.Request, bool, error) {
	switch {
	case read.next == "":
		return request, false, nil
	case isAddress(read.next):
		return s.to(request, read, read.next)
	}
	return s.marked(request, read, s.operation.Page.Parameter, read.next)
}

func (s *steps) byLink(request client.Request, read page) (client.Request, bool, error) {
	switch {
	case s.operation.Page.Next == "":
		return s.to(request, read, read.link)
	case read.next != "" && !strings.ContainsAny(read.next, "/?"):
		return request, false, s.incomplete(read)
	}
	return s.to(request, read, read.next)
}
