package store

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// writer carries out one write, record after record. Dataset.lock must be held.
type writer struct {
	dataset   *Dataset
	table     *table
	operation *api.Operation
	// now is in epoch milliseconds.
	now int64

	// id is that of the path, "" where the path names no record.
	id string

	ordinals []int
	undo     []func()
	problems []Problem
	// missing says that the path names a record that is not there.
	missing bool

	// number and key tell of the record at hand, for problems.
	number int
	key    string
}

// write carries out one record: found by GUID, else by key, it is changed, else it is created.
func (x *writer) write(number int, raw jsontext.Value) {
	x.number, x.key = number, ""
	before := len(x.problems)
	if raw.Kind() != jsontext.KindBeginObject {
		x.refuse("", "a JSON object was expected")
		return
	}
	given := x.renamed(membersOf(raw))
	ordinal, exists := x.target(given)
	if len(x.problems) > before {
		return
	}
	x.check(x.writable(), membersOf(raw), "")
	tied := x.ties(given)
	e := &entry{ordinal: ordinal}
	var fields memberList
	if exists {
		fields = x.present(e)
	} else {
		fields = x.fresh(e, given)
	}
	fields.merge(x.change(given))
	x.tie(&fields, tied)
	x.checkRequired(fields, given, exists)
	if len(x.problems) > before {
		return
	}
	x.stamp(e, &fields, !exists)
	e.record = recordOf(fields)
	x.ordinals = append(x.ordinals, ordinal)
	x.undo = append(x.undo, x.table.written.put(e))
}

func (x *writer) refuse(field, message string) {
	x.problems = append(x.problems, Problem{Record: x.number, Field: field, key: x.key, message: message})
}

// writable gives the fields that a record of this operation may carry.
func (x *writer) writable() []api.Field {
	if len(x.operation.Fields) > 0 {
		return x.operation.Fields
	}
	return x.table.Entity.Fields
}

// target finds the record that is meant, or says that it is a new one and where it will stand.
func (x *writer) target(given memberList) (ordinal int, exists bool) {
	k := x.table
	if x.id != "" {
		x.key = x.id
		if ordinal, exists = k.byIdentity(x.id); !exists {
			x.missing = true
			x.refuse("", "there is no such "+k.Entity.Title)
			return 0, false
		}
		x.keepKeyUnique(given, ordinal)
		return ordinal, true
	}
	for _, field := range append(slices.Clone(k.Entity.Key), k.Entity.GUID) {
		if value, has := given.get(field); has && !given.missing(field) && x.key == "" {
			x.key = field + " " + strconv.Quote(record.Text(value))
		}
	}
	if value, _ := given.get(k.Entity.GUID); !given.missing(k.Entity.GUID) {
		ordinal, exists = k.byIdentity(record.Text(value))
		if !exists && !x.mayBringGUID() {
			x.refuse(k.Entity.GUID, strconv.Quote(record.Text(value))+" is not an existing "+k.Entity.Title)
			return 0, false
		}
		if exists {
			x.keepKeyUnique(given, ordinal)
			return ordinal, true
		}
	}
	for _, field := range k.Entity.Key {
		if value, _ := given.get(field); !given.missing(field) {
			if ordinal, exists = k.byField(field, record.Text(value)); exists {
				if _, apart := k.Entity.Operation(api.Update); apart && x.operation.Verb == api.Create {
					x.refuse(field, strconv.Quote(record.Text(value))+" is there already")
				}
				return ordinal, true
			}
		}
	}
	if x.operation.Verb != api.Create {
		x.refuse("", "there is no such "+k.Entity.Title+", and this call makes no new ones")
	}
	return k.count(), false
}

// mayBringGUID tells whether a new record may come with its GUID: where the call requires it, or the
// description takes it and the key for alternatives.
func (x *writer) mayBringGUID() bool {
	f, has := api.Find(x.table.Entity.BodyFields(x.operation), x.table.Entity.GUID)
	return has && (f.Either != "" || f.Required && x.operation.Verb == api.Create)
}

// keepKeyUnique refuses to give a record the key of another one.
func (x *writer) keepKeyUnique(given memberList, ordinal int) {
	if len(x.table.Entity.Key) == 0 {
		return
	}
	field := x.table.Entity.Key[0]
	if value, _ := given.get(field); !given.missing(field) {
		if other, found := x.table.byField(field, record.Text(value)); found && other != ordinal {
			x.refuse(field, strconv.Quote(record.Text(value))+" belongs to another "+x.table.Entity.Title)
		}
	}
}

func (x *writer) undoAll() {
	for _, undo := range slices.Backward(x.undo) {
		undo()
	}
}

// renamed gives a status and an identifier that the call names in its own way the names that the
// record has for them.
func (x *writer) renamed(given memberList) memberList {
	for i := range given {
		switch name := given[i].name; {
		case name == x.operation.Status && name != "":
			given[i].name = x.table.Entity.Status
		case name == x.operation.GUID && name != "":
			given[i].name = x.table.Entity.GUID
		}
	}
	return given
}

// delete takes away the record that the path names.
func (x *writer) delete() {
	x.number = 1
	ordinal, exists := x.target(nil)
	if !exists {
		return
	}
	e := &entry{ordinal: ordinal}
	x.present(e)
	e.updatedAt = max(x.now, e.updatedAt+1)
	e.deleted, e.record = true, recordOf(nil)
	x.ordinals = append(x.ordinals, ordinal)
	x.undo = append(x.undo, x.table.written.put(e))
}
