package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// peekSize is how many bytes are looked at to tell format and separator.
const peekSize = 64 << 10

// decoded is an input as UTF-8 without a byte order mark.
type decoded struct {
	*bufio.Reader
	// marked tells that the input began with a byte order mark, which programs that write one also
	// expect to read.
	marked bool
}

// newDecoded decodes UTF-8 and UTF-16. Anything else that can be told from its first bytes is
// refused with advice.
func newDecoded(r io.Reader) (*decoded, error) {
	raw := bufio.NewReaderSize(markedReader{r}, peekSize)
	head, err := raw.Peek(len(workbookMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("looking at the beginning: %w", err)
	}
	mark, order := 0, unicode.LittleEndian
	switch {
	case bytes.HasPrefix(head, []byte(workbookMark)):
		return nil, errors.New("this is an Excel workbook; --input xlsx reads it as one")
	case bytes.HasPrefix(head, []byte(oldWorkbookMark)):
		return nil, errors.New("this is a workbook of an old Excel (.xls), or one with a password; save it as .xlsx, without a password")
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = raw.Discard(len("\xef\xbb\xbf"))
		return &decoded{raw, true}, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		mark = len("\xff\xfe")
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		mark, order = len("\xfe\xff"), unicode.BigEndian
	case bytes.IndexByte(head, 0) >= 0:
		return nil, errors.New("this is not text, or UTF-16 without a byte order mark; save it as UTF-8")
	}
	if mark == 0 {
		return &decoded{raw, false}, nil
	}
	_, err = raw.Discard(mark)
	decoder := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder()
	return &decoded{bufio.NewReaderSize(decoder.Reader(raw), peekSize), true}, err
}

const (
	// workbookMark begins a zip archive, which is what .xlsx is; oldWorkbookMark begins .xls.
	workbookMark    = "PK\x03\x04"
	oldWorkbookMark = "\xd0\xcf\x11\xe0"
)

// head gives the beginning, up to 64 KiB, and whether that is all.
func (t *decoded) head() (beginning []byte, whole bool, err error) {
	beginning, err = t.Peek(peekSize)
	if errors.Is(err, io.EOF) {
		return beginning, true, nil
	}
	return beginning, false, err
}

// markedReader marks the errors of a reader, so that they are not taken for faults of the content.
type markedReader struct{ r io.Reader }

func (n markedReader) Read(p []byte) (int, error) {
	count, err := n.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &readError{err}
	}
	return count, err // io.EOF must stay as it is
}
