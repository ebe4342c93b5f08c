package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// sink is where the records of a run go: standard output, or a file that appears whole.
type sink struct {
	writer output.Writer
	target *target
	// held is what the writer writes to: it keeps the output back while it may turn out that the command
	// line is wrong.
	held *output.Holder
	// explode makes rows of each record, nil for none, and rows are what they are filtered by.
	explode *output.Explode
	rows    []output.Filter
	// filters are settled once their fields are known.
	filters []output.Filter
	// count is the number of records written.
	count int
	// limit is how many rows are written at most, 0 for all. shown counts those written, and left those
	// that the limit left out of the records handed over.
	limit, shown, left int
	// done, if set, tells what an interrupted run leaves behind, where that is not what was written.
	done func() string
	// app prints the notes that wait for the end of the output.
	app   *app
	notes []string
}

// open begins the output.
func (p *printer) open(ctx context.Context) (*sink, error) {
	target, err := p.app.openTarget(p.flags.out)
	if err != nil {
		return nil, err
	}
	if p.to != nil {
		target.Writer = p.to
	}
	s := &sink{target: target, held: output.NewHolder(target), app: p.app, explode: p.explode}
	if p.query != nil {
		s.writer, err = p.query.Writer(ctx, s.held, p.options)
	} else {
		s.writer, err = output.New(s.held, p.options)
	}
	if err != nil {
		return nil, target.finish(err)
	}
	return s, nil
}

// full tells that the limit is reached: what comes after is counted, and not written.
func (s *sink) full() bool { return s.limit > 0 && s.shown >= s.limit }

func (s *sink) write(r record.Record) error {
	counts := !s.full()
	if err := s.writeRows(r); err != nil {
		return err
	}
	if counts {
		s.count++
	}
	if s.held.Holds() && s.settled() {
		return s.held.Release()
	}
	return nil
}

// writeRows writes a record, or the rows that are made of it.
func (s *sink) writeRows(r record.Record) error {
	if s.explode == nil {
		return s.put(r)
	}
	s.explode.Count(r)
	for row, err := range matchingRows(s.explode, s.rows, r) {
		if err == nil {
			err = s.put(row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// put writes a row, or counts it where the limit leaves it out.
func (s *sink) put(row record.Record) error {
	if s.full() {
		s.left++
		return nil
	}
	s.shown++
	return s.writer.Write(row) // which says what was being done
}

// matchingRows gives the rows of a record that pass all filters.
func matchingRows(explode *output.Explode, filters []output.Filter, r record.Record) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for row, err := range explode.Rows(r) {
			keep := true
			if err == nil {
				keep, err = allMatch(filters, row)
			}
			if (keep || err != nil) && !yield(row, err) {
				return
			}
		}
	}
}

// settled tells that nothing is left that only the records can tell to be wrong.
func (s *sink) settled() bool {
	open := func(f output.Filter) bool { return !f.Settled() }
	return s.writer.Settled() && (s.explode == nil || s.explode.Settled()) && !slices.ContainsFunc(s.filters, open)
}

// finish ends the output after err, which is nil if all went well. A command line that turned out to be
// wrong prints nothing. What was written to standard output otherwise is made valid in any case; a file
// is put in its place only if it is whole.
func (s *sink) finish(err error) error {
	closed := s.writer.Close()
	if err == nil || errors.Is(closed, errStuck) {
		err = closed
	}
	if s.explode != nil {
		err = s.checkRows(err)
	}
	if err != nil && reportOf(err).Code == exitUsage {
		s.held.Drop()
		s.notes = nil // which are about what was printed
	} else if failed := s.held.Release(); err == nil || errors.Is(failed, errStuck) {
		err = failed
	}
	if errors.Is(err, errNoReader) {
		s.notes = nil // as quiet as its reader is gone
	}
	if errors.Is(err, errInterrupted) && !errors.Is(err, errStuck) {
		err = fmt.Errorf("%w: %s", errInterrupted, s.soFar())
	}
	err = s.target.finish(err)
	for _, note := range s.notes {
		s.app.notef("%s", note)
	}
	return err
}

// checkRows refuses a list that no record has, and says which records have no row.
func (s *sink) checkRows(err error) error {
	if err == nil {
		err = s.explode.Check()
	}
	if n := s.explode.Bare(); n > 0 && (err == nil || isPartial(err)) {
		s.notef("%s with nothing in %s: no row", counted(n, "record"), s.explode.Name())
	}
	return err
}

// notef tells the user something once the output is complete, so that on a terminal it does not
// stand in the middle of it.
func (s *sink) notef(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// soFar tells what an interrupted run leaves behind.
func (s *sink) soFar() string {
	if s.done != nil {
		return s.done()
	}
	if s.target.path != "" {
		return s.target.path + " is not written"
	}
	return counted(s.count, "record") + " written"
}
