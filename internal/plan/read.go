package plan

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// Read takes in a plan from its file, whole and before anything of it is used, so that nobody changes it
// between its check and its carrying out. Name is how messages name it. One that is no plan, or another than
// was written, is an error that says so.
func Read(from io.Reader, name string) (*Plan, error) {
	p := &Plan{lines: spool.New(spool.DefaultMemory)}
	err := p.read(from)
	if err == nil {
		return p, nil
	}
	err = errors.Join(err, p.Close())
	if _, known := errors.AsType[*fail.Error](err); !known {
		err = fail.New(fail.Invalid, "\"diff --save\" makes it anew", "%s: %w: nothing was sent", name, err)
	}
	return nil, err
}

// errNoPlan says that a file is something else.
var errNoPlan = errors.New("this is no plan, which \"diff --save\" makes")

func (p *Plan) read(from io.Reader) error {
	lines := bufio.NewReaderSize(from, written)
	first, err := lines.ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading: %w", err)
	}
	if err := p.begin(first); err != nil {
		return err
	}
	sum, counts := sha256.New(), Counts{}
	for number, line := 1, first; ; number++ {
		next, err := lines.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading: %w", err)
		}
		if _, err := p.lines.Write(line); err != nil {
			return fmt.Errorf("keeping the plan: %w", err)
		}
		if len(next) == 0 {
			return p.end(line, hex.EncodeToString(sum.Sum(nil)), counts)
		}
		sum.Write(line)
		if number > 1 {
			var entry struct {
				Action Action `json:"action"`
			}
			if err := json.Unmarshal(line, &entry, record.Lenient()); err != nil {
				return damaged("line %d is no entry", number)
			}
			counts.Add(entry.Action)
		}
		line = next
	}
}

// begin reads the header, which tells a plan from other files and its form from others.
func (p *Plan) begin(line []byte) error {
	if err := json.Unmarshal(line, &p.Header, record.Lenient()); err != nil || p.Header.Format == 0 {
		return errNoPlan
	}
	if p.Header.Format != Format {
		return fail.New(fail.Usage, "make it anew with this program",
			"the plan has the form %d, which aimsio %s wrote; this one reads the form %d: nothing was sent", p.Header.Format, p.Header.Program, Format)
	}
	return nil
}

// end holds the last line against all before it.
func (p *Plan) end(line []byte, sum string, counts Counts) error {
	var last trailer
	if err := json.Unmarshal(line, &last, record.Lenient()); err != nil || !last.End || !bytes.HasSuffix(line, []byte("\n")) {
		return damaged("its end is missing: it was cut off")
	}
	if last.Sum != sum {
		return damaged("its checksum is not that of its content: it was edited or is damaged")
	}
	counts.Listed, counts.Latest = last.Counts.Listed, last.Counts.Latest
	if counts != last.Counts {
		return damaged("it has other entries than it says")
	}
	p.Counts = counts
	return nil
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("the plan is not whole: "+format, args...)
}
