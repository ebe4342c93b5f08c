package mirror

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Comparison counts what an index has that the mirror has not, and the other way round.
type Comparison struct {
	// New entries are not in the mirror, Changed ones with another time of change or none,
	// Unchanged ones as they are. Faulty ones name no record.
	New, Changed, Unchanged, Faulty int
	// Gone are records of the mirror that the index does not name, of those Known that were there before.
	Gone, Known int
	// Unnamed are all records that the index does not name, those among them that were gone before too,
	// of the Objects that the mirror holds.
	Unnamed, Objects int
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
	return c, s.withConn(ctx, "comparing the index with", func(ctx context.Context, on queryer) error {
		err := on.QueryRowContext(ctx, `select
			coalesce(sum(case when i.id is null then 1 end), 0),
			coalesce(sum(case when i.id is not null and o.id is null then 1 end), 0),
			coalesce(sum(case when `+sameVersion+` then 1 end), 0), count(*) from `+joined, g.entity.Name,
		).Scan(&c.Faulty, &c.New, &c.Unchanged, &c.Changed)
		if err != nil {
			return err
		}
		c.Changed -= c.Faulty + c.New + c.Unchanged
		return on.QueryRowContext(ctx, `select count(*), coalesce(sum(unnamed), 0), coalesce(sum(there), 0),
			coalesce(sum(unnamed * there), 0) from (select case when o.gone_at is null then 1 else 0 end as there,
				case when exists (select 1 from incoming i where i.id = o.id) then 0 else 1 end as unnamed
				from objects o where o.entity = ?) held`, g.entity.Name,
		).Scan(&c.Objects, &c.Unnamed, &c.Known, &c.Gone)
	})
}

// Entry is an entry of the index, with what the mirror has of it.
type Entry struct {
	// ID names the record; Fault says why there is none.
	ID, Fault string
	// Listed is the entry as the server sent it.
	Listed record.Record
	// Record is the whole record where the mirror has it as it is now.
	Record record.Record
	// Fresh tells that Record is there, or would be but for the conditions, of which Left tells.
	Fresh bool
	// Filtered tells that the record does not meet the conditions.
	Filtered bool

	position int64
}

// entryPage is how many entries, or whole records, are in memory at once.
const entryPage = 250

// Selection says what All gives of the mirror's records.
type Selection struct {
	// Old takes whatever the mirror has of a record, also where the index says that it changed.
	Old bool
	// Where leaves records out that a database can tell are not wanted.
	Where []Condition
}

// All walks the index, in its order or that of Order, with the records that need not be fetched.
func (g *Stage) All(ctx context.Context, selection Selection) iter.Seq2[Entry, error] {
	conditions, arguments := where(g.store.dialect.viewSQL(), selection.Where)
	fresh := sameVersion
	if selection.Old {
		fresh = "o.id is not null"
	}
	place, from := "i.position", joined
	if g.ordered {
		place, from = "r.place", "ranked r join incoming i on i.position = r.position left join objects o on o.entity = ? and o.id = i.id"
	}
	return g.entries(ctx, fmt.Sprintf(`select %[1]s, i.id, i.fault, i.stub, case when %[2]s then 1 else 0 end,
		case when %[2]s and %[3]s then o.body end from %[4]s where %[1]s > ? order by %[1]s limit ?`, place, fresh, conditions, from), arguments)
}

// Missing walks the entries whose records must be fetched; with all of them, those that did not change
// too. First come those that are new or changed. Those with a fault come last, with those that could
// not be read the last time and those of which nobody can tell whether they changed: whatever of
// them fails again keeps no other record from being fetched.
func (g *Stage) Missing(ctx context.Context, all bool) iter.Seq2[Entry, error] {
	const late = "(i.id is null or (o.id is not null and i.version = '') or " +
		"exists (select 1 from failures f where f.entity = '%s' and f.id = i.id))"
	isLate := fmt.Sprintf(late, strings.ReplaceAll(g.entity.Name, "'", "''"))
	changed := ` and not coalesce(` + sameVersion + `, false)`
	if all {
		changed = ""
	}
	return func(yield func(Entry, error) bool) {
		for _, part := range []string{" and not " + isLate, " and " + isLate} {
			for entry, err := range g.entries(ctx, `select i.position, i.id, i.fault, i.stub, case when `+sameVersion+` then 1 else 0 end, null
				from `+joined+` where i.position > ?`+changed+part+` order by i.position limit ?`, nil) {
				if !yield(entry, err) || err != nil {
					return
				}
			}
		}
	}
}

// entries are those of a query. The arguments are those that stand before the entity and the places.
func (g *Stage) entries(ctx context.Context, query string, arguments []any) iter.Seq2[Entry, error] {
	return database.Pages[Entry, int64]{
		Query: query, Arguments: append(slices.Clone(arguments), g.entity.Name), Size: entryPage,
		Scan: scanEntry, Place: func(e Entry) int64 { return e.position },
	}.All(ctx, g.store.read)
}

func scanEntry(r database.Row) (entry Entry, err error) {
	var id, fault sql.NullString
	var listed, body []byte
	if err := r.Scan(&entry.position, &id, &fault, &listed, &entry.Fresh, &body); err != nil {
		return entry, err
	}
	entry.ID, entry.Fault, entry.Filtered = id.String, fault.String, entry.Fresh && body == nil
	if entry.Listed, err = record.New(listed); err != nil {
		return entry, err
	}
	if body != nil {
		entry.Record, err = record.New(body)
	}
	return entry, err
}
