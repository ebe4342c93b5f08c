package plan

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// Plan is a plan that is whole. Its entries are kept outside of memory where they are many.
type Plan struct {
	Header Header
	Counts Counts

	lines *spool.Spool
}

// Entries walks the entries in the order of the source. It may be walked several times, one after the
// other. An error ends it.
func (p *Plan) Entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		lines := bufio.NewReaderSize(p.lines.Reader(), written)
		if _, err := lines.ReadBytes('\n'); err != nil { // the header
			yield(Entry{}, fmt.Errorf("reading the plan: %w", err))
			return
		}
		for range p.Counts.Entries() {
			line, err := lines.ReadBytes('\n')
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			var entry Entry
			if err == nil {
				err = json.Unmarshal(line, &entry, record.Lenient())
			}
			if err != nil {
				err = fmt.Errorf("reading the plan: %w", err)
			}
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// Narrowed gives a plan of what is left of this one, which has to be closed. Keys that no entry has are refused.
func (p *Plan) Narrowed(n *Narrowing) (*Plan, error) {
	w, err := NewWriter(p.Header)
	if err != nil {
		return nil, err
	}
	w.counts.Listed, w.counts.Latest = p.Counts.Listed, p.Counts.Latest
	for entry, err := range p.Entries() {
		if err == nil {
			entry, err = n.Apply(entry)
		}
		if err == nil && entry.Action != "" {
			err = w.Add(entry)
		}
		if err != nil {
			w.Discard()
			return nil, err
		}
	}
	if err := n.Check(); err != nil {
		w.Discard()
		return nil, err
	}
	return w.Finish()
}

// WriteTo writes the file of the plan.
func (p *Plan) WriteTo(to io.Writer) (int64, error) {
	count, err := io.Copy(to, p.lines.Reader())
	if err != nil {
		return count, fmt.Errorf("writing the plan: %w", err)
	}
	return count, nil
}

// Close gives back what holds the plan.
func (p *Plan) Close() error { return p.lines.Close() }
