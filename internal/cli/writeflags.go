package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/input"
)

// defaultBatch is how many records one call writes unless --batch-size says otherwise.
const defaultBatch = 50

// writeFlags are the flags of every command that writes records.
type writeFlags struct {
	file, input      string
	set              []string
	batchSize        int
	noValidate       bool
	strict           bool
	allowUnknown     bool
	ifExists         string
	maxErrors        int
	results, rejects string
	resume           string
	verify, dryRun   bool
	confirm          string
	maxChanges       string
	parameters       parameterFlag
	mirror           mirrorFlags
	output           outputFlags
}

func (f *writeFlags) add(a *app, cmd *cobra.Command, entity *api.Entity) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.set, "set", nil, "set a field, as field=value with a dotted path (repeatable)")
	flags.IntVar(&f.batchSize, "batch-size", defaultBatch, "records in one call")
	flags.BoolVar(&f.noValidate, "no-validate", false, "leave the checks to the server")
	flags.BoolVar(&f.strict, "strict", false, "refuse what is else only warned of")
	flags.BoolVar(&f.allowUnknown, "allow-unknown", false, "send fields that the API description does not know, also those that look like slips")
	flags.BoolVar(&f.verify, "verify", false, "read every written record back and name the fields that were not kept")
	note(cmd, "allow-unknown", idleWith, "no-validate")
	register(cmd, "set", completeFilters(func() []api.Field { return entity.Fields }))
	f.addCommon(a, cmd)
}

// addForDelete adds the flags of what sends nothing but which record is meant.
func (f *writeFlags) addForDelete(a *app, cmd *cobra.Command) {
	f.batchSize = 1
	f.addCommon(a, cmd)
}

// addParameters adds --param, where the call behind a verb has parameters.
func (f *writeFlags) addParameters(cmd *cobra.Command, entity *api.Entity, verb api.Verb) {
	f.parameters.add(cmd, entity, verb)
}

func (f *writeFlags) addCommon(a *app, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.file, "file", "f", "", "file with the records; - is standard input")
	flags.StringVar(&f.input, "input", "", "format of the file: json, ndjson, csv or yaml (default: by ending or content)")
	flags.IntVar(&f.maxErrors, "max-errors", 20, "how many faults of the input to print")
	flags.StringVar(&f.results, "results", "", "keep the result of every record in this file, as NDJSON, as it goes")
	flags.StringVar(&f.rejects, "rejects", "", "keep the records that failed in this file, in the input's own format")
	flags.StringVar(&f.resume, "resume", "", "go on from the --results file of a run that was stopped")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show what would be sent and send nothing; -o json shows the very bodies")
	flags.StringVar(&f.confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&f.maxChanges, "max-changes", "", "refuse to write more than so many records: a number, or a share of all such as 5%")
	note(cmd, "input", onlyWith, "file")
	f.output.add(cmd, func() []api.Field { return rowFields(resultRow{}) })
	register(cmd, "input", completeWords("json", "ndjson", "csv", "yaml"))
	register(cmd, "confirm", completeEnvironments(a))
}

// checkWords refuses a flag that takes one of some words, and has another.
func (f *writeFlags) checkWords() error {
	if policies := []string{ifExistsFail, ifExistsSkip, ifExistsUpdate}; f.ifExists != "" && !slices.Contains(policies, f.ifExists) {
		return usagef("--if-exists is fail, skip or update, not %q", f.ifExists)
	}
	_, err := input.ParseFormat(f.input)
	return usage(err)
}

// onlyWarns tells whether a record may be sent in spite of a fault.
func (f *writeFlags) onlyWarns(fault check.Fault) bool {
	if fault.Unknown && f.allowUnknown {
		return true
	}
	return fault.Warning && !f.strict
}
