package setup

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
)

// logoutOptions are what "auth logout" needs.
type logoutOptions struct {
	*cmdkit.Streams

	configuration func() (*config.Config, error)
	environment   func() (*config.Environment, error)
}

func newLogoutCommand(env *cmdkit.Env) *cobra.Command {
	o := logoutOptions{Streams: env.Streams, configuration: env.ValidConfig, environment: env.Environment}
	return &cobra.Command{
		Use:   "logout",
		Short: "Remove the stored password of an environment",
		Long: `Remove the stored password of an environment everywhere it may be stored: the keyring and the
file. Variables and password_command are not touched.`,
		Example: "  aimsio auth logout --env sandbox",
		Args:    cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLogout(cmd.Context(), &o)
		},
	}
}

func runLogout(ctx context.Context, o *logoutOptions) error {
	environment, err := o.environment()
	if unknown, ok := errors.AsType[*config.UnknownEnvironmentError](err); ok {
		return o.forgetLeft(ctx, unknown)
	}
	if err != nil {
		return err
	}
	if environment.Open() {
		return needsNoCredentials(environment)
	}
	removed, err := environment.Credentials().Forget(ctx)
	return o.reportForgotten(environment.Name, environment.Origin(), removed, err)
}

// forgetLeft removes what is stored for an environment that is in the configuration no more.
func (o *logoutOptions) forgetLeft(ctx context.Context, unknown *config.UnknownEnvironmentError) error {
	loaded, err := o.configuration()
	if err != nil {
		return err
	}
	removed, err := loaded.ForgetEnvironment(ctx, unknown.Name)
	if err == nil && len(removed) == 0 {
		return unknown
	}
	return o.reportForgotten(unknown.Name, "an environment that is gone", removed, err)
}

// reportForgotten says from where a password was removed, and where it could not be looked for.
func (o *logoutOptions) reportForgotten(name, about string, removed []config.Source, err error) error {
	for _, source := range removed {
		o.Notef("removed from %s", source)
	}
	keyring, unasked := errors.AsType[*config.KeyringError](err)
	switch {
	case unasked && (len(removed) > 0 || errors.Is(err, config.ErrNoBus)):
		// Where the file was used, most likely no keyring runs; where none can be reached, none gives the
		// password to this program either.
		if len(removed) == 0 {
			o.Notef("no password is stored in the file for %s (%s)", name, about)
		}
		o.Notef("warning: %s", keyring)
		return nil
	case err == nil && len(removed) == 0:
		o.Notef("no password is stored for %s (%s)", name, about)
	}
	return err
}
