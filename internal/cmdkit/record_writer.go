package cmdkit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// RecordWriter is where the records of a run go: standard output, or a file that appears whole.
type RecordWriter struct {
	writer output.Writer
	target *OutputFile
	// held is what the writer writes to: it keeps the output back while it may turn out that the command
	// line is wrong.
	held *output.Holder
	// Explode makes rows of each record, nil for none, and Rows are what they are filtered by.
	Explode *output.Explode
	Rows    []output.Filter
	// order puts the rows in the order of a field of the list, nil where they stay in that of the records.
	order *output.Sorter
	// Filters are settled once their fields are known.
	Filters []output.Filter
	// Count is the number of records written.
	Count int
	// Limit is how many rows are written at most, 0 for all. Shown counts those written, and Left those
	// that the limit left out.
	Limit, Shown, Left int
	// Done, if set, tells what an interrupted run leaves behind, where that is not what was written.
	Done func() string
	// streams prints the notes that wait for the end of the output.
	streams *Streams
	notes   []string
}

// Open begins the output.
func (p *Printer) Open(ctx context.Context) (*RecordWriter, error) {
	if p.Book != nil {
		return p.openSheet()
	}
	target, err := p.output.streams.OpenOutput(p.flags.Out)
	if err != nil {
		return nil, err
	}
	if p.To != nil {
		target.Writer = p.To
	} else if screen := p.output.screen(); screen != nil && target.Terminal && (p.Options.Format == output.Table || p.Options.Format == output.Wide) {
		screen.page(ctx, target)
	}
	s := &RecordWriter{target: target, held: output.NewHolder(target), streams: p.output.streams, Explode: p.Explode}
	options := p.Options
	if options.Sections != nil { // its tables stand in the middle
		options.Notice = func(line string) { s.Notef("%s", line) }
	}
	if p.query != nil {
		s.writer, err = p.query.Writer(ctx, s.held, options)
	} else {
		s.writer, err = output.New(s.held, options)
	}
	if err != nil {
		return nil, target.Finish(err)
	}
	return s, nil
}

// openSheet begins a sheet of the workbook.
func (p *Printer) openSheet() (*RecordWriter, error) {
	target := nowhere()
	writer, err := p.Book.Writer(p.Options)
	return &RecordWriter{writer: writer, target: target, held: output.NewHolder(target), streams: p.output.streams, Explode: p.Explode}, err
}

// Full tells that the limit is reached: what comes after is counted, and not written.
func (s *RecordWriter) Full() bool { return s.Limit > 0 && s.Shown >= s.Limit }

func (s *RecordWriter) Write(r record.Record) error {
	counts := !s.Full()
	if err := s.writeRows(r); err != nil {
		return err
	}
	if counts {
		s.Count++
	}
	if s.held.Holds() && s.settled() {
		return s.held.Release()
	}
	return nil
}

// writeRows writes a record, or the rows that are made of it.
func (s *RecordWriter) writeRows(r record.Record) error {
	if s.Explode == nil {
		return s.put(r)
	}
	s.Explode.Count(r)
	for row, err := range output.MatchingRows(s.Explode, s.Rows, r) {
		if err == nil {
			err = s.put(row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SortRows keeps all rows back until WriteSorted, to put them in the order of a field.
func (s *RecordWriter) SortRows(by *output.Sorter) { s.order = by }

// WriteSorted writes the rows that SortRows kept back.
func (s *RecordWriter) WriteSorted() error {
	if s.order == nil {
		return nil
	}
	order := s.order
	s.order = nil
	defer CloseQuietly(order)
	if err := order.Check(); err != nil {
		return fail.AsUsage(err)
	}
	for row, err := range order.All() {
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
func (s *RecordWriter) put(row record.Record) error {
	if s.order != nil {
		return s.order.Add(row)
	}
	if s.Full() {
		s.Left++
		return nil
	}
	s.Shown++
	return s.writer.Write(row) // which says what was being done
}

// settled tells that nothing is left that only the records can tell to be wrong.
func (s *RecordWriter) settled() bool {
	open := func(f output.Filter) bool { return !f.Settled() }
	return s.writer.Settled() && (s.Explode == nil || s.Explode.Settled()) && !slices.ContainsFunc(s.Filters, open)
}

// Finish ends the output after err, which is nil if all went well. A command line that turned out to be
// wrong prints nothing. What was written to standard output otherwise is made valid in any case; a file
// is put in its place only if it is whole.
func (s *RecordWriter) Finish(err error) error {
	s.noteBelow(err)
	closed := s.writer.Close()
	if err == nil || errors.Is(closed, fail.ErrStuck) {
		err = closed
	}
	if s.Explode != nil {
		err = s.checkRows(err)
	}
	if err != nil && KindOf(err) == fail.Usage {
		s.held.Drop()
		s.notes = nil // which are about what was printed
	} else if failed := s.held.Release(); err == nil || errors.Is(failed, fail.ErrStuck) {
		err = failed
	}
	if errors.Is(err, fail.ErrNoReader) {
		s.notes = nil // as quiet as its reader is gone
	}
	if errors.Is(err, fail.ErrInterrupted) && !errors.Is(err, fail.ErrStuck) {
		err = fmt.Errorf("%w: %s", fail.ErrInterrupted, s.soFar())
	}
	err = s.target.Finish(err)
	for _, note := range s.notes {
		s.streams.Notef("%s", note)
	}
	return err
}

// noteBelow has the output itself say what is to be said of its records, where its format has a place for that.
func (s *RecordWriter) noteBelow(err error) {
	noter, ok := s.writer.(output.Noter)
	if !ok {
		return
	}
	for _, note := range s.notes {
		noter.Note(note)
	}
	switch {
	case fail.IsIncomplete(err):
		noter.Note(fail.OneLine(err))
	case err != nil:
		noter.Note("this ended early: " + fail.OneLine(err))
	}
}

// checkRows refuses a list that no record has, and says which records have no row.
func (s *RecordWriter) checkRows(err error) error {
	if err == nil {
		err = s.Explode.Check()
	}
	if n := s.Explode.Bare(); n > 0 && (err == nil || fail.IsIncomplete(err)) {
		s.Notef("%s with nothing in %s: no row", text.Counted(n, "record"), s.Explode.Name())
	}
	if n := s.Explode.Hollow(); n > 0 && (err == nil || fail.IsIncomplete(err)) {
		s.Notef("%s of other records with nothing in %s: no row", text.Counted(n, "element"), s.Explode.Name())
	}
	return err
}

// Notef tells the user something once the output is complete, so that on a terminal it does not
// stand in the middle of it.
func (s *RecordWriter) Notef(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// soFar tells what an interrupted run leaves behind.
func (s *RecordWriter) soFar() string {
	if s.Done != nil {
		return s.Done()
	}
	if s.target.path != "" {
		return s.target.path + " is not written"
	}
	return text.Counted(s.Count, "record") + " written"
}
