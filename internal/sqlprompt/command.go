package sqlprompt

import (
	"context"
	"fmt"
	"strings"
)

const help = `.tables          the names of all tables
.schema [TABLE]  the columns of a table, or of all
.help            this list
exit             end; so do quit, .quit, .exit and Ctrl-D

A query ends with a semicolon and may have several lines; Ctrl-C clears them.
Tab completes tables and columns. The arrow keys and Ctrl-R find what was typed before.
`

// command gives the words of a line that is a command and no part of a query.
func command(line string) (words []string, ok bool) {
	words = strings.Fields(strings.TrimRight(strings.TrimSpace(line), "; "))
	if len(words) == 0 {
		return nil, false
	}
	leaves := len(words) == 1 && (strings.EqualFold(words[0], "exit") || strings.EqualFold(words[0], "quit"))
	return words, leaves || strings.HasPrefix(words[0], ".")
}

// obey carries a command out, and tells whether it ends the conversation.
func (p *Prompt) obey(ctx context.Context, words []string) (ends bool, err error) {
	name := strings.ToLower(words[0])
	switch name {
	case "exit", "quit", ".exit", ".quit":
		return true, nil
	case ".help":
		_, err = fmt.Fprint(p.Out, help)
	case ".tables":
		_, err = fmt.Fprintln(p.Out, strings.Join(p.tableNames(), "\n"))
	case ".schema":
		return false, p.report(ctx, p.Schema(ctx, words[1:]))
	default:
		return false, p.report(ctx, fmt.Errorf("there is no %s: .help lists the commands", words[0]))
	}
	if err != nil {
		return true, outError(err)
	}
	return false, nil
}

// outError says that what a command prints could not be printed.
func outError(err error) error { return fmt.Errorf("writing to the terminal: %w", err) }

// commands are what begins with a dot, for completion.
func commands() []string { return []string{".exit", ".help", ".quit", ".schema", ".tables"} }
