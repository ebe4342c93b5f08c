package output

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Explode makes rows of records, one for each element of a list: the record with the element in the place
// of the list. Where that lies in the elements of another list, one of those stands in the place of the other.
type Explode struct {
	name string
	path record.Path
	// outer is the first list on the path, the list itself where it lies in no other.
	outer  string
	fields []api.Field
	// described tells that the description calls the field a list.
	described bool
	// records, lists, others and bare count records: all, those with a list, those with something else, and
	// those without an element. hollow counts elements of lists around the list that have none in it.
	records, lists, others, bare, hollow int
}

// ExplodeError says that a field is no list of which rows could be made.
type ExplodeError struct {
	Name, Why string
	// Lists are the fields that are lists.
	Lists []string
}

// Error says why, and names the lists that there are.
func (e *ExplodeError) Error() string {
	text := fmt.Sprintf("cannot make rows of %s: %s", e.Name, e.Why)
	if len(e.Lists) > 0 {
		text += "; lists are " + strings.Join(e.Lists, ", ")
	}
	return text
}

// NewExplode prepares the rows of a list by its dotted path. It returns an *ExplodeError for a field that
// is documented as something else, and the error of CheckFields for a name that must be a typing error.
func NewExplode(name string, fields []api.Field) (*Explode, error) {
	if err := CheckFields([]string{name}, fields); err != nil {
		return nil, err
	}
	e := &Explode{name: name, path: record.ParsePath(name), outer: outermost(name, fields), fields: fields}
	field, through, found := lookup(fields, e.path)
	if found {
		e.described = field.Type == api.Array
		if !e.described && field.Type != api.Any && (through != nil || field.Certainty == api.Documented) {
			return nil, e.wrong(fmt.Sprintf("it is no list but of type %s", field.Type))
		}
	}
	return e, nil
}

func (e *Explode) wrong(why string) error {
	return &ExplodeError{Name: e.name, Why: why, Lists: ListNames(e.fields)}
}

// ListNames gives the dotted paths of the lists, those in elements of others too.
func ListNames(fields []api.Field) []string { return listNames("", fields) }

func listNames(prefix string, fields []api.Field) []string {
	var names []string
	for _, f := range fields {
		if f.Type == api.Array {
			names = append(names, prefix+f.Name)
		}
		if f.Type == api.Object || f.Type == api.Array {
			names = append(names, listNames(prefix+f.Name+".", f.Fields)...)
		}
	}
	return names
}

// outermost gives the first list on the way to one.
func outermost(list string, fields []api.Field) string {
	if _, through, _ := lookup(fields, record.ParsePath(list)); through != nil {
		return through.String()
	}
	return list
}

// Within tells whether a field is a list or lies in it, or in one around it, so that each row of the list has its
// own. What a number picks is the record's, whichever of its rows it is.
func Within(name, list string, fields []api.Field) bool { return within(name, outermost(list, fields)) }

func within(name, list string) bool {
	inside, below := strings.CutPrefix(name, list+".")
	step, _, _ := strings.Cut(inside, ".")
	return name == list || below && !isNumber(step)
}

// Within is the function Within for the rows' own list.
func (e *Explode) Within(name string) bool { return within(name, e.outer) }

// Fields describes the rows.
func (e *Explode) Fields() []api.Field { return exploded(e.fields, e.path) }

// exploded gives the description with an element in the place of each list on a path.
func exploded(fields []api.Field, path record.Path) []api.Field {
	fields = slices.Clone(fields)
	for i := range fields {
		f := &fields[i]
		if f.Name != path[0] {
			continue
		}
		if f.Type == api.Array {
			f.Type, f.Items = f.Items, ""
			if f.Type == "" {
				f.Type = api.Any
			}
		}
		if len(path) > 1 {
			f.Fields = exploded(f.Fields, path[1:])
		}
	}
	return fields
}

// Columns gives the columns of a table of rows: those that stand in front, and the fields of an element.
func (e *Explode) Columns(front []string) []string {
	shown := slices.DeleteFunc(slices.Clone(front), e.Within)
	if outer, _, found := lookup(e.Fields(), record.ParsePath(e.outer)); found && len(outer.Fields) > 0 {
		return append(shown, leafPaths(e.outer+".", outer.Fields)...)
	}
	return append(shown, e.outer)
}

// Rows gives the rows of a record. One that has no element has no row; something that is no list is taken
// for the only element.
func (e *Explode) Rows(r record.Record) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) { e.rows(r, yield) }
}

// rows makes rows of the first list on the path that is one in the record, and of those the rows of the next.
func (e *Explode) rows(r record.Record, yield func(record.Record, error) bool) bool {
	through, nested := r.ThroughList(e.path)
	if !nested {
		return e.elements(r, e.path, yield)
	}
	return e.elements(r, through, func(row record.Record, err error) bool {
		if err != nil {
			return yield(row, err)
		}
		return e.rows(row, yield)
	})
}

// elements puts each element of a list in its place.
func (e *Explode) elements(r record.Record, path record.Path, yield func(record.Record, error) bool) bool {
	list, _ := r.Get(path)
	switch list.Kind() {
	case jsontext.KindInvalid, jsontext.KindNull:
		return true
	case jsontext.KindBeginArray:
	default:
		return yield(r, nil)
	}
	// The list is taken out once, so that a long one is not read again for each of its elements.
	rest, err := record.Set(r, path, record.Value("null"))
	if err != nil {
		return yield(record.Record{}, fmt.Errorf("making rows of %s: %w", e.name, err))
	}
	for element := range record.Elements(list) {
		row, err := record.Set(rest, path, element)
		if !yield(row, err) || err != nil {
			return false
		}
	}
	return true
}

// Name is the dotted path of the list.
func (e *Explode) Name() string { return e.name }
