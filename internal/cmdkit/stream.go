package cmdkit

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// timeToWrite is how long an interrupted run waits for a stream that takes nothing.
const timeToWrite = 200 * time.Millisecond

// stream is standard output or standard error where that may keep the program waiting: a pipe that
// nobody reads, a terminal that is stopped. An interrupted run does not wait for it.
type stream struct {
	ctx   context.Context
	file  *os.File
	stuck atomic.Bool
}

// StreamTo gives a stream to what a run prints to. What takes everything at once needs none.
func StreamTo(ctx context.Context, to io.Writer) io.Writer {
	file, ok := to.(*os.File)
	if !ok {
		return to
	}
	if info, err := file.Stat(); err != nil || info.Mode().IsRegular() {
		return to
	}
	return &stream{ctx: ctx, file: file}
}

// Fd is what tells a terminal from other files.
func (s *stream) Fd() uintptr { return s.file.Fd() }

// Write writes, and gives up a while after the run was interrupted. A write cannot be called off:
// it is left behind, and ends with the program.
func (s *stream) Write(p []byte) (int, error) {
	if s.stuck.Load() {
		return 0, fail.ErrStuck
	}
	type result struct {
		n   int
		err error
	}
	own := bytes.Clone(p) // p is the caller's again once the wait is over
	done := make(chan result, 1)
	go func() {
		n, err := s.file.Write(own)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return r.n, writeError(r.err)
	case <-s.ctx.Done():
	}
	select {
	case r := <-done:
		return r.n, writeError(r.err)
	case <-time.After(timeToWrite):
		s.stuck.Store(true)
		return 0, fail.ErrStuck
	}
}

// writeError says of an error of a write when nobody reads any more.
func writeError(err error) error {
	if isClosedPipe(err) {
		return fmt.Errorf("%w: %w", fail.ErrNoReader, err)
	}
	return err
}
