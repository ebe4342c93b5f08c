package ledger

import (
	"context"
	"database/sql"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// State is how far a batch has got.
type State string

// The states of a batch, in their order; a cancelled one goes no further.
const (
	// Planned batches are in no ledger: a run would make them.
	Planned State = "planned"
	// Collected batches are in the ledger, Written ones in their file too.
	Collected State = "collected"
	Written   State = "written"
	// Delivered batches were taken by who receives them, and Marked ones have their status set on the server.
	Delivered State = "delivered"
	Marked    State = "marked"
	Done      State = "done"
	Cancelled State = "cancelled"
)

// Ended tells that nothing is left to do of a batch.
func (s State) Ended() bool { return s == Done || s == Cancelled }

// Kind is why a batch was made.
type Kind string

// The kinds of batches: records that were not handed over before, and those that changed since they were.
const (
	New        Kind = "new"
	Correction Kind = "correction"
)

// Batch is what an export handed over at once, or is about to.
type Batch struct {
	Export string
	// Number counts the batches of an export from 1 on, and is never used again.
	Number int64
	Kind   Kind
	Entity string
	State  State
	// The times are zero for what did not happen. Begun and Ended are those of the last delivery, of which Exit is the
	// exit code, negative where it is not known.
	Made, Written, Delivered, Marked, Done, Cancelled, Begun, Ended time.Time
	Exit                                                            int
	// Path is the file as it was named, and Folder where a name that is not absolute begins.
	Path, Folder string
	// Format is that of the file, Status the one that the records get once they are delivered, empty for none.
	Format, Status string
	// Records and Size count the records and the bytes of the file, and SHA256 is that of these bytes.
	Records, Size int64
	SHA256        string
	// Settings say how the records were chosen and the file was made, as JSON. Manifest is the file beside the file.
	Settings, Manifest []byte
}

// DeliveryOpen tells that a delivery began of which nobody knows how it ended.
func (b *Batch) DeliveryOpen() bool {
	return !b.Begun.IsZero() && b.Delivered.IsZero() && (b.Ended.IsZero() || b.Exit < 0)
}

const batchColumns = `b.export_name, b.number, b.kind, e.entity, b.state,
	b.made_at, b.written_at, b.delivered_at, b.marked_at, b.done_at, b.cancelled_at, b.begun_at, b.ended_at, b.exit_code,
	b.path, b.folder, b.format, b.status, b.record_count, b.size, b.sha256, b.settings, b.manifest
	from batches b join exports e on e.name = b.export_name`

func scanBatch(r database.Row) (b Batch, err error) {
	var made, written, delivered, marked, done, cancelled, begun, ended, exit sql.NullInt64
	err = r.Scan(&b.Export, &b.Number, &b.Kind, &b.Entity, &b.State,
		&made, &written, &delivered, &marked, &done, &cancelled, &begun, &ended, &exit,
		&b.Path, &b.Folder, &b.Format, &b.Status, &b.Records, &b.Size, &b.SHA256, &b.Settings, &b.Manifest)
	for to, from := range map[*time.Time]sql.NullInt64{
		&b.Made: made, &b.Written: written, &b.Delivered: delivered, &b.Marked: marked, &b.Done: done,
		&b.Cancelled: cancelled, &b.Begun: begun, &b.Ended: ended,
	} {
		*to = nullTime(from)
	}
	b.Exit = int(exit.Int64)
	return b, err
}

// Batches gives those of an export, the oldest first.
func (l *Ledger) Batches(ctx context.Context, export string) (all []Batch, err error) {
	return all, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		all, err = database.QueryAll(ctx, on, scanBatch, "select "+batchColumns+" where b.export_name = ? order by b.number", export)
		return err
	})
}

// Unfinished gives the batches of an export that are neither done nor cancelled, the oldest first.
func (l *Ledger) Unfinished(ctx context.Context, export string) (all []Batch, err error) {
	return all, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		all, err = database.QueryAll(ctx, on, scanBatch, "select "+batchColumns+
			" where b.export_name = ? and b.state not in (?, ?) order by b.number", export, string(Done), string(Cancelled))
		return err
	})
}

// Batch gives one of an export. The second result is false where there is none of this number.
func (l *Ledger) Batch(ctx context.Context, export string, number int64) (b Batch, found bool, err error) {
	return b, found, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		b, err = scanBatch(on.QueryRowContext(ctx, "select "+batchColumns+" where b.export_name = ? and b.number = ?", export, number))
		found, err = database.WasFound(err)
		return err
	})
}

// Export is a receiver by the name that the user gave it, with what was handed over to it.
type Export struct {
	Name, Entity string
	// Batches counts those that are not cancelled, and Unfinished those that are not done either.
	Batches, Unfinished int64
	// Last is the number of the newest batch, and LastMade when it was made.
	Last     int64
	LastMade time.Time
	// Records counts those that were delivered, a repetition once more.
	Records int64
}

// Exports gives all exports, by name.
func (l *Ledger) Exports(ctx context.Context) (all []Export, err error) {
	return all, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		all, err = database.QueryAll(ctx, on, func(r database.Row) (one Export, err error) {
			var made sql.NullInt64
			err = r.Scan(&one.Name, &one.Entity, &one.Batches, &one.Unfinished, &one.Last, &made, &one.Records)
			one.LastMade = nullTime(made)
			return one, err
		}, `select e.name, e.entity,
				coalesce(sum(case when b.state <> 'cancelled' then 1 else 0 end), 0),
				coalesce(sum(case when b.state not in ('cancelled', 'done') then 1 else 0 end), 0),
				coalesce(max(b.number), 0), max(b.made_at),
				coalesce(sum(case when b.delivered_at is not null then b.record_count else 0 end), 0)
			from exports e left join batches b on b.export_name = e.name
			group by e.name, e.entity order by e.name`)
		return err
	})
}

// EntityOf gives the entity whose records an export hands over, empty where there is no such export yet.
func (l *Ledger) EntityOf(ctx context.Context, export string) (entity string, err error) {
	return entity, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		_, err = database.WasFound(on.QueryRowContext(ctx, "select entity from exports where name = ?", export).Scan(&entity))
		return err
	})
}
