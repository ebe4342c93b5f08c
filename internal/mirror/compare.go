package mirror

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Comparison counts what an index has that the mirror has not, and the other way round.
type Comparison struct {
	// New entries are not in the mirror, Changed ones with another time of change or none,
	// Unchanged ones as they are. Faulty ones name no record.
	New, Changed, Unchanged, Faulty int
	// Gone are records of the mirror that the index does not name.
	Gone int
}

// The conditions that hold an entry i of the index against a record o of the mirror. An entry
// without a time of change tells nothing, so its record is never taken as unchanged.
const (
	sameVersion = "o.gone_at is null and o.version = i.version and i.version <> ''"
	joined      = "incoming i left join objects o on o.entity = ? and o.id = i.id"
	isGone      = "o.entity = ? and o.gone_at is null and not exists (select 1 from incoming i where i.id = o.id)"
)

// Compare counts. Nothing is changed.
func (g *Stage) Compare(ctx context.Context) (c Comparison, err error) {
	s := g.store
	return c, s.locked(ctx, "comparing the index with", func(ctx context.Context) error {
		err := s.conn.QueryRowContext(ctx, s.dialect.rebind(`select
			coalesce(sum(case when i.id is null then 1 end), 0),
			coalesce(sum(case when i.id is not null and o.id is null then 1 end), 0),
			coalesce(sum(case when `+sameVersion+` then 1 end), 0), count(*) from `+joined), g.entity.Name,
		).Scan(&c.Faulty, &c.New, &c.Unchanged, &c.Changed)
		if err != nil {
			return err
		}
		c.Changed -= c.Faulty + c.New + c.Unchanged
		return s.conn.QueryRowContext(ctx, s.dialect.rebind("select count(*) from objects o where "+isGone), g.entity.Name).Scan(&c.Gone)
	})
}

// Entry is an entry of the index, with what the mirror has of it.
type Entry struct {
	// ID names the record; Fault says why there is none.
	ID, Fault string
	// Stub is the entry as the server sent it.
	Stub record.Record
	// Record is the whole record where the mirror has it as it is now.
	Record record.Record
	// Fresh tells that Record is there.
	Fresh bool

	position int64
}

// entryChunk is how many entries are in memory at once. A chunk is read to its end before its
// entries are handed on, so that the mirror can be written to meanwhile.
const entryChunk = 250

// All walks the index in order, with the records that need not be fetched; with old ones, with
// whatever the mirror has of each.
func (g *Stage) All(ctx context.Context, old bool) iter.Seq2[Entry, error] {
	body := `case when ` + sameVersion + ` then o.body end`
	if old {
		body = "o.body"
	}
	return g.walk(ctx, `select i.position, i.id, i.fault, i.stub, `+body+`
		from `+joined+` where i.position > ? order by i.position limit ?`)
}

// Missing walks the entries whose records must be fetched, those with a fault among them; with all
// of them, those that did not change too.
func (g *Stage) Missing(ctx context.Context, all bool) iter.Seq2[Entry, error] {
	where := ` and not coalesce(` + sameVersion + `, false)`
	if all {
		where = ""
	}
	return g.walk(ctx, `select i.position, i.id, i.fault, i.stub, null
		from `+joined+` where i.position > ?`+where+` order by i.position limit ?`)
}

func (g *Stage) walk(ctx context.Context, query string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		last := int64(0)
		for {
			chunk, err := g.chunk(ctx, query, last)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, entry := range chunk {
				if !yield(entry, nil) {
					return
				}
			}
			if len(chunk) < entryChunk {
				return
			}
			last = chunk[len(chunk)-1].position
		}
	}
}

func (g *Stage) chunk(ctx context.Context, query string, after int64) (entries []Entry, err error) {
	s := g.store
	return entries, s.locked(ctx, "reading", func(ctx context.Context) (err error) {
		rows, err := s.conn.QueryContext(ctx, s.dialect.rebind(query), g.entity.Name, after, entryChunk)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			entry, err := scanEntry(rows)
			if err != nil {
				return err
			}
			entries = append(entries, entry)
		}
		return rows.Err()
	})
}

func scanEntry(rows *sql.Rows) (entry Entry, err error) {
	var id, fault sql.NullString
	var stub, body []byte
	if err := rows.Scan(&entry.position, &id, &fault, &stub, &body); err != nil {
		return entry, err
	}
	entry.ID, entry.Fault, entry.Fresh = id.String, fault.String, body != nil
	if entry.Stub, err = record.New(stub); err != nil {
		return entry, err
	}
	if entry.Fresh {
		entry.Record, err = record.New(body)
	}
	return entry, err
}
