package entity

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// NewDeleteCommand makes the command delete of an entity.
func NewDeleteCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := newWriteOptions(a, entity, api.Delete, service.ActionDelete)
	cmd := &cobra.Command{
		Use:   "delete [GUID...]",
		Short: fmt.Sprintf("Delete %s", entity.Name),
		Long: fmt.Sprintf(`Delete %[1]s, named by GUID as arguments, with "-" one a line from standard input, or by a file
with the column %[2]s. Each takes a call.%[3]s

It is guarded and logged like every write: a read-only environment refuses it, a protected one
asks first, --dry-run sends nothing, and --max-changes bounds it. The server may keep what was
deleted, or refuse to delete what is in use.`, entity.Name, entity.GUID, deleteKeyHelp(entity)),
		Example: fmt.Sprintf(`  # see first what would be sent
  aimsio %[1]s delete --env demo -f gone.csv --dry-run

  # at most ten
  aimsio %[1]s delete --env demo -f gone.csv --max-changes 10 --results results.ndjson`, entity.Name),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := options.checkTargets(args); err != nil {
				return err
			}
			return options.run(cmd.Context(), args, nil)
		},
		ValidArgsFunction: cmdkit.CompleteRecords(a, entity),
	}
	options.addForDelete(a, cmd)
	options.mirror.Add(a, cmd, false)
	return cmd
}

// deleteKeyHelp tells that a record can be named by its key.
func deleteKeyHelp(entity *api.Entity) string {
	if len(entity.Key) == 0 {
		return ""
	}
	return " Where there is a mirror, a record can be named by its\n" + strings.Join(entity.Key, " or ") + " too."
}
