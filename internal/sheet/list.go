package sheet

import (
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// List is a list of an entity's records of which each row of a sheet has an element.
type List struct {
	entity   *api.Entity
	fields   []api.Field
	comparer *change.Comparer
	// name is the dotted path, and levels are its parts: the path to the list, or where that lies in elements of
	// another list, to that one, then from each of its elements to the next.
	name   string
	levels []record.Path
	// member is the dotted path to the first of them.
	member string
}

// New prepares to take back rows of a list, by its dotted path, of records with these fields.
func New(entity *api.Entity, fields []api.Field, list string, comparer *change.Comparer) *List {
	l := &List{entity: entity, fields: fields, name: list, comparer: comparer}
	path := record.ParsePath(list)
	from := 0
	for at := 1; at < len(path); at++ {
		if around, known := api.Find(fields, path[:at].String()); known && around.Type == api.Array {
			l.levels = append(l.levels, path[from:at])
			from = at
		}
	}
	l.levels = append(l.levels, path[from:])
	l.member = l.outer().String()
	return l
}

// Name is the dotted path of the list.
func (l *List) Name() string { return l.name }

// outer is the path to the list in the record, the first where lists lie in others.
func (l *List) outer() record.Path { return l.levels[0] }

// Place tells which row of a gathered record a fault belongs to, and by which column, for one that names an
// element by its number among those of the record.
func (l *List) Place(item input.Item, fault check.Fault) (input.Item, check.Fault) {
	inside, within := strings.CutPrefix(fault.Path, l.member+".")
	number, rest, below := strings.Cut(inside, ".")
	at, err := strconv.Atoi(number)
	if !within || err != nil {
		return item, fault
	}
	fault.Path = l.member
	if below {
		fault.Path += "." + rest
	}
	for _, row := range item.Rows {
		count := len(l.elements(row.Record))
		if at < count {
			return row, fault
		}
		at -= count
	}
	return item, fault
}

// elements gives those of the list that a row has: one, none where it only names the record, or all of a list.
func (l *List) elements(row record.Record) []record.Value {
	value, _ := row.Get(l.outer())
	return each(value)
}

// Elements gives the elements that a row has of the list.
func (l *List) Elements(row input.Item) []record.Value { return l.elements(row.Record) }

// Member is the dotted path of the member of the record that holds the list.
func (l *List) Member() string { return l.member }

// Members are the fields of an element of the list.
func (l *List) Members() []api.Field { return l.membersOf(l.member) }

func (l *List) membersOf(list string) []api.Field {
	if found, known := api.Find(l.fields, list); known {
		return found.Fields
	}
	return nil
}
