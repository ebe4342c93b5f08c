package local

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// clearOptions are what "mirror clear" needs.
type clearOptions struct {
	yes, wait bool

	streams *cmdkit.Streams
	mirrors *cmdkit.Mirrors
}

func newMirrorClearCommand(a *cmdkit.Env) *cobra.Command {
	options := &clearOptions{streams: a.Streams, mirrors: a.Mirrors}
	cmd := &cobra.Command{
		Use:   "clear",
		Short: "Remove the mirror",
		Long: `Remove the mirror with its history and the records that are gone from the server. The server
itself is not touched; the next sync fetches everything anew.`,
		Example: `  aimsio mirror clear --env demo --yes`,
		Args:    cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runMirrorClear(cmd.Context(), options)
		},
	}
	cmd.Flags().BoolVar(&options.yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&options.wait, "wait", false, "wait while another process fills the mirror")
	cmdkit.AddMirrorFlag(a, cmd)
	return cmd
}

func runMirrorClear(ctx context.Context, o *clearOptions) error {
	options, err := o.mirrors.MirrorOptions()
	if err != nil {
		return err
	}
	if !mirror.Exists(options.Address) {
		o.streams.Notef("there is no mirror at %s", database.Place(options.Address))
		return nil
	}
	if !o.yes {
		if err := o.ask(ctx, database.Place(options.Address)); err != nil {
			return err
		}
	}
	err = mirror.Remove(ctx, options, o.wait, func(busy *mirror.BusyError) { o.streams.Notef("waiting: %s", busy) })
	if errors.Is(err, mirror.ErrNone) {
		o.streams.Notef("there is no mirror at %s", database.Place(options.Address))
		return nil
	}
	if errors.Is(err, mirror.ErrNotOurs) {
		return fail.New(fail.Failed, "", "%w: it stays as it is", err)
	}
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	o.streams.Notef("%s is removed", database.Place(options.Address))
	return nil
}

// ask asks a person, and refuses where there is none.
func (o *clearOptions) ask(ctx context.Context, place string) error {
	if !cmdkit.IsTerminal(o.streams.In) {
		return fail.New(fail.Guarded, "--yes does not ask", "the history and the gone records of %s cannot be fetched again", place)
	}
	fmt.Fprintf(o.streams.Err, "Remove %s with its history? [y/N] ", place)
	answer, err := o.streams.ReadLine(ctx)
	if err != nil {
		return err
	}
	if answer != "y" && answer != "yes" {
		return fail.New(fail.Guarded, "", "the mirror stays as it is")
	}
	return nil
}
