package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// window keeps the bytes that a parser has read from a certain place on, so that the text of a
// record and its line can be told once the parser has found its end.
type window struct {
	r      io.Reader
	limits record.Limits
	// kept are bytes that were read; kept[at] is the first that counts, and stands in line.
	kept []byte
	at   int
	// start is the position of kept[0] in the input.
	start int64
	line  int
	// err is why reading failed, in its own words.
	err error
}

func newWindow(r io.Reader, limits record.Limits) *window {
	return &window{r: r, limits: limits, line: 1}
}

// Read hands on what it reads, and keeps it. It fails with a *record.LimitError once more is kept
// than a record may take.
func (w *window) Read(p []byte) (int, error) {
	if len(w.kept)-w.at > w.limits.Size {
		w.err = fmt.Errorf("a record that begins in line %d %s; is a quote or bracket not closed?", w.nextLine(), w.limits.TooLarge().Fault)
		return 0, w.err
	}
	if w.at > 0 {
		w.start += int64(w.at)
		w.kept = w.kept[:copy(w.kept, w.kept[w.at:])]
		w.at = 0
	}
	n, err := w.r.Read(p)
	w.kept = append(w.kept, p[:n]...)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err // io.EOF must stay as it is
}

// nextLine gives the line in which the next record begins, behind what may stand between two.
func (w *window) nextLine() int {
	rest := bytes.TrimLeft(w.kept[w.at:], "[, \t\r\n")
	return w.lineAt(w.start + int64(len(w.kept)-len(rest)))
}

// text gives a copy of the bytes between two positions, neither before the last of advance.
func (w *window) text(from, to int64) []byte {
	return bytes.Clone(w.kept[from-w.start : to-w.start])
}

// advance forgets the bytes before a position.
func (w *window) advance(to int64) {
	w.line = w.lineAt(to)
	w.at = int(to - w.start)
}

// lineAt gives the line of a position, counted from 1 on.
func (w *window) lineAt(position int64) int {
	end := min(max(int(position-w.start), w.at), len(w.kept))
	return w.line + bytes.Count(w.kept[w.at:end], []byte{'\n'})
}
