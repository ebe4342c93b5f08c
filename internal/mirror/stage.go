package mirror

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// stageChunk is how many entries are handed to the database at once.
const stageChunk = 5000

// longestID is how long an id may be, in bytes. An index of PostgreSQL takes some more.
const longestID = 1000

// Stage is an index held against the mirror. A Store has one at a time.
type Stage struct {
	store  *Store
	entity *api.Entity
	// Entries is how many the index has, Doubles how many of them name a record again.
	Entries, Duplicates int
	// ordered tells that the table ranked holds another order than that of the index.
	ordered bool
}

// Stage takes an index, or those entries of it that matter, in the order in which its records are
// wanted. It ends with the first error of the entries.
func (s *Store) Stage(ctx context.Context, entity *api.Entity, entries iter.Seq2[record.Record, error]) (*Stage, error) {
	stage := &Stage{store: s, entity: entity}
	if err := s.withConn(ctx, "preparing", func(ctx context.Context, on queryer) error {
		return database.ExecAll(ctx, on, s.dialect.staging(), "delete from incoming")
	}); err != nil {
		return nil, err
	}
	chunk := make([]staged, 0, stageChunk)
	for entry, err := range entries {
		if err != nil {
			return nil, err
		}
		stage.Entries++
		chunk = append(chunk, stagedOf(entity, entry, int64(stage.Entries)))
		if len(chunk) < cap(chunk) {
			continue
		}
		if err := stage.add(ctx, chunk); err != nil {
			return nil, err
		}
		chunk = chunk[:0]
	}
	if err := stage.add(ctx, chunk); err != nil {
		return nil, err
	}
	return stage, stage.countDuplicates(ctx)
}

func (g *Stage) add(ctx context.Context, rows []staged) error {
	return g.store.withTx(ctx, "comparing the index with", func(ctx context.Context, tx queryer) error {
		return g.store.dialect.stage(ctx, tx, rows)
	})
}

func (g *Stage) countDuplicates(ctx context.Context) error {
	return g.store.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		var distinct int
		err := on.QueryRowContext(ctx, "select count(*) from incoming").Scan(&distinct)
		g.Duplicates = g.Entries - distinct
		return err
	})
}

// stagedOf reads an entry of the index. The bytes of the entry are copied.
func stagedOf(entity *api.Entity, entry record.Record, position int64) staged {
	row := staged{position: position, entry: append([]byte{}, entry.Raw()...)}
	id, err := service.ID(entity, entry)
	if err == nil && (database.Storable(id) != id || len(id) > longestID) {
		id, err = "", errors.New("its id is too long, or has a character that none can have")
	}
	if err != nil {
		row.fault = fmt.Sprintf("entry %d of the list: %s", position, err)
	}
	row.id = id
	row.version, row.updatedAt = versionOf(entity, entry)
	return row
}

// versionOf gives what tells one state of a record from another: the time of change as the index
// has it, digit for digit. It is empty where the index has none: then nobody can tell. The second
// result is the time in epoch milliseconds, nil where it is not one. Where the API has no call for
// a whole record, the entry is the record and stands for itself.
func versionOf(entity *api.Entity, entry record.Record) (string, *int64) {
	value, ok := entry.Get(record.Path{"updatedAt"})
	if !ok && entity.UpdatedAt != "" {
		value, ok = entry.Get(record.Path{entity.UpdatedAt})
	}
	version := ""
	var changed *int64
	if ok && value.Kind() != jsontext.KindNull {
		if version = string(record.AppendCompact(nil, value)); database.Storable(version) != version {
			version = hashOf([]byte(version))
		}
		if at, dated := service.ChangedAt(entity, entry); dated {
			n := at.UnixMilli()
			changed = &n
		}
	}
	if _, whole := entity.Operation(api.Get); !whole {
		version = hashOf(entry.Raw())
	}
	return version, changed
}
