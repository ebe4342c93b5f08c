package mirror

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Object is a record of the mirror.
type Object struct {
	ID     string
	Record record.Record
	// Entry is the entry of the index through which it was last found.
	Entry record.Record
	// Gone is since when the index does not name it, nil where it does.
	Gone *time.Time

	seq int64
}

// Find gives a record by its id. The second result is false where the mirror has none.
func (s *Store) Find(ctx context.Context, entity *api.Entity, id string) (object Object, found bool, err error) {
	return object, found, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) (err error) {
		object, err = scanObject(on.QueryRowContext(ctx,
			"select seq, id, body, stub, gone_at from objects where entity = ? and id = ?", entity.Name, database.Storable(id)))
		found, err = database.WasFound(err)
		return err
	})
}

// Version tells one state of a record from another.
type Version struct {
	// Hash is the SHA-256 of the record as the server sent it, in hexadecimal.
	Hash string
	// Gone tells that the index does not name it any more.
	Gone bool
}

// Versions gives those of some records by their ids; what the mirror does not have is left out.
func (s *Store) Versions(ctx context.Context, entity *api.Entity, ids []string) (found map[string]Version, err error) {
	found = map[string]Version{}
	if len(ids) == 0 {
		return found, nil
	}
	arguments := []any{entity.Name}
	for _, id := range ids {
		arguments = append(arguments, database.Storable(id))
	}
	return found, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		return database.EachRow(ctx, on, func(rows *sql.Rows) error {
			var id string
			var one Version
			err := rows.Scan(&id, &one.Hash, &one.Gone)
			found[id] = one
			return err
		}, "select id, hash, gone_at is not null from objects where entity = ? and id in ("+sqltext.Arguments(len(ids))+")", arguments...)
	})
}

// Fresh gives a record as it is now, by the index that was staged. The entry is that of the index,
// and empty where the index does not name the record; the record is empty where it must be fetched.
func (g *Stage) Fresh(ctx context.Context, id string) (entry, whole record.Record, err error) {
	return entry, whole, g.store.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		var rawEntry, body []byte
		forms := idForms(id)
		found, err := database.WasFound(on.QueryRowContext(ctx,
			`select i.stub, case when `+sameVersion+` then o.body end from `+joined+
				` where i.id in (`+sqltext.Arguments(len(forms))+`) order by i.id <> ? limit 1`,
			append(append([]any{g.entity.Name}, forms...), forms[0])...).Scan(&rawEntry, &body))
		if err != nil || !found {
			return err
		}
		if entry, err = record.New(rawEntry); err != nil || body == nil {
			return err
		}
		whole, err = record.New(body)
		return err
	})
}

// Objects gives the records of an entity that are not gone, in the order in which they were first seen.
func (s *Store) Objects(ctx context.Context, entity *api.Entity) iter.Seq2[Object, error] {
	return database.Pages[Object, int64]{
		Query: `select seq, id, body, stub, gone_at from objects
			where entity = ? and gone_at is null and seq > ? order by seq limit ?`,
		Arguments: []any{entity.Name}, Size: entryPage,
		Scan: scanObject, Place: func(o Object) int64 { return o.seq },
	}.All(ctx, s.read)
}

func scanObject(r database.Row) (object Object, err error) {
	var body, entry []byte
	var gone sql.NullInt64
	if err := r.Scan(&object.seq, &object.ID, &body, &entry, &gone); err != nil {
		return object, err
	}
	if gone.Valid {
		at := time.UnixMilli(gone.Int64)
		object.Gone = &at
	}
	if object.Record, err = record.New(body); err != nil {
		return object, err
	}
	object.Entry, err = record.New(entry)
	return object, err
}
