package output

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"github.com/aimsio-cli/aimsio/internal/text"
)

const (
	// bufferSize is how many bytes are collected before they are written.
	bufferSize = 128 << 10
	// flushAfter is how long a finished record may wait for others before it is written.
	flushAfter = 100 * time.Millisecond
	// maxUnwatched is how many records may pass without a look at the clock, which takes longer
	// than to write a small record.
	maxUnwatched = 127
)

// buffer collects output so that fast records cost few system calls and slow ones are seen
// soon after they arrive.
type buffer struct {
	w       *bufio.Writer
	to      io.Writer
	flushed time.Time
	// watched is when the clock was last looked at; unwatched of stride records have passed.
	watched           time.Time
	stride, unwatched int
}

func newBuffer(w io.Writer) *buffer {
	return &buffer{w: bufio.NewWriterSize(w, bufferSize), to: w}
}

func (b *buffer) write(p []byte) error {
	if _, err := b.w.Write(p); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// bold writes in bold, behind what was collected before.
func (b *buffer) bold(s string) error {
	if err := b.flush(); err != nil {
		return err
	}
	if err := text.Styled(b.to, text.Bold, s); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// recordDone writes out what is collected if that has not been done for a while. The clock is
// looked at for every record while they come slowly, and the more rarely the faster they come.
func (b *buffer) recordDone() error {
	if b.unwatched < b.stride {
		b.unwatched++
		return nil
	}
	now := time.Now()
	if now.Sub(b.watched) < time.Millisecond {
		b.stride = min(2*b.stride+1, maxUnwatched)
	} else {
		b.stride = 0
	}
	b.watched, b.unwatched = now, 0
	if now.Sub(b.flushed) < flushAfter {
		return nil
	}
	b.flushed = now
	return b.flush()
}

func (b *buffer) flush() error {
	if err := b.w.Flush(); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}
