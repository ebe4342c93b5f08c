package simulator

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// present gives the members of a record as it stands, and its identity and last change.
func (x *writer) present(e *entry) memberList {
	if at := x.kind.written.at(e.ordinal); at != nil {
		e.guid, e.updatedAt = at.guid, at.updatedAt
		return membersOf(at.record.Raw())
	}
	at := place{ordinal: e.ordinal}
	e.guid = record.Text(x.kind.identity.make(nil, at))
	e.updatedAt = milliseconds(x.kind.updated.make(nil, at))
	return membersOf(x.kind.appendMembers(nil, x.kind.plain, at))
}

// fresh gives the members of a new record in the description's order: what the caller says, and
// what the server makes itself, which is the identity and what can only be read.
func (x *writer) fresh(e *entry, given memberList) memberList {
	k, at := x.kind, place{ordinal: e.ordinal}
	e.guid = record.Text(k.identity.make(nil, at))
	if value, _ := given.get(k.entity.GUID); !given.missing(k.entity.GUID) {
		e.guid = record.Text(value)
	}
	var fields memberList
	for i := range k.plain {
		m := &k.plain[i]
		name := m.field.Name
		value, has := given.get(name)
		switch {
		case name == k.entity.GUID:
			fields.set(name, appendIdentity(nil, m.field, e.guid))
		case m.field.ReadOnly && m.link != nil:
			fields.set(name, jsontext.Value("null"))
		case m.field.ReadOnly:
			fields.set(name, m.make(nil, at))
		case has:
			fields.set(name, value)
		}
	}
	return fields
}

// change gives what of the given members is taken over: not what can only be read, not the
// identity, and where only the status is written nothing else. Unknown members are kept.
func (x *writer) change(given memberList) memberList {
	var change memberList
	for _, m := range given {
		if m.name == x.kind.entity.GUID {
			continue
		}
		own := m.name == x.kind.entity.Status && x.operation.Verb == api.UpdateStatus // whatever other calls may write
		if known, has := x.kind.byName[m.name]; has && !own && (known.field.ReadOnly || known.collected != nil) {
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
	for i := range x.kind.plain {
		f := x.kind.plain[i].field
		if f.Name == x.kind.entity.UpdatedAt || f.Sample == "updated" || created && f.Sample == "created" {
			fields.set(f.Name, appendMoment(nil, f, e.updatedAt))
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
