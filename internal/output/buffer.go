package output

import (
	"bufio"
	"fmt"
	"io"
	"time"
)

const (
	// bufferSize is how many bytes are collected before they are written.
	bufferSize = 128 << 10
	// patience is how long a finished record may wait for others before it is written.
	patience = 100 * time.Millisecond
)

// buffer collects output so that fast records cost few system calls and slow ones are seen
// soon after they arrive.
type buffer struct {
	w       *bufio.Writer
	flushed time.Time
}

func newBuffer(w io.Writer) *buffer {
	return &buffer{w: bufio.NewWriterSize(w, bufferSize)}
}

func (b *buffer) write(p []byte) error {
	if _, err := b.w.Write(p); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// recordDone writes out what is collected if that has not been done for a while.
func (b *buffer) recordDone() error {
	if now := time.Now(); now.Sub(b.flushed) >= patience {
		b.flushed = now
		return b.flush()
	}
	return nil
}

func (b *buffer) flush() error {
	if err := b.w.Flush(); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}
