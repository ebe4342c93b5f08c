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
// of the list.
type Explode struct {
	name   string
	path   record.Path
	fields []api.Field
	// described tells that the description calls the field a list.
	described bool
	// records, lists, others and bare count records: all, those with a list, those with something else, and
	// those without an element.
	records, lists, others, bare int
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
	e := &Explode{name: name, path: record.ParsePath(name), fields: fields}
	field, through, found := lookup(fields, e.path)
	if through != nil {
		return nil, e.wrong(fmt.Sprintf("it lies in the list %s, and rows are made of one list", through))
	}
	if found {
		e.described = field.Type == api.Array
		if !e.described && field.Type != api.Any && field.Certainty == api.Documented {
			return nil, e.wrong(fmt.Sprintf("it is no list but of type %s", field.Type))
		}
	}
	return e, nil
}

func (e *Explode) wrong(why string) error {
	return &ExplodeError{Name: e.name, Why: why, Lists: ListNames(e.fields)}
}

// ListNames gives the dotted paths of the lists that lie in no other list.
func ListNames(fields []api.Field) []string { return listNames("", fields) }

func listNames(prefix string, fields []api.Field) []string {
	var names []string
	for _, f := range fields {
		if f.Type == api.Array {
			names = append(names, prefix+f.Name)
		}
		if f.Type == api.Object {
			names = append(names, listNames(prefix+f.Name+".", f.Fields)...)
		}
	}
	return names
}

// Within tells whether a field is a list or lies in it, so that each row of the list has its own. What a
// number picks is the record's, whichever of its rows it is.
func Within(name, list string) bool {
	inside, below := strings.CutPrefix(name, list+".")
	step, _, _ := strings.Cut(inside, ".")
	return name == list || below && !isNumber(step)
}

// Fields describes the rows.
func (e *Explode) Fields() []api.Field { return exploded(e.fields, e.path) }

// exploded gives the description with an element in the place of a list.
func exploded(fields []api.Field, path record.Path) []api.Field {
	fields = slices.Clone(fields)
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Name != path[0]:
		case len(path) > 1:
			f.Fields = exploded(f.Fields, path[1:])
		case f.Type == api.Array:
			f.Type, f.Items = f.Items, ""
			if f.Type == "" {
				f.Type = api.Any
			}
		}
	}
	return fields
}

// Columns gives the columns of a table of rows, for those of a table of records.
func (e *Explode) Columns(columns []string) []string {
	shown := slices.DeleteFunc(slices.Clone(columns), func(name string) bool { return Within(name, e.name) })
	if list, _, found := lookup(e.fields, e.path); found && len(list.Fields) > 0 {
		return append(shown, leafPaths(e.name+".", list.Fields)...)
	}
	return append(shown, e.name)
}

// Rows gives the rows of a record. One that has no element has no row; something that is no list is taken
// for the only element.
func (e *Explode) Rows(r record.Record) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		list, _ := r.Get(e.path)
		switch list.Kind() {
		case jsontext.KindInvalid, jsontext.KindNull:
			return
		case jsontext.KindBeginArray:
		default:
			yield(r, nil)
			return
		}
		// The list is taken out once, so that a long one is not read again for each of its elements.
		rest, err := record.Set(r, e.path, record.Value("null"))
		if err != nil {
			yield(record.Record{}, fmt.Errorf("making rows of %s: %w", e.name, err))
			return
		}
		for element := range record.Elements(list) {
			row, err := record.Set(rest, e.path, element)
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// Look takes a record into account for Check, also one none of whose rows is shown.
func (e *Explode) Look(r record.Record) {
	e.records++
	list, _ := r.Get(e.path)
	switch list.Kind() {
	case jsontext.KindInvalid, jsontext.KindNull:
	case jsontext.KindBeginArray:
		e.lists++
	default:
		e.others++
	}
}

// Count takes a record into account whose rows are shown, for Check and for Bare.
func (e *Explode) Count(r record.Record) {
	e.Look(r)
	list, _ := r.Get(e.path)
	switch list.Kind() {
	case jsontext.KindInvalid, jsontext.KindNull:
		e.bare++
	case jsontext.KindBeginArray:
		for range record.Elements(list) {
			return
		}
		e.bare++
	default:
	}
}

// Name is the dotted path of the list.
func (e *Explode) Name() string { return e.name }

// Bare is how many of the records counted so far had no element, and so no row.
func (e *Explode) Bare() int { return e.bare }

// Settled tells that Check has nothing to say whatever records come.
func (e *Explode) Settled() bool { return e.described || e.lists > 0 }

// Check returns an error if neither the description nor any record so far has the list. Where there were
// no records, there is no telling.
func (e *Explode) Check() error {
	switch {
	case e.Settled() || e.records == 0:
		return nil
	case e.others > 0:
		return e.wrong("it is no list in any record")
	case Described(e.name, e.fields):
		return nil
	default:
		return unknownField(e.name, e.fields)
	}
}
