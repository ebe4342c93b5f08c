package sheet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// MergeError says why the rows of a record cannot be merged into its list.
type MergeError struct {
	Problem string
	// At is the row's element at fault, by its number among those of the record, from 0 on; -1 for none of them.
	At int
}

// Error is the problem.
func (e *MergeError) Error() string { return e.Problem }

// Merged is a change that was gathered from rows, as it is meant for the record that is there.
type Merged struct {
	// Change has the whole list, with what the rows say of its elements in those that the record has. Cells are
	// those of the change without the list.
	Change, Cells record.Record
	// Added are the elements that the record does not have yet, as "list[key]".
	Added []string
}

// Merge merges what rows say of elements into the list that a record has. An element is found by its own key; its
// other fields, and all other elements, stay as they are, and so does what only the server sets. An error is a
// *MergeError where the rows do not fit the list.
func (l *List) Merge(own, changed, cells record.Record) (Merged, error) {
	merged := Merged{Change: changed, Cells: cells}
	given, found := changed.Get(l.outer())
	if !found {
		return merged, nil // the rows only name the record
	}
	verbatim, _ := cells.Get(l.outer())
	merged.Cells = record.Pick(cells, func(name string) bool { return name != l.outer()[0] })
	has, _ := own.Get(l.outer())
	m := &merging{list: l, at: -1, given: map[string]bool{}}
	list, err := m.elements(place{0, l.member, l.member}, has, each(given), each(verbatim))
	if err != nil {
		return merged, err
	}
	merged.Added = m.added
	merged.Change, err = record.Set(changed, l.outer(), list)
	return merged, err
}

type merging struct {
	list  *List
	added []string
	// at is the element of the record's rows that is being merged.
	at int
	// given are the elements of the list that rows were of so far.
	given map[string]bool
}

func (m *merging) wrong(format string, args ...any) error {
	return &MergeError{Problem: fmt.Sprintf(format, args...), At: m.at}
}

// place is a list: how many others are around it, its dotted path, and the same with the keys of elements.
type place struct {
	level       int
	field, path string
}

// elements merges parts of elements into a list. cells are those that the parts were read from, none where they
// came from no cells.
func (m *merging) elements(at place, list record.Value, parts, cells []record.Value) (record.Value, error) {
	if kind := list.Kind(); kind != jsontext.KindBeginArray && kind != jsontext.KindNull && kind != jsontext.KindInvalid {
		return nil, m.wrong("%s is no list there but %s", at.path, record.Describe(list))
	}
	own := slices.Collect(record.Elements(list))
	keys, ok := m.list.comparer.Match(at.field, own, parts)
	if !ok {
		return nil, m.untold(at, own, parts)
	}
	places := make(map[string]int, len(own))
	for i, key := range keys.Own {
		places[key] = i
	}
	said := &claims{own: slices.Clone(own), byName: map[string]map[string][]int{}}
	for i, part := range parts {
		if at.level == 0 {
			m.at = i
		}
		key := keys.Given[i]
		if path := change.Element(at.path, key); at.level == len(m.list.levels)-1 {
			if m.given[path] {
				return nil, m.wrong("two rows are of %s", path)
			}
			m.given[path] = true
		}
		n, there := places[key]
		if !there {
			n = -1
		}
		if n < len(keys.Own) {
			if err := m.agrees(at, said, part, n, keys, key); err != nil {
				return nil, err
			}
		}
		if !there {
			n = len(own)
			places[key] = n
			own = append(own, nil)
			m.added = append(m.added, change.Element(at.path, key))
		}
		var cell record.Value
		if len(cells) == len(parts) {
			cell = cells[i]
		}
		var err error
		if own[n], err = m.element(place{at.level, at.field, change.Element(at.path, key)}, own[n], part, cell); err != nil {
			return nil, err
		}
	}
	return array(own), nil
}

// untold says why the elements of a list cannot be told from one another.
func (m *merging) untold(at place, own, parts []record.Value) error {
	names := m.list.comparer.KeyNames(at.field, own)
	if len(own) == 0 {
		names = m.list.comparer.KeyNames(at.field, parts)
	}
	if len(names) == 0 {
		return m.wrong("the elements of %s have no key of their own by which rows could be told to belong to them", at.path)
	}
	for i, name := range names {
		names[i] = at.field + "." + name
	}
	return m.wrong("which elements of %s are meant cannot be told: each has to be another in one of %s, which all rows have to give",
		at.path, strings.Join(names, ", "))
}

// claims are what elements that are there say in members that tell which element one is.
type claims struct {
	own []record.Value
	// byName holds, for a member that was asked for, which elements have a value.
	byName map[string]map[string][]int
}

// holders are the elements that have a value in a member.
func (c *claims) holders(name, value string) []int {
	if c.byName[name] == nil {
		found := map[string][]int{}
		for i, element := range c.own {
			if text, ok := change.KeyIn(element, name); ok {
				found[text] = append(found[text], i)
			}
		}
		c.byName[name] = found
	}
	return c.byName[name][value]
}

// agrees refuses a part that says in its members to be two elements: the one at n by its key, which is none that is
// there where n is negative, and another one by a member.
func (m *merging) agrees(at place, c *claims, part record.Value, n int, keys change.ElementKeys, key string) error {
	for name := range record.Members(part) {
		if name == keys.Name || !m.list.comparer.Identifies(at.field, name) {
			continue
		}
		value, has := change.KeyIn(part, name)
		if !has {
			continue
		}
		if found := c.holders(name, value); len(found) == 1 && found[0] != n {
			return m.wrong("a row is of %s by its %s, but its %s %s is that of %s: correct one of them, or leave it empty",
				change.Element(at.path, key), keys.Name, name, value, change.Element(at.path, keys.Own[found[0]]))
		}
	}
	return nil
}

// element merges a part of an element into it, nil where it is a new one.
func (m *merging) element(at place, own, part, cell record.Value) (record.Value, error) {
	if part.Kind() != jsontext.KindBeginObject {
		return part, nil // its own key, which is all that it is
	}
	if own == nil {
		own = record.Value("{}")
	}
	before, err := record.New(own)
	if err != nil {
		return nil, m.wrong("%s is no object there but %s", at.path, record.Describe(own))
	}
	given, err := record.New(part)
	if err != nil {
		return nil, err
	}
	verbatim := record.Record{}
	if cell.Kind() == jsontext.KindBeginObject {
		if verbatim, err = record.New(cell); err != nil {
			return nil, err
		}
	}
	given = record.Pick(given, func(name string) bool { return !m.readOnly(at.field + "." + name) })
	if given, verbatim, err = m.inner(at, before, given, verbatim); err != nil {
		return nil, err
	}
	members := m.list.membersOf(at.field)
	if given, err = input.AsIn(before, given, verbatim, members); err == nil {
		given, err = input.AsTimesIn(before, given, members)
	}
	if err != nil {
		return nil, err
	}
	given = record.Pick(given, func(name string) bool {
		value, _ := given.Get(record.Path{name})
		has, found := before.Get(record.Path{name})
		return !found || !record.Equal(has, value)
	})
	whole, err := record.Merge(before, given)
	return whole.Raw(), err
}

// inner merges what a part says of the next list, in an element.
func (m *merging) inner(at place, own, given, cells record.Record) (record.Record, record.Record, error) {
	if at.level+1 == len(m.list.levels) {
		return given, cells, nil
	}
	path := m.list.levels[at.level+1]
	part, found := given.Get(path)
	if !found {
		return given, cells, nil
	}
	has, _ := own.Get(path)
	verbatim, _ := cells.Get(path)
	below := place{at.level + 1, at.field + "." + path.String(), at.path + "." + path.String()}
	list, err := m.elements(below, has, each(part), each(verbatim))
	if err != nil {
		return given, cells, err
	}
	given, err = record.Set(given, path, list)
	return given, record.Pick(cells, func(name string) bool { return name != path[0] }), err
}

func (m *merging) readOnly(field string) bool {
	found, known := api.Find(m.list.fields, field)
	return known && found.ReadOnly
}
