// Package sqlprompt is the conversation of "aimsio sql" on a terminal: statements over several lines, the words that
// are commands, what completes a word, and which statements are remembered. It knows no database, no terminal and no
// command line: what reads a line and what asks a query are handed in.
package sqlprompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

const (
	first = "aimsio> "
	next  = "   ...> "
)

// Greeting says how to go on and how to leave, to be printed before the first prompt.
const Greeting = "end a query with ; and leave with exit or Ctrl-D; .help lists the commands"

// ErrCleared says that the user threw a line away, as Ctrl-C does.
var ErrCleared = errors.New("the line was cleared")

// Prompt is a conversation. All of it must be set but History.
type Prompt struct {
	// ReadLine reads a line behind a prompt: io.EOF at the end of the input, ErrCleared where it was thrown away.
	ReadLine func(ctx context.Context, prompt string) (string, error)
	// Postgres tells that statements are PostgreSQL's, and not SQLite's.
	Postgres bool
	// Query asks one query and prints the answer, Schema prints the columns of tables, of all where none is named.
	Query  func(ctx context.Context, query string) error
	Schema func(ctx context.Context, tables []string) error
	// Report prints an error that does not end the conversation.
	Report func(error)
	// Tables are what can be asked.
	Tables []views.View
	// History remembers what was typed, nil for nothing.
	History *History
	// Out takes what commands such as .tables print.
	Out io.Writer

	pending []string
}

// Run talks until the user ends it. A query that fails is reported and does not end it; the context does.
func (p *Prompt) Run(ctx context.Context) error {
	for {
		line, err := p.ReadLine(ctx, p.prompt())
		switch {
		case errors.Is(err, ErrCleared):
			p.pending = nil
		case errors.Is(err, io.EOF):
			return p.end(ctx)
		case err != nil:
			return err
		default:
			if ends, err := p.take(ctx, line); ends || err != nil {
				return err
			}
		}
	}
}

func (p *Prompt) prompt() string {
	if len(p.pending) > 0 {
		return next
	}
	return first
}

// take does what a line asks for, once all of it is there, and tells whether that ends the conversation.
func (p *Prompt) take(ctx context.Context, line string) (ends bool, err error) {
	if len(p.pending) == 0 {
		if words, ok := command(line); ok {
			p.History.Add(line)
			return p.obey(ctx, words)
		}
	}
	p.pending = append(p.pending, line)
	text := p.text()
	if !sqltext.Ended(text, p.Postgres) {
		return false, nil
	}
	return false, p.ask(ctx, text)
}

// text is what was typed of statements that are not yet ended.
func (p *Prompt) text() string { return strings.Join(p.pending, "\n") }

// ask asks the queries of a text. What fails is reported, and the next one is asked.
func (p *Prompt) ask(ctx context.Context, text string) error {
	p.History.Add(p.pending...)
	p.pending = nil
	for _, query := range sqltext.Split(text, p.Postgres) {
		if err := p.report(ctx, p.Query(ctx, query)); err != nil {
			return err
		}
	}
	return nil
}

// end asks what is left where the input ended, as at the end of a file.
func (p *Prompt) end(ctx context.Context) error {
	if _, err := fmt.Fprintln(p.Out); err != nil {
		return outError(err)
	}
	rest := sqltext.Split(p.text(), p.Postgres)
	p.History.Add(p.pending...)
	for _, query := range rest {
		if err := p.Query(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// report passes on what ends the conversation, and reports anything else.
func (p *Prompt) report(ctx context.Context, err error) error {
	if err != nil && ctx.Err() == nil {
		p.Report(err)
		return nil
	}
	return err
}

// tableNames are those of all tables.
func (p *Prompt) tableNames() []string {
	names := make([]string, 0, len(p.Tables))
	for _, table := range p.Tables {
		names = append(names, table.Name)
	}
	return slices.Clip(names)
}
