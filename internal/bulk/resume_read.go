package bulk

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/aimsio-cli/aimsio/internal/bulk/runfile"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// readResumption reads the results of a run that was stopped. Those of another write are refused: what
// they call done was done elsewhere. A last line that was cut off counts as not there: its record is
// sent again, which changes nothing where it was written.
func (w *Run) readResumption(file *os.File) (*resumeState, error) {
	// What another run still writes is read by none, so that no record is sent by both.
	if err := runfile.Hold("--resume", file); err != nil {
		return nil, err
	}
	path := w.flags.Resume
	r := &resumeState{
		file: path, done: map[int][]doneRecord{}, ambiguous: map[int]bool{}, unknown: map[int]bool{},
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
		if err := row.foreign(path, number, here, w.actionOf(row.ResultRow)); err != nil {
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
				r.ambiguous[row.Line] = true
			}
		case keyless && !row.Sending:
			notDone[row.Line] = true
		}
	}
}
