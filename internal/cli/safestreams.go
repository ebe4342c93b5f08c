package cli

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// connect sets up the streams of a run: an interrupted one does not wait for them, and what a person
// reads is harmless whoever writes it. Standard error is for people wherever it leads; standard output
// is data, of which every byte counts, unless it is a terminal. flush ends them.
func connect(ctx context.Context, a *cmdkit.Env) (flush func()) {
	said := text.NewWriter(cmdkit.StreamTo(ctx, a.Err))
	a.Err = said
	a.Out = cmdkit.ForTerminal(cmdkit.StreamTo(ctx, a.Out))
	return func() {
		_ = said.Flush() // as with all of standard error, nobody is left to be told
		if shown, ok := a.Out.(*text.Writer); ok {
			_ = shown.Flush()
		}
	}
}
