package cmdkit

import (
	"io"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Drawing is the terminal for what draws on it itself, such as an editor of lines. No text from
// elsewhere may go there.
func (a *Env) Drawing() io.Writer {
	if shown, ok := a.World.Out.(*text.Writer); ok {
		return shown.Control()
	}
	return a.World.Out
}
