package entity

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

func add(f *bulk.Options, a *cmdkit.Env, cmd *cobra.Command, entity *api.Entity) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.Set, "set", nil, "set a field, as field=value with a dotted path (repeatable)")
	flags.IntVar(&f.BatchSize, "batch-size", bulk.DefaultBatch, "records in one call")
	flags.BoolVar(&f.NoValidate, "no-validate", false, "leave the checks to the server")
	flags.BoolVar(&f.Strict, "strict", false, "refuse what is else only warned of")
	flags.BoolVar(&f.AllowUnknown, "allow-unknown", false, "send fields that the API description does not know, also those that look like slips")
	flags.BoolVar(&f.Verify, "verify", false, "read every written record back and name the fields that were not kept")
	cmdkit.NoteFlag(cmd, "allow-unknown", cmdkit.IdleWith, "no-validate")
	cmdkit.RegisterCompletion(cmd, "set", cmdkit.CompleteFilters(func() []api.Field { return entity.Fields }))
	addCommon(f, a, cmd)
}

// addForDelete adds the flags of what sends nothing but which record is meant.
func addForDelete(f *bulk.Options, a *cmdkit.Env, cmd *cobra.Command) {
	f.BatchSize = 1
	addCommon(f, a, cmd)
}

// addParameters adds --param, where the call behind a verb has parameters.
func addParameters(f *bulk.Options, cmd *cobra.Command, entity *api.Entity, verb api.Verb) {
	f.Parameters.Add(cmd, entity, verb)
}

func addCommon(f *bulk.Options, a *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.File, "file", "f", "", "file with the records; - is standard input")
	flags.StringVar(&f.Input, "input", "", "format of the file: json, ndjson, csv or yaml (default: by ending or content)")
	flags.IntVar(&f.MaxErrors, "max-errors", 20, "how many faults of the input to print")
	flags.StringVar(&f.Results, "results", "", "keep the result of every record in this file, as NDJSON, as it goes")
	flags.StringVar(&f.Rejects, "rejects", "", "keep the records that failed in this file, in the input's own format")
	flags.StringVar(&f.Resume, "resume", "", "go on from the --results file of a run that was stopped")
	flags.BoolVar(&f.DryRun, "dry-run", false, "show what would be sent and send nothing; -o json shows the very bodies")
	flags.StringVar(&f.Confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&f.MaxChanges, "max-changes", "", "refuse to write more than so many records: a number, or a share of all such as 5%")
	cmdkit.NoteFlag(cmd, "input", cmdkit.OnlyWith, "file")
	f.Output.Add(cmd, func() []api.Field { return cmdkit.RowFields(bulk.ResultRow{}) })
	cmdkit.RegisterCompletion(cmd, "input", cmdkit.CompleteWords("json", "ndjson", "csv", "yaml"))
	cmdkit.RegisterCompletion(cmd, "confirm", cmdkit.CompleteEnvironments(a))
}
