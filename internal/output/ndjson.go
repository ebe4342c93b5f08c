package output

import (
	"io"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// ndjsonWriter writes one compact object a line.
type ndjsonWriter struct {
	out     *buffer
	records *recordEncoder
	line    []byte
}

func newNDJSON(w io.Writer, o Options) *ndjsonWriter {
	return &ndjsonWriter{out: newBuffer(w), records: newRecordEncoder(o)}
}

func (n *ndjsonWriter) Write(r record.Record) error {
	n.line = append(append(n.line[:0], n.records.encode(r)...), '\n')
	if err := n.out.write(n.line); err != nil {
		return err
	}
	return n.out.recordDone()
}

func (n *ndjsonWriter) Close() error {
	if err := n.out.flush(); err != nil {
		return err
	}
	return n.records.check()
}

func (n *ndjsonWriter) Settled() bool { return n.records.settled() }
