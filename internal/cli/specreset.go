package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/spec"
)

func newSpecResetCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reset",
		Short: "Go back to the built-in API description",
		Long: `Remove the imported API description and go back to the built-in one. With --env on this command
line the one of that environment goes, and it follows what counts for all again.`,
		Example: `  aimsio spec reset

  # only that of one environment
  aimsio spec reset --env sandbox`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runSpecReset(cmd.Context()) },
	}
}

func (a *app) runSpecReset(ctx context.Context) error {
	state, err := a.stateDir()
	if err != nil {
		return fmt.Errorf("finding the imported API description: %w", err)
	}
	store := spec.In(state)
	// The name is taken as it is: its environment, or the configuration, may be gone or broken.
	removed, err := store.Remove(ctx, a.flags.env)
	if err != nil {
		return err
	}
	if removed {
		a.notef("the imported API description %s is gone", scopeText(a.flags.env))
	} else {
		a.notef("there is no imported API description %s", scopeText(a.flags.env))
	}
	if own := store.Environments(); a.flags.env == "" && len(own) > 0 {
		a.notef("%s still have their own: \"aimsio spec reset --env NAME\" takes one away", strings.Join(own, ", "))
	}
	return nil
}
