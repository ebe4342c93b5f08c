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

// NewUpdateCommand makes the command update of an entity.
func NewUpdateCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := newWriteOptions(a, entity, bulk.UpdatingVerb(entity), service.ActionUpdate)
	cmd := &cobra.Command{
		Use:   "update [GUID...]",
		Short: fmt.Sprintf("Change fields of existing %s", entity.Name),
		Long: fmt.Sprintf(`Change fields of existing %[1]s. Each one is read, the change is merged into it, and the whole
record is sent back, with the fields that this program does not know as they were. A record
that already is as it shall be is not sent.

The records are named by GUID: as arguments, with "-" one a line from standard input, or by
the %[2]s of each record of a file. --set changes the same fields in all of them.%[3]s%[4]s`,
			entity.Name, entity.GUID, cmdkit.KeyHelp(entity), mergeHelp(entity)),
		Example: fmt.Sprintf(`  # see the change first
  aimsio %[1]s list --env demo -o ndjson --limit 2 --jq '.guid // .id' | aimsio %[1]s update - --env demo --set %[2]s=changed --dry-run

  # changes from a file that has a column %[3]s
  aimsio %[1]s update --env demo -f changes.csv`, entity.Name, settable(entity), entity.GUID),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := options.checkTargets(args); err != nil {
				return err
			}
			if len(options.Set) == 0 && options.File == "" {
				return fail.Usagef("update needs a change: give --set field=value, or -f FILE")
			}
			return options.run(cmd.Context(), args, nil)
		},
		ValidArgsFunction: cmdkit.CompleteRecords(a, entity),
	}
	options.addFlags(a, cmd)
	options.addExplode(cmd)
	options.mirror.Add(a, cmd, false)
	return cmd
}

// checkTargets sees that either arguments or a file name the records, and not both.
func (o *writeOptions) checkTargets(args []string) error {
	switch {
	case len(args) == 0 && o.File == "":
		return fail.Usagef("which %s? give GUIDs, - to read them from standard input, or -f FILE", o.entity.Name)
	case len(args) > 0 && o.File != "":
		return fail.Usagef("give either GUIDs or -f FILE, not both")
	default:
		return checkWords(o.entity, args)
	}
}

// mergeHelp warns of what the time of change does not tell.
func mergeHelp(entity *api.Entity) string {
	if len(entity.Key) == 0 {
		return ""
	}
	return " A change\non the server that did not move the time of change is not seen then; --no-mirror reads each record."
}

// settable names a field that an example can set to any text.
func settable(entity *api.Entity) string {
	for _, field := range entity.Fields {
		plain := field.Type == api.String && !field.ReadOnly && len(field.Enum) == 0 && field.RefersTo == nil && field.Format == ""
		if plain && field.Name != entity.GUID && !api.IsKey(entity, field.Name) {
			return field.Name
		}
	}
	return entity.Status
}
