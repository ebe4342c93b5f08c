package entity

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// NewCreateCommand makes the command create of an entity.
func NewCreateCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := newWriteOptions(a, entity, api.Create, service.ActionCreate)
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create " + entity.Name,
		Long: fmt.Sprintf(`Create %[1]s from a file or from --set. %[2]s

The whole input is checked first, and nothing is sent if a record is wrong. Records go out in
batches; a batch that the server refuses is halved until the records at fault stand alone, and
all others are written. The result is a row for each record. "aimsio %[1]s template" prints an
example to fill in.`, entity.Name, createLong(entity)),
		Example: fmt.Sprintf(`  # what would be sent
  aimsio %[1]s create --env demo -f new.csv --dry-run

  # write, keep the results, and get back what failed
  aimsio %[1]s create --env demo -f new.csv --results results.ndjson --rejects failed.csv

  # go on after an interruption
  aimsio %[1]s create --env demo -f new.csv --resume results.ndjson%[2]s`, entity.Name, createExample(entity)),
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if options.File == "" && len(options.Set) == 0 {
				return fail.Usagef("create needs records: give -f FILE, or --set field=value; \"aimsio %s template\" prints an example", entity.Name)
			}
			return options.run(cmd.Context(), nil, nil)
		},
	}
	options.addFlags(a, cmd)
	if entity.Upserts() {
		cmd.Flags().StringVar(&options.IfExists, "if-exists", "", "what becomes of a record that is there already: fail, skip or update (default: fail)")
		cmdkit.RegisterCompletion(cmd, "if-exists", cmdkit.CompleteWords(bulk.IfExistsFail, bulk.IfExistsSkip, bulk.IfExistsUpdate))
		options.mirror.Add(a, cmd, false)
	}
	return cmd
}

// createLong says what becomes of a record that is there already.
func createLong(entity *api.Entity) string {
	if !entity.Upserts() {
		return "Each is a new one: the API changes\nexisting ones by another call, which \"update\" makes."
	}
	known := "The API creates or updates by the key:"
	if !entity.UpsertsSaid {
		known = "The description does not say whether\nthe API also updates by the key; it is taken to:"
	}
	return fmt.Sprintf(`%s
what has the same %s is there already. Where there is a local copy ("aimsio sync %s"
makes one), it is brought up to date with one call, and a record that is there is refused before
anything is sent; --if-exists skip leaves it out, --if-exists update changes it. Without a local copy
nobody can tell: a record that is there is changed, and a protected environment wants to be told
--if-exists update.`, known, api.KeyNames(entity), entity.Name)
}

func createExample(entity *api.Entity) string {
	if !entity.Upserts() {
		return ""
	}
	return fmt.Sprintf("\n\n  # change those that are there, create the others\n  aimsio %s create --env demo -f all.csv --if-exists update", entity.Name)
}
