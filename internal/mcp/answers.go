package mcp

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// What a page holds at most, and how many answers are kept to be read on.
const (
	defaultRows = 50
	maxRows     = 500
	maxBytes    = 64 << 10
	// maxRow is how many bytes of a row are given though it does not fit a page.
	maxRow  = 256 << 10
	maxKept = 8
)

// answer is what a command printed: a JSON value a line.
type answer struct {
	id, what string
	// rows is how many a page has, total how many there are.
	rows, total int
	data        *spool.Spool
}

// Write takes what the command prints.
func (a *answer) Write(p []byte) (int, error) {
	a.total += bytes.Count(p, []byte("\n"))
	return a.data.Write(p)
}

func (a *answer) close() { _ = a.data.Close() } // its file is gone with the program at the latest

// answers are those that may be read on.
type answers struct {
	mu   sync.Mutex
	kept []*answer
}

func (k *answers) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, each := range k.kept {
		each.close()
	}
	k.kept = nil
}

// first gives the first page of an answer, and keeps what does not fit.
func (k *answers) first(a *answer) (*page, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a.id = strings.ToLower(rand.Text())
	k.kept = append(k.kept, a)
	if len(k.kept) > maxKept {
		k.kept[0].close()
		k.kept = k.kept[1:]
	}
	return k.page(a, 0, 0)
}

var errEnded = errors.New("this cursor has ended, since later answers took its place: ask again")

// next gives the page at a cursor.
func (k *answers) next(cursor string) (*page, error) {
	parts := strings.Split(cursor, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("%q is no cursor", cursor)
	}
	offset, err := strconv.ParseInt(parts[1], 36, 64)
	before, err2 := strconv.ParseInt(parts[2], 36, 32)
	k.mu.Lock()
	defer k.mu.Unlock()
	at := slices.IndexFunc(k.kept, func(a *answer) bool { return a.id == parts[0] })
	switch {
	case err != nil || err2 != nil || offset < 0 || before < 0:
		return nil, fmt.Errorf("%q is no cursor", cursor)
	case at < 0:
		return nil, errEnded
	}
	return k.page(k.kept[at], offset, int(before))
}

// page reads a page from a place on. before is how many rows stand above it.
func (k *answers) page(a *answer, offset int64, before int) (*page, error) {
	made := &page{what: a.what, total: a.total, before: before}
	lines := bufio.NewReader(io.NewSectionReader(a.data, offset, a.data.Size()-offset))
	for made.seen < a.rows {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading the answer: %w", err)
		}
		if made.seen > 0 && made.data.Len()+len(line) > maxBytes {
			break
		}
		offset += int64(len(line))
		made.seen++
		if len(line) > maxRow {
			made.tooLarge = append(made.tooLarge, fmt.Sprintf("row %d has %s, too much for one answer: ask for some of its fields (columns)",
				before+made.seen, text.Bytes(int64(len(line)))))
			continue
		}
		made.data.Write(line)
	}
	if left := a.total - before - made.seen; left > 0 {
		made.cursor = fmt.Sprintf("%s.%s.%s", a.id, strconv.FormatInt(offset, 36), strconv.FormatInt(int64(before+made.seen), 36))
	}
	return made, nil
}
