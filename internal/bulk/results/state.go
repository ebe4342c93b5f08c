package results

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// State is what an earlier run of the same input has done, from its --results file.
type State struct {
	file string
	// done holds the records that need not be sent again, by line. A line may hold several, as a
	// JSON array without line ends does.
	done map[int][]doneRecord
	// count is how many they are.
	count int
	// ambiguous holds the lines in which a record without a key is done and one before it is not: if
	// the line holds several, nothing tells which of them it is.
	ambiguous map[int]bool
	// open are the records of which it is not known whether they were written, and that must not be sent again.
	open openWrites
	// unknown holds the lines of records of which it is not known whether they were written.
	unknown map[int]bool
	// unsaid is what results do not say about the write that they belong to.
	unsaid unsaid
	// here is the write that goes on from them.
	here Origin
}

// Count is how many records are done.
func (r *State) Count() int { return r.count }

// Warning says what the results are taken for although they do not say it, "" where they say it all.
func (r *State) Warning() string { return r.unsaid.warning(r.file, r.here) }

// doneRecord is what a record that is done is known by.
type doneRecord struct{ key, guid string }

// is tells whether a record is known by a key or a GUID.
func (d doneRecord) is(name string) bool { return d.key == name || api.SameID(d.guid, name) }

// Matches tells whether the results may be those of an input that has a record with this key in
// this line.
func (r *State) Matches(line int, key string) bool {
	if r == nil || len(r.done[line]) == 0 {
		return true
	}
	return slices.ContainsFunc(r.done[line], func(done doneRecord) bool { return done.is(key) })
}

// Doubts tells whether a record must not be sent again, because nobody knows whether it is there.
// repeatable says that sending it twice changes nothing, shared that lines hold several records.
func (r *State) Doubts(line int, repeatable, shared bool) bool {
	return r != nil && !repeatable && r.open.has(line, shared)
}

// MayBeOurs tells whether the record of a line may be there because the earlier run wrote it.
func (r *State) MayBeOurs(line int) bool { return r != nil && r.unknown[line] }

// Has tells whether a record, known by its key or GUID, was done by the earlier run. It fails
// where the results belong to another input. shared says that lines hold several records.
func (r *State) Has(line int, key string, shared bool) (bool, error) {
	if r == nil {
		return false, nil
	}
	earlier := r.done[line]
	at := slices.IndexFunc(earlier, func(done doneRecord) bool { return done.is(key) })
	switch {
	case at == 0: // as good as always, since both are in the order of the input
		r.done[line] = earlier[1:]
	case at > 0:
		r.done[line] = slices.Delete(earlier, at, at+1)
	case len(earlier) > 0 && !shared:
		return false, r.OtherInputError(line, key)
	}
	return at >= 0, nil
}

// Knows tells whether a record was done by the earlier run, and leaves that to be asked again.
func (r *State) Knows(line int, key string) bool {
	return r != nil && slices.ContainsFunc(r.done[line], func(done doneRecord) bool { return done.is(key) })
}

// Mixed is the error of a record without a key in a line of which some such records are done and others, before
// them, are not: nothing tells which. It is nil for any other record, and counts only where lines hold several.
func (r *State) Mixed(line int, key string) error {
	if r == nil || key != "" || !r.ambiguous[line] {
		return nil
	}
	return fail.New(fail.Invalid, "write one record a line, as NDJSON, for results that a run can go on from",
		"--resume %s does not tell which of the records without a key in line %d are done: nothing was sent", r.file, line)
}

// OtherInputError is the error of results that belong to another input.
func (r *State) OtherInputError(line int, key string) error {
	return fail.New(fail.Invalid, "", "--resume %s belongs to another input: its line %d is %q, here it is %q: nothing was sent",
		r.file, line, r.done[line][0].key, key)
}
