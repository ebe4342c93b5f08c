package sheet

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Gathered is an input whose rows of one record are put together. It can be walked several times.
type Gathered struct {
	list *List
	rows func() iter.Seq2[input.Item, error]
	// Apart is told, once, that rows of one record do not follow one another.
	apart func()
	known bool
	// far holds the rows where they do not, nil where they do.
	far *farRows
}

// Gather puts the rows of each record together, which are told by its key or GUID. Where those of each record
// follow one another, memory holds those of one record. Where they do not, of which apart is told, they are kept
// aside, in a temporary file where they are many, and memory grows by some bytes a row.
func (l *List) Gather(rows func() iter.Seq2[input.Item, error], apart func()) *Gathered {
	return &Gathered{list: l, rows: rows, apart: apart}
}

// Close gives back what was kept aside.
func (g *Gathered) Close() error {
	if g.far == nil {
		return nil
	}
	return g.far.close()
}

// Items walks the records in the order of their first rows. A row that cannot be read is an error of its own, after
// which the loop may go on as Records of input.File says.
func (g *Gathered) Items() iter.Seq2[input.Item, error] {
	return func(yield func(input.Item, error) bool) {
		if err := g.look(); err != nil {
			yield(input.Item{}, err)
			return
		}
		if g.far != nil {
			g.far.items(g.list, yield)
			return
		}
		g.following(yield)
	}
}

// following puts rows together that follow one another.
func (g *Gathered) following(yield func(input.Item, error) bool) {
	var open []input.Item
	var ids identities
	flush := func() bool {
		rows := open
		open = nil
		return len(rows) == 0 || yield(g.list.gathered(rows))
	}
	for row, err := range g.rows() {
		if err != nil {
			if !flush() || !yield(row, err) {
				return
			}
			continue
		}
		own := g.list.identities(row.Record)
		if !own.shares(ids) {
			if !flush() {
				return
			}
			ids = nil
		}
		ids = append(ids, own...)
		open = append(open, row)
	}
	flush()
}

// look finds out, once, whether the rows of each record follow one another, and keeps them aside where they do not.
func (g *Gathered) look() error {
	if g.known {
		return nil
	}
	groups := newGroups()
	last := -1
	for row, err := range g.rows() {
		if _, broken := errors.AsType[*input.Error](err); broken {
			continue // which is told when it is walked
		}
		if err != nil {
			return err
		}
		group, fresh := groups.of(g.list.identities(row.Record))
		if !fresh && group != last {
			g.apart()
			g.known = true
			g.far, err = g.list.keepAside(g.rows())
			return err
		}
		last = group
	}
	g.known = true
	return nil
}

// identity is a field by which a record is known, and its value.
type identity struct{ field, value string }

type identities []identity

// shares tells whether two rows are of one record.
func (i identities) shares(other identities) bool {
	for _, one := range i {
		if slices.Contains(other, one) {
			return true
		}
	}
	return false
}

// identities are the record's best key and its GUID, as far as a row has them.
func (l *List) identities(row record.Record) identities {
	var found identities
	if field, value, ok := api.KeyOf(l.entity, row.Raw()); ok {
		found = append(found, identity{field, value})
	}
	if field, value, ok := api.KeyOf(&api.Entity{Key: []string{l.entity.GUID}}, row.Raw()); ok && l.entity.GUID != "" {
		found = append(found, identity{field, value})
	}
	return found
}

// groups numbers the records of an input.
type groups struct {
	byID  map[identity]int
	count int
}

func newGroups() *groups { return &groups{byID: map[identity]int{}} }

// of gives the number of the record that a row is of, and whether it is the record's first.
func (g *groups) of(ids identities) (group int, fresh bool) {
	group = -1
	for _, id := range ids {
		if known, ok := g.byID[id]; ok {
			group = known
			break
		}
	}
	if fresh = group < 0; fresh {
		group = g.count
		g.count++
	}
	for _, id := range ids {
		if _, ok := g.byID[id]; !ok {
			g.byID[id] = group
		}
	}
	return group, fresh
}

// wrongRow says of a row that cannot be put into the record that it is of.
func wrongRow(row input.Item, err error) error {
	return fmt.Errorf("putting the row in line %d to the others of its record: %w", row.Line, err)
}
