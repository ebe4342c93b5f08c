package cli

import (
	"context"
	"errors"
	"fmt"
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
	// filters are settled once their fields are known.
	filters []output.Filter
	// count is the number of records written.
	count int
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
	s := &sink{target: target, held: output.NewHolder(target), app: p.app}
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

func (s *sink) write(r record.Record) error {
	if err := s.writer.Write(r); err != nil {
		return err // which says what was being done
	}
	s.count++
	if s.held.Holds() && s.settled() {
		return s.held.Release()
	}
	return nil
}

// settled tells that nothing is left that only the records can tell to be wrong.
func (s *sink) settled() bool {
	open := func(f output.Filter) bool { return !f.Settled() }
	return s.writer.Settled() && !slices.ContainsFunc(s.filters, open)
}

// finish ends the output after err, which is nil if all went well. A command line that turned out to be
// wrong prints nothing. What was written to standard output otherwise is made valid in any case; a file
// is put in its place only if it is whole.
func (s *sink) finish(err error) error {
	closed := s.writer.Close()
	if err == nil || errors.Is(closed, errStuck) {
		err = closed
	}
	if err != nil && reportOf(err).Code == exitUsage {
		s.held.Drop()
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
