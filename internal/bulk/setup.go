package bulk

import (
	"context"
	"io"
	"iter"
	"os"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk/runfile"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Setup is what a write works with, beside the options that the user gives: which write it is, and what the
// program around it does for it. What is a function is asked for when it is needed, and may fail then.
type Setup struct {
	hydrate.Reporter

	Entity *api.Entity
	// Verb is that of the operation that writes, and Action what the user calls it, such as service.ActionCreate.
	Verb   api.Verb
	Action string
	// Environment is written to, as User: the name that results say they belong to.
	Environment *config.Environment
	User        string
	// Parameters are those of the calls to the API, nil for none.
	Parameters service.Parameters
	// From lets only records change that have some status; nil where any may.
	From *StatusGuard
	// Refused is why a guard does not let the write happen. A dry run shows what would be sent all the same.
	Refused error
	// Resumed is the file of --resume, nil for none. Whoever opened it closes it at the end of the run.
	Resumed *os.File

	// Session calls the environment's server.
	Session func() (*session.Session, error)
	// Mirror opens the mirror that records are named, checked and read through, nil for none.
	Mirror func(context.Context) (*mirror.Store, error)
	// AtHand gives a record as the caller knows it, nil where it does not. Where it is set, a change of status that needs no
	// more than GUID and status reads only what it does not know.
	AtHand func(ctx context.Context, id string) (*record.Record, error)
	// MirrorError says of an error of the mirror what to do.
	MirrorError func(error) error
	// OwnWrites tells the mirror what is written.
	OwnWrites func(context.Context) Marker
	// ConfirmWrite asks the user where that has to be done before anything is sent.
	ConfirmWrite func(context.Context) error
	// Journal opens the log of writes.
	Journal func(context.Context, *session.Session) (*journal.Journal, error)
	// Rows begins the output of results, or of a dry run.
	Rows func(context.Context) (Rows, error)
	// Calls says that a dry run gives the calls themselves, and not a row for each record. Brief leaves out
	// of results what they all say alike: which write they belong to.
	Calls, Brief bool
	// Progress begins to show how far so many steps are.
	Progress func(total int) Progress
	// Words writes differences of records with some fields for people.
	Words func([]api.Field) *change.Words

	// Stdin is standard input, read until the context ends.
	Stdin func(context.Context) io.Reader
	Now   func() time.Time
	// Minute shows a time in a sentence. Zones are those of times and days in the input.
	Minute func(time.Time) string
	Zones  func() (timetext.Zones, error)
	// Temporary is told of files that must not stay if the program is ended.
	Temporary runfile.TempFiles
}

// Rows takes what a write gives: rows, which are structs with JSON names, or records.
type Rows interface {
	WriteRow(row any) error
	Write(r record.Record) error
	// Finish ends the output after an error, which is nil if all went well, and gives that error or its own.
	Finish(err error) error
}

// Progress shows how far a run is.
type Progress interface {
	hydrate.Progress
	// End takes away what was shown.
	End()
}

// Marker notes which records of an entity are written to, before and after: all of them where ids is nil.
type Marker interface {
	Mark(ctx context.Context, entity *api.Entity, ids []string)
}

// Keys are the words by which records are named on the command line, GUIDs or business keys. Broken gets why
// they end early.
type Keys func(broken *error) iter.Seq[string]
