package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/config"
)

func newLogoutCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Remove the stored password of an environment",
		Long: `Remove the stored password of an environment everywhere it may be stored: the keyring and the
file. Variables and password_command are not touched.`,
		Example: "  aimsio auth logout --env sandbox",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runLogout(cmd.Context())
		},
	}
}

func (a *app) runLogout(ctx context.Context) error {
	environment, err := a.environment()
	if err != nil {
		return err
	}
	if environment.Open() {
		return needsNoCredentials(environment)
	}
	removed, err := environment.Credentials().Forget(ctx)
	for _, source := range removed {
		a.notef("removed from %s", source)
	}
	if keyring, ok := errors.AsType[*config.KeyringError](err); ok && len(removed) > 0 {
		// Where the file was used, most likely no keyring runs, and so none holds the password.
		a.notef("warning: %s", keyring)
		return nil
	}
	if err == nil && len(removed) == 0 {
		a.notef("no password is stored for %s (%s)", environment.Name, environment.Origin())
	}
	return err
}
