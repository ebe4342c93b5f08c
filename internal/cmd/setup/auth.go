package setup

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
)

// NewAuthCommand makes the command auth.
func NewAuthCommand(env *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "Store, check and remove the credentials of an environment",
		Long: `Store, check and remove the credentials of an environment.

The password comes from AIMSIO_<ENV>_PASSWORD, else AIMSIO_PASSWORD, else the environment's
password_command, else where "auth login" stored it: the system's keyring, or a file. The
user name comes from AIMSIO_<ENV>_USERNAME, else AIMSIO_USERNAME, else the configuration.`,
		Example: `  aimsio auth login --env sandbox
  aimsio auth status --env sandbox`,
		Args: cobra.ArbitraryArgs,
		RunE: cmdkit.NeedsSubcommand,
	}
	cmd.AddCommand(newLoginCommand(env), newLogoutCommand(env), newStatusCommand(env))
	return cmd
}

// statusRow is one thing that a call would use, and where it comes from.
type statusRow struct {
	What   string `json:"what"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// statusOptions are what "auth status" needs.
type statusOptions struct {
	*cmdkit.Output

	configuration func() (*config.Config, error)
	environment   func() (*config.Environment, error)
	output        cmdkit.OutputFlags
}

func newStatusCommand(env *cmdkit.Env) *cobra.Command {
	o := statusOptions{Output: env.Output, configuration: env.ValidConfig, environment: env.Environment}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Tell which credentials a command would use, and where they come from",
		Long: `Tell which server, user name and password a command with the same flags and variables would
use, and where each comes from. The password itself is not shown, and nothing is called. The
exit code is 3 where something is missing.`,
		Example: "  aimsio auth status --env demo",
		Args:    cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runStatus(cmd.Context(), &o)
		},
	}
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(statusRow{}) })
	return cmd
}

func runStatus(ctx context.Context, o *statusOptions) error {
	loaded, err := o.configuration()
	if err != nil {
		return err
	}
	environment, err := o.environment()
	if err != nil {
		return err
	}
	current, err := loaded.Current()
	if err != nil {
		return err
	}
	server := environment.Setting("url")
	rows := []statusRow{
		{What: "environment", Value: environment.Name, Source: current.Source.String()},
		{What: "server", Value: server.Value, Source: server.Source.String()},
	}
	var missing error
	if environment.Open() {
		rows = append(rows, statusRow{What: "credentials", Value: "none needed"})
	} else {
		var found []statusRow
		found, missing = credentialRows(ctx, environment)
		rows = append(rows, found...)
	}
	layout := cmdkit.RowLayout(statusRow{}, "what", "value", "source").Keeping("what").Wrapping("value", "source")
	if err := o.PrintRows(ctx, o.output, layout, cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	return missing
}

// credentialRows tells where user name and password come from. The error says what is missing.
func credentialRows(ctx context.Context, environment *config.Environment) ([]statusRow, error) {
	name, source, err := environment.Username()
	if err != nil {
		return []statusRow{{What: "username", Value: "missing"}}, err
	}
	rows := []statusRow{{What: "username", Value: name, Source: source.String()}}
	_, source, err = environment.Password(ctx)
	if _, unusable := errors.AsType[*config.PasswordError](err); unusable {
		return append(rows, statusRow{What: "password", Value: "too long", Source: source.String()}), err
	}
	if err != nil {
		return append(rows, statusRow{What: "password", Value: "missing"}), err
	}
	return append(rows, statusRow{What: "password", Value: "set", Source: source.String()}), nil
}
