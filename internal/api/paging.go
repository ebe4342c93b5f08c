package api

import (
	"slices"
	"strconv"
	"strings"
)

// usualPage is how many records a page is asked to hold where the description names no number.
const usualPage = 100

// paging recognises how a list comes in parts, by the names of query parameters, of the members
// beside the records, and of a header.
func (x *recognised) paging(c *call, o spot) error {
	response, err := x.success(o)
	if err != nil {
		return err
	}
	next, total, err := x.beside(c, o)
	if err != nil {
		return err
	}
	size := c.parameterAmong(sizeNames()...)
	cursor := c.parameterAmong(cursorNames()...)
	page := c.parameterAmong("page", "pagenumber", "pageno", "pageindex", "pagenum", "p")
	offset := c.parameterAmong("offset", "skip", "start", "startindex", "firstresult", "from")
	p := &Paging{Size: nameOf(size), Records: sizeOf(size), Total: total}
	switch {
	case next != "" && cursor != nil:
		p.Style, p.Parameter, p.Next = PageCursor, cursor.Name, next
	case hasLink(response):
		p.Style = PageLink
	case next != "" && page == nil && offset == nil:
		p.Style, p.Next = PageLink, next
	case page != nil:
		p.Style, p.Parameter = PageNumber, page.Name
		p.First, p.Guessed = firstPage(page)
	case offset != nil:
		p.Style, p.Parameter = PageOffset, offset.Name
	default:
		return nil
	}
	c.Page = p
	return nil
}

// parameterAmong finds the first parameter that has one of these names.
func (o *Operation) parameterAmong(names ...string) *Parameter {
	for _, name := range names {
		for i := range o.Parameters {
			if plain(o.Parameters[i].Name) == name && len(o.Parameters[i].Enum) == 0 {
				return &o.Parameters[i]
			}
		}
	}
	return nil
}

func sizeNames() []string {
	return []string{"size", "pagesize", "perpage", "limit", "pagelimit", "itemsperpage", "maxresults", "max", "top", "take", "count", "rows"}
}

func cursorNames() []string {
	return []string{
		"cursor", "pagetoken", "nexttoken", "continuationtoken", "continuation", "nextpagetoken", "nextcursor", "marker",
		"token", "after", "startingafter", "starttoken", "scrollid", "next",
	}
}

// SizeParameter names the parameter that says how many records are wanted, "" where there is none.
func (o *Operation) SizeParameter() string { return nameOf(o.parameterAmong(sizeNames()...)) }

// CursorParameter names the one that takes a mark of the next page.
func (o *Operation) CursorParameter() string { return nameOf(o.parameterAmong(cursorNames()...)) }

// AfterParameter names the one that takes the identifier of the last record that was read.
func (o *Operation) AfterParameter() string {
	return nameOf(o.parameterAmong("startingafter", "startafter", "afterid", "lastid", "sinceid"))
}

func nameOf(p *Parameter) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// sizeOf is how many records a page is asked to hold: as many as the server lets.
func sizeOf(p *Parameter) int {
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
func firstPage(p *Parameter) (first int, guessed bool) {
	for _, text := range []string{p.Least, p.Default} {
		if text == "0" || text == "1" {
			return int(text[0] - '0'), false
		}
	}
	if plain(p.Name) == "pageindex" {
		return 0, true
	}
	return 1, true
}

func hasLink(response spot) bool {
	headers := response.get("headers")
	return headers != nil && headers.kind == objectValue &&
		slices.ContainsFunc(headers.names, func(name string) bool { return strings.EqualFold(name, "Link") })
}

// beside finds, among the members beside a list's records or up to two levels deeper, the one that leads to
// the next page and the one that counts all records.
func (x *recognised) beside(c *call, o spot) (next, total string, err error) {
	body, err := x.answer(o)
	if err != nil || c.Wrapper == "" {
		return "", "", err
	}
	s, err := x.reader.read(body, trail{})
	if err != nil {
		return "", "", err
	}
	fields, err := x.reader.members(s)
	if err != nil {
		return "", "", err
	}
	walkPlain(fields, "", 3, func(path string, f *Field) {
		switch {
		case path == c.Wrapper:
		case next == "" && (f.Type == String || f.Type == Any || f.Type == Integer) && IsNext(f.Name):
			next = path
		case next == "" && f.Type == Object && IsNext(f.Name) && holdsAddress(f):
			next = path + "." + addressMember
		case total == "" && f.Type == Integer && IsTotal(f.Name):
			total = path
		}
	})
	return next, total, nil
}

// walkPlain visits the fields that are no arrays, so many levels deep.
func walkPlain(fields []Field, prefix string, levels int, visit func(string, *Field)) {
	for i := range fields {
		f := &fields[i]
		path := prefix + escaped(f.Name)
		visit(path, f)
		if f.Type == Object && levels > 1 {
			walkPlain(f.Fields, path+".", levels-1, visit)
		}
	}
}

// escaped is a name as a step of a path, in which a dot stands behind a backslash.
func escaped(name string) string { return strings.NewReplacer(`\`, `\\`, ".", `\.`).Replace(name) }

// addressMember is the member of a link that is an object which holds its address.
const addressMember = "href"

func holdsAddress(link *Field) bool {
	return slices.ContainsFunc(link.Fields, func(f Field) bool { return f.Name == addressMember && f.Type == String })
}

// IsNext tells whether a member beside records is called as what leads to the next page.
func IsNext(name string) bool {
	switch plain(name) {
	case "next", "nextcursor", "nexttoken", "nextpagetoken", "nextpage", "nextlink", "nexturl", "nextpageurl", "odatanextlink",
		"continuationtoken", "continuation", "nextmarker", "endcursor", "cursor", "scrollid":
		return true
	}
	return false
}

// IsMore tells whether a member is called as what says whether there are more records.
func IsMore(name string) bool {
	switch plain(name) {
	case "hasmore", "hasnext", "hasnextpage", "more", "moreresults", "morerecords", "moreavailable", "istruncated", "truncated":
		return true
	}
	return false
}

// AboutPages tells whether an object beside records is called as what holds all that is said of pages.
func AboutPages(name string) bool {
	switch plain(name) {
	case "meta", "metadata", "pagination", "paging", "page", "pages", "pageinfo", "links", "cursors", "responsemetadata":
		return true
	}
	return false
}

// IsTotal tells whether a member is called as the number of all records.
func IsTotal(name string) bool {
	switch plain(name) {
	case "total", "totalcount", "totalelements", "totalitems", "totalrecords", "totalresults", "totalsize":
		return true
	}
	return false
}
