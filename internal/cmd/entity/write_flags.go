package entity

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// addFlags adds the flags of a verb that sends records.
func (o *writeOptions) addFlags(env *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	o.addSet(env, cmd)
	flags.IntVar(&o.BatchSize, "batch-size", bulk.DefaultBatch, "records in one call")
	flags.BoolVar(&o.NoValidate, "no-validate", false, "leave the checks to the server")
	flags.BoolVar(&o.Strict, "strict", false, "refuse what is else only warned of")
	flags.BoolVar(&o.AllowUnknown, "allow-unknown", false, "send fields that the API description does not know, also those that look like slips")
	flags.BoolVar(&o.Verify, "verify", false, "read every written record back and name the fields that were not kept")
	cmdkit.NoteFlag(cmd, "allow-unknown", cmdkit.IdleWith, "no-validate")
	o.addCommon(env, cmd)
}

// addSet adds what changes fields without a file.
func (o *writeOptions) addSet(env *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&o.Set, "set", nil, "set a field, as field=value, or compute, as field*=1.03, += or -=; list[].field is in all elements (repeatable)")
	flags.StringVar(&o.Round, "round", "", "round computed numbers to so many decimals (default: those that are there)")
	cmdkit.NoteFlag(cmd, "round", cmdkit.OnlyWith, "set")
	cmdkit.RegisterCompletion(cmd, "set", cmdkit.CompleteAssignments(env, o.entity))
}

// addCompareFlags adds the flags of what holds a file against what is there.
func (o *compareOptions) addCompareFlags(env *cmdkit.Env, cmd *cobra.Command) {
	o.BatchSize = bulk.DefaultBatch
	flags := cmd.Flags()
	flags.StringVarP(&o.File, "file", "f", "", "file with the records; - is standard input")
	flags.StringVar(&o.from, "from", "", "environment to take the records from, instead of a file")
	flags.StringVar(&o.Input, "input", "", "format of the file: json, ndjson, csv, yaml or xlsx (default: by ending or content)")
	flags.IntVar(&o.MaxErrors, "max-errors", 20, "how many faults of the input to print")
	flags.BoolVar(&o.NoValidate, "no-validate", false, "leave the checks to the server")
	flags.BoolVar(&o.Strict, "strict", false, "refuse what is else only warned of")
	flags.BoolVar(&o.AllowUnknown, "allow-unknown", false, "take fields that the API description does not know, also those that look like slips")
	flags.StringSliceVar(&o.only, "only", nil, "change these fields alone, as dotted paths: a,b.c")
	flags.StringSliceVar(&o.selected, "select", nil, "take the records with these keys or GUIDs alone")
	o.addExplode(cmd)
	o.heads.Add(cmd)
	flags.StringVar(&o.Sheet, "sheet", "", "sheet of an Excel workbook to read (default: the one named like the entity, or the only one)")
	for _, flag := range []string{"input", "sheet", "map", "map-file"} {
		cmdkit.NoteFlag(cmd, flag, cmdkit.OnlyWith, "file")
	}
	cmdkit.NoteFlag(cmd, "allow-unknown", cmdkit.IdleWith, "no-validate")
	cmdkit.RegisterCompletion(cmd, "input", cmdkit.CompleteWords("json", "ndjson", "csv", "yaml", "xlsx"))
	cmdkit.RegisterCompletion(cmd, "from", cmdkit.CompleteEnvironments(env))
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(plan.ChangeRow{}) })
	o.mirror.Add(env, cmd, false)
}

// addExplode adds the flag by which rows of a list are taken back.
func (o *writeOptions) addExplode(cmd *cobra.Command) {
	cmdkit.AddExplodeInput(cmd, &o.Explode, func() []api.Field { return o.entity.Fields })
}

// addWriteFlags adds those of what carries a plan out.
func (o *compareOptions) addWriteFlags(env *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.IntVar(&o.BatchSize, "batch-size", bulk.DefaultBatch, "records in one call")
	flags.BoolVar(&o.Verify, "verify", false, "read every written record back and name the fields that were not kept")
	flags.StringVar(&o.Results, "results", "", "keep the result of every record in this file, as NDJSON, as it goes")
	flags.StringVar(&o.Rejects, "rejects", "", "keep the records that failed in this file, in the input's own format")
	flags.StringVar(&o.Resume, "resume", "", "go on from the --results file of a run that was stopped")
	flags.BoolVar(&o.DryRun, "dry-run", false, "show the plan and send nothing; code 8 where something would be sent")
	flags.StringVar(&o.confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&o.MaxChanges, "max-changes", "", "refuse to change more than so many records: a number, or a share of all such as 5%")
	cmdkit.RegisterCompletion(cmd, "confirm", cmdkit.CompleteEnvironments(env))
}

// addForDelete adds the flags of what sends nothing but which record is meant.
func (o *writeOptions) addForDelete(env *cmdkit.Env, cmd *cobra.Command) {
	o.BatchSize = 1
	o.addCommon(env, cmd)
}

// addCommon adds those that every verb has which writes.
func (o *writeOptions) addCommon(env *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&o.File, "file", "f", "", "file with the records; - is standard input")
	flags.StringVar(&o.Input, "input", "", "format of the file: json, ndjson, csv, yaml or xlsx (default: by ending or content)")
	flags.IntVar(&o.MaxErrors, "max-errors", 20, "how many faults of the input to print")
	flags.StringVar(&o.Results, "results", "", "keep the result of every record in this file, as NDJSON, as it goes")
	flags.StringVar(&o.Rejects, "rejects", "", "keep the records that failed in this file, in the input's own format")
	flags.StringVar(&o.Resume, "resume", "", "go on from the --results file of a run that was stopped")
	flags.BoolVar(&o.DryRun, "dry-run", false, "show what would be sent and send nothing; -o json shows the very bodies")
	flags.StringVar(&o.confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&o.MaxChanges, "max-changes", "", "refuse to write more than so many records: a number, or a share of all such as 5%")
	o.heads.Add(cmd)
	flags.StringVar(&o.Sheet, "sheet", "", "sheet of an Excel workbook to read (default: the one named like the entity, or the only one)")
	for _, flag := range []string{"input", "sheet", "map", "map-file"} {
		cmdkit.NoteFlag(cmd, flag, cmdkit.OnlyWith, "file")
	}
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(results.Row{}) })
	cmdkit.RegisterCompletion(cmd, "input", cmdkit.CompleteWords("json", "ndjson", "csv", "yaml", "xlsx"))
	cmdkit.RegisterCompletion(cmd, "confirm", cmdkit.CompleteEnvironments(env))
	o.parameters.Add(cmd, o.entity, o.verb)
}
