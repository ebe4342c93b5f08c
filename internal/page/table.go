package page

import (
	"fmt"
	"strings"
)

// Kind is how a cell, or most cells of a column, are aligned and sorted.
type Kind string

// The kinds. A cell that is not of its kind after all, such as a word among numbers, stands behind those that are.
const (
	Word   Kind = ""
	Number Kind = "number"
	Time   Kind = "time"
)

// BeginTable appends the begin of a table: its names of columns, which sort it, unless there are none.
func BeginTable(dst []byte, names []string, kinds []Kind) []byte {
	dst = append(dst, "<table>\n"...)
	if len(names) > 0 {
		dst = append(dst, "<thead><tr>"...)
		for i, name := range names {
			dst = fmt.Appendf(dst, `<th scope="col"%s><button type="button">`, class(kinds[i]))
			dst = append(Text(dst, name), "</button></th>"...)
		}
		dst = append(dst, "</tr></thead>\n"...)
	}
	return append(dst, "<tbody>\n"...)
}

// BeginRow and EndRow append what stands around the cells of a row.
func BeginRow(dst []byte) []byte { return append(dst, "<tr>"...) }

// EndRow ends a row.
func EndRow(dst []byte) []byte { return append(dst, "</tr>\n"...) }

// Cell appends a cell of a row.
func Cell(dst []byte, s string, kind Kind) []byte {
	if kind == Word && isShort(s) {
		kind = short
	}
	dst = append(append(append(dst, "<td"...), class(kind)...), '>')
	return append(Text(dst, s), "</td>"...)
}

// Name appends a cell that names its row.
func Name(dst []byte, s string) []byte {
	return append(Text(append(dst, `<th scope="row">`...), s), "</th>"...)
}

// EndTable appends the end of a table.
func EndTable(dst []byte) []byte { return append(dst, "</tbody>\n</table>\n"...) }

// short is a word that is kept in one line, which a browser would otherwise break at a hyphen.
const short Kind = "short"

func isShort(s string) bool {
	return strings.Contains(s, "-") && len(s) <= 40 && !strings.ContainsAny(s, " \n\t")
}

func class(kind Kind) string {
	if kind == Word {
		return ""
	}
	return ` class="` + string(kind) + `"`
}
