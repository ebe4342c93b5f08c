// Package report makes reports of a mirror: a file says what to ask, and how to show it. It knows no command and makes no
// call; what it shows can be printed, or written as a page or as a workbook.
package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/chart"
)

// File is a report as its file describes it.
type File struct {
	// Name is what it is called by, and Place where it stands, for messages.
	Name  string `yaml:"-"`
	Place string `yaml:"-"`

	Title string `yaml:"title"`
	Text  string `yaml:"text"`
	// Since is from when on it looks where nobody says, such as "90d"; empty for always.
	Since    string    `yaml:"since"`
	Sections []Section `yaml:"sections"`
}

// Section is a part of a report: what a query answers.
type Section struct {
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
	// Needs are entities, and fields as "entity.field", without which the part is left out.
	Needs []string `yaml:"needs"`
	// Query is asked, and Postgres instead of it on PostgreSQL, where the same SQL would not do.
	Query    Query  `yaml:"query"`
	Postgres Query  `yaml:"postgres"`
	Chart    string `yaml:"chart"`
	// Table shows the rows; they are shown unless it is false.
	Table *bool `yaml:"table"`

	line int
}

// Query is a query with the line of the file where it begins.
type Query struct {
	SQL  string
	Line int
}

// UnmarshalYAML takes a text, and notes where it stands.
func (q *Query) UnmarshalYAML(node *yaml.Node) error {
	q.Line = node.Line
	if node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		q.Line++ // below the mark
	}
	if err := node.Decode(&q.SQL); err != nil {
		return err
	}
	q.SQL = strings.TrimSpace(q.SQL)
	return nil
}

// UnmarshalYAML notes where a section stands, and refuses what it does not know.
func (s *Section) UnmarshalYAML(node *yaml.Node) error {
	type plain Section
	s.line = node.Line
	if err := known(node, "title", "text", "needs", "query", "postgres", "chart", "table"); err != nil {
		return err
	}
	return node.Decode((*plain)(s))
}

// known refuses keys that a mapping does not take, which would be without effect.
func known(node *yaml.Node, names ...string) error {
	if node.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: there have to be keys and values", node.Line)
	}
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i]
		if !slices.Contains(names, key.Value) {
			return fmt.Errorf("line %d: unknown key %q: use %s", key.Line, key.Value, strings.Join(names, ", "))
		}
	}
	return nil
}

// Parse reads the file of a report. Its errors name the line.
func Parse(name, place string, content []byte) (*File, error) {
	f := &File{Name: name, Place: place}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("there is nothing in it")
		}
		return nil, fmt.Errorf("%s: %w", place, shorter(err))
	}
	err := known(root.Content[0], "title", "text", "since", "sections")
	if err == nil {
		err = root.Decode(f)
	}
	if err == nil {
		err = f.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, shorter(err))
	}
	return f, nil
}

// shorter leaves out what the reader of YAML says of itself.
func shorter(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:\n  ")
	return errors.New(strings.ReplaceAll(text, "\n  ", "; "))
}

// check finds what is wrong with a report before anything is asked.
func (f *File) check() error {
	if len(f.Sections) == 0 {
		return errors.New("a report needs sections, each with a title and a query")
	}
	if f.Title == "" {
		f.Title = f.Name
	}
	for i := range f.Sections {
		s := &f.Sections[i]
		if s.Query.SQL == "" {
			return fmt.Errorf("line %d: section %s has no query", s.line, s.named(i))
		}
		if s.Title == "" {
			s.Title = fmt.Sprintf("Part %d", i+1)
		}
		if s.Chart == "" {
			continue
		}
		if _, err := chart.ParseKind(s.Chart); err != nil {
			return fmt.Errorf("line %d: section %s: %w", s.line, s.named(i), err)
		}
	}
	return nil
}

func (s *Section) named(i int) string {
	if s.Title != "" {
		return fmt.Sprintf("%q", s.Title)
	}
	return fmt.Sprintf("%d", i+1)
}

// shows tells whether the rows are shown.
func (s *Section) shows() bool { return s.Table == nil || *s.Table || s.Chart == "" }

// asked is the query for a database.
func (s *Section) asked(postgres bool) Query {
	if postgres && s.Postgres.SQL != "" {
		return s.Postgres
	}
	return s.Query
}
