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
	size := c.parameterAmong("size", "pagesize", "perpage", "limit", "pagelimit", "itemsperpage", "maxresults", "max", "top", "take", "count", "rows")
	cursor := c.parameterAmong("cursor", "pagetoken", "nexttoken", "continuationtoken", "continuation", "nextpagetoken", "nextcursor", "marker",
		"token", "after", "startingafter", "starttoken", "scrollid", "next")
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
		p.Style, p.Parameter, p.First = PageNumber, page.Name, firstPage(page)
	case offset != nil:
		p.Style, p.Parameter = PageOffset, offset.Name
	default:
		return nil
	}
	c.Page = p
	return nil
}

// parameterAmong finds the first parameter that has one of these names.
func (c *call) parameterAmong(names ...string) *Parameter {
	for _, name := range names {
		for i := range c.Parameters {
			if plain(c.Parameters[i].Name) == name && len(c.Parameters[i].Enum) == 0 {
				return &c.Parameters[i]
			}
		}
	}
	return nil
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

// firstPage is the number of the first page: what the description says, else 1, and 0 for an index.
func firstPage(p *Parameter) int {
	for _, text := range []string{p.Least, p.Default} {
		if text == "0" || text == "1" {
			return int(text[0] - '0')
		}
	}
	if plain(p.Name) == "pageindex" {
		return 0
	}
	return 1
}

func hasLink(response spot) bool {
	headers := response.get("headers")
	return headers != nil && headers.kind == objectValue &&
		slices.ContainsFunc(headers.names, func(name string) bool { return strings.EqualFold(name, "Link") })
}

// beside finds, among the members beside a list's records or one level deeper, the one that leads to
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
	walkPlain(fields, "", 2, func(path string, f *Field) {
		switch {
		case path == c.Wrapper:
		case next == "" && (f.Type == String || f.Type == Any || f.Type == Integer) && isNext(f.Name):
			next = path
		case total == "" && f.Type == Integer && isTotal(f.Name):
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

func isNext(name string) bool {
	switch plain(name) {
	case "next", "nextcursor", "nexttoken", "nextpagetoken", "nextpage", "nextlink", "nexturl", "nextpageurl", "odatanextlink",
		"continuationtoken", "continuation", "nextmarker", "endcursor", "cursor", "scrollid":
		return true
	}
	return false
}

func isTotal(name string) bool {
	switch plain(name) {
	case "total", "totalcount", "totalelements", "totalitems", "totalrecords", "totalresults", "totalsize":
		return true
	}
	return false
}
