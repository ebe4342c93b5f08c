package bulk

import (
	"context"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// checked is the operation that an input is checked for. What is compared may have every field of a record.
func (w *Run) checked() *api.Operation {
	if w.action != ActionApply {
		return w.operation
	}
	return &api.Operation{Verb: api.Create}
}

// Open opens the input that the options name. The caller closes it.
func (w *Run) Open(ctx context.Context) (*Source, error) {
	store, err := w.setup.Mirror(ctx)
	if err != nil {
		return nil, err
	}
	w.store = store
	return w.openInput(ctx)
}

// Check refuses an input of which any record is wrong, whatever the server has. Nothing is called for it.
func (w *Run) Check(ctx context.Context, source *Source) error {
	count, err := w.check(ctx, source)
	w.count = count
	return err
}

// Changed gives a record that is there as an item of the input, and --set, make it.
func (w *Run) Changed(own record.Record, item input.Item) (record.Record, error) {
	given := record.Pick(w.ownFields(item.Record), func(name string) bool { return name != w.entity.GUID })
	changed, err := record.Merge(given, w.change)
	if err != nil {
		return own, err
	}
	whole, err := w.mergedInto(own, changed, item.Cells)
	if err != nil {
		return own, err
	}
	return w.withElements(whole)
}

// New gives the record that an item of the input, and --set, make where none is there.
func (w *Run) New(item input.Item) (record.Record, error) {
	given := item.Record
	if w.rows != nil {
		nothing, err := record.New(record.Value("{}"))
		if err != nil {
			return nothing, err
		}
		merged, err := w.rows.Merge(nothing, given, item.Cells)
		if err != nil {
			return nothing, err
		}
		given = merged.Change
	}
	whole, err := record.Merge(w.ownFields(given), w.change)
	if err != nil {
		return whole, err
	}
	return w.withElementsIn(whole, true)
}

// ownFields leaves out of a record what entries of the list have and records do not, such as when it was changed:
// it is not for the server.
func (w *Run) ownFields(r record.Record) record.Record {
	if w.action != ActionApply {
		return r
	}
	return record.Pick(r, func(name string) bool {
		_, own := api.Direct(w.entity.Fields, name)
		_, listed := api.Direct(w.entity.Index, name)
		return own || !listed
	})
}

// Carried leaves of a record what a call may carry: to create it, or to change it.
func (w *Run) Carried(r record.Record, creates bool) record.Record {
	operation := w.operationFor(creates)
	return record.Pick(r, func(name string) bool { return w.entity.Carries(operation, name) })
}

// NotCarried leaves of a record what users may set and the call that changes it does not take.
func (w *Run) NotCarried(r record.Record) record.Record {
	return record.Pick(r, func(name string) bool {
		field, known := api.Find(w.entity.Fields, name)
		return known && !field.ReadOnly && name != w.entity.GUID && !w.entity.Carries(w.operation, name)
	})
}

// Creates tells whether the API has a call that makes records.
func (w *Run) Creates() bool {
	_, has := w.entity.Operation(api.Create)
	return has
}

// operationFor is the operation that makes a record, or that changes one.
func (w *Run) operationFor(creates bool) *api.Operation {
	if operation, has := w.entity.Operation(api.Create); creates && has {
		return operation
	}
	return w.operation
}

// LateFaults collects what is wrong with records of an input and shows only against what the server has.
type LateFaults struct {
	check    *inputCheck
	operator *api.Operation
}

// LateFaults prepares to collect those of a source.
func (w *Run) LateFaults(source *Source) *LateFaults {
	operation := w.operationFor(true)
	return &LateFaults{operator: operation, check: &inputCheck{run: w, name: source.Name, checker: check.New(w.entity, operation)}}
}

// Fault notes that nobody can tell which record is meant.
func (n *LateFaults) Fault(line int, fault check.Fault) {
	n.check.count++
	n.check.disagreeing++
	n.check.fault(line, fault)
}

// Refuse notes that the record in a line cannot be brought together with what is there.
func (n *LateFaults) Refuse(line int, why string) {
	c := n.check
	c.count++
	c.disagreeing++
	if c.refused++; c.refused <= c.run.flags.MaxErrors {
		c.run.setup.Problemf("%s:%d: %s", c.name, line, why)
	}
}

// Add checks a record that is not there, and so has to be whole.
func (n *LateFaults) Add(line int, r record.Record) {
	c := n.check
	c.count++
	for name := range r.Fields() {
		if field, has := api.Find(c.run.entity.Fields, name); has && !field.ReadOnly && !c.run.entity.Carries(n.operator, name) {
			c.fault(line, c.run.notTakenBy(n.operator, name))
		}
	}
	if c.run.flags.NoValidate {
		return
	}
	for _, fault := range slices.DeleteFunc(c.checker.Check(r.Raw()), func(f check.Fault) bool { return f.Value != "" || f.Unknown }) {
		c.fault(line, fault)
	}
}

// Verdict refuses the input if any of its records is wrong.
func (n *LateFaults) Verdict() error { return n.check.verdict() }
