package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// parseSet makes a record of the --set flags, each value typed as the description says. What leads into
// lists is kept apart, for it depends on the list of each record.
func (w *writeRun) parseSet() (record.Record, error) {
	set, err := record.New(record.Value("{}"))
	if err != nil {
		return set, err
	}
	for _, assignment := range w.flags.set {
		one, intoList, err := w.parseAssignment(assignment)
		if err != nil {
			return set, err
		}
		if intoList {
			w.elements = append(w.elements, one)
			continue
		}
		if set, err = record.Set(set, one.Path, one.Value); err != nil {
			return set, fmt.Errorf("--set %s: %w", assignment, err)
		}
	}
	if w.flags.noValidate {
		return set, nil
	}
	for _, one := range w.elements {
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

// parseAssignment reads one --set, and tells whether it leads into a list.
func (w *writeRun) parseAssignment(assignment string) (one change.Assignment, intoList bool, err error) {
	path, text, found := strings.Cut(assignment, "=")
	path = strings.TrimSpace(path)
	if !found || path == "" {
		return one, false, usagef("--set %q: it is written field=value", assignment)
	}
	if err := w.checkTaken(path); err != nil {
		return one, false, err
	}
	if err := output.CheckFields([]string{path}, w.fields()); err != nil {
		return one, false, usagef("--set %q: %w", assignment, err)
	}
	one = change.Assignment{Text: "--set " + assignment, Path: record.ParsePath(path)}
	if intoList, err = change.IntoList(w.fields(), one.Path); err != nil {
		return one, false, usagef("--set %s: %w", assignment, err)
	}
	field, known := change.FieldAt(w.fields(), one.Path)
	switch {
	case known && field.ReadOnly:
		return one, false, usagef("--set %s: the field is read-only", path)
	case !known && w.operation.Verb == api.UpdateStatus && w.operation.Fields != nil:
		return one, false, usagef("--set %s: %s takes only %s", path, w.action, fieldNames(w.fields()))
	case path == w.entity.GUID && w.action != service.ActionCreate:
		return one, false, usagef("--set %s: the GUID tells which record is meant and cannot be changed", path)
	}
	zones, err := w.app.zones()
	one.Value = input.Typed(field, text, zones)
	return one, intoList, err
}

// withSet gives a record with what --set says. A list grows only where a new record is made.
func (w *writeRun) withSet(r record.Record) (record.Record, error) {
	whole, err := record.Merge(r, w.change)
	if err != nil {
		return whole, err
	}
	return w.withElements(whole)
}

// withElements sets what --set says of elements of lists. One that is not there makes the command line
// wrong.
func (w *writeRun) withElements(r record.Record) (record.Record, error) {
	changed, err := change.Apply(r, w.elements, w.action == service.ActionCreate)
	if errors.Is(err, record.ErrNoElement) {
		return r, failf(exitUsage, "lists count from 0; \"get\" shows what is there", "%w: nothing was sent", err)
	}
	return changed, err
}

// checkElements reads the only record to see that it has the elements that --set names, before anything
// is opened or printed. Of several records each is told by itself.
func (w *writeRun) checkElements(ctx context.Context, source *changeSource) error {
	if len(w.elements) == 0 || w.count != 1 || w.resume != nil {
		return nil
	}
	for _, err := range w.changes(ctx, source, nil) {
		return err
	}
	return nil
}

// checkTaken refuses a field that the records have and the call does not take.
func (w *writeRun) checkTaken(path string) error {
	name, _, _ := strings.Cut(path, ".")
	_, has := api.Find(w.entity.Fields, name)
	if _, taken := api.Find(w.known, name); taken || !has || w.action == service.ActionUpdateStatus {
		return nil
	}
	return failf(exitInvalid, "", "--set %s", faultText(w.notTaken(name)))
}

// checkSet refuses values that the fields cannot have. Fields that are missing do not matter:
// what --set says is only a part of a record.
func (w *writeRun) checkSet(set record.Record) error {
	for _, fault := range w.explainTimes(set, api.Check(w.fields(), set.Raw())) {
		if fault.Value == "" {
			continue
		}
		if !w.flags.onlyWarns(fault) {
			return failf(exitInvalid, "", "--set %s", faultText(fault))
		}
		w.app.notef("warning: --set %s", faultText(fault))
	}
	return nil
}

// faultText says what is wrong with a field.
func faultText(fault api.Fault) string {
	text := fault.Path
	if fault.Value != "" {
		text += fmt.Sprintf(" is %q", fault.Value)
	}
	if text != "" {
		text += ": "
	}
	return text + "expected " + fault.Expected + didYouMean(fault.Near)
}
