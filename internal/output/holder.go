package output

import (
	"errors"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// holderMemory is how many bytes are held back in memory; more go to a file.
const holderMemory = 1 << 20

// Holder stands before a writer and holds back what is written, however much it is, until it is known
// whether it may be seen: what a command line that is wrong printed must not be taken for an answer.
type Holder struct {
	w     io.Writer
	spool *spool.Spool
	state holderState
	// styled are the pieces of the spool that are set off from others, in their order.
	styled []styledPiece
}

// styledPiece is a piece of text in a style, from and to a place of the spool.
type styledPiece struct {
	from, to int64
	style    text.Style
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

// Styled takes a text in a style, which what is behind may not take for bytes as any other.
func (h *Holder) Styled(style text.Style, s string) error {
	switch h.state {
	case released:
		return text.Styled(h.w, style, s)
	case dropped:
		return nil
	default:
		from := h.spool.Size()
		_, err := io.WriteString(h.spool, s)
		h.styled = append(h.styled, styledPiece{from, h.spool.Size(), style})
		return err
	}
}

// Release writes what was held back; what comes after goes through.
func (h *Holder) Release() error {
	if h.state != holding {
		return nil
	}
	h.state = released
	if err := h.replay(); err != nil {
		return errors.Join(fmt.Errorf("writing the output: %w", err), h.spool.Close())
	}
	return h.spool.Close()
}

// replay writes what was held back, with its styles.
func (h *Holder) replay() error {
	var at int64
	for _, piece := range h.styled {
		if _, err := io.Copy(h.w, io.NewSectionReader(h.spool, at, piece.from-at)); err != nil {
			return err
		}
		words := make([]byte, piece.to-piece.from)
		if _, err := h.spool.ReadAt(words, piece.from); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := text.Styled(h.w, piece.style, string(words)); err != nil {
			return err
		}
		at = piece.to
	}
	_, err := io.Copy(h.w, io.NewSectionReader(h.spool, at, h.spool.Size()-at))
	return err
}

// Drop forgets what was held back and all that comes after. It changes nothing once the bytes are released.
func (h *Holder) Drop() {
	if h.state != holding {
		return
	}
	h.state = dropped
	_ = h.spool.Close() // nothing of it is wanted any more
}
