package bulk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/bulk/runfile"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// writeOutput is where the outcomes of a write go: standard output, and the files of --results
// and --rejects, which are true up to the last finished batch however the run ends.
type writeOutput struct {
	rows    Rows
	results *os.File
	// adding guards the results and unkept, which is why nothing more is added to them.
	adding  sync.Mutex
	unkept  error
	rejects *rejectFile
	kept    *keptItems
	// row makes the row of an outcome to be kept, shown the one to be printed.
	row, shown func(service.Outcome) results.Row
	tally      writeTally
	// held keeps rows back that reading back is to decide; nil where nothing is read back.
	held *heldRows
	// broken is why one of the files is not written any more.
	broken error
	// unshown is why standard output is not written any more.
	unshown error
	// cutShort tells that an interrupted run had no time to list all that was skipped.
	cutShort bool
}

// openOutput opens the files before anything is sent: a result that cannot be kept must not be
// missed afterwards.
func (w *Run) openOutput(source *Source, rows Rows) (*writeOutput, error) {
	out := &writeOutput{rows: rows, tally: newWriteTally(), row: w.rowOf, shown: w.shownRow, held: w.newHeldRows()}
	var err error
	for _, path := range []string{w.flags.Results, w.flags.Rejects} {
		if path == "" {
			continue
		}
		if err := runfile.CheckWritable(path, w.setup.Temporary); err != nil {
			return nil, err
		}
	}
	if w.flags.Results != "" {
		if out.results, err = openResults(w.flags.Results, w.resume != nil); err != nil {
			return nil, err
		}
	}
	if w.flags.Rejects != "" {
		out.kept = newKeptItems()
		if out.rejects, err = openRejects(w.flags.Rejects, source); err != nil {
			return nil, errors.Join(err, out.close())
		}
	}
	return out, nil
}

// openResults opens the file of --results: a new one, or to go on behind the last whole line of one that
// this run holds already, since it read it.
func openResults(path string, goOn bool) (*os.File, error) {
	if !goOn {
		return runfile.OpenFresh("results", path, os.O_RDWR)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the user names the file
	if err == nil {
		err = runfile.SeekBehindLastLine(file)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the results: %w", err)
	}
	return file, nil
}

// batch takes the outcomes of a batch. The files come first, so that they are true even where
// standard output keeps the program waiting; they are on disk when it returns. What cannot be kept
// is shown all the same, and what cannot be shown is kept.
func (o *writeOutput) batch(b service.Batch) error {
	return errors.Join(o.keepAll(b), o.showAll(b))
}

// keepAll writes the outcomes of a batch to the files. Once a file could not be written, it is left
// as it is: what came behind the gap would pass for all there is.
func (o *writeOutput) keepAll(b service.Batch) error {
	sent := false
	for _, outcome := range b.Outcomes {
		o.tally.add(outcome)
		sent = sent || outcome.Outcome != service.Skipped
		if o.broken == nil {
			o.broken = o.keep(outcome)
		}
	}
	if o.broken == nil && o.results != nil && sent {
		if err := flush(o.results); err != nil {
			o.broken = fmt.Errorf("keeping the results: %w", err)
		}
	}
	return o.broken
}

// showAll writes the outcomes of a batch to standard output. That nobody reads it is no reason to
// stop writing to the server.
func (o *writeOutput) showAll(b service.Batch) error {
	for i, outcome := range b.Outcomes {
		if o.held.holds(outcome) {
			if err := o.held.hold(outcome, b.Changes[i]); err != nil {
				return err
			}
		} else if o.unshown == nil {
			o.unshown = o.rows.WriteRow(o.shown(outcome))
		}
	}
	return UnlessUnread(o.unshown)
}

// UnlessUnread leaves out the error of output that nobody reads any more.
func UnlessUnread(err error) error {
	if errors.Is(err, fail.ErrNoReader) {
		return nil
	}
	return err
}

// flush waits until a file is on disk. A device or a pipe has no disk.
func flush(file *os.File) error {
	about, err := file.Stat()
	if err != nil || !about.Mode().IsRegular() {
		return err
	}
	return file.Sync()
}

func (o *writeOutput) keep(outcome service.Outcome) error {
	item, has := o.kept.take(outcome.Line)
	if has && (outcome.Outcome == service.Failed || outcome.Outcome == service.Conflict) {
		if err := o.rejects.add(item, outcome.Message); err != nil {
			return err
		}
	}
	if has && outcome.Outcome == service.Unknown {
		o.held.keepItem(item)
	}
	return o.keepResult(outcome)
}

// keepResult adds a line to the results. The last one on a record counts.
func (o *writeOutput) keepResult(outcome service.Outcome) error {
	if o.results == nil {
		return nil
	}
	line, err := json.Marshal(o.row(outcome))
	if err != nil {
		return fmt.Errorf("keeping the results: %w", err)
	}
	return o.addResults(append(line, '\n'))
}

// addResults adds whole lines to the results, and none once that has failed: the last one may be cut off
// then. What is about to be sent is kept while outcomes come in.
func (o *writeOutput) addResults(lines []byte) error {
	o.adding.Lock()
	defer o.adding.Unlock()
	if o.unkept != nil {
		return o.unkept
	}
	if _, err := o.results.Write(lines); err != nil {
		o.unkept = fmt.Errorf("keeping the results: %w", err)
	}
	return o.unkept
}

// done counts the records that were written or deleted.
func (o *writeOutput) done() int {
	return o.tally.outcomes[service.Written] + o.tally.outcomes[service.Updated] + o.tally.outcomes[service.Created] + o.tally.outcomes[service.Deleted]
}

func (o *writeOutput) close() error {
	o.held.close()
	var err error
	if o.results != nil {
		err = o.results.Close()
	}
	return errors.Join(err, o.rejects.close())
}

// rejectFile gives back the records that failed, in the form in which they came.
type rejectFile struct {
	file *os.File
	// form writes the form of the input file; without one every item is a line.
	form input.Rejects
}

func openRejects(path string, source *Source) (*rejectFile, error) {
	file, err := runfile.OpenFresh("rejects", path, os.O_WRONLY)
	if err != nil {
		return nil, err
	}
	r := &rejectFile{file: file}
	if source.file == nil {
		return r, nil
	}
	if r.form, err = source.file.Rejects(file); err != nil {
		return nil, errors.Join(fmt.Errorf("--rejects %s cannot be written, so nothing was sent: %w", path, runfile.CauseOf(err)), file.Close())
	}
	return r, nil
}

func (r *rejectFile) add(item input.Item, reason string) error {
	var err error
	if r.form != nil {
		for row := range eachRow(item) {
			err = errors.Join(err, r.form.Add(row, reason))
		}
	} else {
		_, err = fmt.Fprintf(r.file, "%s\n", item.Raw)
	}
	if err != nil {
		return fmt.Errorf("keeping the rejects: %w", err)
	}
	return nil
}

func (r *rejectFile) close() error {
	if r == nil {
		return nil
	}
	var err error
	if r.form != nil {
		err = r.form.Close()
	}
	if err = errors.Join(err, r.file.Close()); err != nil {
		return fmt.Errorf("keeping the rejects: %w", err)
	}
	return nil
}
