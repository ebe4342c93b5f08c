package service

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// list reads an array of entries. Where it covers all rows, those that it does not mention are open;
// else it may be about anything, and counts as far as it speaks of rows or of failures.
func (x *reading) list(array jsontext.Value, covers bool) {
	entries := slices.Collect(record.Elements(array))
	at, found := x.locate(entries, false)
	if len(entries) == len(x.rows) {
		x.inOrder(entries, at)
	}
	said := make([]statement, len(entries))
	talks := found || covers
	for i, entry := range entries {
		said[i] = x.entrySays(entry, at[i])
		talks = talks || said[i].claim > good
	}
	if !talks && !x.allRecords(entries) {
		return
	}
	ids := x.guids(entries)
	for i := range entries {
		if at[i] != noRow {
			x.mention(at[i], said[i], ids[i])
		} else if said[i].claim > good {
			x.whole = x.whole.or(said[i])
		}
	}
	if covers {
		x.listed, x.entries = true, max(x.entries, len(entries))
	}
}

// locate finds the rows of entries by key, by GUID, or by the places that they tell. faults says that
// every entry is an error.
func (x *reading) locate(entries []jsontext.Value, faults bool) (at []int, found bool) {
	places, doubt := x.find.places(entries)
	at = make([]int, len(entries))
	for i, entry := range entries {
		var named bool
		if at[i], named = x.find.of(entry); !named {
			at[i] = places[i]
			if other := doubt[i]; other != noRow && other < len(x.rows) && (faults || x.entrySays(entry, at[i]).claim > good) {
				x.mention(other, statement{open, x.wordsOf(entry)}, "")
			}
		}
		found = found || at[i] != noRow
	}
	return at, found
}

// inOrder takes entries for those of the rows in their order, as far as nothing speaks against it: those that
// tell their rows stand at the places of these, and no other tells of a record that was not sent.
func (x *reading) inOrder(entries []jsontext.Value, at []int) {
	for i, entry := range entries {
		if at[i] == noRow && x.find.strange(entry, i) || at[i] != noRow && at[i] != i {
			return
		}
	}
	for i, entry := range entries {
		if entry.Kind() != jsontext.KindNull {
			at[i] = i
		}
	}
}

// allRecords tells whether all entries are records or stubs.
func (x *reading) allRecords(entries []jsontext.Value) bool {
	return !slices.ContainsFunc(entries, func(entry jsontext.Value) bool { return !x.looksLikeRecord(entry, noRow) })
}

// doneList reads an array of what was done.
func (x *reading) doneList(array jsontext.Value) {
	entries := slices.Collect(record.Elements(array))
	at, _ := x.locate(entries, false)
	ids := x.guids(entries)
	for i, entry := range entries {
		said := x.entrySays(entry, at[i])
		switch {
		case at[i] == noRow && said.claim > good:
			x.whole = x.whole.or(said)
		case at[i] != noRow:
			x.mention(at[i], statement{claim: good}.or(said), ids[i])
		}
	}
	x.counts.changed = max(x.counts.changed, 0) + int64(len(entries))
}

// faults reads an array or an object of errors. An error that does not tell its row is one of the call.
func (x *reading) faults(v jsontext.Value, nested int) {
	if !x.speaksUp(v) {
		return
	}
	if v.Kind() == jsontext.KindBeginArray {
		x.faultList(v)
		return
	}
	if i, ok := x.find.of(v); ok {
		x.mention(i, statement{bad, x.wordsOf(v)}, "")
		return
	}
	told := false
	for name, value := range record.Members(v) {
		if i, ok := x.find.named(name); ok && x.speaksUp(value) {
			x.mention(i, statement{bad, x.wordsOf(value)}, "")
			told = true
		}
		if value.Kind() == jsontext.KindBeginArray && x.roleOf(name).kind == nameList && nested < maxNested && x.speaksUp(value) {
			x.faultList(value)
			told = true
		}
	}
	if !told {
		x.whole = x.whole.or(statement{bad, x.wordsOf(v)})
	}
}

// faultList reads an array of errors. Where as many stand in it as rows were sent, and some of them
// are none, each belongs to the row at its place.
func (x *reading) faultList(array jsontext.Value) {
	entries := slices.Collect(record.Elements(array))
	at, found := x.locate(entries, true)
	empty := func(entry jsontext.Value) bool { return entry.Kind() != jsontext.KindNumber && !x.speaksUp(entry) }
	if !found && len(entries) == len(x.rows) && slices.ContainsFunc(entries, empty) {
		x.inOrder(entries, at)
	}
	for i, entry := range entries {
		said := statement{bad, x.wordsOf(entry)}
		if _, name := x.find.of(entry); at[i] != noRow && scalarText(entry) != "" && (name || entry.Kind() == jsontext.KindNumber) {
			said.words = "the server counts it among those that failed"
		}
		switch {
		case empty(entry):
		case at[i] != noRow:
			x.mention(at[i], said, "")
		default:
			x.whole = x.whole.or(said)
		}
	}
}

// guids gives what entries call their GUIDs, "" where they do not. Numbers that may be places in the
// list are none, and nor is what several entries have, such as the number of the call.
func (x *reading) guids(entries []jsontext.Value) []string {
	ids := make([]string, len(entries))
	places := x.operation.Body != api.BodyRecord // which is no list
	times := map[string]int{}
	for i, entry := range entries {
		r, err := record.New(entry)
		if err != nil {
			continue
		}
		var sure bool
		ids[i], sure = x.guidOf(r)
		times[ids[i]]++
		_, known := lookUp(x.find.byID, ids[i])
		places = places && !sure && !known && (ids[i] == "" || x.find.mayBePlace(ids[i]))
	}
	for i, id := range ids {
		if places || times[id] > 1 || id == "0" {
			ids[i] = ""
		}
	}
	return ids
}

// guidOf gives what an entry calls its GUID. It is sure where that can be nothing else, such as a place
// in the list.
func (x *reading) guidOf(entry record.Record) (id string, sure bool) {
	if id = firstText(entry, x.entity.GUID); id != "" && !strings.EqualFold(x.entity.GUID, "id") {
		return id, true
	}
	text, _ := entry.Get(record.Path{"guid"})
	id = guid(x.entity, entry)
	return id, id != "" && text.Kind() == jsontext.KindString && record.Text(text) == id
}
