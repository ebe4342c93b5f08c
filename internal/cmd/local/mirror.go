package local

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// NewMirrorCommand makes the command mirror.
func NewMirrorCommand(a *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mirror",
		Short: "Look at the local copy, or clear it",
		Long: `Look at the local copy of an environment that "aimsio sync" makes, or clear it. It is a file of
SQLite in the state folder unless --mirror, AIMSIO_MIRROR or "mirror:" of the environment names
another place or a PostgreSQL database.`,
		Example: `  aimsio mirror status --env demo`,
		Args:    cobra.ArbitraryArgs,
		RunE:    cmdkit.NeedsSubcommand,
	}
	cmd.AddCommand(newMirrorStatusCommand(a), newMirrorPathCommand(a), newMirrorSchemaCommand(a), newMirrorClearCommand(a))
	return cmd
}

func newMirrorPathCommand(a *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "path",
		Short: "Tell where the mirror is",
		Long:  "Tell where the mirror is, or would be: the path of a file, or the address of a database without its password.",
		Example: `  # for another program: sqlite3 "$(aimsio mirror path --env demo)"
  aimsio mirror path --env demo`,
		Args: cmdkit.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return runMirrorPath(a.Out, a.MirrorOptions)
		},
	}
	cmdkit.AddMirrorFlag(a, cmd)
	return cmd
}

func runMirrorPath(out io.Writer, which func() (mirror.Options, error)) error {
	options, err := which()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, database.Place(options.Address))
	return cmdkit.WrapWrite(err)
}
