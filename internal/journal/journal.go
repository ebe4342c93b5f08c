package journal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Journal writes the calls of one run. It is safe for use by several goroutines, and any number
// of processes may write to one folder.
type Journal struct {
	file *file
	run  Run
	// known hides the secrets that are known as such; nil hides none.
	known func(string) string
	calls atomic.Int64
	clock func() time.Time
}

// NewRunID makes the ID of a run that begins now: the moment in UTC, by which runs sort, and four
// random characters, as in "20261123T150405-4f2a".
func NewRunID(now time.Time) string {
	var random [2]byte
	_, _ = rand.Read(random[:]) // it never fails, see crypto/rand
	return now.UTC().Format("20060102T150405") + "-" + hex.EncodeToString(random[:])
}

// Open prepares the journal in a folder for a run. It makes the folder (0700) and the file (0600)
// and fails where they cannot be written: a write that cannot be recorded must not begin. known takes those
// secrets out of a text that are known as such, with scrub.Hidden in their place; nil where none are.
func Open(dir string, run Run, known func(string) string) (*Journal, error) {
	if run.ID == "" {
		return nil, errors.New("the run of the journal has no ID")
	}
	j := &Journal{file: newFile(dir), run: run, known: known, clock: time.Now}
	if err := j.file.prepare(); err != nil {
		return nil, err
	}
	return j, nil
}

// Run gives what the journal was opened with, without its secrets.
func (j *Journal) Run() Run { return j.scrubbedRun() }

// Begin records a call before it is sent; when it returns without an error the line is on disk.
// What it gives is called once, when the call is over; its error says that the end could not be
// recorded.
func (j *Journal) Begin(e Entry) (done func(Result) error, err error) {
	id := int(j.calls.Add(1))
	line, err := encode(sentLine{State: stateSent, Time: j.now(), Call: id, Run: j.scrubbedRun(), Entry: j.scrubbed(e)})
	if err != nil {
		return nil, err
	}
	if err := j.file.add(line, true); err != nil {
		return nil, err
	}
	return func(r Result) error {
		r.Message = scrub.Text(j.hide(r.Message))
		line, err := encode(endedLine{
			State: stateEnded, Time: j.now(), Run: j.run.ID, Call: id, Result: r, Milliseconds: r.Took.Milliseconds(),
		})
		if err != nil {
			return err
		}
		// A lost line after a call does no harm: the call then counts as one that may have
		// been carried out. So it need not wait for the disk.
		return j.file.add(line, false)
	}, nil
}

// now is the time to the millisecond, in UTC, so that lines of all machines compare.
func (j *Journal) now() time.Time { return j.clock().UTC().Truncate(time.Millisecond) }

// encode makes a line; what stood on several lines in a body comes to stand on one.
func encode(line any) ([]byte, error) {
	text, err := json.Marshal(line, record.Lenient(), jsontext.PreserveRawStrings(true))
	if err != nil {
		return nil, fmt.Errorf("writing a line of the journal: %w", err)
	}
	return append(text, '\n'), nil
}
