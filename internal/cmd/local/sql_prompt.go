package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

const (
	sqlPrompt   = "aimsio> "
	sqlContinue = "   ...> "
)

// prompt reads queries from a person, each ended by a semicolon, until there are no more. One that
// fails is reported and does not end it.
func (s *sqlRun) prompt(ctx context.Context, store *mirror.Store) error {
	in, ok := s.app.In.(*os.File)
	if !ok {
		return fail.Usagef("there is no terminal to prompt on")
	}
	s.app.Notef("end a query with ; and leave with .quit or Ctrl-D; .tables lists the tables")
	lines := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{s.app.Stdin(ctx), s.app.Drawing()}, sqlPrompt)
	text := ""
	for {
		if width := cmdkit.TerminalWidth(s.app.Out); width > 0 {
			_ = lines.SetSize(width, 40) // a wrong width only looks odd
		}
		line, err := readRaw(in, lines)
		if errors.Is(err, io.EOF) {
			if _, err := fmt.Fprintln(s.app.Out); err != nil {
				return cmdkit.WrapWrite(err)
			}
			if rest := s.store.Split(text); len(rest) > 0 {
				return s.several(ctx, rest) // as at the end of a file
			}
			return nil
		}
		if err != nil {
			return err
		}
		if text == "" && strings.HasPrefix(strings.TrimSpace(line), ".") {
			if s.order(ctx, store, strings.TrimSpace(line)) {
				return nil
			}
			continue
		}
		text += line + "\n"
		if strings.TrimSpace(text) != "" && !strings.HasSuffix(strings.TrimSpace(text), ";") {
			lines.SetPrompt(sqlContinue)
			continue
		}
		lines.SetPrompt(sqlPrompt)
		s.told = nil
		for _, question := range s.store.Split(text) {
			if err := s.one(ctx, question); err != nil {
				if ctx.Err() != nil {
					return err
				}
				s.app.Problemf("error: %s", fail.OneLine(err))
			}
		}
		text = ""
	}
}

// readRaw reads a line with the terminal's own line editing off, so that the history works. While a
// query runs it is on again, so that Ctrl-C ends it.
func readRaw(in *os.File, lines *term.Terminal) (string, error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", fmt.Errorf("preparing the terminal: %w", err)
	}
	line, err := lines.ReadLine()
	return line, errors.Join(err, term.Restore(int(in.Fd()), before))
}

// order carries out a word that begins with a dot, and tells whether it ends the prompt.
func (s *sqlRun) order(ctx context.Context, store *mirror.Store, word string) bool {
	switch word {
	case ".quit", ".exit":
		return true
	case ".tables":
		for _, view := range append(store.Views(), mirror.Tables(store.Place())...) {
			if _, err := fmt.Fprintln(s.app.Out, view.Name); err != nil {
				return true
			}
		}
	default:
		s.app.Problemf("there is no %s: .tables lists the tables, .quit ends", word)
	}
	return ctx.Err() != nil
}
