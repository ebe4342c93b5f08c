package cmdkit

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Streams are what a run reads from and prints to.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Quiet leaves out what is neither data nor an error.
	Quiet bool
	// TempFiles are the files that this run has begun and not ended.
	TempFiles TempFiles

	// terminal is standard error as the machine gave it, for what must see whether it is a terminal.
	terminal io.Writer
	// screen is standard output likewise, for a pager.
	screen io.Writer
	// environ gives the variables for programs that are started, and paging tells that a pager is at work.
	environ func() []string
	paging  atomic.Bool
	// messages keeps lines of concurrent calls on standard error whole.
	messages sync.Mutex
}

// Messages is what a program that is started says things on: standard error itself where that is a file, which the program may
// keep when this run has ended.
func (s *Streams) Messages() io.Writer {
	if file, is := s.terminal.(*os.File); is {
		return file
	}
	return s.Err
}

// Notef tells the user something on standard error, unless --quiet.
func (s *Streams) Notef(format string, args ...any) {
	if s.Quiet {
		return
	}
	s.messages.Lock()
	defer s.messages.Unlock()
	fmt.Fprintln(s.Err, text.Safe(fmt.Sprintf(format, args...)))
}

// Problemf tells the user of something that went wrong while the run goes on. It is printed with
// --quiet too.
func (s *Streams) Problemf(format string, args ...any) {
	s.messages.Lock()
	defer s.messages.Unlock()
	fmt.Fprintln(s.Err, text.Safe(fmt.Sprintf(format, args...)))
}
