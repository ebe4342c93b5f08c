package compile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// usualPage is how many records a page is asked to hold where the description names no number.
const usualPage = 100

// paging recognises how a list comes in parts. A parameter alone never tells it: one that counts pages or records
// must be an integer that may be missing, and something else, the size of a page, a member of the answer or the
// object around its list, must agree.
func (x *classifier) paging(c *call, o *tree.Value) error {
	response, err := x.success(o)
	if err != nil {
		return err
	}
	beside, err := x.pagingMembers(c, o)
	if err != nil {
		return err
	}
	size := sizeParameter(c)
	page, offset := c.Counter(api.PageNames()), c.Counter(api.OffsetNames())
	agrees := size != nil || beside.next != "" || beside.total != "" || beside.more
	p := &api.Paging{Size: api.NameOf(size), Records: sizeOf(size), Total: beside.total}
	switch {
	case beside.mark != "":
		p.Style, p.Parameter, p.Next = api.PageCursor, beside.markParameter, beside.mark
	case hasLink(response):
		p.Style = api.PageLink
	case beside.link && page == nil && offset == nil:
		p.Style, p.Next = api.PageLink, beside.next
	case page != nil && (agrees || c.Wrapper != ""):
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

func hasLink(response *tree.Value) bool {
	headers := response.Get("headers")
	return headers != nil && headers.Kind == tree.Object &&
		slices.ContainsFunc(headers.Names, func(name string) bool { return strings.EqualFold(name, "Link") })
}

// pagingMembers are those beside a list's records, or up to two levels deeper, that speak of pages.
type pagingMembers struct {
	// next leads to the next page, link says that it may be an address; total counts all records, more says that
	// one speaks of further ones.
	next, total string
	link, more  bool
	// mark is the member that holds what a parameter takes for the next page.
	mark, markParameter string
}

func (x *classifier) pagingMembers(c *call, o *tree.Value) (found pagingMembers, err error) {
	body, err := x.answer(o)
	if err != nil || c.Wrapper == "" {
		return found, err
	}
	s, err := x.reader.Read(body.schema, schema.Way{})
	if err != nil {
		return found, err
	}
	fields, err := x.reader.Members(s)
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
	switch {
	case f.Type == api.Object && api.IsNext(f.Name):
		m.noteObject(c, path, f)
	case m.mark == "" && scalar(f) && f.Type != api.Boolean && markFor(c, f) != "":
		m.mark, m.markParameter = path, markFor(c, f)
	case m.next == "" && scalar(f) && f.Type != api.Boolean && api.IsNext(f.Name):
		m.next, m.link = path, f.Type != api.Integer && isLink(f)
	case m.total == "" && f.Type == api.Integer && api.IsTotal(f.Name):
		m.total = path
	case api.IsMore(f.Name), f.Type == api.Integer && speaksOfPages(f.Name):
		m.more = true
	}
}

// noteObject takes what an object for the next page holds: its mark, or its address.
func (m *pagingMembers) noteObject(c *call, path string, next *api.Field) {
	for _, p := range c.Parameters {
		marks := slices.Contains(append(api.OffsetNames(), api.CursorNames()...), api.PlainName(p.Name))
		if f, has := api.Direct(next.Fields, p.Name); m.mark == "" && marks && has && f.Type == p.Type {
			m.mark, m.markParameter = path+"."+escaped(f.Name), p.Name
		}
	}
	if f, has := api.Direct(next.Fields, addressMember); has && f.Type == api.String && m.next == "" {
		m.next, m.link = path+"."+addressMember, true
	}
}

// markFor is the parameter that takes what a member for the next page holds: a text one of the rest of its name, as
// offset of next_offset, one for marks, or for a number one that counts records.
func markFor(c *call, next *api.Field) string {
	rest, named := strings.CutPrefix(api.PlainName(next.Name), "next")
	for _, p := range c.Parameters {
		if named && p.Type == next.Type && api.PlainName(p.Name) == rest && slices.Contains(api.OffsetNames(), rest) {
			return p.Name
		}
	}
	if !api.IsNext(next.Name) {
		return ""
	}
	if cursor := c.ParameterAmong(api.CursorNames()...); cursor != nil || next.Type != api.Integer {
		return api.NameOf(cursor)
	}
	return api.NameOf(c.Counter(api.OffsetNames()))
}

// isLink tells whether a text may be the address of the next page, rather than a mark that some parameter takes.
func isLink(f *api.Field) bool {
	return strings.HasPrefix(f.Format, "uri") || slices.Contains([]string{"next", "nextlink", "nexturl", "nextpageurl", "odatanextlink"}, api.PlainName(f.Name))
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
