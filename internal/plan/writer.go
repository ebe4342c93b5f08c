package plan

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// written is how many bytes of a plan are written, or read, at once.
const written = 64 << 10

// Writer makes a plan, entry by entry. Many entries go to a temporary file.
type Writer struct {
	header Header
	counts Counts
	lines  *spool.Spool
	buffer *bufio.Writer
	sum    hash.Hash
}

// trailer is the last line of a plan.
type trailer struct {
	End    bool   `json:"end"`
	Counts Counts `json:"counts"`
	// Sum is the SHA-256 of all lines before this one.
	Sum string `json:"sha256"`
}

// NewWriter begins a plan.
func NewWriter(header Header) (*Writer, error) {
	header.Format = Format
	w := &Writer{header: header, lines: spool.New(spool.DefaultMemory), sum: sha256.New()}
	w.buffer = bufio.NewWriterSize(io.MultiWriter(w.lines, w.sum), written)
	return w, w.line(w.header)
}

// Add adds an entry.
func (w *Writer) Add(e Entry) error {
	w.counts.Add(e.Action)
	return w.line(e)
}

// Listed notes how many records the server's list has.
func (w *Writer) Listed(count int) { w.counts.Listed = count }

// Latest notes when the last record of the server's list was changed.
func (w *Writer) Latest(at time.Time) {
	if !at.IsZero() {
		w.counts.Latest = at.UnixMilli()
	}
}

// Finish gives the plan, which has to be closed.
func (w *Writer) Finish() (*Plan, error) {
	if err := w.buffer.Flush(); err != nil {
		return nil, fmt.Errorf("keeping the plan: %w", err)
	}
	end := trailer{End: true, Counts: w.counts, Sum: hex.EncodeToString(w.sum.Sum(nil))}
	w.buffer.Reset(w.lines)
	if err := w.line(end); err != nil {
		return nil, err
	}
	if err := w.buffer.Flush(); err != nil {
		return nil, fmt.Errorf("keeping the plan: %w", err)
	}
	return &Plan{Header: w.header, Counts: w.counts, lines: w.lines}, nil
}

// Discard gives back what holds a plan that will not be finished.
func (w *Writer) Discard() { _ = w.lines.Close() }

// line writes a line; what stood on several lines in a record comes to stand on one.
func (w *Writer) line(value any) error {
	err := json.MarshalWrite(w.buffer, value, record.Lenient(), jsontext.PreserveRawStrings(true))
	if err == nil {
		err = w.buffer.WriteByte('\n')
	}
	if err != nil {
		return fmt.Errorf("keeping the plan: %w", err)
	}
	return nil
}
