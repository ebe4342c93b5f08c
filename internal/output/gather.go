package output

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// gatherMemory is how many bytes of records are held in memory; more go to a file.
const gatherMemory = 1 << 20

// gather keeps records aside while it collects the paths of all their leaves, for formats
// that must know every column before they write the first row.
type gather struct {
	paths  pathSet
	limits record.Limits
	spool  *spool.Spool
	buffer *bufio.Writer
	length []byte
	// render makes the writer that takes the records once their columns are known.
	render  func(columns []string) Writer
	options Options
	notes   []string
}

func newGather(o Options, render func(columns []string) Writer) *gather {
	g := &gather{limits: record.Limits{}.WithDefaults(), spool: spool.New(gatherMemory), render: render, options: o}
	g.buffer = bufio.NewWriterSize(g.spool, bufferSize)
	g.paths.describe(leafPaths("", o.Fields))
	return g
}

func (g *gather) Write(r record.Record) error {
	if g.paths.add(r); len(g.paths.order) > g.limits.Fields {
		return fmt.Errorf("no room for so many columns: what was read so far %s; choose some with --columns", g.limits.TooMany().Fault)
	}
	g.length = binary.AppendVarint(g.length[:0], int64(len(r.Raw())))
	if _, err := g.buffer.Write(g.length); err != nil {
		return fmt.Errorf("keeping a record until all columns are known: %w", err)
	}
	if _, err := g.buffer.Write(r.Raw()); err != nil {
		return fmt.Errorf("keeping a record until all columns are known: %w", err)
	}
	return nil
}

// Note keeps a line for the writer that takes the records.
func (g *gather) Note(line string) { g.notes = append(g.notes, line) }

func (g *gather) Close() error {
	err := g.replay()
	if closeErr := g.spool.Close(); err == nil && closeErr != nil {
		err = fmt.Errorf("removing the records kept aside: %w", closeErr)
	}
	return err
}

// Settled is true: the columns are those that the records have.
func (g *gather) Settled() bool { return true }

func (g *gather) replay() error {
	if err := g.buffer.Flush(); err != nil {
		return fmt.Errorf("keeping a record until all columns are known: %w", err)
	}
	w := g.render(g.options.chosen(g.paths.columns()))
	if noter, ok := w.(Noter); ok {
		for _, line := range g.notes {
			noter.Note(line)
		}
	}
	in := bufio.NewReaderSize(g.spool.Reader(), bufferSize)
	var raw []byte
	for {
		length, err := binary.ReadVarint(in)
		if errors.Is(err, io.EOF) {
			return w.Close()
		}
		if err == nil {
			raw = slices.Grow(raw[:0], int(length))[:length]
			_, err = io.ReadFull(in, raw)
		}
		if err != nil {
			return fmt.Errorf("reading back a record kept aside: %w", err)
		}
		r, err := record.New(raw)
		if err != nil {
			return fmt.Errorf("reading back a record kept aside: %w", err)
		}
		if err := w.Write(r); err != nil {
			return err
		}
	}
}

// chosen puts the columns that stand in front before the others, and says how many are not shown.
func (o Options) chosen(columns []string) []string {
	if o.Only == nil {
		return columns
	}
	shown := []string{}
	for _, name := range o.Front {
		if slices.Contains(columns, name) {
			shown = append(shown, name)
		}
	}
	left := 0
	for _, name := range columns {
		switch {
		case slices.Contains(shown, name):
		case o.Only(name):
			shown = append(shown, name)
		default:
			left++
		}
	}
	if left > 0 {
		o.notice("%s of the records not shown: --columns names them", text.Counted(left, "other field"))
	}
	return shown
}

// pathSet collects the paths of leaves: those of the description in its order, all others
// behind the path that they first followed in a record.
type pathSet struct {
	order []*seenPath
	index map[string]*seenPath
}

type seenPath struct {
	path string
	seen bool
	// full tells that some record had more there than null or an empty object.
	full bool
	// rows tells that some record has a list of objects there, and other that some has what is neither a list nor null.
	rows, other bool
}

func (s *pathSet) describe(paths []string) {
	s.index = make(map[string]*seenPath, len(paths))
	for _, path := range paths {
		if s.index[path] == nil {
			s.insert(path, len(s.order))
		}
	}
}

func (s *pathSet) insert(path string, at int) *seenPath {
	p := &seenPath{path: path}
	s.order = slices.Insert(s.order, at, p)
	s.index[path] = p
	return p
}

func (s *pathSet) add(r record.Record) {
	var last *seenPath
	r.EachLeaf(func(path []byte, v record.Value) bool {
		p := s.index[string(path)]
		if p == nil {
			p = s.insert(string(path), slices.Index(s.order, last)+1)
		}
		p.seen = true
		kind := v.Kind()
		if !p.full {
			p.full = kind != jsontext.KindNull && kind != jsontext.KindBeginObject
		}
		switch {
		case kind == jsontext.KindNull:
		case kind != jsontext.KindBeginArray:
			p.other = true
		case !p.rows:
			p.rows = holdsObject(v)
		}
		last = p
		return true
	})
}

// holdsObject tells whether the first element of a list is an object.
func holdsObject(list record.Value) bool {
	for element := range record.Elements(list) {
		return element.Kind() == jsontext.KindBeginObject
	}
	return false
}

// columns gives the paths that records had. An object that is null in some records and has
// members in others is shown by its members alone.
func (s *pathSet) columns() []string {
	names := []string{}
	for _, p := range s.order {
		if p.seen && (p.full || !s.hasBelow(p.path+".")) {
			names = append(names, p.path)
		}
	}
	return names
}

func (s *pathSet) hasBelow(prefix string) bool {
	return slices.ContainsFunc(s.order, func(p *seenPath) bool {
		return p.seen && strings.HasPrefix(p.path, prefix)
	})
}
