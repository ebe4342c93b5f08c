package cmdkit

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/pager"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// screen is the terminal of somebody who reads, with the pager that shows on it what is longer.
type screen struct {
	streams       *Streams
	pager         pager.Pager
	out, messages *os.File
}

// screen finds the terminal that standard output is, nil where it is none or where no pager is wanted.
func (o *Output) screen() *screen {
	out, isFile := o.streams.screen.(*os.File)
	messages, said := o.streams.terminal.(*os.File)
	if o.settings.Flags.NoPager || !isFile || !said || !IsTerminal(out) {
		return nil
	}
	chosen, wanted := pager.Choose(o.settings.Getenv)
	if !wanted {
		return nil
	}
	return &screen{streams: o.streams, pager: chosen, out: out, messages: messages}
}

// fits tells whether so many lines leave a line of the screen for the prompt. A screen of unknown height takes any.
func (s *screen) fits(lines int) bool {
	_, height, err := term.GetSize(int(s.out.Fd()))
	return err != nil || height == 0 || lines < height
}

// show has the pager show what is harmless already. It is false where that has still to be shown.
func (s *screen) show(ctx context.Context, content io.Reader) bool {
	s.streams.paging.Store(true)
	defer s.streams.paging.Store(false)
	return s.pager.Show(ctx, s.streams.environ(), content, s.out, s.messages)
}

// Paging tells that the user sits before a pager, whose keys Ctrl-C belongs to.
func (s *Streams) Paging() bool { return s.paging.Load() }

// Page shows a text, page by page where it is longer than the screen of the person who reads it.
func (o *Output) Page(ctx context.Context, content string) error {
	var safe bytes.Buffer
	filter := text.NewWriter(&safe) // in a pipe too: a person is to read it
	_, _ = io.WriteString(filter, content)
	_ = filter.Flush()
	screen := o.screen()
	if screen != nil && !screen.fits(bytes.Count(safe.Bytes(), []byte("\n"))) && screen.show(ctx, bytes.NewReader(safe.Bytes())) {
		return nil
	}
	_, err := o.streams.Out.Write(safe.Bytes())
	return WrapWrite(err)
}

// page holds what is written to a target back, to show it page by page if it is longer than the screen.
func (s *screen) page(ctx context.Context, target *OutputFile) {
	held := spool.New(spool.DefaultMemory)
	lines := &lineCounter{to: held}
	filter := text.NewWriter(lines)
	below := target.Writer
	if out, ok := below.(*text.Writer); ok {
		below = out.Control() // what is held went through filter
	}
	target.Writer = filter
	target.shown = func(err error) error {
		defer CloseQuietly(held)
		_ = filter.Flush() // held takes it, or failed before
		if !errors.Is(err, fail.ErrInterrupted) && !s.fits(lines.count) && s.show(ctx, held.Reader()) {
			return err
		}
		if _, failed := io.Copy(below, held.Reader()); err == nil {
			err = failed
		}
		return err
	}
}

// lineCounter counts the lines that are written.
type lineCounter struct {
	to    io.Writer
	count int
}

func (l *lineCounter) Write(p []byte) (int, error) {
	l.count += bytes.Count(p, []byte("\n"))
	return l.to.Write(p)
}
