package simulator

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// writer carries out one write, record after record. world.lock must be held.
type writer struct {
	world     *world
	kind      *kind
	operation *api.Operation
	// now is in epoch milliseconds.
	now int64

	ordinals []int
	undo     []func()
	problems []problem

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
	given := membersOf(raw)
	ordinal, exists := x.target(given)
	if len(x.problems) > before {
		return
	}
	x.check(x.writable(), given, "")
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
	x.undo = append(x.undo, x.kind.put(e))
}

func (x *writer) refuse(field, message string) {
	x.problems = append(x.problems, problem{record: x.number, key: x.key, field: field, message: message})
}

// writable gives the fields that a record of this operation may carry.
func (x *writer) writable() []api.Field {
	if len(x.operation.Fields) > 0 {
		return x.operation.Fields
	}
	return x.kind.entity.Fields
}

// target finds the record that is meant, or says that it is a new one and where it will stand.
func (x *writer) target(given memberList) (ordinal int, exists bool) {
	k := x.kind
	for _, field := range append(slices.Clone(k.entity.Key), k.entity.GUID) {
		if value, has := given.get(field); has && !given.missing(field) && x.key == "" {
			x.key = field + " " + strconv.Quote(record.Text(value))
		}
	}
	if value, _ := given.get(k.entity.GUID); !given.missing(k.entity.GUID) {
		ordinal, exists = k.byIdentity(record.Text(value))
		if !exists && !x.mayBringGUID() {
			x.refuse(k.entity.GUID, strconv.Quote(record.Text(value))+" is not an existing "+k.entity.Title)
			return 0, false
		}
		if exists {
			x.keepKeyUnique(given, ordinal)
			return ordinal, true
		}
	}
	for _, field := range k.entity.Key {
		if value, _ := given.get(field); !given.missing(field) {
			if ordinal, exists = k.byField(field, record.Text(value)); exists {
				return ordinal, true
			}
		}
	}
	if x.operation.Verb == api.UpdateStatus {
		x.refuse("", "there is no such "+k.entity.Title+", and this call makes no new ones")
	}
	return k.count(), false
}

// mayBringGUID tells whether a new record may come with its GUID: where the description takes it
// and the key for alternatives.
func (x *writer) mayBringGUID() bool {
	f, has := api.Find(x.kind.entity.Fields, x.kind.entity.GUID)
	return has && f.Either != ""
}

// keepKeyUnique refuses to give a record the key of another one.
func (x *writer) keepKeyUnique(given memberList, ordinal int) {
	if len(x.kind.entity.Key) == 0 {
		return
	}
	field := x.kind.entity.Key[0]
	if value, _ := given.get(field); !given.missing(field) {
		if other, found := x.kind.byField(field, record.Text(value)); found && other != ordinal {
			x.refuse(field, strconv.Quote(record.Text(value))+" belongs to another "+x.kind.entity.Title)
		}
	}
}

func (x *writer) undoAll() {
	for _, undo := range slices.Backward(x.undo) {
		undo()
	}
}

// changes gives what the store keeps.
func (x *writer) changes() []change {
	list := make([]change, 0, len(x.ordinals))
	for _, ordinal := range x.ordinals {
		at := x.kind.written.at(ordinal)
		list = append(list, change{
			Resource: x.kind.entity.Resource, GUID: at.guid, UpdatedAt: at.updatedAt, Record: at.record.Raw(),
		})
	}
	return list
}
