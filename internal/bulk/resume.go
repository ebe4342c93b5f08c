package bulk

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// resumeState is what an earlier run of the same input has done, from its --results file.
type resumeState struct {
	file string
	// done holds the records that need not be sent again, by line. A line may hold several, as a
	// JSON array without line ends does.
	done map[int][]doneRecord
	// count is how many they are.
	count int
	// unclear holds the lines in which a record without a key is done and one before it is not: if
	// the line holds several, nothing tells which of them it is.
	unclear map[int]bool
	// open are the records of which it is not known whether they were written, and that must not be sent again.
	open openWrites
	// unknown holds the lines of records of which it is not known whether they were written.
	unknown map[int]bool
	// unsaid is what results do not say about the write that they belong to.
	unsaid unsaid
}

// doneRecord is what a record that is done is known by.
type doneRecord struct{ key, guid string }

// readResumption reads the results of a run that was stopped. Those of another write are refused: what
// they call done was done elsewhere. A last line that was cut off counts as not there: its record is
// sent again, which changes nothing where it was written.
func (w *Run) readResumption(file *os.File) (*resumeState, error) {
	// What another run still writes is read by none, so that no record is sent by both.
	if err := holdFile("--resume", file); err != nil {
		return nil, err
	}
	path := w.flags.Resume
	r := &resumeState{
		file: path, done: map[int][]doneRecord{}, unclear: map[int]bool{}, unknown: map[int]bool{},
		open: openWrites{last: map[int]bool{}, ever: map[int]bool{}, underWay: map[int]int{}},
	}
	here := w.origin()
	notDone := map[int]bool{} // lines with a record without a key that is not done
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		var row keptRow
		if err := json.Unmarshal(line, &row); err != nil {
			return nil, fail.Usagef("--resume %s: line %d is not a result: %w", path, number, err)
		}
		if err := row.foreign(path, number, here, w.action); err != nil {
			return nil, err
		}
		r.unsaid.note(row.ResultRow)
		r.unknown[row.Line] = row.Outcome == service.Unknown
		if !w.repeatable(row.Key) {
			r.open.note(row)
		}
		switch keyless := row.Key == ""; {
		case isDone(row.Outcome):
			r.done[row.Line] = append(r.done[row.Line], doneRecord{row.Key, row.GUID})
			r.count++
			if keyless && notDone[row.Line] {
				r.unclear[row.Line] = true
			}
		case keyless && !row.Sending:
			notDone[row.Line] = true
		}
	}
}

// isDone tells whether a record with this outcome need not be sent again.
func isDone(outcome string) bool {
	switch outcome {
	case service.Created, service.Updated, service.Unchanged, service.Written, service.Deleted:
		return true
	default:
		return false
	}
}

// belongs tells whether the results may be those of an input that has a record with this key in
// this line.
func (r *resumeState) belongs(line int, key string) bool {
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
	if shared && key == "" && r.unclear[line] {
		return false, fail.New(fail.Invalid, "write one record a line, as NDJSON, for results that a run can go on from",
			"--resume %s does not tell which of the records without a key in line %d are done: nothing was sent", r.file, line)
	}
	earlier := r.done[line]
	at := slices.IndexFunc(earlier, func(done doneRecord) bool { return done.key == key || done.guid == key })
	switch {
	case at == 0: // as good as always, since both are in the order of the input
		r.done[line] = earlier[1:]
	case at > 0:
		r.done[line] = slices.Delete(earlier, at, at+1)
	case len(earlier) > 0 && !shared:
		return false, r.stranger(line, key)
	}
	return at >= 0, nil
}

// stranger is the error of results that belong to another input.
func (r *resumeState) stranger(line int, key string) error {
	return fail.New(fail.Invalid, "", "--resume %s belongs to another input: its line %d is %q, here it is %q: nothing was sent",
		r.file, line, r.done[line][0].key, key)
}

// seekBehindLastLine cuts off a last line that is not whole, and goes to the end of the file.
func seekBehindLastLine(file *os.File) error {
	size, whole := int64(0), int64(0)
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		size += int64(len(line))
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		whole = size
	}
	if err := file.Truncate(whole); err != nil {
		return err
	}
	_, err := file.Seek(whole, io.SeekStart)
	return err
}
