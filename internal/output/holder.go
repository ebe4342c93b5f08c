package output

import (
	"errors"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// holderMemory is how many bytes are held back in memory; more go to a file.
const holderMemory = 1 << 20

// Holder stands before a writer and holds back what is written, however much it is, until it is known
// whether it may be seen: what a command line that is wrong printed must not be taken for an answer.
type Holder struct {
	w     io.Writer
	spool *spool.Spool
	state holderState
}

type holderState int

const (
	holding holderState = iota
	released
	dropped
)

// NewHolder makes a Holder that holds back.
func NewHolder(w io.Writer) *Holder { return &Holder{w: w, spool: spool.New(holderMemory)} }

// Holds tells whether it is still open what becomes of the bytes.
func (h *Holder) Holds() bool { return h.state == holding }

// Write takes bytes. Once they are dropped, it takes them all and does nothing.
func (h *Holder) Write(p []byte) (int, error) {
	switch h.state {
	case released:
		return h.w.Write(p)
	case dropped:
		return len(p), nil
	default:
		return h.spool.Write(p)
	}
}

// Release writes what was held back; what comes after goes through.
func (h *Holder) Release() error {
	if h.state != holding {
		return nil
	}
	h.state = released
	if _, err := io.Copy(h.w, h.spool.Reader()); err != nil {
		return errors.Join(fmt.Errorf("writing the output: %w", err), h.spool.Close())
	}
	return h.spool.Close()
}

// Drop forgets what was held back and all that comes after. It changes nothing once the bytes are released.
func (h *Holder) Drop() {
	if h.state != holding {
		return
	}
	h.state = dropped
	_ = h.spool.Close() // nothing of it is wanted any more
}
