package paging

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// byHint goes on where an answer speaks of more records than the description does: by a link, a mark,
// or the last record. Where there is no way on, that is an error, since a part is no list.
func (s *steps) byHint(request client.Request, read page) (client.Request, bool, error) {
	cursor, after := s.operation.CursorParameter(), s.operation.AfterParameter()
	said := read.hint
	if paging := s.operation.Page; paging != nil {
		numbered := paging.Style == api.PageNumber || paging.Style == api.PageOffset
		switch {
		case numbered: // an empty page is the end, to wherever it leads
			said.next, read.link = "", ""
		case read.hasNext && !said.saysMore(): // the described member says that this was all
			return request, false, nil
		}
	}
	switch {
	case read.link != "":
		return s.to(request, read, read.link)
	case !said.says(read.sum), s.asManyAsWanted(request.Query, read.sum):
		return request, false, nil
	case isAddress(said.next):
		return s.to(request, read, said.next)
	case said.next != "" && cursor != "" && cursor != after:
		return s.marked(request, read, cursor, said.next)
	case after != "" && read.count > 0:
		if last, err := record.New(read.last); err == nil {
			if id, err := s.id(last); err == nil {
				return s.marked(request, read, after, id)
			}
		}
	}
	return request, false, s.incomplete(read)
}

// asManyAsWanted tells whether the user has asked for no more records than have come.
func (s *steps) asManyAsWanted(query url.Values, sum int) bool {
	size := s.operation.SizeParameter()
	if s.operation.Page != nil || size == "" || !query.Has(size) {
		return false
	}
	wanted, err := strconv.Atoi(query.Get(size))
	return err == nil && wanted <= sum
}

// incomplete says that a list is only a part, and what can be done.
func (s *steps) incomplete(read page) error {
	speaks := "says that there are more"
	if read.hint.total > read.sum {
		speaks = fmt.Sprintf("speaks of %d", read.hint.total)
	}
	way := "; the API description names no way to the others"
	if size := s.operation.SizeParameter(); size != "" && s.operation.Page == nil {
		way += fmt.Sprintf(": ask for more at once with --param %s=NUMBER", size)
	} else if len(s.operation.Parameters) > 0 {
		way += fmt.Sprintf(": ask for a part with --param, as %s=VALUE", s.operation.Parameters[0].Name)
	}
	return &Error{read.number, fmt.Sprintf("with it %d records have come, but the server %s%s", read.sum, speaks, way)}
}
