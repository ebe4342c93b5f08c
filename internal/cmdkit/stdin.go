package cmdkit

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
)

// Stdin gives standard input until ctx ends, so that the first Ctrl-C ends a run that waits for a
// person or a pipe.
func (s *Streams) Stdin(ctx context.Context) io.Reader { return &waitingReader{ctx: ctx, from: s.In} }

// ReadLine gives the line that a person types, without blanks around it; nothing where the input ends.
func (s *Streams) ReadLine(ctx context.Context) (string, error) {
	line, err := bufio.NewReader(s.Stdin(ctx)).ReadString('\n')
	if err != nil {
		fmt.Fprintln(s.Err)
	}
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	return strings.TrimSpace(line), nil
}

// waitingReader reads until its context ends. It reads no further ahead than it is asked to: what
// comes next may be for someone else.
type waitingReader struct {
	ctx  context.Context
	from io.Reader
}

func (r *waitingReader) Read(p []byte) (int, error) {
	chunk, err := Waiting(r.ctx, func() ([]byte, error) {
		own := make([]byte, len(p)) // p is the caller's again once the context has ended
		n, err := r.from.Read(own)
		return own[:n], err
	})
	return copy(p, chunk), err
}

// Waiting runs a read that may wait for a person or a pipe, and gives up when ctx ends. Such a
// read cannot be called off: it is left behind, and ends with the program.
func Waiting(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	type result struct {
		bytes []byte
		err   error
	}
	done := make(chan result, 1)
	go func() {
		bytes, err := read()
		done <- result{bytes, err}
	}()
	select {
	case r := <-done:
		return r.bytes, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
