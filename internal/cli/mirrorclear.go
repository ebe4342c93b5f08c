package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

func newMirrorClearCommand(a *app) *cobra.Command {
	var yes, wait bool
	cmd := &cobra.Command{
		Use:   "clear",
		Short: "Remove the mirror",
		Long: `Remove the mirror with its history and the records that are gone from the server. The server
itself is not touched; the next sync fetches everything anew.`,
		Example: `  aimsio mirror clear --env demo --yes`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runMirrorClear(cmd.Context(), yes, wait)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait while another process fills the mirror")
	addMirrorFlag(a, cmd)
	return cmd
}

func (a *app) runMirrorClear(ctx context.Context, yes, wait bool) error {
	options, err := a.mirrorOptions()
	if err != nil {
		return err
	}
	if !mirror.Exists(options.Address) {
		a.notef("there is no mirror at %s", mirror.Place(options.Address))
		return nil
	}
	if !yes {
		if err := a.askToClear(ctx, mirror.Place(options.Address)); err != nil {
			return err
		}
	}
	err = mirror.Remove(ctx, options, wait, func(busy *mirror.BusyError) { a.notef("waiting: %s", busy) })
	if errors.Is(err, mirror.ErrNone) {
		a.notef("there is no mirror at %s", mirror.Place(options.Address))
		return nil
	}
	if errors.Is(err, mirror.ErrNotOurs) {
		return failf(exitFailed, "", "%w: it stays as it is", err)
	}
	if err != nil {
		return a.explainMirror(err)
	}
	a.notef("%s is removed", mirror.Place(options.Address))
	return nil
}

// askToClear asks a person, and refuses where there is none.
func (a *app) askToClear(ctx context.Context, place string) error {
	if !isTerminal(a.world.In) {
		return failf(exitGuarded, "--yes does not ask", "the history and the gone records of %s cannot be fetched again", place)
	}
	fmt.Fprintf(a.world.Err, "Remove %s with its history? [y/N] ", place)
	answer, err := a.typed(ctx)
	if err != nil {
		return err
	}
	if answer != "y" && answer != "yes" {
		return failf(exitGuarded, "", "the mirror stays as it is")
	}
	return nil
}
