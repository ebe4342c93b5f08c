package spec

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// resetOptions are what "spec reset" needs.
type resetOptions struct {
	*cmdkit.Streams
	*cmdkit.Settings
}

func newSpecResetCommand(env *cmdkit.Env) *cobra.Command {
	o := resetOptions{Streams: env.Streams, Settings: env.Settings}
	return &cobra.Command{
		Use:   "reset",
		Short: "Go back to the built-in API description",
		Long: `Remove the imported API description and go back to the built-in one. With --env on this command
line the one of that environment goes, and it follows what counts for all again.`,
		Example: `  aimsio spec reset

  # only that of one environment
  aimsio spec reset --env sandbox`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runSpecReset(cmd.Context(), &o) },
	}
}

func runSpecReset(ctx context.Context, o *resetOptions) error {
	state, err := o.StateDir()
	if err != nil {
		return fmt.Errorf("finding the imported API description: %w", err)
	}
	store := spec.In(state)
	// The name is taken as it is: its environment, or the configuration, may be gone or broken.
	removed, err := store.Remove(ctx, o.Flags.Env)
	if err != nil {
		return err
	}
	if removed {
		o.Notef("the imported API description %s is gone", spec.ScopeText(o.Flags.Env))
	} else {
		o.Notef("there is no imported API description %s", spec.ScopeText(o.Flags.Env))
	}
	if own := store.Environments(); o.Flags.Env == "" && len(own) > 0 {
		o.Notef("%s still have their own: \"aimsio spec reset --env NAME\" takes one away", strings.Join(own, ", "))
	}
	return nil
}
