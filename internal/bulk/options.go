package bulk

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
)

// DefaultBatch is how many records one call writes unless --batch-size says otherwise.
const DefaultBatch = 50

// Options are what the user may ask of a write, as the flags of the same names say it.
type Options struct {
	File, Input string
	// Sheet is the one of a workbook, empty for the one that is named like the entity or alone has rows.
	Sheet string
	// Heads are those of the file that mean other fields than they name.
	Heads input.Heads
	// Explode names the list of which each row of the file has an element, empty for none.
	Explode string
	Set     []string
	// Round is how many decimals computed numbers get, empty for those that are there.
	Round            string
	BatchSize        int
	NoValidate       bool
	Strict           bool
	AllowUnknown     bool
	IfExists         string
	MaxErrors        int
	Results, Rejects string
	Resume           string
	Verify, DryRun   bool
	MaxChanges       string
}

// ActionApply brings records to what an input says, whether they are there or not. Its results say create or
// update of each.
const ActionApply = "apply"

// What Options.IfExists says of a record that is there already; "" is IfExistsFail where a mirror can tell.
const (
	IfExistsFail   = "fail"
	IfExistsSkip   = "skip"
	IfExistsUpdate = "update"
)

// checkWords refuses a flag that takes one of some words, and has another.
func (f *Options) checkWords() error {
	if policies := []string{IfExistsFail, IfExistsSkip, IfExistsUpdate}; f.IfExists != "" && !slices.Contains(policies, f.IfExists) {
		return fail.Usagef("--if-exists is fail, skip or update, not %q", f.IfExists)
	}
	_, err := input.ParseFormat(f.Input)
	return fail.AsUsage(err)
}

// onlyWarns tells whether a record may be sent in spite of a fault.
func (f *Options) onlyWarns(fault check.Fault) bool {
	if fault.Unknown && f.AllowUnknown {
		return true
	}
	return fault.Warning && !f.Strict
}
