package bulk

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// resumeState is what an earlier run of the same input has done, from its --results file.
type resumeState struct {
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
}

// doneRecord is what a record that is done is known by.
type doneRecord struct{ key, guid string }

// matches tells whether the results may be those of an input that has a record with this key in
// this line.
func (r *resumeState) matches(line int, key string) bool {
	if r == nil || len(r.done[line]) == 0 {
		return true
	}
	return slices.ContainsFunc(r.done[line], func(done doneRecord) bool { return done.key == key || done.guid == key })
}

// doubts tells whether a record must not be sent again, because nobody knows whether it is there.
// repeatable says that sending it twice changes nothing, shared that lines hold several records.
func (r *resumeState) doubts(line int, repeatable, shared bool) bool {
	return r != nil && !repeatable && r.open.has(line, shared)
}

// mayBeOurs tells whether the record of a line may be there because the earlier run wrote it.
func (r *resumeState) mayBeOurs(line int) bool { return r != nil && r.unknown[line] }

// has tells whether a record, known by its key or GUID, was done by the earlier run. It fails
// where the results belong to another input. shared says that lines hold several records.
func (r *resumeState) has(line int, key string, shared bool) (bool, error) {
	if r == nil {
		return false, nil
	}
	earlier := r.done[line]
	at := slices.IndexFunc(earlier, func(done doneRecord) bool { return done.key == key || done.guid == key })
	switch {
	case at == 0: // as good as always, since both are in the order of the input
		r.done[line] = earlier[1:]
	case at > 0:
		r.done[line] = slices.Delete(earlier, at, at+1)
	case len(earlier) > 0 && !shared:
		return false, r.otherInputError(line, key)
	}
	return at >= 0, nil
}

// knows tells whether a record was done by the earlier run, and leaves that to be asked again.
func (r *resumeState) knows(line int, key string) bool {
	return r != nil && slices.ContainsFunc(r.done[line], func(done doneRecord) bool { return done.key == key || done.guid == key })
}

// mixed is the error of a record without a key in a line of which some such records are done and others, before
// them, are not: nothing tells which. It is nil for any other record, and counts only where lines hold several.
func (r *resumeState) mixed(line int, key string) error {
	if r == nil || key != "" || !r.ambiguous[line] {
		return nil
	}
	return fail.New(fail.Invalid, "write one record a line, as NDJSON, for results that a run can go on from",
		"--resume %s does not tell which of the records without a key in line %d are done: nothing was sent", r.file, line)
}

// otherInputError is the error of results that belong to another input.
func (r *resumeState) otherInputError(line int, key string) error {
	return fail.New(fail.Invalid, "", "--resume %s belongs to another input: its line %d is %q, here it is %q: nothing was sent",
		r.file, line, r.done[line][0].key, key)
}
