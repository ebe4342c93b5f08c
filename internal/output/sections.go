package output

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// sections shows one record, which it keeps until Close.
type sections struct {
	out     *buffer
	options Options
	times   timeWriter
	// title names the record, and groups are its fields: its own, then those of each object in it.
	title  string
	groups []group
	lists  []list
	// empty counts the fields that hold nothing.
	empty, count int
	// notes are what the tables of lists could not show.
	notes []string
	begun bool
}

// group is an object of the record, the record itself without a head.
type group struct {
	head  string
	pairs []table.Pair
}

// list is a list of the record by its dotted path.
type list struct {
	path string
	raw  record.Value
}

func newSections(w io.Writer, o Options) *sections {
	return &sections{out: newBuffer(w), options: o, times: o.Time.writer(Table)}
}

func (s *sections) Write(r record.Record) error {
	if s.count++; s.count > 1 {
		return errMoreThanOne()
	}
	s.title = s.titleOf(r)
	s.walk(nil, r.Clone().Raw())
	slices.SortStableFunc(s.groups[0].pairs, func(a, b table.Pair) int { return s.place(a.Name) - s.place(b.Name) })
	return nil
}

// titleOf is what people call a record.
func (s *sections) titleOf(r record.Record) string {
	var words []string
	for _, name := range s.options.Sections.Title {
		path := record.ParsePath(name)
		v, _ := r.Get(path)
		f, _, _ := lookup(s.options.Fields, path)
		if word := cellText(s.times.appendText(nil, v, f), v); word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, "  ")
}

// place is where a field of the record stands: the usual columns come first.
func (s *sections) place(name string) int {
	if at := slices.Index(s.options.Default, name); at >= 0 {
		return at
	}
	return len(s.options.Default)
}

// walk sorts what an object holds into fields, objects and lists.
func (s *sections) walk(path record.Path, object record.Value) {
	at := len(s.groups)
	s.groups = append(s.groups, group{head: path.String()})
	for name, v := range record.Members(object) {
		below := append(slices.Clone(path), name)
		filled := holdsSomething(v)
		if !filled {
			s.empty++
		}
		switch {
		case filled && v.Kind() == jsontext.KindBeginObject:
			s.walk(below, v)
		case filled && v.Kind() == jsontext.KindBeginArray:
			s.lists = append(s.lists, list{below.String(), v})
		case filled || s.options.Sections.All:
			f, _, _ := lookup(s.options.Fields, below)
			pair := table.Pair{Name: text.Safe(record.Path{name}.String()), Value: cellText(s.times.appendText(nil, v, f), v)}
			s.groups[at].pairs = append(s.groups[at].pairs, pair)
		}
	}
}

// holdsSomething tells whether a value is more than null, "", [] or {}.
func holdsSomething(v record.Value) bool {
	switch v.Kind() {
	case jsontext.KindNull:
		return false
	case jsontext.KindString:
		return record.Text(v) != ""
	case jsontext.KindBeginArray:
		for range record.Elements(v) {
			return true
		}
		return false
	case jsontext.KindBeginObject:
		for range record.Members(v) {
			return true
		}
		return false
	default:
		return true
	}
}

func (s *sections) Close() error {
	if err := s.show(); err != nil {
		return err
	}
	if err := s.out.flush(); err != nil {
		return err
	}
	for _, note := range s.notes {
		s.options.notice("%s", note)
	}
	if s.empty > 0 && !s.options.Sections.All {
		are := "are"
		if s.empty == 1 {
			are = "is"
		}
		s.options.notice("%s %s not shown: --all", text.Counted(s.empty, "empty field"), are)
	}
	return nil
}

func (s *sections) show() error {
	lines := &tableLines{out: s.out, bold: s.options.Color}
	if err := s.head(lines, s.title); err != nil {
		return err
	}
	for _, g := range s.groups {
		if len(g.pairs) == 0 {
			continue
		}
		if err := s.head(lines, g.head); err != nil {
			return err
		}
		s.begun = true
		if err := table.WritePairs(lines, g.pairs, s.options.Width, 0); err != nil {
			return err
		}
	}
	for _, l := range s.lists {
		if err := s.showList(lines, l); err != nil {
			return err
		}
	}
	for _, j := range s.options.Sections.Joined {
		if err := s.head(lines, fmt.Sprintf("%s: %s", j.Name, text.Counted(len(j.Records), "record"))); err != nil {
			return err
		}
		o := Options{Default: j.Columns, Keys: j.Keys, Names: j.Names, Fields: j.Fields}
		if err := s.showTable(j.Name, o, j.Records); err != nil {
			return err
		}
	}
	return nil
}

// head writes the head of a section, behind an empty line where it is not the first.
func (s *sections) head(lines *tableLines, head string) error {
	if head == "" {
		return nil
	}
	if s.begun {
		if err := lines.Line("", false); err != nil {
			return err
		}
	}
	s.begun = true
	return s.wrapped(lines, text.Safe(head), true)
}

// wrapped writes a text in as many lines as the width asks for.
func (s *sections) wrapped(lines *tableLines, shown string, bold bool) error {
	pieces := []string{shown}
	if s.options.Width > 0 {
		pieces = text.Wrap(shown, s.options.Width)
	}
	for _, piece := range pieces {
		if err := lines.Line(piece, bold); err != nil {
			return err
		}
	}
	return nil
}

// Settled tells that nothing is wrong with columns: none were asked for.
func (s *sections) Settled() bool { return true }
