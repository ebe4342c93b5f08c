// Package planning makes plans: it holds the records of a source against what the server has, through the
// local copy where there is one, and says of each what it would take to make them alike. Nothing is written
// for it, and no command line, no format of output and no entity by name comes in.
package planning

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Planner makes plans for one environment and one kind of records.
type Planner struct {
	// Setup is what the run works with that checks and merges the records, which is Run.
	Setup bulk.Setup
	Run   *bulk.Run
	// Comparer tells how records of the entity differ.
	Comparer *change.Comparer
	// Copy makes a local copy of the environment that is gone when the program ends, to read all records of
	// an entity into.
	Copy func(context.Context) (*mirror.Store, error)
	// Changed, if set, gives a record that is there as an item of the source makes it, and why that must not be
	// done, empty where it may be. Else the item is merged into the record, as an update does it.
	Changed func(own record.Record, item input.Item) (whole record.Record, conflict string, err error)
	// Complete adds the records that the server has and the source does not name. Narrow leaves of the plan
	// what is wanted.
	Complete bool
	Narrow   *plan.Narrowing
	// Fit makes the records of the source fit for what is there; nil takes them as they are.
	Fit Fit
	// Beside, if set, gives entries of records that the plan names and nothing becomes of.
	Beside iter.Seq2[plan.Entry, error]
}
