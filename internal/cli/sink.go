package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// sink is where the records of a run go: standard output, or a file that appears whole.
type sink struct {
	writer output.Writer
	target *target
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
	s := &sink{target: target, app: p.app}
	if p.query != nil {
		s.writer, err = p.query.Writer(ctx, target, p.options)
	} else {
		s.writer, err = output.New(target, p.options)
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
	return nil
}

// finish ends the output after err, which is nil if all went well. What was written to standard
// output is made valid in any case; a file is put in its place only if it is whole.
func (s *sink) finish(err error) error {
	closed := s.writer.Close()
	if err == nil || errors.Is(closed, errStuck) {
		err = closed
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
