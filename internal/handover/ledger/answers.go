package ledger

import (
	"context"
	"database/sql"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// Answer is what the receiver said of the record at a place of a batch, with its own number of it and a reason.
type Answer struct {
	Place                    int64
	Answer, Document, Reason string
}

// SetAnswers notes what the receiver said of records of a batch, all in one transaction.
func (l *Ledger) SetAnswers(ctx context.Context, b *Batch, answers []Answer) error {
	return l.Change(ctx, "noting answers in", func(ctx context.Context, tx database.Queryer) error {
		for _, one := range answers {
			done, err := tx.ExecContext(ctx, `update batch_records set answer = ?, answer_document = ?, answer_reason = ?, answered_at = ?
				where export_name = ? and number = ? and place = ?`,
				one.Answer, database.Storable(one.Document), database.Storable(one.Reason), l.now(), b.Export, b.Number, one.Place)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n != 1 {
				return errOr(err, ErrMoved)
			}
		}
		return nil
	})
}

func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// CountAnswers counts the records of a batch by what the receiver said of them.
func (l *Ledger) CountAnswers(ctx context.Context, b *Batch) (counts map[string]int64, err error) {
	return l.count(ctx, "answer", b)
}

// HandedLater gives, by their places, the records of a batch that a later one which is not cancelled has too, with the
// number of that.
func (l *Ledger) HandedLater(ctx context.Context, b *Batch) (later map[int64]int64, err error) {
	later = map[int64]int64{}
	return later, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		return database.EachRow(ctx, on, func(rows *sql.Rows) error {
			var place, number int64
			err := rows.Scan(&place, &number)
			later[place] = number
			return err
		}, `select r.place, max(n.number) from batch_records r
			join batch_records n on n.export_name = r.export_name and n.guid = r.guid and n.handing > r.handing
			join batches b on b.export_name = n.export_name and b.number = n.number
			where r.export_name = ? and r.number = ? and b.state <> 'cancelled' group by r.place`, b.Export, b.Number)
	})
}

// Handed is a record as it was handed over last.
type Handed struct {
	Kept

	// Number is that of its batch, and Status the one that its batch sets, empty for none.
	Number int64
	Status string
}

// Newest walks the records of an export as the receiver has each, by their GUIDs: as it was delivered last and not refused, or
// refused where it was never taken. What was never delivered is left out. The ledger may be changed meanwhile.
func (l *Ledger) Newest(ctx context.Context, export string) iter.Seq2[Handed, error] {
	const query = `select r.place, r.guid, r.record_key, r.hash, r.content, r.handing, r.mark, r.mark_reason, r.marked_at,
			r.answer, r.answer_document, r.answer_reason, r.answered_at, r.number, b.status
		from batch_records r join batches b on b.export_name = r.export_name and b.number = r.number
		where r.export_name = ? and r.guid > ? and b.delivered_at is not null
			and not exists (select 1 from batch_records n join batches m on m.export_name = n.export_name and m.number = n.number
				where n.export_name = r.export_name and n.guid = r.guid and m.delivered_at is not null
					and (n.answer <> 'refused' and (r.answer = 'refused' or n.handing > r.handing)
						or n.answer = 'refused' and r.answer = 'refused' and n.handing > r.handing))
		order by r.guid limit ?`
	return database.Pages[Handed, string]{
		Query: query, Arguments: []any{export}, Size: pageSize, Scan: scanHanded, Place: func(h Handed) string { return h.GUID },
	}.All(ctx, l.read)
}

func scanHanded(r database.Row) (h Handed, err error) {
	var marked, answered sql.NullInt64
	err = r.Scan(&h.Place, &h.GUID, &h.Key, &h.Hash, &h.Content, &h.Handing, &h.Mark, &h.MarkReason, &marked,
		&h.Answer, &h.Document, &h.AnswerReason, &answered, &h.Number, &h.Status)
	h.MarkedAt, h.AnsweredAt = nullTime(marked), nullTime(answered)
	return h, err
}

// Refusals gives the records of an export that the receiver refused, never took, and that were not handed over again, by their
// GUIDs, each with the status that its batch sets.
func (l *Ledger) Refusals(ctx context.Context, export string) (refused map[string]Handed, err error) {
	refused = map[string]Handed{}
	return refused, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		return database.EachRow(ctx, on, func(rows *sql.Rows) error {
			var one Handed
			err := rows.Scan(&one.GUID, &one.Key, &one.Number, &one.Status)
			refused[one.GUID] = one
			return err
		}, `select r.guid, r.record_key, r.number, b.status from batch_records r
			join batches b on b.export_name = r.export_name and b.number = r.number
			where r.export_name = ? and r.answer = ?
				and not exists (select 1 from batch_records n join batches m on m.export_name = n.export_name and m.number = n.number
					where n.export_name = r.export_name and n.guid = r.guid
						and (n.handing > r.handing and m.state <> 'cancelled' or m.delivered_at is not null and n.answer <> 'refused'))`, export, Refused)
	})
}
