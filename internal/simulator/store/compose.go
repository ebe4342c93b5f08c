package store

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// present gives the members of a record as it stands, and its identity and last change.
func (x *writer) present(e *entry) memberList {
	if at := x.table.written.at(e.ordinal); at != nil {
		e.guid, e.updatedAt = at.guid, at.updatedAt
		return membersOf(at.record.Raw())
	}
	at := data.Place{Ordinal: e.ordinal}
	e.guid = record.Text(x.table.Identity.Make(nil, at))
	e.updatedAt = data.Milliseconds(x.table.Updated.Make(nil, at))
	return membersOf(data.AppendObject(nil, x.table.Plain, at))
}

// fresh gives the members of a new record in the description's order: what the caller says, and
// what the server makes itself, which is the identity and what can only be read.
func (x *writer) fresh(e *entry, given memberList) memberList {
	t, at := x.table, data.Place{Ordinal: e.ordinal}
	e.guid = record.Text(t.Identity.Make(nil, at))
	if value, _ := given.get(t.Entity.GUID); !given.missing(t.Entity.GUID) {
		e.guid = record.Text(value)
	}
	var fields memberList
	for i := range t.Plain {
		m := &t.Plain[i]
		name := m.Field.Name
		value, has := given.get(name)
		switch {
		case name == t.Entity.GUID:
			fields.set(name, appendIdentity(nil, m.Field, e.guid))
		case m.Field.ReadOnly && m.Link != nil:
			fields.set(name, jsontext.Value("null"))
		case m.Field.ReadOnly:
			fields.set(name, m.Make(nil, at))
		case has:
			fields.set(name, value)
		case x.operation.Fields != nil && m.Field.Required && m.Link == nil && !x.carries(name):
			fields.set(name, m.Make(nil, at)) // which the server adds
		}
	}
	return fields
}

// carries tells whether the call can say a field of the record.
func (x *writer) carries(name string) bool {
	_, has := api.Find(x.table.Entity.BodyFields(x.operation), name)
	return has
}

// change gives what of the given members is taken over: not what can only be read, not the
// identity, and where only the status is written nothing else. Unknown members are kept.
func (x *writer) change(given memberList) memberList {
	var change memberList
	for _, m := range given {
		if m.name == x.table.Entity.GUID {
			continue
		}
		own := m.name == x.table.Entity.Status && x.operation.Verb == api.UpdateStatus // whatever other calls may write
		if known := x.table.Member(m.name); known != nil && !own && (known.Field.ReadOnly || known.Collects != nil) {
			continue
		}
		if _, allowed := api.Find(x.operation.Fields, m.name); x.operation.Verb == api.UpdateStatus && !allowed &&
			x.operation.Fields != nil && !own {
			continue
		}
		change.set(m.name, m.value)
	}
	return change
}

// stamp sets the moments of creation and change. A record's change is always later than the one
// before, even where the as-of date lies ahead of the clock.
func (x *writer) stamp(e *entry, fields *memberList, created bool) {
	e.updatedAt = max(x.now, e.updatedAt+1)
	for i := range x.table.Plain {
		f := x.table.Plain[i].Field
		if f.Name == x.table.Entity.UpdatedAt || f.Sample == data.SampleUpdated || created && f.Sample == data.SampleCreated {
			fields.set(f.Name, data.AppendTime(nil, f, e.updatedAt))
		}
	}
}

// recordOf puts members together; an object is always a record.
func recordOf(fields memberList) record.Record {
	rec, err := record.New(fields.appendTo(nil))
	if err != nil {
		panic(err)
	}
	return rec
}
