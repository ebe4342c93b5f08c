package mirror

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Fresh is a whole record that was just read.
type Fresh struct {
	ID string
	// Entry is the entry of the index through which it was found: read before the record was, so that
	// a record that changed in between is fetched again.
	Entry  record.Record
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
	return stored, s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		stored = Stored{}
		if err := s.dialect.inOrder(ctx, tx); err != nil {
			return err
		}
		known, err := isWhole(ctx, tx, entity)
		if err != nil {
			return err
		}
		p := &putTx{store: s, tx: tx, entity: entity, known: known}
		if p.written, err = writtenAt(ctx, tx, entity); err != nil {
			return err
		}
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
}

// putTx is one transaction of Put.
type putTx struct {
	store  *Store
	tx     queryer
	entity *api.Entity
	known  bool
	// written is when this program last wrote to the entity, in epoch milliseconds: what was read before
	// may have been changed since, whatever its time of change says.
	written int64

	find, insert, update, history *sql.Stmt
}

func (p *putTx) prepare(ctx context.Context) error {
	document := p.store.dialect.documentSQL()
	for _, statement := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&p.find, `select hash, fetched_at, updated_at, gone_at, body from objects where entity = ? and id = ?`},
		{&p.insert, `insert into objects (entity, id, version, updated_at, stub, body, document, hash, first_seen_at, fetched_at)
			values (?, ?, ?, ?, ?, ?, ` + document + `, ?, ?, ?) on conflict (entity, id) do nothing`},
		{&p.update, `update objects set version = ?, updated_at = ?, stub = ?, body = ?, document = ` + document + `, hash = ?,
			fetched_at = ?, gone_at = null where entity = ? and id = ?`},
		{&p.history, insertHistory},
	} {
		prepared, err := p.tx.PrepareContext(ctx, statement.text) //nolint:sqlclosecheck // close does it
		if err != nil {
			return errors.Join(err, p.close())
		}
		*statement.to = prepared
	}
	return nil
}

func (p *putTx) close() error {
	var errs []error
	for _, statement := range []*sql.Stmt{p.find, p.insert, p.update, p.history} {
		if statement != nil {
			errs = append(errs, statement.Close())
		}
	}
	return errors.Join(errs...)
}

// put stores a record. A first sync has nothing but new ones, which cost one statement in this way.
func (p *putTx) put(ctx context.Context, fresh Fresh, stored *Stored) error {
	d, raw := p.store.dialect, fresh.Record.Raw()
	version, updated := p.versionOf(fresh)
	now := p.store.options.Now().UnixMilli()
	result, err := p.insert.ExecContext(ctx, p.entity.Name, fresh.ID, version, updated, d.body(fresh.Entry.Raw()), d.body(raw),
		d.document(raw), hashOf(raw), now, fresh.At.UnixMilli())
	if err != nil {
		return err
	}
	inserted, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if inserted == 0 {
		return p.replace(ctx, fresh, stored)
	}
	stored.New++
	if !p.known {
		return nil
	}
	return p.addEvent(ctx, event{at: now, id: fresh.ID, kind: Appeared, updated: updated}, raw)
}

// versionOf gives the version of a record, none where it may be older than a write of this program.
func (p *putTx) versionOf(fresh Fresh) (version string, updated *int64) {
	version, updated = versionOf(p.entity, fresh.Entry)
	if fresh.At.UnixMilli() <= p.written {
		version = ""
	}
	return version, updated
}

// storedRecord is what the mirror has of a record.
type storedRecord struct {
	hash    string
	fetched int64
	updated *int64
	gone    sql.NullInt64
	body    []byte
}

// newer tells whether a record that was fetched at a time comes after this one: by the time of change
// that the index told, which one clock gives, else by when it was fetched, which each machine's own
// clock gives.
//
// One that was fetched in the future tells of a wrong clock and of nothing else.
func (s storedRecord) newer(at, now int64, updated *int64) bool {
	if s.fetched > now {
		return true
	}
	if s.updated != nil && updated != nil && *s.updated != *updated {
		return *updated > *s.updated || at >= s.fetched
	}
	return at >= s.fetched
}

// replace puts a record in the place of an older one.
func (p *putTx) replace(ctx context.Context, fresh Fresh, stored *Stored) error {
	var old storedRecord
	err := p.find.QueryRowContext(ctx, p.entity.Name, fresh.ID).Scan(&old.hash, &old.fetched, &old.updated, &old.gone, &old.body)
	if err != nil {
		return err
	}
	d, raw, at := p.store.dialect, fresh.Record.Raw(), fresh.At.UnixMilli()
	version, updated := p.versionOf(fresh)
	if !old.newer(at, time.Now().UnixMilli(), updated) {
		stored.Unchanged++
		return nil
	}
	is := hashOf(raw)
	if _, err := p.update.ExecContext(ctx, version, updated, d.body(fresh.Entry.Raw()), d.body(raw), d.document(raw), is,
		at, p.entity.Name, fresh.ID); err != nil {
		return err
	}
	what := event{at: p.store.options.Now().UnixMilli(), id: fresh.ID, kind: Changed, updated: updated}
	switch {
	case old.gone.Valid:
		stored.New++
		what.kind = Appeared
		return p.addEvent(ctx, what, raw)
	case is == old.hash:
		stored.Unchanged++
		return nil
	}
	stored.Changed++
	was, err := record.New(old.body)
	if err != nil {
		return err
	}
	if what.changes, err = changesJSON(was, fresh.Record); err != nil || what.changes == nil {
		return err // what is only written otherwise is no change
	}
	return p.addEvent(ctx, what, raw)
}

func (p *putTx) addEvent(ctx context.Context, e event, raw []byte) error {
	_, err := p.history.ExecContext(ctx, e.arguments(p.store.dialect, p.entity, raw)...)
	return err
}
