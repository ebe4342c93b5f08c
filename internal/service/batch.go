package service

import (
	"iter"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

const (
	// defaultBatchSize is how many records go out with one call.
	defaultBatchSize = 50
	// maxBatchBytes is how large the records of a call grow together before the call goes out
	// with fewer of them: records may carry whole files. A larger record goes out alone.
	maxBatchBytes = 1 << 20
	// maxSettled is how many records that are not sent ride along in a batch.
	maxSettled = 1000
)

// row is a change on its way to its outcome.
type row struct {
	change  Change
	outcome Outcome
}

func newRow(c Change) *row {
	if c.Settled != nil {
		return &row{change: c, outcome: *c.Settled}
	}
	return &row{change: c, outcome: Outcome{Line: c.Line, Key: c.Key, Action: c.Action, GUID: c.ID, Old: c.Old, New: c.New}}
}

// sends tells whether the row goes to the server.
func (r *row) sends() bool { return r.change.Settled == nil }

// done tells whether the row was written.
func (r *row) done() bool {
	return slices.Contains([]string{Written, Created, Updated, Deleted}, r.outcome.Outcome)
}

// settle gives rows the same outcome.
func settle(rows []*row, outcome string, status int, message string) {
	for _, r := range rows {
		r.outcome.Outcome, r.outcome.Status, r.outcome.Message = outcome, status, message
	}
}

// batches groups changes to be sent together. An error of the changes comes with the rows that
// stood before it and ends the sequence.
func batches(changes iter.Seq2[Change, error], size int) iter.Seq2[[]*row, error] {
	if size <= 0 {
		size = defaultBatchSize
	}
	return func(yield func([]*row, error) bool) {
		var b gathering
		for c, err := range changes {
			if err != nil {
				yield(b.rows, err)
				return
			}
			if b.full(c, size) {
				if !yield(b.rows, nil) {
					return
				}
				b = gathering{}
			}
			b.add(c)
		}
		if len(b.rows) > 0 {
			yield(b.rows, nil)
		}
	}
}

// Calls walks the calls in which Write would send changes, if none of them were refused.
func Calls(op *api.Operation, changes iter.Seq2[Change, error], size int) iter.Seq2[Call, error] {
	return func(yield func(Call, error) bool) {
		for rows, err := range batches(changes, batchSize(op, size)) {
			var sending []*row
			for _, r := range rows {
				if r.sends() {
					sending = append(sending, r)
				}
			}
			if len(sending) > 0 && !yield(callOf(op, sending), nil) {
				return
			}
			if err != nil {
				yield(Call{}, err)
				return
			}
		}
	}
}

// gathering is a batch that is being put together.
type gathering struct {
	rows []*row
	// sent counts the rows to be sent, bytes the size of their bodies.
	sent, bytes int
}

// full tells whether the batch must go out before a change is added to it.
func (b *gathering) full(c Change, size int) bool {
	if c.Settled != nil {
		return len(b.rows)-b.sent >= maxSettled
	}
	return b.sent >= size || b.sent > 0 && b.bytes+len(c.Body.Raw()) > maxBatchBytes
}

func (b *gathering) add(c Change) {
	b.rows = append(b.rows, newRow(c))
	if c.Settled == nil {
		b.sent++
		b.bytes += len(c.Body.Raw())
	}
}

// allKeyed tells whether rows may be sent again without making records twice.
func allKeyed(rows []*row) bool {
	return !slices.ContainsFunc(rows, func(r *row) bool { return !r.change.HasKey })
}

// batchSize is how many records of those asked for go out with one call of an operation.
func batchSize(op *api.Operation, asked int) int {
	if op.Body == api.BodyRecord || op.NamesOne() {
		return 1
	}
	return asked
}

// Body makes the body of a write, in the form that the operation says, of the very bytes of the
// records. A record on its own is the first one. What deletes sends nothing.
func Body(op *api.Operation, records []record.Record) []byte {
	if op.Verb == api.Delete {
		return nil
	}
	if op.Body == api.BodyRecord {
		return append([]byte(nil), records[0].Raw()...)
	}
	size := len(op.Wrapper) + len(`{"":[]}`)
	for _, r := range records {
		size += len(r.Raw()) + 1
	}
	body := make([]byte, 0, size)
	if op.Body == api.BodyWrapped {
		// The error tells of invalid UTF-8 in the name, which no description has.
		body, _ = jsontext.AppendQuote(append(body, '{'), op.Wrapper)
		body = append(body, ':')
	}
	body = append(body, '[')
	for i, r := range records {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, r.Raw()...)
	}
	body = append(body, ']')
	if op.Body == api.BodyWrapped {
		body = append(body, '}')
	}
	return body
}
