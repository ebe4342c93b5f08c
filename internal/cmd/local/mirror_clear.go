package local

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

func newMirrorClearCommand(a *cmdkit.Env) *cobra.Command {
	var yes, wait bool
	cmd := &cobra.Command{
		Use:   "clear",
		Short: "Remove the mirror",
		Long: `Remove the mirror with its history and the records that are gone from the server. The server
itself is not touched; the next sync fetches everything anew.`,
		Example: `  aimsio mirror clear --env demo --yes`,
		Args:    cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runMirrorClear(cmd.Context(), a, yes, wait)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait while another process fills the mirror")
	cmdkit.AddMirrorFlag(a, cmd)
	return cmd
}

func runMirrorClear(ctx context.Context, a *cmdkit.Env, yes, wait bool) error {
	options, err := a.MirrorOptions()
	if err != nil {
		return err
	}
	if !mirror.Exists(options.Address) {
		a.Notef("there is no mirror at %s", mirror.Place(options.Address))
		return nil
	}
	if !yes {
		if err := askToClear(ctx, a, mirror.Place(options.Address)); err != nil {
			return err
		}
	}
	err = mirror.Remove(ctx, options, wait, func(busy *mirror.BusyError) { a.Notef("waiting: %s", busy) })
	if errors.Is(err, mirror.ErrNone) {
		a.Notef("there is no mirror at %s", mirror.Place(options.Address))
		return nil
	}
	if errors.Is(err, mirror.ErrNotOurs) {
		return fail.New(fail.Failed, "", "%w: it stays as it is", err)
	}
	if err != nil {
		return a.MirrorError(err)
	}
	a.Notef("%s is removed", mirror.Place(options.Address))
	return nil
}

// askToClear asks a person, and refuses where there is none.
func askToClear(ctx context.Context, a *cmdkit.Env, place string) error {
	if !cmdkit.IsTerminal(a.In) {
		return fail.New(fail.Guarded, "--yes does not ask", "the history and the gone records of %s cannot be fetched again", place)
	}
	fmt.Fprintf(a.Err, "Remove %s with its history? [y/N] ", place)
	answer, err := a.ReadLine(ctx)
	if err != nil {
		return err
	}
	if answer != "y" && answer != "yes" {
		return fail.New(fail.Guarded, "", "the mirror stays as it is")
	}
	return nil
}
