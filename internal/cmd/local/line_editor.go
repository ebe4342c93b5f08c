package local

import (
	"context"
	"errors"

	"github.com/peterh/liner"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/sqlprompt"
)

// lineEditor reads lines from the terminal that is the program's standard input, with the keys of readline. The
// terminal is its own only while a line is read: a query that runs is ended by Ctrl-C as any command is.
type lineEditor struct {
	state *liner.State
	// cooked and raw are the modes of the terminal between lines and while one is read.
	cooked, raw liner.ModeApplier
}

// newLineEditor takes what was typed before, and what completes the word before a place.
func newLineEditor(history []string, complete liner.WordCompleter) *lineEditor {
	e := &lineEditor{}
	e.cooked, _ = liner.TerminalMode() // without modes there is nothing to restore
	e.state = liner.NewLiner()
	e.raw, _ = liner.TerminalMode()
	e.state.SetCtrlCAborts(true)
	e.state.SetMultiLineMode(true)
	e.state.SetTabCompletionStyle(liner.TabPrints)
	e.state.SetWordCompleter(complete)
	for _, line := range history {
		e.state.AppendHistory(line)
	}
	apply(e.cooked)
	return e
}

func apply(mode liner.ModeApplier) {
	if mode != nil {
		_ = mode.ApplyMode() // a terminal that went away has none
	}
}

// readLine reads a line, until ctx ends.
func (e *lineEditor) readLine(ctx context.Context, prompt string) (string, error) {
	apply(e.raw)
	defer apply(e.cooked)
	line, err := cmdkit.Waiting(ctx, func() ([]byte, error) {
		line, err := e.state.Prompt(prompt)
		return []byte(line), err
	})
	if errors.Is(err, liner.ErrPromptAborted) {
		err = sqlprompt.ErrCleared
	}
	return string(line), err
}

func (e *lineEditor) remember(line string) { e.state.AppendHistory(line) }

func (e *lineEditor) close() { _ = e.state.Close() } // what it restores is restored already
