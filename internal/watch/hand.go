package watch

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/command"
)

// Handler hands a batch on. Where it fails, the same events come again.
type Handler func(ctx context.Context, batch *Batch) error

// OutputError says that an output takes no more, which ends a watch.
type OutputError struct{ Err error }

func (e *OutputError) Error() string { return e.Err.Error() }

func (e *OutputError) Unwrap() error { return e.Err }

// ToOutput writes the events to an output.
func ToOutput(out io.Writer) Handler {
	return func(_ context.Context, batch *Batch) error {
		if _, err := io.Copy(out, batch.Lines()); err != nil {
			return &OutputError{Err: err}
		}
		return nil
	}
}

// ToCommand gives the events to a command on its standard input, and takes its success for theirs. With each, a
// batch is one event, of which the command's variables tell too.
func ToCommand(words []string, each bool, out, errs io.Writer) Handler {
	return func(ctx context.Context, batch *Batch) error {
		run := &command.Command{Words: words, Variables: variables(batch, each), Input: batch.Lines(), Output: out, Errors: errs}
		return run.Run(ctx)
	}
}

func variables(batch *Batch, each bool) []string {
	variables := []string{variable("NAME", batch.Name), variable("EVENTS", strconv.Itoa(batch.Count))}
	if !each {
		return variables
	}
	return append(variables, variable("SEQUENCE", strconv.FormatInt(batch.Last.Sequence, 10)), variable("KIND", string(batch.Last.Kind)),
		variable("ENTITY", batch.Last.Entity), variable("GUID", batch.Last.ID), variable("KEY", batch.Last.Key))
}

// longestVariable is how much of a value a variable has: systems refuse to run a command with very long ones, and the
// event has it whole.
const longestVariable = 4096

// variable makes a variable of a value from elsewhere. None can hold a NUL.
func variable(name, value string) string {
	value = strings.ReplaceAll(value, "\x00", "")
	return "AIMSIO_WATCH_" + name + "=" + strings.ToValidUTF8(value[:min(len(value), longestVariable)], "")
}
