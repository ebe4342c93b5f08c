package handover

import (
	"context"
	"io"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Options are what is handed over, and how.
type Options struct {
	// Name is that of the export: who receives the records.
	Name   string
	Entity *api.Entity
	// Filters are what a record has to pass, and Where the same as the user wrote it.
	Filters []output.Filter
	Where   []string
	// Columns are those that are handed over, nil for the whole record, and Explode names a list of whose elements rows are
	// made, empty for none.
	Columns []string
	Explode string
	// Out is the name of a batch's file, and Format the form that it has.
	Out    Template
	Format output.Format
	// Status is what the records get once they are delivered, empty for nothing.
	Status string
	// Command delivers a file; without one, writing the file is the delivery.
	Command []string
	// Limit is how many records a batch has at most, 0 for all.
	Limit int
	// Again hands over again what changed since it was handed over, in a batch of its own.
	Again bool
	// LeaveRefused ends a batch though the server refused the status of some records.
	LeaveRefused bool
}

// Sink takes the records of a file.
type Sink interface {
	Write(r record.Record) error
	// Finish ends the file after an error, which is nil if all went well, and gives that error or its own.
	Finish(err error) error
}

// Run is a hand-over under way.
type Run struct {
	hydrate.Reporter
	Options

	Ledger *ledger.Ledger
	// Mirror has the records, and Refresh brings it up to date. Failing of it is told of each record that cannot be read.
	Mirror  *mirror.Store
	Refresh func(ctx context.Context, failing func(id string)) (mirror.SyncResult, error)
	// Render begins a file that goes to a stream.
	Render func(ctx context.Context, to io.Writer) (Sink, error)
	// HasRow tells whether the file gets a row of a record, and Within whether it has a field at all; nil where it has all.
	HasRow func(record.Record) bool
	Within func(field string) bool
	// Marking is what a change of status works with, all but Rows and AtHand.
	Marking bulk.Setup
	// Results takes what became of each status, nil where nobody keeps it.
	Results io.Writer
	// Messages takes what the command says.
	Messages io.Writer
	// Environment, Server and Program are told in the manifest.
	Environment, Server, Program string
	Now                          func() time.Time
	// Zones are those of times and days, and Folder is where a name that is not absolute begins.
	Zones  timetext.Zones
	Folder string

	// Batches are those that the run went on with, as they are now.
	Batches []ledger.Batch
	// Groups are those of the account's statuses.
	Groups labels.Groups
	// Comparer finds what changed in records that were handed over.
	Comparer *change.Comparer
	// skip are records that could not be read.
	skip map[string]bool
	// refused counts the records whose status was not set, and unread those that could not be read.
	refused, unread int64
}
