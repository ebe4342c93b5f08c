package mirror

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Fresh is a whole record that was just read.
type Fresh struct {
	ID string
	// Stub is the entry of the index through which it was found: read before the record was, so that
	// a record that changed in between is fetched again.
	Stub   record.Record
	Record record.Record
	// At is when the call for the record began.
	At time.Time
}

// Stored counts what records were to the mirror. One that was fetched again and is as it was is
// unchanged.
type Stored struct{ New, Changed, Unchanged int }

// Put stores records in one transaction: all of them, or none. A record that was read earlier than
// the one that is there is left out.
func (s *Store) Put(ctx context.Context, entity *api.Entity, records []Fresh) (stored Stored, err error) {
	return stored, s.locked(ctx, "writing to", func(ctx context.Context) error {
		stored = Stored{}
		return s.inTx(ctx, func(tx *sql.Tx) error {
			known, err := s.known(ctx, tx, entity)
			if err != nil {
				return err
			}
			p := &putting{store: s, tx: tx, entity: entity, known: known}
			if err := p.prepare(ctx); err != nil {
				return err
			}
			for _, fresh := range records {
				if err := p.put(ctx, fresh, &stored); err != nil {
					return errors.Join(err, p.close())
				}
			}
			return p.close()
		})
	})
}

// known tells whether the mirror has seen all records of an entity: from then on, one that it does
// not have has appeared.
func (s *Store) known(ctx context.Context, on queryer, entity *api.Entity) (bool, error) {
	var complete int
	err := on.QueryRowContext(ctx, s.dialect.rebind("select complete from syncs where entity = ?"), entity.Name).Scan(&complete)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return complete == 1, err
}

// putting is one transaction of Put.
type putting struct {
	store  *Store
	tx     *sql.Tx
	entity *api.Entity
	known  bool

	find, insert, update, history *sql.Stmt
}

func (p *putting) prepare(ctx context.Context) error {
	document := p.store.dialect.documentSQL()
	for _, statement := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&p.find, `select hash, fetched_at, gone_at, body from objects where entity = ? and id = ?`},
		{&p.insert, `insert into objects (entity, id, version, updated_at, stub, body, document, hash, first_seen_at, fetched_at)
			values (?, ?, ?, ?, ?, ?, ` + document + `, ?, ?, ?)`},
		{&p.update, `update objects set version = ?, updated_at = ?, stub = ?, body = ?, document = ` + document + `, hash = ?,
			fetched_at = ?, gone_at = null where entity = ? and id = ?`},
		{&p.history, insertHistory},
	} {
		prepared, err := p.tx.PrepareContext(ctx, p.store.dialect.rebind(statement.text)) //nolint:sqlclosecheck // close does it
		if err != nil {
			return errors.Join(err, p.close())
		}
		*statement.to = prepared
	}
	return nil
}

func (p *putting) close() error {
	var errs []error
	for _, statement := range []*sql.Stmt{p.find, p.insert, p.update, p.history} {
		if statement != nil {
			errs = append(errs, statement.Close())
		}
	}
	return errors.Join(errs...)
}

func (p *putting) put(ctx context.Context, fresh Fresh, stored *Stored) error {
	var hash string
	var fetched int64
	var gone sql.NullInt64
	var body []byte
	err := p.find.QueryRowContext(ctx, p.entity.Name, fresh.ID).Scan(&hash, &fetched, &gone, &body)
	at, now := fresh.At.UnixMilli(), p.store.options.Now().UnixMilli()
	version, updated := versionOf(p.entity, fresh.Stub)
	d, raw := p.store.dialect, fresh.Record.Raw()
	is := hashOf(raw)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		stored.New++
		if _, err := p.insert.ExecContext(ctx, p.entity.Name, fresh.ID, version, updated, d.body(fresh.Stub.Raw()), d.body(raw),
			d.document(raw), is, now, at); err != nil || !p.known {
			return err
		}
		return p.note(ctx, event{at: now, id: fresh.ID, kind: Appeared, updated: updated}, raw)
	case err != nil:
		return err
	case at < fetched:
		stored.Unchanged++
		return nil
	}
	if _, err := p.update.ExecContext(ctx, version, updated, d.body(fresh.Stub.Raw()), d.body(raw), d.document(raw), is,
		at, p.entity.Name, fresh.ID); err != nil {
		return err
	}
	what := event{at: now, id: fresh.ID, kind: Changed, updated: updated}
	if gone.Valid {
		stored.New++
		what.kind = Appeared
		return p.note(ctx, what, raw)
	}
	if is == hash {
		stored.Unchanged++
		return nil
	}
	stored.Changed++
	was, err := record.New(body)
	if err != nil {
		return err
	}
	if what.changes, err = changesJSON(was, fresh.Record); err != nil || what.changes == nil {
		return err // what is only written otherwise is no change
	}
	return p.note(ctx, what, raw)
}

func (p *putting) note(ctx context.Context, e event, raw []byte) error {
	_, err := p.history.ExecContext(ctx, e.arguments(p.store.dialect, p.entity, raw)...)
	return err
}

// hashOf tells one content from another.
func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
