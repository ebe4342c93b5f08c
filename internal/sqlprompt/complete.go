package sqlprompt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/mirror/views"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Complete gives what the word before a place in a line, counted in characters, can become: what stands before the
// word, the choices in its place, and what stands behind it. After a table and a dot those are the table's columns, else
// tables, and the columns of those tables that the statement names, or of all where it names none.
func (p *Prompt) Complete(line string, place int) (head string, choices []string, tail string) {
	runes := []rune(line)
	place = min(max(place, 0), len(runes))
	begin := place
	for begin > 0 && inWord(runes[begin-1]) {
		begin--
	}
	head, word, tail := string(runes[:begin]), string(runes[begin:place]), string(runes[place:])
	return head, p.choices(head, word), tail
}

// inWord tells what a word to be completed consists of: names, a dot between or before them.
func inWord(r rune) bool { return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func (p *Prompt) choices(head, word string) []string {
	before := strings.Fields(head)
	switch {
	case len(p.pending) == 0 && len(before) == 0 && strings.HasPrefix(word, "."):
		return beginning(word, commands())
	case len(p.pending) == 0 && len(before) > 0 && strings.HasPrefix(before[0], "."):
		return beginning(word, p.tableNames())
	}
	qualifier, names := "", slices.Concat(p.tableNames(), columns(p.tablesNamed(head)))
	if dot := strings.LastIndexByte(word, '.'); dot >= 0 {
		qualifier, word, names = word[:dot+1], word[dot+1:], columns(p.qualified(head, word[:dot]))
	}
	names = beginning(word, names)
	for i, name := range names {
		names[i] = qualifier + quoted(name)
	}
	return names
}

// tablesNamed are the tables that the statement names so far, all where it names none.
func (p *Prompt) tablesNamed(head string) []views.View {
	words := strings.FieldsFunc(p.text()+" "+head, func(r rune) bool { return !inWord(r) || r == '.' })
	named := slices.DeleteFunc(slices.Clone(p.Tables), func(table views.View) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(word, table.Name) })
	})
	if len(named) == 0 {
		return p.Tables
	}
	return named
}

// qualified is the table of a name before a dot; for any other name, such as an alias, those that the statement names.
func (p *Prompt) qualified(head, name string) []views.View {
	for _, table := range p.Tables {
		if strings.EqualFold(table.Name, name) {
			return []views.View{table}
		}
	}
	return p.tablesNamed(head)
}

func columns(tables []views.View) []string {
	var names []string
	for _, table := range tables {
		for _, column := range table.Columns {
			names = append(names, column.Name)
		}
	}
	return names
}

// beginning are the names that begin as a word does, whatever its letter case, each once and in order. Names that a
// terminal may obey are left out: they come from a description.
func beginning(word string, names []string) []string {
	fitting := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return len(name) < len(word) || !strings.EqualFold(name[:len(word)], word) || text.Safe(name) != name
	})
	slices.Sort(fitting)
	return slices.Compact(fitting)
}

// quoted is a name as a query must write it.
func quoted(name string) string {
	first, _ := utf8.DecodeRuneInString(name)
	plain := !unicode.IsDigit(first) && name != ""
	for _, r := range name {
		plain = plain && inWord(r) && r != '.'
	}
	if plain {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
