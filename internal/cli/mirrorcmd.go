package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

func newMirrorCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mirror",
		Short: "Look at the local copy, or clear it",
		Long: `Look at the local copy of an environment that "aimsio sync" makes, or clear it. It is a file of
SQLite in the state folder unless --mirror, AIMSIO_MIRROR or "mirror:" of the environment names
another place or a PostgreSQL database.`,
		Example: `  aimsio mirror status --env demo`,
		Args:    cobra.ArbitraryArgs,
		RunE:    needsSubcommand,
	}
	cmd.AddCommand(newMirrorStatusCommand(a), newMirrorPathCommand(a), newMirrorSchemaCommand(a), newMirrorClearCommand(a))
	return cmd
}

func newMirrorPathCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "path",
		Short: "Tell where the mirror is",
		Long:  "Tell where the mirror is, or would be: the path of a file, or the address of a database without its password.",
		Example: `  # for another program: sqlite3 "$(aimsio mirror path --env demo)"
  aimsio mirror path --env demo`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			options, err := a.mirrorOptions()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.world.Out, mirror.Place(options.Address))
			return wrapWrite(err)
		},
	}
	addMirrorFlag(a, cmd)
	return cmd
}
