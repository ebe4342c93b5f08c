// Package bulk writes many records: it reads and checks the whole input, merges changes into what is there,
// sends them in batches, and gives every record its verdict, in rows and in the files of results and rejects
// from which a stopped run goes on. Flags, prompts and formats of output do not come in, and no entity by name.
package bulk

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Run is a write as it will be carried out: every word of the command line understood.
type Run struct {
	setup       Setup
	entity      *api.Entity
	operation   *api.Operation
	action      string
	flags       Options
	environment *config.Environment
	// known are the fields that a record which is given may have.
	known []api.Field
	// change is what --set says, as a record.
	change record.Record
	// elements is what --set says of elements of lists.
	elements []change.Assignment
	// telling tells elements of lists apart; toldCoarse says that the user heard of numbers that are rounded.
	telling    *change.Comparer
	toldCoarse bool
	// digits is how many decimals computed numbers get, negative for those that are there.
	digits int
	limit  ChangeLimit
	// rows is the list of which the input has an element in each row, nil where each row is a record.
	rows *rowsOf
	// resolver finds the records that an update names; nil where nothing is read.
	resolver *hydrate.KeyResolver
	// store is the mirror that the input is checked against, nil for none.
	store *mirror.Store
	// existing knows which of the records that are to be created are there; nil where nobody does.
	existing *existing
	resume   *results.State
	// saidUnread tells that the user heard of records which cannot be read.
	saidUnread bool
	// listed holds the ids of the list, as api.PlainID has them, nil until they are asked for.
	listed map[string]bool
	// shared says that lines of the input hold several records.
	shared bool
	// count is how many records the input has.
	count int
	// heldBack counts the records that a resumed run does not dare to send.
	heldBack int
	// refused is why the write itself would be refused where a dry run goes on, to show what would be sent.
	refused error
}

// refuse ends the run with err, which may be nil. A dry run goes on, and ends with err.
func (w *Run) refuse(err error) error {
	if !w.flags.DryRun {
		return err
	}
	if w.refused == nil {
		w.refused = err
	}
	return nil
}

// fields are what a record in the body may carry.
func (w *Run) fields() []api.Field { return w.known }

// asInRecord gives the body of a write the names that the whole record has. What only the body of an
// update of the status knows, such as a remark, is left out: the record does not keep it.
func (w *Run) asInRecord(body record.Record) record.Record {
	if w.operation.Verb != api.UpdateStatus || w.operation.Fields == nil {
		return body
	}
	named := record.Rename(body, func(name string) string { return w.entity.InRecord(w.operation, name) })
	return record.Pick(named, func(name string) bool { _, known := api.Find(w.entity.Fields, name); return known })
}

// notTaken says that the call does not take a field which the records have.
func (w *Run) notTaken(name string) check.Fault { return w.notTakenBy(w.operation, name) }

func (w *Run) notTakenBy(o *api.Operation, name string) check.Fault {
	return check.Fault{
		Path:     name,
		Expected: fmt.Sprintf("only what %s %s takes, which is %s", o.Method, o.Path, api.FieldNames(w.entity.BodyFields(o))),
	}
}

// repeatable tells whether sending a record with some key twice changes nothing. One that only makes a new
// one would be made twice.
func (w *Run) repeatable(key string) bool {
	return key != "" && (w.action != service.ActionCreate || w.entity.Remade())
}

// keyOf gives the key by which people know a record, "" where it has none.
func (w *Run) keyOf(r record.Record) string { return hydrate.KeyOf(w.entity, r) }

// origin says which write the results of this one belong to.
func (w *Run) origin() results.Origin {
	return results.Origin{Environment: w.environment.Name, Server: w.environment.URL.String(), User: w.setup.User, Entity: w.entity.Name}
}
