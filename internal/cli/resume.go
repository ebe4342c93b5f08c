package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/service"
)

// resumption is what an earlier run of the same input has done, from its --results file.
type resumption struct {
	file string
	// done holds the results of the records that need not be sent again, by line. A line may hold
	// several, as a JSON array without line ends does.
	done map[int][]resultRow
	// count is how many they are.
	count int
}

// readResumption reads the results of a run that was stopped. A last line that was cut off counts
// as not there: its record is sent again, which changes nothing where it was written.
func readResumption(path string) (*resumption, error) {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, usagef("--resume: %w", err)
	}
	defer closeQuietly(file)
	r := &resumption{file: path, done: map[int][]resultRow{}}
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		var row resultRow
		if err := json.Unmarshal(line, &row); err != nil {
			return nil, usagef("--resume %s: line %d is not a result: %w", path, number, err)
		}
		if isDone(row.Outcome) {
			r.done[row.Line] = append(r.done[row.Line], resultRow{Key: row.Key, GUID: row.GUID})
			r.count++
		}
	}
}

// isDone tells whether a record with this outcome need not be sent again.
func isDone(outcome string) bool {
	switch outcome {
	case service.Created, service.Updated, service.Unchanged, service.Written:
		return true
	default:
		return false
	}
}

// has tells whether a record, known by its key or GUID, was done by the earlier run. It fails
// where the results belong to another input. shared says that lines hold several records.
func (r *resumption) has(line int, key string, shared bool) (bool, error) {
	if r == nil {
		return false, nil
	}
	earlier := r.done[line]
	for i, row := range earlier {
		if row.Key == key || row.GUID == key {
			r.done[line] = slices.Delete(earlier, i, i+1) // without a key, the next one is another record
			return true, nil
		}
	}
	if len(earlier) > 0 && !shared {
		return false, failf(exitInvalid, "", "--resume %s belongs to another input: its line %d is %q, here it is %q: nothing was sent",
			r.file, line, earlier[0].Key, key)
	}
	return false, nil
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
