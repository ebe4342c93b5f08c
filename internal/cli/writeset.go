package cli

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// parseSet makes a record of the --set flags, each value typed as the description says.
func (w *writeRun) parseSet() (record.Record, error) {
	change, err := record.New(record.Value("{}"))
	if err != nil {
		return change, err
	}
	zone, err := w.app.zone()
	if err != nil {
		return change, err
	}
	for _, assignment := range w.flags.set {
		path, text, found := strings.Cut(assignment, "=")
		path = strings.TrimSpace(path)
		if !found || path == "" {
			return change, usagef("--set %q: it is written field=value", assignment)
		}
		if err := w.checkTaken(path); err != nil {
			return change, err
		}
		if err := output.CheckFields([]string{path}, w.fields()); err != nil {
			return change, usagef("--set %q: %w", assignment, err)
		}
		field, known := api.Find(w.fields(), path)
		switch {
		case known && field.ReadOnly:
			return change, usagef("--set %s: the field is read-only", path)
		case !known && w.operation.Verb == api.UpdateStatus && w.operation.Fields != nil:
			return change, usagef("--set %s: %s takes only %s", path, w.action, fieldNames(w.fields()))
		case path == w.entity.GUID && w.action != service.ActionCreate:
			return change, usagef("--set %s: the GUID tells which record is meant and cannot be changed", path)
		}
		change, err = record.Set(change, record.ParsePath(path), input.Typed(field, text, zone))
		if err != nil {
			return change, fmt.Errorf("--set %s: %w", assignment, err)
		}
	}
	if w.flags.noValidate {
		return change, nil
	}
	return change, w.checkSet(change)
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
func (w *writeRun) checkSet(change record.Record) error {
	for _, fault := range w.explainTimes(change, api.Check(w.fields(), change.Raw())) {
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
