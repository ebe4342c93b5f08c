package sqltext

import (
	"strconv"
	"strings"
)

// Bind replaces named parameters, as :since, by numbered ones, as the database takes them, and gives the name of each.
// A colon in quotes, in a comment, or behind a colon or a letter (a cast, a slice) begins none.
func Bind(query string, postgres bool) (bound string, names []string) {
	mark := "?"
	if postgres {
		mark = "$"
	}
	var b strings.Builder
	begin, skip := 0, 0
	for kind, behind := range pieces(query, postgres) {
		at := begin
		begin = behind
		if at < skip {
			continue
		}
		name := parameterAt(query, at)
		if kind != other || name == "" {
			b.WriteString(query[at:behind])
			continue
		}
		names = append(names, name)
		b.WriteString(mark + strconv.Itoa(len(names)))
		skip = at + 1 + len(name)
	}
	return b.String(), names
}

// parameterAt gives the name of the parameter that begins at a place, empty where none does.
func parameterAt(query string, at int) string {
	if query[at] != ':' || at > 0 && (query[at-1] == ':' || isWordByte(query[at-1])) {
		return ""
	}
	end := at + 1
	for end < len(query) && isWordByte(query[end]) && query[end] < 0x80 {
		end++
	}
	name := query[at+1 : end]
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return ""
	}
	return name
}
