package text

import (
	"bytes"
	"io"
	"slices"
	"sync"
	"unicode/utf8"
)

// Writer stands before a terminal, or what a person reads, and lets only harmless text through,
// whoever writes it. It is safe for use by several goroutines.
type Writer struct {
	mu sync.Mutex
	to io.Writer
	// begun is a character of which the rest may come with the next write.
	begun []byte
}

// NewWriter makes a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{to: w} }

// Write writes text with what would act on a terminal shown instead, but for line ends and tabs. A
// character may be spread over several writes.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	whole := p
	if len(w.begun) > 0 {
		whole = slices.Concat(w.begun, p)
	}
	end := len(whole) - begun(whole)
	w.begun = bytes.Clone(whole[end:])
	if whole = whole[:end]; !isHarmlessText(whole) {
		whole = []byte(SafeLines(string(whole)))
	}
	if len(whole) > 0 {
		if _, err := w.to.Write(whole); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// Flush writes what stands for a character that never became whole.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.begun) == 0 {
		return nil
	}
	w.begun = nil
	_, err := io.WriteString(w.to, string(utf8.RuneError))
	return err
}

// isHarmlessText is a quick look at what is written most: plain lines.
func isHarmlessText(p []byte) bool {
	for _, c := range p {
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// begun is how many bytes at the end are the beginning of a character.
func begun(p []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if c := p[len(p)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(p[len(p)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// Control gives what the program itself writes to a terminal past the Writer: the sequences that
// move the cursor and erase a line. No text from elsewhere may go this way.
func (w *Writer) Control() io.Writer { return control{w} }

type control struct{ of *Writer }

func (c control) Write(p []byte) (int, error) {
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	return c.of.to.Write(p)
}

// Fd is what tells a terminal from other files. It is that of no file where there is none behind.
func (w *Writer) Fd() uintptr {
	if file, ok := w.to.(interface{ Fd() uintptr }); ok {
		return file.Fd()
	}
	return ^uintptr(0)
}

// Style is how a line is set off from others.
type Style string

// The styles that the program uses.
const (
	Bold  Style = "\x1b[1m"
	Alarm Style = "\x1b[1;31m"
)

const plain = "\x1b[0m"

// styler is what can write a style without letting others write one.
type styler interface{ Styled(Style, string) error }

// Styled writes a text in a style, to a Writer too.
func Styled(w io.Writer, style Style, s string) error {
	if to, ok := w.(styler); ok {
		return to.Styled(style, s)
	}
	_, err := io.WriteString(w, string(style)+s+plain)
	return err
}

// Styled writes a text, made harmless, in a style.
func (w *Writer) Styled(style Style, s string) error {
	_, err := io.WriteString(w.Control(), string(style)+SafeLines(s)+plain)
	return err
}
