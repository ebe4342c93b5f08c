package api

import (
	"strings"
	"unicode"
)

// ParameterAmong finds the first parameter that has one of these names.
func (o *Operation) ParameterAmong(names ...string) *Parameter {
	for _, name := range names {
		for i := range o.Parameters {
			if PlainName(o.Parameters[i].Name) == name && len(o.Parameters[i].Enum) == 0 {
				return &o.Parameters[i]
			}
		}
	}
	return nil
}

// PageNames are the plain names of parameters that take the number of a page.
func PageNames() []string { return []string{"page", "pagenumber", "pageno", "pageindex", "pagenum"} }

// OffsetNames are the plain names of parameters that take a place among the records.
func OffsetNames() []string {
	return []string{"offset", "skip", "start", "startindex", "startat", "firstresult", "from"}
}

// Counter finds the parameter of some names that counts pages or records: an integer that may be missing. One that
// begins where another one ends is a range.
func (o *Operation) Counter(names []string) *Parameter {
	p := o.ParameterAmong(names...)
	if p == nil || p.Type != Integer || p.Required {
		return nil
	}
	begins := strings.HasPrefix(PlainName(p.Name), "start") || PlainName(p.Name) == "from"
	if begins && o.ParameterAmong("to", "end", "until", "stop", "endindex", "endat") != nil {
		return nil
	}
	return p
}

// Range gives the two parameters between which the records of a list are wanted, nil where both are not described.
// What is called from and to is a range whatever its values are; other names make one of days or times.
func (o *Operation) Range() (from, to *Parameter) {
	for _, names := range [][2]string{
		{"from", "to"}, {"start", "end"}, {"startdate", "enddate"}, {"fromdate", "todate"}, {"datefrom", "dateto"}, {"starttime", "endtime"},
		{"since", "until"},
	} {
		from, to = o.ParameterAmong(names[0]), o.ParameterAmong(names[1])
		if from != nil && to != nil && !from.Many && !to.Many && (names[0] == "from" || from.dated() && to.dated()) {
			return from, to
		}
	}
	return nil, nil
}

// dated tells whether a parameter takes a day or a time.
func (p *Parameter) dated() bool { return p.Type.Epoch() || strings.HasPrefix(p.Format, "date") }

// MayBePaged names a parameter that looks as if it asked for further records of a list, where nothing in the
// description says that it does; "" for none.
func (o *Operation) MayBePaged() string {
	if o.Page != nil {
		return ""
	}
	for _, names := range [][]string{PageNames(), OffsetNames()} {
		if p := o.Counter(names); p != nil {
			return p.Name
		}
	}
	if p := o.ParameterAmong(CursorNames()...); p != nil && p.Type == String && !p.Required && o.SizeParameter() != "" {
		return p.Name
	}
	return ""
}

// SizeNames are the plain names of parameters that say how many records a page holds.
func SizeNames() []string {
	return []string{"size", "pagesize", "perpage", "limit", "pagelimit", "itemsperpage", "maxresults", "max", "top", "take", "count", "rows"}
}

// CursorNames are the plain names of parameters that take a mark of the next page.
func CursorNames() []string {
	return []string{
		"cursor", "pagetoken", "nexttoken", "continuationtoken", "continuation", "nextpagetoken", "nextcursor", "marker",
		"token", "after", "startingafter", "starttoken", "scrollid", "next",
	}
}

// SizeParameter names the parameter that says how many records are wanted, "" where there is none.
func (o *Operation) SizeParameter() string { return NameOf(o.ParameterAmong(SizeNames()...)) }

// CursorParameter names the one that takes a mark of the next page.
func (o *Operation) CursorParameter() string { return NameOf(o.ParameterAmong(CursorNames()...)) }

// AfterParameter names the one that takes the identifier of the last record that was read.
func (o *Operation) AfterParameter() string {
	return NameOf(o.ParameterAmong("startingafter", "startafter", "afterid", "lastid", "sinceid"))
}

// NameOf gives the name of a parameter, "" of none.
func NameOf(p *Parameter) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// IsNext tells whether a member beside records is called as what leads to the next page.
func IsNext(name string) bool {
	switch PlainName(name) {
	case "next", "nextcursor", "nexttoken", "nextpagetoken", "nextpage", "nextlink", "nexturl", "nextpageurl", "odatanextlink",
		"continuationtoken", "continuation", "nextmarker", "endcursor", "cursor", "scrollid":
		return true
	}
	return false
}

// IsMore tells whether a member is called as what says whether there are more records.
func IsMore(name string) bool {
	switch PlainName(name) {
	case "hasmore", "hasnext", "hasnextpage", "more", "moreresults", "morerecords", "moreavailable", "istruncated", "truncated":
		return true
	}
	return false
}

// AboutPages tells whether an object beside records is called as what holds all that is said of pages.
func AboutPages(name string) bool {
	switch PlainName(name) {
	case "meta", "metadata", "pagination", "paging", "page", "pages", "pageinfo", "links", "cursors", "responsemetadata":
		return true
	}
	return false
}

// IsTotal tells whether a member is called as the number of all records.
func IsTotal(name string) bool {
	switch PlainName(name) {
	case "total", "totalcount", "totalelements", "totalitems", "totalrecords", "totalresults", "totalsize":
		return true
	}
	return false
}

// PlainName is a name without letter case and signs between its words: pagesize of page_size.
func PlainName(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
