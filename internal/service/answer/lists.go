package answer

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// list reads an array of entries. Where it covers all records, those that it does not mention are open;
// else it may be about anything, and counts as far as it speaks of records or of failures.
func (x *reading) list(array jsontext.Value, covers bool) {
	entries := slices.Collect(record.Elements(array))
	at, found := x.locate(entries, false)
	if len(entries) == len(x.sent) {
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
		if at[i] != noRecord {
			x.mention(at[i], said[i], ids[i])
		} else if said[i].claim > good {
			x.whole = x.whole.or(said[i])
		}
	}
	if covers {
		x.listed, x.entries = true, max(x.entries, len(entries))
	}
}

// locate finds the records of entries by key, by GUID, or by the places that they tell. faults says that
// every entry is an error.
func (x *reading) locate(entries []jsontext.Value, faults bool) (at []int, found bool) {
	places, doubt := placesOf(entries, len(x.sent))
	at = make([]int, len(entries))
	for i, entry := range entries {
		var named bool
		if at[i], named = x.find.of(entry); !named {
			at[i] = places[i]
			if other := doubt[i]; other != noRecord && other < len(x.sent) && (faults || x.entrySays(entry, at[i]).claim > good) {
				x.mention(other, statement{open, x.wordsOf(entry)}, "")
			}
		}
		found = found || at[i] != noRecord
	}
	return at, found
}

// inOrder takes entries for those of the records in their order, as far as nothing speaks against it: those that
// tell their records stand at the places of these, and no other tells of a record that was not sent.
func (x *reading) inOrder(entries []jsontext.Value, at []int) {
	for i, entry := range entries {
		if at[i] == noRecord && x.find.namesAnother(entry, i) || at[i] != noRecord && at[i] != i {
			return
		}
	}
	for i, entry := range entries {
		if entry.Kind() != jsontext.KindNull {
			at[i] = i
		}
	}
}

// allRecords tells whether all entries are records, or such as the index has.
func (x *reading) allRecords(entries []jsontext.Value) bool {
	return !slices.ContainsFunc(entries, func(entry jsontext.Value) bool { return !x.looksLikeRecord(entry, noRecord) })
}

func (x *reading) doneList(array jsontext.Value) {
	entries := slices.Collect(record.Elements(array))
	at, _ := x.locate(entries, false)
	ids := x.guids(entries)
	for i, entry := range entries {
		said := x.entrySays(entry, at[i])
		switch {
		case at[i] == noRecord && said.claim > good:
			x.whole = x.whole.or(said)
		case at[i] != noRecord:
			x.mention(at[i], statement{claim: good}.or(said), ids[i])
		}
	}
	x.counts.changed = max(x.counts.changed, 0) + int64(len(entries))
}

// faults reads an array or an object of errors. An error that does not tell its record is one of the call.
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
		if i, ok := x.find.byKeyOrGUID(name); ok && x.speaksUp(value) {
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

// faultList reads an array of errors. Where as many stand in it as records were sent, and some of them
// are none, each belongs to the record at its place.
func (x *reading) faultList(array jsontext.Value) {
	entries := slices.Collect(record.Elements(array))
	at, found := x.locate(entries, true)
	empty := func(entry jsontext.Value) bool { return entry.Kind() != jsontext.KindNumber && !x.speaksUp(entry) }
	if !found && len(entries) == len(x.sent) && slices.ContainsFunc(entries, empty) {
		x.inOrder(entries, at)
	}
	for i, entry := range entries {
		said := statement{bad, x.wordsOf(entry)}
		if _, name := x.find.of(entry); at[i] != noRecord && record.Scalar(entry) != "" && (name || entry.Kind() == jsontext.KindNumber) {
			said.words = "the server counts it among those that failed"
		}
		switch {
		case empty(entry):
		case at[i] != noRecord:
			x.mention(at[i], said, "")
		default:
			x.whole = x.whole.or(said)
		}
	}
}
