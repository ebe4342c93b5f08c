package bulk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// parseSet makes a record of the --set flags, each value typed as the description says. What leads into
// a field, is a list or is not described is kept apart: it depends on what each record has there.
func (w *Run) parseSet() (record.Record, error) {
	set, err := record.New(record.Value("{}"))
	if err != nil {
		return set, err
	}
	for _, assignment := range w.flags.Set {
		one, err := w.parseAssignment(assignment)
		if err != nil {
			return set, err
		}
		field, known := change.FieldAt(w.fields(), one.Path)
		if len(one.Path) > 1 || one.Untyped || one.Operator != "" || known && field.Type == api.Array {
			w.elements = append(w.elements, one)
			continue
		}
		if set, err = record.Set(set, one.Path, one.Value); err != nil {
			return set, fmt.Errorf("--set %s: %w", assignment, err)
		}
	}
	if w.flags.NoValidate {
		return set, nil
	}
	for _, one := range w.elements {
		if one.Operator != "" {
			continue // what it gives depends on the record
		}
		alone, err := one.Alone()
		if err == nil {
			err = w.checkSet(alone)
		}
		if err != nil {
			return set, err
		}
	}
	return set, w.checkSet(set)
}

// parseAssignment reads one --set.
func (w *Run) parseAssignment(assignment string) (change.Assignment, error) {
	one, text, err := change.Parse(assignment)
	if err != nil {
		return one, fail.Usagef("--set %q: %w", assignment, err)
	}
	one.Text = "--set " + assignment
	path := one.Path.String()
	if err := w.checkTaken(path); err != nil {
		return one, err
	}
	if err := w.checkNames([]string{path}, w.fields()); err != nil {
		return one, fail.Usagef("--set %q: %w", assignment, err)
	}
	if err := change.CheckLists(w.fields(), one.Path); err != nil {
		return one, fail.Usagef("--set %s: %w", assignment, err)
	}
	if members, rest := change.Members(w.fields(), one.Path); len(members) > 0 {
		if err := w.checkNames([]string{rest.String()}, members); err != nil {
			return one, fail.Usagef("--set %q: %w", assignment, err)
		}
	}
	field, known := change.FieldAt(w.fields(), one.Path)
	switch {
	case known && field.ReadOnly, change.ReadOnly(w.fields(), one.Path):
		return one, fail.Usagef("--set %s: the field is read-only", path)
	case !known && w.operation.Verb == api.UpdateStatus && w.operation.Fields != nil:
		return one, fail.Usagef("--set %s: %s takes only %s", path, w.action, api.FieldNames(w.fields()))
	case path == w.entity.GUID && w.action != service.ActionCreate:
		return one, fail.Usagef("--set %s: the GUID tells which record is meant and cannot be changed", path)
	}
	if one.Operator != "" {
		return one, parseOperand(&one, field, text)
	}
	zones, err := w.setup.Zones()
	one.Value = input.Typed(field, text, zones)
	one.Untyped, one.Word = !known || field.Type == api.Any, text
	return one, err
}

// checkNames refuses names that look like slips of ones that are described, unless such are to be sent. What
// leads into a text or a number is wrong in any case.
func (w *Run) checkNames(names []string, fields []api.Field) error {
	err := output.CheckFields(names, fields)
	unknown, isSlip := errors.AsType[*output.UnknownFieldError](err)
	if !isSlip || !w.flags.AllowUnknown {
		return err
	}
	top, _, nested := strings.Cut(unknown.Name, ".")
	if _, described := api.Find(fields, top); nested && described {
		return err
	}
	return nil
}

// withSet gives a record with what --set says. A list grows only where a new record is made.
func (w *Run) withSet(r record.Record) (record.Record, error) {
	whole, err := record.Merge(r, w.change)
	if err != nil {
		return whole, err
	}
	return w.withElements(whole)
}

// withElements sets what --set says of parts of fields, in what the record has there. Where it has no such
// part the command line is wrong: a list is never replaced by an object. Only in a new record may it grow. What
// nobody describes takes the kind that the record's own value has.
func (w *Run) withElements(r record.Record) (record.Record, error) {
	return w.withElementsIn(r, w.action == service.ActionCreate)
}

func (w *Run) withElementsIn(r record.Record, grow bool) (record.Record, error) {
	for _, one := range w.elements {
		each, err := one.In(r, w.comparer(), w.digitsOf(one))
		if err != nil {
			return r, fail.New(fail.Usage, "\"get\" shows what is there", "%w: nothing was sent", err)
		}
		for _, target := range each {
			if has, found := r.Get(target.Path); found && target.Untyped && target.Operator == "" {
				target.Value = input.Like(has, target.Word, target.Value)
			}
			if err := w.tellCoarse(r, target); err != nil {
				return r, err
			}
			changed, err := change.Apply(r, []change.Assignment{target}, grow)
			if err != nil {
				const hint = `lists count from 0, [] empties one and \null clears it; "get" shows what is there`
				return r, fail.New(fail.Usage, hint, "%w: nothing was sent", err)
			}
			r = changed
		}
	}
	return r, nil
}

// checkTaken refuses a field that the records have and the call does not take.
func (w *Run) checkTaken(path string) error {
	name, _, _ := strings.Cut(path, ".")
	_, has := api.Find(w.entity.Fields, name)
	if _, taken := api.Find(w.known, name); taken || !has || w.action == service.ActionUpdateStatus {
		return nil
	}
	return fail.New(fail.Invalid, "", "--set %s", check.FaultText(w.notTaken(name)))
}

// checkSet refuses values that the fields cannot have. Fields that are missing do not matter:
// what --set says is only a part of a record.
func (w *Run) checkSet(set record.Record) error {
	for _, fault := range w.explainTimes(set, check.New(w.entity, w.operation).CheckPart(set.Raw())) {
		if fault.Value == "" && !fault.Unknown { // it is missing
			continue
		}
		if err := w.setFault(fault); err != nil {
			return err
		}
	}
	return nil
}

// setFault refuses what is wrong with --set, or warns of it.
func (w *Run) setFault(fault check.Fault) error {
	if !w.flags.onlyWarns(fault) {
		return fail.New(fail.Invalid, "", "--set %s", check.FaultText(fault))
	}
	w.setup.Notef("warning: --set %s", check.FaultText(fault))
	return nil
}

// checkSetByMirror looks in the mirror for the records that --set refers to, and for the status that it sets, where it
// alone says what changes.
func (w *Run) checkSetByMirror(ctx context.Context) error {
	refers := w.newReferenceCheck()
	if refers == nil || w.flags.NoValidate {
		return nil
	}
	labels, err := w.newLabelCheck(ctx)
	if err != nil {
		return err
	}
	parts := []record.Record{w.change}
	for _, one := range w.elements {
		if one.Operator != "" {
			continue
		}
		alone, err := one.Alone()
		if err != nil {
			return fmt.Errorf("%s: %w", one.Text, err)
		}
		parts = append(parts, alone)
	}
	checker := check.New(w.entity, w.operation)
	for _, part := range parts {
		checker.CheckPart(part.Raw())
		missing, err := refers.faults(ctx, checker.References())
		if err != nil {
			return err
		}
		for _, fault := range append(missing, labels.faults(part)...) {
			if err := w.setFault(fault); err != nil {
				return err
			}
		}
	}
	return nil
}
