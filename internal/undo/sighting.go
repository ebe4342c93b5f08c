package undo

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// sighting is a record in one call.
type sighting struct {
	// id tells the record from the others of its entity.
	id        string
	kind      Kind
	key, guid string
	before    *record.Record
	sent      record.Record
	hidden    []record.Path
	end       end
}

// end is what the end of a call means for its records.
type end int

const (
	arrived end = iota
	// open: it may have arrived.
	open
	// parted: it was refused as a whole, and its records were to be sent again by themselves.
	parted
	refused
	// unsent: it never left.
	unsent
)

// endOf tells what the log says of the end of a call for a record, by its place among the keys.
func endOf(result *journal.Result, record int) end {
	if result == nil {
		return open
	}
	switch result.Of(record) {
	case "written", "created", "updated", "deleted":
		return arrived
	case "failed":
		return refused
	case "halved":
		return parted
	case "skipped":
		return unsent
	default:
		return open
	}
}

// sightings gives the records of a call.
func sightings(entity *api.Entity, call journal.Call) []sighting {
	sent := Sent(entity, call.Body)
	count := max(len(call.Keys), len(sent))
	seen := make([]sighting, 0, count)
	for i := range count {
		one := sighting{end: endOf(call.Result, i), key: at(call.Keys, i), guid: at(call.GUIDs, i)}
		one.hidden = hiddenIn(entity, call, i, sent)
		if i < len(sent) {
			one.sent = AsWhole(entity, sent[i].Record)
		}
		if before, err := record.New(at(call.Before, i)); err == nil {
			one.before = &before
		}
		one.name(entity, call, i)
		one.kind = kindOf(entity, call, i, one.before)
		seen = append(seen, one)
	}
	return seen
}

// name finds out which record it is. What a secret was taken out of names none.
func (s *sighting) name(entity *api.Entity, call journal.Call, i int) {
	place := "/" + strconv.Itoa(i)
	if slices.Contains(call.Hidden, jsontext.Pointer("/keys"+place)) {
		s.key = ""
	}
	if slices.Contains(call.Hidden, jsontext.Pointer("/guids"+place)) {
		s.guid = ""
	}
	for _, holder := range []*record.Record{s.before, &s.sent} {
		if holder == nil || holder.Raw() == nil || s.guid != "" || s.isHidden(record.Path{entity.GUID}) {
			continue
		}
		value, _ := holder.Get(record.Path{entity.GUID})
		s.guid = record.Scalar(value)
	}
	switch {
	case s.guid != "":
		s.id = "guid " + s.guid
	case s.key != "":
		s.id = "key " + s.key
	default:
		s.id = "call " + strconv.Itoa(call.ID) + place
	}
	if s.key == s.guid {
		s.key = "" // the log names a record without a key by its GUID
	}
}

func (s *sighting) isHidden(path record.Path) bool { return touches(s.hidden, path) }

// applied is the operation of a plan that is carried out, which makes records and changes others.
const applied = "apply"

// kindOf tells what a call does to a record that was read before it, or not.
func kindOf(entity *api.Entity, call journal.Call, i int, before *record.Record) Kind {
	switch {
	case call.Operation == string(api.Delete):
		return Deleted
	case before != nil:
		return Changed
	case call.Operation == applied:
		return Made // a plan knows of each record whether it is there
	case call.Operation == string(api.Create) && (!entity.Upserts() || call.Result != nil && call.Result.Of(i) == "created"):
		return Made
	default:
		return Unread
	}
}

// hiddenIn gives the paths of the fields of a record of which a call has lost the values, by the names of the whole
// record.
func hiddenIn(entity *api.Entity, call journal.Call, i int, sent []SentRecord) []record.Path {
	var paths []record.Path
	for _, pointer := range call.Hidden {
		if path, inside := below(pointer, "/before/"+jsontext.Pointer(strconv.Itoa(i))); inside {
			paths = append(paths, path)
		}
		switch {
		case pointer == "/body" || i >= len(sent) && pointer.Contains("/body"):
			paths = append(paths, record.Path{})
		case i < len(sent):
			if path, inside := below(pointer, "/body"+sent[i].At); inside {
				paths = append(paths, asWholePath(entity, path))
			}
		}
	}
	if call.Before != nil && i < len(call.Before) {
		paths = append(paths, masked(call.Before[i])...)
	}
	return paths
}

// masked gives the paths of values that are nothing but the mark of a secret that was taken out.
func masked(v jsontext.Value) []record.Path {
	r, err := record.New(v)
	if err != nil {
		return nil
	}
	var paths []record.Path
	for path, value := range r.Leaves() {
		if record.Text(value) == scrub.Hidden {
			paths = append(paths, record.ParsePath(path))
		}
	}
	return paths
}

// below gives the path of a place inside another one.
func below(pointer, holder jsontext.Pointer) (record.Path, bool) {
	if !holder.Contains(pointer) {
		return nil, false
	}
	path := record.Path{}
	for token := range pointer[len(holder):].Tokens() {
		path = append(path, token)
	}
	return path, true
}

func at[T any](list []T, i int) (element T) {
	if i < len(list) {
		return list[i]
	}
	return element
}
