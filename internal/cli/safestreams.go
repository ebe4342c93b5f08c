package cli

import (
	"context"
	"io"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// connect sets up the streams of a run: an interrupted one does not wait for them, and what a person
// reads is harmless whoever writes it. Standard error is for people wherever it leads; standard output
// is data, of which every byte counts, unless it is a terminal. flush ends them.
func (a *app) connect(ctx context.Context) (flush func()) {
	said := text.NewWriter(streamTo(ctx, a.world.Err))
	a.world.Err = said
	a.world.Out = forTerminal(streamTo(ctx, a.world.Out))
	return func() {
		_ = said.Flush() // as with all of standard error, nobody is left to be told
		if shown, ok := a.world.Out.(*text.Writer); ok {
			_ = shown.Flush()
		}
	}
}

// forTerminal puts what lets only harmless text through before a stream that is a terminal.
func forTerminal(stream io.Writer) io.Writer {
	if isTerminal(stream) {
		return text.NewWriter(stream)
	}
	return stream
}

// drawing is the terminal for what draws on it itself, such as an editor of lines. No text from
// elsewhere may go there.
func (a *app) drawing() io.Writer {
	if shown, ok := a.world.Out.(*text.Writer); ok {
		return shown.Control()
	}
	return a.world.Out
}
