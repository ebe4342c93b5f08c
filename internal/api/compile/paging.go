package compile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// usualPage is how many records a page is asked to hold where the description names no number.
const usualPage = 100

// paging recognises how a list comes in parts. A parameter alone never tells it: one that counts pages or records
// must be an integer that may be missing, and something else, the size of a page, a header or a member of
// the answer, must agree.
func (x *classifier) paging(c *call, o *value) error {
	response, err := x.reader.in.success(o)
	if err != nil {
		return err
	}
	beside, err := x.pagingMembers(c, o)
	if err != nil {
		return err
	}
	size := sizeParameter(c)
	cursor := c.ParameterAmong(api.CursorNames()...)
	page, offset := counter(c, pageNames()), counter(c, offsetNames())
	agrees := size != nil || beside.next != "" || beside.total != "" || beside.more
	p := &api.Paging{Size: api.NameOf(size), Records: sizeOf(size), Total: beside.total}
	switch {
	case beside.next != "" && cursor != nil:
		p.Style, p.Parameter, p.Next = api.PageCursor, cursor.Name, beside.next
	case beside.mark != "":
		p.Style, p.Parameter, p.Next = api.PageCursor, beside.markParameter, beside.mark
	case hasLink(response):
		p.Style = api.PageLink
	case beside.next != "" && page == nil && offset == nil:
		p.Style, p.Next = api.PageLink, beside.next
	case page != nil: // which counts nothing else
		p.Style, p.Parameter = api.PageNumber, page.Name
		p.First, p.Guessed = firstPage(page)
	case offset != nil && agrees:
		p.Style, p.Parameter = api.PageOffset, offset.Name
	default:
		return nil
	}
	c.Page = p
	return nil
}

func sizeParameter(c *call) *api.Parameter {
	if p := c.ParameterAmong(api.SizeNames()...); p != nil && p.Type == api.Integer {
		return p
	}
	return nil
}

func pageNames() []string {
	return []string{"page", "pagenumber", "pageno", "pageindex", "pagenum"}
}

func offsetNames() []string {
	return []string{"offset", "skip", "start", "startindex", "startat", "firstresult", "from"}
}

// counter finds the parameter of some names that counts: an integer that may be missing. What has an end
// beside it is a range.
func counter(c *call, names []string) *api.Parameter {
	p := c.ParameterAmong(names...)
	if p == nil || p.Type != api.Integer || p.Required {
		return nil
	}
	for _, other := range c.Parameters {
		if slices.Contains([]string{"to", "end", "until", "endindex"}, api.PlainName(other.Name)) {
			return nil
		}
	}
	return p
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

// pagingMembers are those beside a list's records, or up to two levels deeper, that speak of pages.
type pagingMembers struct {
	// next leads to the next page, total counts all records, more says that one speaks of further ones.
	next, total string
	more        bool
	// mark is the member of the next page's object that a parameter of the same name takes.
	mark, markParameter string
}

func (x *classifier) pagingMembers(c *call, o *value) (found pagingMembers, err error) {
	body, err := x.reader.in.answer(o)
	if err != nil || c.Wrapper == "" {
		return found, err
	}
	s, err := x.reader.read(body.schema, refPath{})
	if err != nil {
		return found, err
	}
	fields, err := x.reader.members(s)
	if err != nil {
		return found, err
	}
	walkPlain(fields, "", 3, func(path string, f *api.Field) {
		if path != c.Wrapper {
			found.note(c, path, f)
		}
	})
	return found, nil
}

// note takes what a member beside the records says of pages.
func (m *pagingMembers) note(c *call, path string, f *api.Field) {
	next := api.IsNext(f.Name)
	switch mark := markFor(c, f.Name); {
	case f.Type == api.Object && next:
		m.noteObject(c, path, f)
	case m.mark == "" && f.Type == api.String && mark != "":
		m.mark, m.markParameter = path, mark
	case m.next == "" && next && (f.Type == api.String || f.Type == api.Any || f.Type == api.Integer):
		m.next = path
	case m.total == "" && f.Type == api.Integer && api.IsTotal(f.Name):
		m.total = path
	case api.IsMore(f.Name), f.Type == api.Integer && speaksOfPages(f.Name):
		m.more = true
	}
}

// noteObject takes what an object for the next page holds: its mark, or its address.
func (m *pagingMembers) noteObject(c *call, path string, f *api.Field) {
	if m.mark == "" {
		m.mark, m.markParameter = markIn(c, path, f)
	}
	if m.mark == "" && m.next == "" && holdsAddress(f) {
		m.next = path + "." + addressMember
	}
}

// markFor is the text parameter that takes what a member such as next_offset holds, "" where there is none.
func markFor(c *call, member string) string {
	rest, next := strings.CutPrefix(api.PlainName(member), "next")
	for _, p := range c.Parameters {
		if next && p.Type == api.String && api.PlainName(p.Name) == rest && slices.Contains(offsetNames(), rest) {
			return p.Name
		}
	}
	return ""
}

// markIn finds the member of the object for the next page that a text parameter of the same name takes.
func markIn(c *call, path string, next *api.Field) (mark, parameter string) {
	for _, p := range c.Parameters {
		if p.Type != api.String || !slices.Contains(append(offsetNames(), api.CursorNames()...), api.PlainName(p.Name)) {
			continue
		}
		if f, has := api.Direct(next.Fields, p.Name); has && f.Type == api.String {
			return path + "." + escaped(f.Name), p.Name
		}
	}
	return "", ""
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
