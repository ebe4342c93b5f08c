package files

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
)

// What stands in a file while it is rewritten: the old text, beginning, the new text, ending. The new
// text counts as soon as the ending is there; until then the old one does.
const (
	beginning = "\n# aimsio: a text that replaces the one above as soon as it is whole\n"
	ending    = "\n# aimsio: whole, %d bytes of sum %x"
)

// RewriteInPlace changes the text of a file without a second file, in which a secret could stay
// behind: the new text is put behind the old one, then over it. Whenever the program is killed, Text
// gives one of the two, whole. A file that is not there is made for the user alone (0600). The caller
// holds a lock, also where it reads.
func RewriteInPlace(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the caller's own file
	if err != nil {
		return explain(path, err)
	}
	err = errors.Join(rewrite(file, text), file.Close())
	return explain(path, err)
}

// rewritten is what of a file rewrite needs.
type rewritten interface {
	io.WriterAt
	io.Seeker
	Truncate(size int64) error
	Sync() error
}

func rewrite(file rewritten, text []byte) error {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	// The copy begins where writing the text at the start of the file does not reach it.
	copied := bytes.Repeat([]byte("\n"), max(0, len(text)-int(size)))
	copied = append(copied, beginning...)
	copied = append(copied, text...)
	copied = fmt.Appendf(copied, ending, len(text), sha256.Sum256(text))
	if _, err = file.WriteAt(copied, size); err == nil {
		err = file.Sync()
	}
	if err != nil {
		return errors.Join(err, file.Truncate(size))
	}
	if _, err = file.WriteAt(text, 0); err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = file.Truncate(int64(len(text)))
	}
	if err == nil {
		err = file.Sync()
	}
	return err
}

// Text gives the text of a file that RewriteInPlace writes, from all that stands in it: what was
// written last as a whole. Line ends behind the text may be missing or too many.
func Text(content []byte) []byte {
	for {
		content = withoutCutBeginning(content)
		if text, whole := wholeText(content); whole {
			return text
		}
		at := bytes.LastIndex(content, []byte(beginning))
		if at < 0 {
			return content
		}
		content = content[:at]
	}
}

// withoutCutBeginning takes off beginnings that were cut off themselves.
func withoutCutBeginning(content []byte) []byte {
	for n := len(beginning) - 1; n > 1; n-- {
		rest, cut := bytes.CutSuffix(bytes.TrimRight(content, "\n"), []byte(beginning[:n]))
		if cut {
			return withoutCutBeginning(rest)
		}
	}
	return content
}

// wholeText gives the text whose ending stands at the end of a file.
func wholeText(content []byte) (text []byte, whole bool) {
	content = bytes.TrimRight(content, "\n")
	at := bytes.LastIndexByte(content, '\n')
	if at < 0 {
		return nil, false
	}
	var size int
	var sum []byte
	if _, err := fmt.Sscanf(string(content[at:]), ending, &size, &sum); err != nil || size < 0 || size > at {
		return nil, false
	}
	text = content[at-size : at]
	actual := sha256.Sum256(text)
	return text, bytes.Equal(sum, actual[:])
}
