package mirror

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Object is a record of the mirror.
type Object struct {
	ID     string
	Record record.Record
	// Stub is the entry of the index through which it was last found.
	Stub record.Record
	// Gone is since when the index does not name it, nil where it does.
	Gone *time.Time

	seq int64
}

// Find gives a record by its id. The second result is false where the mirror has none.
func (s *Store) Find(ctx context.Context, entity *api.Entity, id string) (object Object, found bool, err error) {
	return object, found, s.locked(ctx, "reading", func(ctx context.Context) error {
		object, err = scanObject(s.conn.QueryRowContext(ctx, s.dialect.rebind(
			"select seq, id, body, stub, gone_at from objects where entity = ? and id = ?"), entity.Name, storable(id)))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		return err
	})
}

// Fresh gives a record as it is now, by the index that was staged. The stub is that of the index,
// and empty where the index does not name the record; the record is empty where it must be fetched.
func (g *Stage) Fresh(ctx context.Context, id string) (stub, whole record.Record, err error) {
	s := g.store
	return stub, whole, s.locked(ctx, "reading", func(ctx context.Context) error {
		var rawStub, body []byte
		err := s.conn.QueryRowContext(ctx, s.dialect.rebind(
			`select i.stub, case when `+sameVersion+` then o.body end from `+joined+` where i.id = ?`), g.entity.Name, storable(id)).Scan(&rawStub, &body)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if stub, err = record.New(rawStub); err != nil || body == nil {
			return err
		}
		whole, err = record.New(body)
		return err
	})
}

// Objects walks the records of an entity that are not gone, in the order in which they were first
// seen.
func (s *Store) Objects(ctx context.Context, entity *api.Entity) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		last := int64(-1)
		for {
			chunk, err := s.objects(ctx, entity, last)
			if err != nil {
				yield(Object{}, err)
				return
			}
			for _, object := range chunk {
				if !yield(object, nil) {
					return
				}
			}
			if len(chunk) < entryChunk {
				return
			}
			last = chunk[len(chunk)-1].seq
		}
	}
}

func (s *Store) objects(ctx context.Context, entity *api.Entity, after int64) (objects []Object, err error) {
	return objects, s.locked(ctx, "reading", func(ctx context.Context) (err error) {
		rows, err := s.conn.QueryContext(ctx, s.dialect.rebind(`select seq, id, body, stub, gone_at from objects
			where entity = ? and seq > ? and gone_at is null order by seq limit ?`), entity.Name, after, entryChunk)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			object, err := scanObject(rows)
			if err != nil {
				return err
			}
			objects = append(objects, object)
		}
		return rows.Err()
	})
}

func scanObject(row interface{ Scan(...any) error }) (object Object, err error) {
	var body, stub []byte
	var gone sql.NullInt64
	if err := row.Scan(&object.seq, &object.ID, &body, &stub, &gone); err != nil {
		return object, err
	}
	if gone.Valid {
		at := time.UnixMilli(gone.Int64)
		object.Gone = &at
	}
	if object.Record, err = record.New(body); err != nil {
		return object, err
	}
	object.Stub, err = record.New(stub)
	return object, err
}
