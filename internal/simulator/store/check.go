package store

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// check compares given members with what the description says of them, at all depths. Unknown
// members pass, as do those that can only be read, which are ignored.
func (x *writer) check(fields []api.Field, given memberList, above string) {
	for _, m := range given {
		f, known := data.FieldNamed(fields, m.name)
		if !known || f.ReadOnly || m.value.Kind() == jsontext.KindNull {
			continue
		}
		path := above + m.name
		if wanted := misfit(f.Type, m.value); wanted != "" {
			x.refuse(path, wanted+" was expected, not "+string(m.value))
			continue
		}
		text := record.Text(m.value)
		if len(f.Enum) > 0 && !api.InEnum(f.Enum, f.Type, text) {
			x.refuse(path, strconv.Quote(text)+" is not one of "+strings.Join(f.Enum, ", "))
		}
		if f.RefersTo != nil && text != "" {
			x.find(f, text, path)
		}
		x.checkWithin(f, m.value, path)
	}
}

func (x *writer) checkWithin(f *api.Field, value jsontext.Value, path string) {
	if f.Type == api.Object {
		x.check(f.Fields, membersOf(value), path+".")
		return
	}
	number := 0
	for element := range record.Elements(value) {
		x.check(f.Fields, membersOf(element), path+"."+strconv.Itoa(number)+".")
		number++
	}
}

// misfit names what was expected where a value is not of a type, else it is empty.
func misfit(t api.Type, value jsontext.Value) string {
	kind := value.Kind()
	isWhole := kind == jsontext.KindNumber && !bytes.ContainsAny(value, ".eE")
	switch {
	case t == api.String && kind != jsontext.KindString:
		return "a text"
	case t == api.Integer && !isWhole:
		return "a whole number"
	case t.Epoch() && !isWhole:
		return "a moment in epoch milliseconds"
	case t == api.Number && kind != jsontext.KindNumber:
		return "a number"
	case t == api.Boolean && kind != jsontext.KindTrue && kind != jsontext.KindFalse:
		return "true or false"
	case t == api.Object && kind != jsontext.KindBeginObject:
		return "an object"
	case t == api.Array && kind != jsontext.KindBeginArray:
		return "an array"
	}
	return ""
}

// checkRequired looks for what the call requires and is missing after the change. Of fields that stand for each other
// any one will do; the identity that the server makes itself does not count for a new record.
func (x *writer) checkRequired(fields, given memberList, exists bool) {
	missing := func(name string) bool {
		if name == x.table.Entity.GUID && !exists {
			return given.missing(name)
		}
		return fields.missing(name)
	}
	required := x.table.Entity.BodyFields(x.operation)
	for _, f := range required {
		if !f.Required || f.ReadOnly || !missing(f.Name) {
			continue
		}
		if f.Either == "" && x.identified(f.Name, fields, given) {
			continue
		}
		if f.Either == "" {
			x.refuse(f.Name, "it is required")
			continue
		}
		var names []string
		for _, other := range required {
			if other.Either == f.Either {
				names = append(names, other.Name)
			}
		}
		if !slices.ContainsFunc(names, func(name string) bool { return !missing(name) }) {
			x.refuse(f.Name, "one of "+strings.Join(names, ", ")+" is required")
		}
	}
}

// identified tells of a required field that a record can do without, since another one says which record
// it is: the GUID is the server's own for a new one, and stands for the key where it is given. Marks of
// vendors do not tell these apart.
func (x *writer) identified(name string, fields, given memberList) bool {
	entity := x.table.Entity
	switch {
	case name == entity.GUID:
		return true
	case slices.Contains(entity.Key, name):
		return entity.GUID != "" && !given.missing(entity.GUID) ||
			slices.ContainsFunc(entity.Key, func(key string) bool { return !fields.missing(key) })
	default:
		return false
	}
}
