package compile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// usualPage is how many records a page is asked to hold where the description names no number.
const usualPage = 100

// paging recognises how a list comes in parts, by the names of query parameters, of the members
// beside the records, and of a header.
func (x *classifier) paging(c *call, o *value) error {
	response, err := x.reader.in.success(o)
	if err != nil {
		return err
	}
	next, total, err := x.pagingMembers(c, o)
	if err != nil {
		return err
	}
	size := c.ParameterAmong(api.SizeNames()...)
	cursor := c.ParameterAmong(api.CursorNames()...)
	page := c.ParameterAmong("page", "pagenumber", "pageno", "pageindex", "pagenum", "p")
	offset := c.ParameterAmong("offset", "skip", "start", "startindex", "firstresult", "from")
	p := &api.Paging{Size: api.NameOf(size), Records: sizeOf(size), Total: total}
	switch {
	case next != "" && cursor != nil:
		p.Style, p.Parameter, p.Next = api.PageCursor, cursor.Name, next
	case hasLink(response):
		p.Style = api.PageLink
	case next != "" && page == nil && offset == nil:
		p.Style, p.Next = api.PageLink, next
	case page != nil:
		p.Style, p.Parameter = api.PageNumber, page.Name
		p.First, p.Guessed = firstPage(page)
	case offset != nil:
		p.Style, p.Parameter = api.PageOffset, offset.Name
	default:
		return nil
	}
	c.Page = p
	return nil
}

// sizeOf is how many records a page is asked to hold: as many as the server lets.
func sizeOf(p *api.Parameter) int {
	if p == nil {
		return 0
	}
	for _, text := range []string{p.Most, p.Default} {
		if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= 1_000_000 {
			return n
		}
	}
	return usualPage
}

// firstPage is the number of the first page: what the description says, else 1, and 0 for an index,
// which is guessed.
func firstPage(p *api.Parameter) (first int, guessed bool) {
	for _, text := range []string{p.Least, p.Default} {
		if text == "0" || text == "1" {
			return int(text[0] - '0'), false
		}
	}
	if api.PlainName(p.Name) == "pageindex" {
		return 0, true
	}
	return 1, true
}

func hasLink(response *value) bool {
	headers := response.get("headers")
	return headers != nil && headers.kind == objectValue &&
		slices.ContainsFunc(headers.names, func(name string) bool { return strings.EqualFold(name, "Link") })
}

// pagingMembers finds, among the members beside a list's records or up to two levels deeper, the one that leads to
// the next page and the one that counts all records.
func (x *classifier) pagingMembers(c *call, o *value) (next, total string, err error) {
	body, err := x.reader.in.answer(o)
	if err != nil || c.Wrapper == "" {
		return "", "", err
	}
	s, err := x.reader.read(body, refPath{})
	if err != nil {
		return "", "", err
	}
	fields, err := x.reader.members(s)
	if err != nil {
		return "", "", err
	}
	walkPlain(fields, "", 3, func(path string, f *api.Field) {
		switch {
		case path == c.Wrapper:
		case next == "" && (f.Type == api.String || f.Type == api.Any || f.Type == api.Integer) && api.IsNext(f.Name):
			next = path
		case next == "" && f.Type == api.Object && api.IsNext(f.Name) && holdsAddress(f):
			next = path + "." + addressMember
		case total == "" && f.Type == api.Integer && api.IsTotal(f.Name):
			total = path
		}
	})
	return next, total, nil
}

// walkPlain visits the fields that are no arrays, so many levels deep.
func walkPlain(fields []api.Field, prefix string, levels int, visit func(string, *api.Field)) {
	for i := range fields {
		f := &fields[i]
		path := prefix + escaped(f.Name)
		visit(path, f)
		if f.Type == api.Object && levels > 1 {
			walkPlain(f.Fields, path+".", levels-1, visit)
		}
	}
}

// addressMember is the member of a link that is an object which holds its address.
const addressMember = "href"

func holdsAddress(link *api.Field) bool {
	return slices.ContainsFunc(link.Fields, func(f api.Field) bool { return f.Name == addressMember && f.Type == api.String })
}
