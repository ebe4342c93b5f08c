package results

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Reading is how the results of a run that was stopped are read.
type Reading struct {
	// Path names the file in messages.
	Path string
	// Here is the write that goes on from them.
	Here Origin
	// Action is the action that a result has if it is of the same write.
	Action func(Row) string
	// Repeatable tells whether sending a record with some key twice changes nothing.
	Repeatable func(key string) bool
}

// Read reads the results of a run that was stopped. Those of another write are refused: what
// they call done was done elsewhere. A last line that was cut off counts as not there: its record is
// sent again, which changes nothing where it was written.
func (o Reading) Read(file io.Reader) (*State, error) {
	path := o.Path
	r := &State{
		file: path, here: o.Here, done: map[int][]doneRecord{}, ambiguous: map[int]bool{}, unknown: map[int]bool{},
		open: openWrites{last: map[int]bool{}, ever: map[int]bool{}, underWay: map[int]int{}},
	}
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
		var row Kept
		if err := json.Unmarshal(line, &row); err != nil {
			return nil, fail.Usagef("--resume %s: line %d is not a result: %w", path, number, err)
		}
		if err := row.foreign(path, number, o.Here, o.Action(row.Row)); err != nil {
			return nil, err
		}
		r.unsaid.note(row.Row)
		r.unknown[row.Line] = row.Outcome == service.Unknown
		if !o.Repeatable(row.Key) {
			r.open.note(row)
		}
		switch keyless := row.Key == ""; {
		case IsDone(row.Outcome):
			r.done[row.Line] = append(r.done[row.Line], doneRecord{row.Key, row.GUID})
			r.count++
			if keyless && notDone[row.Line] {
				r.ambiguous[row.Line] = true
			}
		case keyless && !row.Sending:
			notDone[row.Line] = true
		}
	}
}
