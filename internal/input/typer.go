package input

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// typer turns texts in fields of times and days into epoch milliseconds. All other bytes stay as they are.
type typer struct {
	zones timetext.Zones
	// root leads to those fields; nil if there are none.
	root *timeFields
}

// timeFields is a field of times or days, or one that has some inside.
type timeFields struct {
	// kind is the type of the values, empty for a field that only has some inside.
	kind api.Type
	// members are those of an object, or of the objects in a list.
	members map[string]*timeFields
}

func newTyper(o Options) *typer {
	return &typer{zones: o.Zones, root: timeFieldsIn(o.Fields)}
}

func timeFieldsIn(fields []api.Field) *timeFields {
	var members map[string]*timeFields
	for i := range fields {
		inside := timeFieldsOf(&fields[i])
		if inside == nil {
			continue
		}
		if members == nil {
			members = map[string]*timeFields{}
		}
		members[fields[i].Name] = inside
	}
	if members == nil {
		return nil
	}
	return &timeFields{members: members}
}

func timeFieldsOf(f *api.Field) *timeFields {
	for _, kind := range []api.Type{f.Type, f.Items} {
		if kind.Epoch() {
			return &timeFields{kind: kind}
		}
	}
	return timeFieldsIn(f.Fields)
}

// record types the times of a record.
func (t *typer) record(r record.Record) (record.Record, error) { return withTimes(r, t.root, t.zones) }

// typeNested types the times inside a value of a field.
func (t *typer) typeNested(v record.Value, f *api.Field) (record.Value, error) {
	at := timeFieldsOf(f)
	if at == nil {
		return v, nil
	}
	const name = "value"
	r, err := record.New(append(append(record.Value(`{"`+name+`":`), v...), '}'))
	if err == nil {
		r, err = withTimes(r, &timeFields{members: map[string]*timeFields{name: at}}, t.zones)
	}
	if err != nil {
		return nil, err
	}
	typed, _ := r.Get(record.Path{name})
	return typed, nil
}

// change is a new value for what is at a path.
type change struct {
	path  record.Path
	value record.Value
}

func withTimes(r record.Record, at *timeFields, zones timetext.Zones) (record.Record, error) {
	var err error
	for _, c := range at.changes(nil, r.Raw(), zones) {
		if r, err = record.Set(r, c.path, c.value); err != nil {
			return record.Record{}, fmt.Errorf("reading a time: %w", err)
		}
	}
	return r, nil
}

func appendMillis(dst []byte, at time.Time) []byte { return strconv.AppendInt(dst, at.UnixMilli(), 10) }

// changes finds the texts that are times.
func (at *timeFields) changes(path record.Path, v record.Value, zones timetext.Zones) []change {
	var found []change
	switch {
	case at == nil:
	case v.Kind() == jsontext.KindString && at.kind != "":
		if begin, err := zones.Read(record.Text(v), at.kind == api.Day); err == nil {
			found = append(found, change{slices.Clone(path), appendMillis(nil, begin)})
		}
	case v.Kind() == jsontext.KindBeginObject:
		for name, member := range record.Members(v) {
			if inside := at.members[name]; inside != nil {
				found = append(found, inside.changes(append(path, name), member, zones)...)
			}
		}
	case v.Kind() == jsontext.KindBeginArray:
		n := 0
		for element := range record.Elements(v) {
			found = append(found, at.changes(append(path, strconv.Itoa(n)), element, zones)...)
			n++
		}
	}
	return found
}
