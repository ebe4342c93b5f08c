package transfer

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Cleaner makes records of an entity fit for another environment. It is not for several goroutines.
type Cleaner struct {
	entity     *api.Entity
	references *References
}

// NewCleaner prepares to clean records of an entity.
func NewCleaner(references *References, entity *api.Entity) *Cleaner {
	return &Cleaner{entity: entity, references: references}
}

// Cleaned is a record that means the same in every environment.
type Cleaned struct {
	Record record.Record
	// Uses are the records that it refers to, by keys.
	Uses []Use
	// Bare are the paths of identifiers that were left out although nothing beside them says what they mean: what
	// they refer to does not go with the record.
	Bare []string
}

// Use is a value by which a record refers to another.
type Use struct {
	// Path is that of the field, without the places in lists.
	Path string
	// To is the entity of the record that is referred to, and By says by which of its fields.
	To    *api.Entity
	By    *api.Reference
	Value string
}

// Clean leaves out what belongs to the environment that a record comes from: what only the server sets, its own
// identifier, and identifiers of other records. All other bytes stay as they are.
func (c *Cleaner) Clean(r record.Record) Cleaned {
	cleaned := Cleaned{}
	cleaned.Record = c.object(r, "", c.entity.Fields, &cleaned)
	return cleaned
}

// object cleans an object: the record, or one within it.
func (c *Cleaner) object(r record.Record, above string, fields []api.Field, to *Cleaned) record.Record {
	kept := record.Pick(r, func(name string) bool { return c.stays(r, above, fields, name) == goes })
	for name, value := range r.Fields() {
		path := above + name
		field, _ := api.Direct(fields, name)
		if staying := c.stays(r, above, fields, name); staying != goes {
			if staying == staysBare && record.Text(value) != "" && !slices.Contains(to.Bare, path) {
				to.Bare = append(to.Bare, path)
			}
			continue
		}
		c.use(path, field, value, to)
		if inner := c.value(value, path+".", fieldsOf(field), to); inner != nil {
			kept, _ = record.Set(kept, record.Path{name}, inner) // it is there, and what is set is JSON
		}
	}
	return kept
}

// use notes that a field refers to another record by its key.
func (c *Cleaner) use(path string, field *api.Field, value jsontext.Value, to *Cleaned) {
	text := record.Scalar(value)
	if field == nil || text == "" {
		return
	}
	if entity, by := c.references.of(c.entity, path, field); entity != nil && api.IsKey(entity, by.Field) {
		to.Uses = append(to.Uses, Use{Path: path, To: entity, By: by, Value: text})
	}
}

// value cleans the objects in a value; it gives nil for one without any.
func (c *Cleaner) value(v jsontext.Value, above string, fields []api.Field, to *Cleaned) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		inner, err := record.New(v)
		if err != nil {
			return nil
		}
		return c.object(inner, above, fields, to).Raw()
	case jsontext.KindBeginArray:
		var elements []jsontext.Value
		for element := range record.Elements(v) {
			if cleaned := c.value(element, above, fields, to); cleaned != nil {
				element = cleaned
			}
			elements = append(elements, element)
		}
		return listOf(elements)
	default:
		return nil
	}
}

// staying tells whether a field goes with its record.
type staying int

const (
	goes staying = iota
	// stays: it belongs to the environment.
	stays
	// staysBare: so it does, and nothing that goes says what it means.
	staysBare
)

// stays tells whether a member of an object belongs to the environment.
func (c *Cleaner) stays(holder record.Record, above string, fields []api.Field, name string) staying {
	field, _ := api.Direct(fields, name)
	switch {
	case above == "" && api.IsKey(c.entity, name):
		return goes
	case above == "" && (name == c.entity.GUID || name == c.entity.UpdatedAt), field != nil && field.ReadOnly, isServerTime(name, field):
		return stays
	case above == "" && field == nil && slices.Contains([]string{"guid", "uuid", "id", "dtype"}, strings.ToLower(name)):
		return stays // of the entries of an index, which some servers repeat in the record
	}
	if field != nil {
		if to, by := c.references.of(c.entity, above+name, field); to != nil {
			return c.staysAsReference(holder, above, fields, to, by)
		}
	}
	stem, is := guidStem(name, field)
	if !is {
		return goes
	}
	for other, value := range holder.Fields() {
		if other != name && names(stem, other) && record.Scalar(value) != "" {
			return stays
		}
	}
	return staysBare
}

// staysAsReference tells whether a field that refers to another record belongs to the environment: if it does so by
// what the server made, and not by a key.
func (c *Cleaner) staysAsReference(holder record.Record, above string, fields []api.Field, to *api.Entity, by *api.Reference) staying {
	if by.Field != to.GUID || api.IsKey(to, by.Field) {
		return goes
	}
	for i := range fields {
		other, beside := c.references.of(c.entity, above+fields[i].Name, &fields[i])
		if other != to || beside.Role != by.Role || !api.IsKey(to, beside.Field) {
			continue
		}
		if value, _ := holder.Get(record.Path{fields[i].Name}); record.Scalar(value) != "" {
			return stays
		}
	}
	return staysBare
}

func fieldsOf(field *api.Field) []api.Field {
	if field == nil {
		return nil
	}
	return field.Fields
}

func listOf(elements []jsontext.Value) jsontext.Value {
	list := []byte{'['}
	list = append(list, bytes.Join(asBytes(elements), []byte{','})...)
	return append(list, ']')
}

func asBytes(values []jsontext.Value) [][]byte {
	all := make([][]byte, 0, len(values))
	for _, value := range values {
		all = append(all, value)
	}
	return all
}
