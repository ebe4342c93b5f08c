package xlsx

import (
	"errors"
	"io"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

const (
	// textMemory is how many bytes of the shared texts are held in memory; more go to a file.
	textMemory = 32 << 20
	// mostTexts is how many shared texts a workbook may have: as many as a sheet has cells of a few columns.
	mostTexts = 32 << 20
)

// texts are the texts that cells refer to by number.
type texts struct {
	book *Book
	part string
	// read tells that they were read. ends are where each ends among all of them.
	read  bool
	spool *spool.Spool
	ends  []int64
	last  []byte
}

func newTexts(b *Book, part string) *texts {
	return &texts{book: b, part: part, spool: spool.New(textMemory)}
}

// text gives a text by its number.
func (t *texts) text(number uint64) (string, error) {
	if !t.read {
		if err := t.fill(); err != nil {
			return "", err
		}
	}
	if number >= uint64(len(t.ends)) {
		return "", damaged("a cell refers to text %d, and there are %d", number, len(t.ends))
	}
	from := int64(0)
	if number > 0 {
		from = t.ends[number-1]
	}
	length := int(t.ends[number] - from)
	if cap(t.last) < length {
		t.last = make([]byte, length)
	}
	t.last = t.last[:length]
	if n, err := t.spool.ReadAt(t.last, from); length > 0 && n < length {
		return "", err
	}
	return string(t.last), nil
}

// fill reads them all.
func (t *texts) fill() error {
	t.read = true
	if t.part == "" {
		return nil
	}
	err := t.book.walk(t.part, func(x *xmlReader) error {
		if x.start != "si" {
			return nil
		}
		text, err := x.richText("si")
		if err != nil {
			return err
		}
		if _, err := t.spool.Write([]byte(text)); err != nil {
			return err
		}
		if t.ends = append(t.ends, t.spool.Size()); len(t.ends) > mostTexts {
			return damaged("it has more than %d texts", mostTexts)
		}
		return nil
	})
	if errors.Is(err, errNoPart) {
		return nil
	}
	return err
}

// richText gives the text of an element that may have parts in several fonts, without the hints on how it is spoken.
func (x *xmlReader) richText(element string) (string, error) {
	var out strings.Builder
	spoken := 0
	for {
		err := x.next()
		if errors.Is(err, io.EOF) {
			err = damaged("a text does not end")
		}
		if err != nil {
			return "", err
		}
		switch {
		case x.start == "rPh":
			spoken++
		case x.end == "rPh":
			spoken--
		case x.start == "t" && spoken == 0:
			text, err := x.text()
			if err != nil {
				return "", err
			}
			out.WriteString(text)
			if int64(out.Len()) > x.source.limits.Cell {
				return "", damaged("a cell in it is larger than Excel takes")
			}
		case x.end == element:
			return unescape(out.String()), nil
		}
	}
}

func (t *texts) close() error { return t.spool.Close() }
