package ledger

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// partSize is how many bytes of a file stand in one row.
const partSize = 256 << 10

// Collecting is a batch that is to be made.
type Collecting struct {
	Export, Entity string
	Kind           Kind
	// Name gives path and folder of the file of a number, and Manifest the file beside it.
	Name           func(number int64) (path, folder string, err error)
	Manifest       func(number int64, path string) ([]byte, error)
	Format, Status string
	Settings       []byte
	// Records are those of the batch, in their order, and Content the bytes of its file.
	Records iter.Seq2[Record, error]
	Content io.Reader
	Size    int64
	SHA256  string
}

// Record is what of a record goes into a batch.
type Record struct {
	GUID string
	// Key is the one by which people know the record.
	Key string
	// Hash is the SHA-256 of the whole record as the server sent it, and Content what was handed over of it, as JSON.
	Hash    string
	Content []byte
	// Handing counts how often the record was meant to be handed over to this export, from 1 on.
	Handing int64
}

// Collect makes a batch with the next number, in one transaction. It fails with an *EntityError where the export is
// one of another entity.
func (l *Ledger) Collect(ctx context.Context, c Collecting) (Batch, error) {
	var number int64
	err := l.Change(ctx, "adding a batch to", func(ctx context.Context, tx database.Queryer) error {
		if err := l.nameExport(ctx, tx, c.Export, c.Entity); err != nil {
			return err
		}
		var err error
		if number, err = nextNumber(ctx, tx, c.Export); err != nil {
			return err
		}
		path, folder, err := c.Name(number)
		if err != nil {
			return err
		}
		manifest, err := c.Manifest(number, path)
		if err != nil {
			return err
		}
		count, err := addRecords(ctx, tx, c.Export, number, c.Records)
		if err != nil {
			return err
		}
		if err := addParts(ctx, tx, c.Export, number, c.Content); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `insert into batches (export_name, number, kind, state, made_at, path, folder, format, status,
				record_count, size, sha256, settings, manifest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.Export, number, string(c.Kind), string(Collected), l.now(), path, folder, c.Format, c.Status,
			count, c.Size, c.SHA256, c.Settings, manifest)
		return err
	})
	if err != nil {
		return Batch{}, err
	}
	batch, found, err := l.Batch(ctx, c.Export, number)
	if err == nil && !found {
		err = ErrMoved
	}
	return batch, err
}

// Next gives the number of the next batch of an export.
func (l *Ledger) Next(ctx context.Context, export string) (number int64, err error) {
	return number, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		number, err = nextNumber(ctx, on, export)
		return err
	})
}

func nextNumber(ctx context.Context, on database.Queryer, export string) (number int64, err error) {
	return number, on.QueryRowContext(ctx, "select coalesce(max(number), 0) + 1 from batches where export_name = ?", export).Scan(&number)
}

func (l *Ledger) nameExport(ctx context.Context, tx database.Queryer, export, entity string) error {
	_, err := tx.ExecContext(ctx, "insert into exports (name, entity, made_at) values (?, ?, ?) on conflict (name) do nothing", export, entity, l.now())
	if err != nil {
		return err
	}
	var bound string
	if err := tx.QueryRowContext(ctx, "select entity from exports where name = ?", export).Scan(&bound); err != nil {
		return err
	}
	if bound != entity {
		return &EntityError{Export: export, Entity: bound, Wanted: entity}
	}
	return nil
}

// insertTogether is how many records one statement adds.
const insertTogether = 100

func addRecords(ctx context.Context, tx database.Queryer, export string, number int64, records iter.Seq2[Record, error]) (count int64, err error) {
	var rows []string
	var arguments []any
	flush := func() error {
		if len(rows) == 0 {
			return nil
		}
		_, err := tx.ExecContext(ctx, `insert into batch_records (export_name, number, place, guid, record_key, hash, content, handing,
			mark, mark_reason, answer, answer_document, answer_reason) values `+strings.Join(rows, ", "), arguments...)
		rows, arguments = rows[:0], arguments[:0]
		return err
	}
	for one, err := range records {
		if err != nil {
			return count, err
		}
		count++
		rows = append(rows, "(?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '')")
		arguments = append(arguments, export, number, count, database.Storable(one.GUID), database.Storable(one.Key), one.Hash, one.Content, one.Handing)
		if len(rows) >= insertTogether {
			if err := flush(); err != nil {
				return count, err
			}
		}
	}
	return count, flush()
}

func addParts(ctx context.Context, tx database.Queryer, export string, number int64, content io.Reader) error {
	buffer := make([]byte, partSize)
	for part := 1; ; part++ {
		n, err := io.ReadFull(content, buffer)
		if n > 0 {
			_, failed := tx.ExecContext(ctx, "insert into batch_parts (export_name, number, part, content) values (?, ?, ?, ?)",
				export, number, part, buffer[:n])
			if failed != nil {
				return failed
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// Handing is what an export knows of a record: by the newest batch that has it and is not cancelled, else by the newest of all.
type Handing struct {
	Number int64
	// Handing counts how often the record was in a batch at all.
	Handing int64
	State   State
	Hash    string
	// Answer is what the receiver said of it, with its reason.
	Answer, Reason string
	// Delivered tells that the batch was, and Held that the receiver has the record by this batch or an earlier one.
	Delivered, Held bool
}

// Refused is the answer of a receiver that did not take a record.
const Refused = "refused"

// Queued tells that the record is to be handed over again as if it never was: the receiver refused it, or its batch
// was cancelled. A correction that is refused leaves what the receiver has.
func (h Handing) Queued() bool { return h.State == Cancelled || h.Answer == Refused && !h.Held }

// Known gives what an export knows of some records, by their GUIDs; those that never were in a batch are left out.
func (l *Ledger) Known(ctx context.Context, export string, guids []string) (known map[string]Handing, err error) {
	known = map[string]Handing{}
	if len(guids) == 0 {
		return known, nil
	}
	arguments := []any{export}
	for _, guid := range guids {
		arguments = append(arguments, guid)
	}
	return known, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		_, err := database.QueryAll(ctx, on, func(r database.Row) (one Handing, err error) {
			var guid string
			err = r.Scan(&guid, &one.Number, &one.Handing, &one.State, &one.Hash, &one.Answer, &one.Reason, &one.Delivered)
			known[guid] = known[guid].then(one)
			return one, err
		}, `select r.guid, r.number, r.handing, b.state, r.hash, r.answer, r.answer_reason, b.delivered_at is not null from batch_records r
			join batches b on b.export_name = r.export_name and b.number = r.number
			where r.export_name = ? and r.guid in (`+sqltext.Arguments(len(guids))+`) order by r.guid, r.handing`, arguments...)
		return err
	})
}

// then gives what is known after a later handing.
func (h Handing) then(later Handing) Handing {
	now := later
	if later.State == Cancelled && h.Handing > 0 && h.State != Cancelled {
		now = h
	}
	now.Handing = later.Handing
	now.Held = h.Held || later.Delivered && later.Answer != Refused
	return now
}
