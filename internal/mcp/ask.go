package mcp

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// The exit codes of the program that are no failure: all is well, and a comparison that found differences.
const (
	exitDone      = 0
	exitDifferent = 8
)

// request is a command line that an agent asked for.
type request struct {
	pageSize

	args []string
	// words stand behind all flags, whatever they look like.
	words []string
	in    []byte
	// what the rows are called.
	what string
	// compares tells that differences are no failure.
	compares bool
}

// ask carries a command out and gives the first page of what it answers.
func (s *Server) ask(ctx context.Context, asked request) (*page, error) {
	if asked.Rows < 0 || asked.Rows > maxRows {
		return nil, fmt.Errorf("rows: from 1 to %d", maxRows)
	}
	answer := &answer{what: asked.what, rows: asked.Rows, data: spool.New(spool.DefaultMemory)}
	if answer.rows == 0 {
		answer.rows = defaultRows
	}
	code, notes := s.run(ctx, asked, answer)
	good := code == exitDone || asked.compares && code == exitDifferent
	if !good && answer.total == 0 {
		answer.close()
		return nil, fmt.Errorf("%s\n(exit code %d)", notes, code)
	}
	first, err := s.answers.first(answer)
	if err != nil {
		return nil, err
	}
	first.notes, first.failed, first.differs = notes, !good, code == exitDifferent
	if !good {
		first.notes += fmt.Sprintf("\n(exit code %d: what follows may not be all)", code)
	}
	return first, nil
}

// run runs a command in the environment, with its rows as JSON, one a line.
func (s *Server) run(ctx context.Context, asked request, rows *answer) (code int, notes string) {
	var messages bytes.Buffer
	flags := []string{"--env=" + s.options.Environment, "--output=ndjson", "--color=never", "--"}
	code = s.options.Run(ctx, slices.Concat(asked.args, flags, asked.words), bytes.NewReader(asked.in), rows, &messages)
	lines := strings.Split(strings.TrimSpace(text.SafeLines(messages.String())), "\n")
	if code == exitDifferent { // which is no error here
		lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "error: ") })
	}
	return code, strings.Join(lines, "\n")
}
