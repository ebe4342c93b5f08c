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
	messages := text.NewWriter(cmdkit.StreamTo(ctx, a.Err))
	a.Err = messages
	a.Out = cmdkit.ForTerminal(cmdkit.StreamTo(ctx, a.Out))
	return func() {
		_ = messages.Flush() // as with all of standard error, nobody is left to be told
		if terminal, ok := a.Out.(*text.Writer); ok {
			_ = terminal.Flush()
		}
	}
}
