package sqlprompt

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// typed is a conversation in which each line is typed as it comes; what is asked, reported and printed is kept.
type typed struct {
	*Prompt

	lines             []string
	prompts, asked    []string
	reported, schemas []string
	out               bytes.Buffer
}

const cleared = "\x03"

func conversation(lines ...string) *typed {
	c := &typed{lines: lines}
	c.Prompt = &Prompt{
		ReadLine: c.readLine,
		Query: func(_ context.Context, query string) error {
			c.asked = append(c.asked, query)
			if strings.Contains(query, "nonsense") {
				return errors.New("no such column: nonsense")
			}
			return nil
		},
		Schema: func(_ context.Context, tables []string) error {
			c.schemas = append(c.schemas, strings.Join(tables, " "))
			if slices.Contains(tables, "nowhere") {
				return errors.New("there is no table \"nowhere\"")
			}
			return nil
		},
		Report: func(err error) { c.reported = append(c.reported, err.Error()) },
		Tables: []views.View{table("jobs", "number", "name"), table("invoices", "number", "Total")},
		Out:    &c.out,
	}
	return c
}

func table(name string, columns ...string) views.View {
	view := views.View{Name: name}
	for _, column := range columns {
		view.Columns = append(view.Columns, views.Column{Name: column})
	}
	return view
}

func (c *typed) readLine(_ context.Context, prompt string) (string, error) {
	c.prompts = append(c.prompts, prompt)
	if len(c.lines) == 0 {
		return "", io.EOF
	}
	line := c.lines[0]
	c.lines = c.lines[1:]
	if line == cleared {
		return "", ErrCleared
	}
	return line, nil
}

// run talks to the end, and says what was asked.
func (c *typed) run(t *testing.T) []string {
	t.Helper()
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c.asked
}

// TestStatements: a statement is asked once its semicolon is there, over as many lines as it takes.
func TestStatements(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ lines, want []string }{
		"one line":           {[]string{"select 1;"}, []string{"select 1"}},
		"two in a line":      {[]string{"select ';'; select 2;"}, []string{"select ';'", "select 2"}},
		"several lines":      {[]string{"select 1", "", "+ 2", ";"}, []string{"select 1\n\n+ 2"}},
		"a semicolon quoted": {[]string{"select 'a;", "b';"}, []string{"select 'a;\nb'"}},
		"an open comment":    {[]string{"/* first;", "more */ select 1;"}, []string{"/* first;\nmore */ select 1"}},
		"nothing":            {[]string{"", "  ", ";", "-- a note"}, nil},
		"the end ends it":    {[]string{"select 1"}, []string{"select 1"}},
		"cleared":            {[]string{"select 1", cleared, "select 2;"}, []string{"select 2"}},
		"cleared at once":    {[]string{cleared, cleared, "select 2;"}, []string{"select 2"}},
		"exit in its middle": {[]string{"select", "exit", "from x;"}, []string{"select\nexit\nfrom x"}},
		"a dot in it":        {[]string{"select 1", ".5;"}, []string{"select 1\n.5"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := conversation(test.lines...).run(t); !slices.Equal(got, test.want) {
				t.Errorf("asked %q, want %q", got, test.want)
			}
		})
	}
}

// TestPrompts: the prompt tells whether a statement goes on.
func TestPrompts(t *testing.T) {
	t.Parallel()
	c := conversation("select 1", "+ 2;", "select", cleared)
	c.run(t)
	if want := []string{first, next, first, next, first}; !slices.Equal(c.prompts, want) {
		t.Errorf("prompts %q, want %q", c.prompts, want)
	}
}

// TestEnds: these words end the conversation, and what was to come is not read.
func TestEnds(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"exit", "quit", ".quit", ".exit", "EXIT", " exit; ", "quit;", ".QUIT"} {
		c := conversation(word, "select 1;")
		if asked := c.run(t); len(asked) > 0 || len(c.reported) > 0 {
			t.Errorf("%q: asked %q, reported %q", word, asked, c.reported)
		}
	}
}

// TestFailuresDoNotEnd: a query that is wrong is reported, and the next one asked; at the end of the input it is the
// error of the whole.
func TestFailuresDoNotEnd(t *testing.T) {
	t.Parallel()
	c := conversation("select nonsense; select 1;", ".nonsense", ".schema nowhere", "select 2;")
	if asked := c.run(t); !slices.Equal(asked, []string{"select nonsense", "select 1", "select 2"}) {
		t.Errorf("asked %q", asked)
	}
	if want := []string{
		"no such column: nonsense", "there is no .nonsense: .help lists the commands", "there is no table \"nowhere\"",
	}; !slices.Equal(c.reported, want) {
		t.Errorf("reported %q, want %q", c.reported, want)
	}
	if err := conversation("select nonsense").Run(t.Context()); err == nil {
		t.Error("the last query fails without an error")
	}
}

// TestInterrupted: a query that was interrupted ends the conversation with its error.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := conversation("select 1; select 2;", "select 3;")
	c.Query = func(ctx context.Context, query string) error {
		c.asked = append(c.asked, query)
		cancel()
		return ctx.Err()
	}
	if err := c.Run(ctx); !errors.Is(err, context.Canceled) || len(c.asked) != 1 {
		t.Errorf("%v after %q", err, c.asked)
	}
}

// TestBrokenTerminal: what cannot be read or printed ends the conversation.
func TestBrokenTerminal(t *testing.T) {
	t.Parallel()
	broken := errors.New("the terminal went away")
	c := conversation()
	c.ReadLine = func(context.Context, string) (string, error) { return "", broken }
	if err := c.Run(t.Context()); !errors.Is(err, broken) {
		t.Error(err)
	}
	for _, line := range []string{".help", ".tables"} {
		c = conversation(line)
		out, in := io.Pipe()
		_ = out.CloseWithError(broken)
		if c.Out = in; !errors.Is(c.Run(t.Context()), broken) {
			t.Errorf("%s prints to nobody without an error", line)
		}
	}
}

// TestCommands: .help names every command, .tables the tables, .schema passes on which tables are meant.
func TestCommands(t *testing.T) {
	t.Parallel()
	c := conversation(".help", ".tables", ".schema", ".schema jobs invoices;")
	c.run(t)
	shown := c.out.String()
	for _, name := range append(commands(), "exit", "quit", "Ctrl-D", "Ctrl-C") {
		if !strings.Contains(shown, name) {
			t.Errorf(".help does not name %s:\n%s", name, shown)
		}
	}
	if !strings.Contains(shown, "\njobs\ninvoices\n") || !slices.Equal(c.schemas, []string{"", "jobs invoices"}) {
		t.Errorf("shown %q, schemas %q", shown, c.schemas)
	}
}

// TestRemembers: what was typed is remembered as it was typed, but not what was cleared.
func TestRemembers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	history, _, err := OpenHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	c := conversation("select 1", "+ 2;", ".tables", "select 3", cleared, "", "select nonsense;", "select 4")
	c.History = history
	_ = c.Run(t.Context())
	_, lines, err := OpenHistory(path)
	if want := []string{"select 1", "+ 2;", ".tables", "select nonsense;", "select 4"}; err != nil || !slices.Equal(lines, want) {
		t.Errorf("%v, remembered %q, want %q", err, lines, want)
	}
}

// TestPostgres: statements end as the database reads them.
func TestPostgres(t *testing.T) {
	t.Parallel()
	c := conversation("select $$a;", "b$$;")
	c.Postgres = true
	if asked := c.run(t); !slices.Equal(asked, []string{"select $$a;\nb$$"}) {
		t.Errorf("asked %q", asked)
	}
}
