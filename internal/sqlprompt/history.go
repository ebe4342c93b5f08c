package sqlprompt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/private"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/text"
)

const (
	// mostLines is how many lines are remembered. The file may have twice as many before it is made shorter.
	mostLines = 1000
	// mostBytes bounds what is read of the file, whatever has become of it.
	mostBytes = 1 << 20
)

// History is what was typed at the prompt, kept between sessions in a file for the user alone. Statements that may
// hold a secret are never remembered. A nil one remembers nothing.
type History struct {
	path string
	// Remember, if set, is told of each line that is kept, for the arrow keys.
	Remember func(line string)
	// Broken, if set, is told once that the file cannot be written.
	Broken func(error)
	failed bool
}

// OpenHistory reads a history, oldest line first. A file that is not there is an empty one; it is made with the first
// line. Lines that a terminal could obey are left out.
func OpenHistory(path string) (*History, []string, error) {
	h := &History{path: path}
	file, err := private.Open(path, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("opening the history: %w", err)
	}
	content, whole, err := tail(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, nil, fmt.Errorf("reading the history: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimRight(line, "\r\n"); memorable(line) {
			lines = append(lines, line)
		}
	}
	whole = whole && len(lines) <= 2*mostLines
	lines = lines[max(0, len(lines)-mostLines):]
	if whole {
		return h, lines, nil
	}
	if err := files.WriteWhole(path, []byte(strings.Join(lines, "\n")+"\n")); err != nil {
		return nil, nil, fmt.Errorf("shortening the history: %w", err)
	}
	return h, lines, nil
}

// tail reads the end of a file, which is all of it unless it is too large.
func tail(file *os.File) (content []byte, whole bool, err error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, false, err
	}
	begin := max(0, size-mostBytes)
	if content, err = io.ReadAll(io.NewSectionReader(file, begin, size-begin)); begin > 0 {
		_, content, _ = bytes.Cut(content, []byte("\n")) // of the first line, only an end is there
	}
	return content, begin == 0, err
}

// Add remembers the lines of a statement, unless it may hold a secret.
func (h *History) Add(lines ...string) {
	if h == nil || secret(strings.Join(lines, "\n")) {
		return
	}
	var kept strings.Builder
	for _, line := range lines {
		if !memorable(line) {
			continue
		}
		kept.WriteString(line + "\n")
		if h.Remember != nil {
			h.Remember(line)
		}
	}
	if kept.Len() == 0 || h.failed {
		return
	}
	if err := h.append(kept.String()); err != nil {
		h.failed = true
		if h.Broken != nil {
			h.Broken(err)
		}
	}
}

// append adds to the file in one write, so that several sessions do not mix their lines.
func (h *History) append(lines string) error {
	file, err := private.Open(h.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return fmt.Errorf("opening the history: %w", err)
	}
	_, err = file.WriteString(lines)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	return nil
}

// memorable tells whether a line is worth keeping and harmless to show.
func memorable(line string) bool {
	return strings.TrimSpace(line) != "" && utf8.ValidString(line) && !strings.ContainsFunc(line, text.Acts)
}

// secret tells whether a statement may hold a password: by the forms in which they come, or since it names one,
// as "create role x password 'y'" does.
func secret(statement string) bool {
	if scrub.Text(statement) != statement {
		return true
	}
	words := strings.FieldsFunc(statement, func(r rune) bool { return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.ContainsFunc(words, scrub.Name)
}
