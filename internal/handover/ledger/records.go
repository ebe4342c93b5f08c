package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// What became of the status of a record, as Kept.Mark has it.
const (
	// MarkSet is one that the server took, or had already.
	MarkSet = "set"
	// MarkRefused is one that the server did not take, and MarkUnknown one of which nobody knows.
	MarkRefused = "refused"
	MarkUnknown = "unknown"
)

// Kept is a record of a batch with what became of it.
type Kept struct {
	Record

	// Place is its place in the batch, from 1 on.
	Place int64
	// Mark is what became of its status, empty where that was not tried yet, with the server's reason.
	Mark, MarkReason string
	MarkedAt         time.Time
	// Answer is what the receiver said of it, empty where it did not, with the receiver's own number and reason.
	Answer, Document, AnswerReason string
	AnsweredAt                     time.Time
}

// pageSize is how many records are read at once.
const pageSize = 200

// Records walks the records of a batch in their order. The ledger may be changed meanwhile.
func (l *Ledger) Records(ctx context.Context, b *Batch) iter.Seq2[Kept, error] {
	return l.records(ctx, b, "")
}

// Unmarked walks those whose status is not set.
func (l *Ledger) Unmarked(ctx context.Context, b *Batch) iter.Seq2[Kept, error] {
	return l.records(ctx, b, " and mark <> '"+MarkSet+"'")
}

func (l *Ledger) records(ctx context.Context, b *Batch, also string) iter.Seq2[Kept, error] {
	query := `select place, guid, record_key, hash, content, handing, mark, mark_reason, marked_at,
		answer, answer_document, answer_reason, answered_at from batch_records
		where export_name = ? and number = ? and place > ?` + also + ` order by place limit ?`
	return database.Pages[Kept, int64]{
		Query: query, Arguments: []any{b.Export, b.Number}, Size: pageSize, Scan: scanKept, Place: func(k Kept) int64 { return k.Place },
	}.All(ctx, l.read)
}

func scanKept(r database.Row) (k Kept, err error) {
	var marked, answered sql.NullInt64
	err = r.Scan(&k.Place, &k.GUID, &k.Key, &k.Hash, &k.Content, &k.Handing, &k.Mark, &k.MarkReason, &marked,
		&k.Answer, &k.Document, &k.AnswerReason, &answered)
	k.MarkedAt, k.AnsweredAt = nullTime(marked), nullTime(answered)
	return k, err
}

// Mark is what became of the status of a record.
type Mark struct{ GUID, Mark, Reason string }

// SetMarks notes what became of the status of some records, in one transaction.
func (l *Ledger) SetMarks(ctx context.Context, b *Batch, marks []Mark) error {
	return l.Change(ctx, "noting the status of records in", func(ctx context.Context, tx database.Queryer) error {
		for _, one := range marks {
			_, err := tx.ExecContext(ctx, `update batch_records set mark = ?, mark_reason = ?, marked_at = ?
				where export_name = ? and number = ? and guid = ?`, one.Mark, database.Storable(one.Reason), l.now(), b.Export, b.Number, one.GUID)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// CountMarks counts the records of a batch by what became of their status.
func (l *Ledger) CountMarks(ctx context.Context, b *Batch) (counts map[string]int64, err error) {
	return l.count(ctx, "mark", b)
}

// count counts the records of a batch by a column.
func (l *Ledger) count(ctx context.Context, column string, b *Batch) (counts map[string]int64, err error) {
	counts = map[string]int64{}
	return counts, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		return database.EachRow(ctx, on, func(rows *sql.Rows) error {
			var word string
			var count int64
			err := rows.Scan(&word, &count)
			counts[word] = count
			return err
		}, "select "+column+", count(*) from batch_records where export_name = ? and number = ? group by "+column, b.Export, b.Number)
	})
}

// Content gives the bytes of the file of a batch, read part by part.
func (l *Ledger) Content(ctx context.Context, b *Batch) io.Reader {
	return &contentReader{ctx: ctx, ledger: l, batch: *b}
}

// contentReader reads the parts one after the other, so that no more than one is in memory.
type contentReader struct {
	ctx    context.Context
	ledger *Ledger
	batch  Batch
	part   int64
	rest   []byte
	read   int64
}

func (c *contentReader) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		if c.read == c.batch.Size {
			return 0, io.EOF
		}
		c.part++
		err := c.ledger.Read(c.ctx, "reading", func(ctx context.Context, on database.Queryer) error {
			found, err := database.WasFound(on.QueryRowContext(ctx,
				"select content from batch_parts where export_name = ? and number = ? and part = ?", c.batch.Export, c.batch.Number, c.part).Scan(&c.rest))
			if err == nil && !found {
				err = fmt.Errorf("part %d of batch %d of %q is missing", c.part, c.batch.Number, c.batch.Export)
			}
			return err
		})
		if err != nil {
			return 0, err
		}
		c.read += int64(len(c.rest))
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}
