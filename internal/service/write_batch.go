package service

import (
	"iter"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
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

// batches groups changes to be sent together. An error of the changes comes with the changes that
// stood before it and ends the sequence.
func batches(changes iter.Seq2[Change, error], size int) iter.Seq2[[]*pendingChange, error] {
	if size <= 0 {
		size = defaultBatchSize
	}
	return func(yield func([]*pendingChange, error) bool) {
		var b batchBuilder
		for c, err := range changes {
			if err != nil {
				yield(b.pending, err)
				return
			}
			if b.full(c, size) {
				if !yield(b.pending, nil) {
					return
				}
				b = batchBuilder{}
			}
			b.add(c)
		}
		if len(b.pending) > 0 {
			yield(b.pending, nil)
		}
	}
}

// batchBuilder is a batch that is being put together.
type batchBuilder struct {
	pending []*pendingChange
	// sent counts the changes to be sent, bytes the size of their bodies.
	sent, bytes int
}

// full tells whether the batch must go out before a change is added to it.
func (b *batchBuilder) full(c Change, size int) bool {
	if c.Settled != nil {
		return len(b.pending)-b.sent >= maxSettled
	}
	return b.sent >= size || b.sent > 0 && b.bytes+len(c.Body.Raw()) > maxBatchBytes
}

func (b *batchBuilder) add(c Change) {
	b.pending = append(b.pending, newPending(c))
	if c.Settled == nil {
		b.sent++
		b.bytes += len(c.Body.Raw())
	}
}

// batchSize is how many records of those asked for go out with one call of an operation.
func batchSize(op *api.Operation, asked int) int {
	if op.Body == api.BodyRecord || op.NamesOne() {
		return 1
	}
	return asked
}

// Calls walks the calls in which Write would send changes with a query, if none of them were refused.
func Calls(op *api.Operation, query url.Values, changes iter.Seq2[Change, error], size int) iter.Seq2[Call, error] {
	return func(yield func(Call, error) bool) {
		for pending, err := range batches(changes, batchSize(op, size)) {
			var sending []*pendingChange
			for _, r := range pending {
				if r.sends() {
					sending = append(sending, r)
				}
			}
			if len(sending) > 0 && !yield(callOf(op, query, sending), nil) {
				return
			}
			if err != nil {
				yield(Call{}, err)
				return
			}
		}
	}
}
