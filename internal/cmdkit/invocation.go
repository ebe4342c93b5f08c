package cmdkit

import (
	"context"
	"io"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// Runner carries out a command line, without the program's name and with streams of its own, and gives its exit code.
type Runner func(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) (code int)

// Invocation is what was asked of the program, and what it has to do before it ends.
type Invocation struct {
	// Version is the program's.
	Version string
	// Args is the command line without the program's name.
	Args []string
	// Command is what the run does, in the words of the command line without its arguments.
	Command string
	// Catalog holds the entities, and Described tells where it came from.
	Catalog   *api.Catalog
	Described spec.Description
	// Within carries out other command lines within this run.
	Within Runner

	// HelpError is what was wrong with a call for help, which Cobra does not hand on.
	HelpError error

	closers []func()
}

// AtEnd has something done when the run ends.
func (i *Invocation) AtEnd(do func()) { i.closers = append(i.closers, do) }

// Close ends what the run has opened, last first.
func (i *Invocation) Close() {
	for _, do := range slices.Backward(i.closers) {
		do()
	}
}
