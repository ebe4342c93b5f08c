package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// envAddOptions are what "env add" needs.
type envAddOptions struct {
	*cmdkit.Streams

	load                    func() (*config.Config, error)
	name, address, username string
	// settings are further ones, as key=value.
	settings []string
}

func newEnvAddCommand(env *cmdkit.Env) *cobra.Command {
	o := envAddOptions{Streams: env.Streams, load: env.Load}
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add an environment, or change the settings of one",
		Long: `Add an environment to the configuration, or change settings of one that is there. A built-in
one keeps what is not named. Settings:

` + settingsHelp(),
		Example: `  aimsio env add local --url http://127.0.0.1:8080 --username me

  # the live system, for reading alone, with a password from a password manager
  aimsio env add portal-ro --url https://portal.aimsio.com/ --username bi --set read_only=true --set 'password_command=pass show aimsio/bi'`,
		Args: cmdkit.OneArg("the environment's name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name = args[0]
			return runEnvAdd(cmd.Context(), &o)
		},
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(env)),
	}
	flags := cmd.Flags()
	flags.StringVar(&o.address, "url", "", "address of the server")
	flags.StringVar(&o.username, "username", "", "user name")
	flags.StringArrayVar(&o.settings, "set", nil, "another setting, as key=value (repeatable)")
	cmdkit.RegisterCompletion(cmd, "set", completeSettings)
	return cmd
}

// settingsHelp lists the settings of environments with what they mean.
func settingsHelp() string {
	var lines strings.Builder
	for _, definition := range config.Definitions() {
		if definition.Scope == config.OfEnvironment {
			fmt.Fprintf(&lines, "  %-17s %s\n", definition.Key, definition.Help)
		}
	}
	return strings.TrimRight(lines.String(), "\n")
}

func completeSettings(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var words []string
	for _, definition := range config.Definitions() {
		if definition.Scope == config.OfEnvironment {
			words = append(words, definition.Key+"=")
		}
	}
	return words, cmdkit.WordOpen
}

// pairs puts the flags together.
func (o *envAddOptions) pairs() ([]config.Pair, error) {
	var pairs []config.Pair
	if o.address != "" {
		pairs = append(pairs, config.Pair{Key: "url", Value: o.address})
	}
	if o.username != "" {
		pairs = append(pairs, config.Pair{Key: "username", Value: o.username})
	}
	for _, setting := range o.settings {
		key, value, found := strings.Cut(setting, "=")
		if !found {
			return nil, fail.Usagef("--set %q: it is written key=value", setting)
		}
		pairs = append(pairs, config.Pair{Key: strings.TrimSpace(key), Value: strings.TrimSpace(value)})
	}
	return pairs, nil
}

func runEnvAdd(ctx context.Context, o *envAddOptions) error {
	pairs, err := o.pairs()
	if err != nil {
		return err
	}
	loaded, err := o.load()
	if err != nil {
		return err
	}
	builtIn := slices.Contains(loaded.Names(), o.name)
	hasURL := slices.ContainsFunc(pairs, func(p config.Pair) bool { return p.Key == "url" })
	switch {
	case loaded.Configured(o.name):
		err = loaded.SetEnvironment(ctx, o.name, pairs...)
	case !hasURL && !builtIn:
		return fail.Usagef("env add %s needs --url, the address of the server", o.name)
	default:
		err = loaded.AddEnvironment(ctx, o.name, pairs)
	}
	if err != nil {
		return editError(err)
	}
	file, err := loaded.File()
	if err != nil {
		return err
	}
	o.Notef("environment %s is in %s", o.name, file)
	return nil
}

// editError is why the configuration was not changed. That its file cannot be written, or is being
// written by another process, is no fault of the command line.
func editError(err error) error {
	if errors.Is(err, config.ErrInvalid) {
		return fail.AsUsage(err)
	}
	return err
}

// envUseOptions are what "env use" needs.
type envUseOptions struct {
	*cmdkit.Streams

	load   func() (*config.Config, error)
	getenv func(string) (string, bool)
	name   string
}

func newEnvUseCommand(env *cmdkit.Env) *cobra.Command {
	o := envUseOptions{Streams: env.Streams, load: env.Load, getenv: env.Getenv}
	return &cobra.Command{
		Use:   "use NAME",
		Short: "Make an environment the one that commands work with",
		Long: `Make an environment the one that commands work with where neither --env nor AIMSIO_ENV says
otherwise.`,
		Example:           "  aimsio env use sandbox",
		Args:              cmdkit.OneArg("the environment's name"),
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(env)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name = args[0]
			return runEnvUse(cmd.Context(), &o)
		},
	}
}

func runEnvUse(ctx context.Context, o *envUseOptions) error {
	loaded, err := o.load()
	if err != nil {
		return err
	}
	if err := loaded.Use(ctx, o.name); err != nil {
		return editError(err)
	}
	o.Notef("commands work with %s from now on", o.name)
	if value, set := o.getenv("AIMSIO_ENV"); set && value != "" && value != o.name {
		o.Notef("warning: AIMSIO_ENV is set to %s and counts before it", value)
	}
	return nil
}

// envRemoveOptions are what "env remove" needs.
type envRemoveOptions struct {
	*cmdkit.Streams

	load func() (*config.Config, error)
	name string
}

func newEnvRemoveCommand(env *cmdkit.Env) *cobra.Command {
	o := envRemoveOptions{Streams: env.Streams, load: env.Load}
	return &cobra.Command{
		Use:     "remove NAME",
		Aliases: []string{"rm"},
		Short:   "Remove an environment from the configuration",
		Long: `Remove an environment from the configuration. A built-in one goes back to what it was. Its
stored password is removed too.`,
		Example:           "  aimsio env remove local",
		Args:              cmdkit.OneArg("the environment's name"),
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(env)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name = args[0]
			return runEnvRemove(cmd.Context(), &o)
		},
	}
}

// runEnvRemove takes an environment out of the configuration, and its password from where it is stored.
func runEnvRemove(ctx context.Context, o *envRemoveOptions) error {
	loaded, err := o.load()
	if err != nil {
		return err
	}
	if err := loaded.Remove(ctx, o.name); err != nil {
		return editError(err)
	}
	o.Notef("environment %s is removed from the configuration", o.name)
	removed, err := loaded.ForgetEnvironment(ctx, o.name)
	for _, source := range removed {
		o.Notef("its password is removed from %s", source)
	}
	switch _, unasked := errors.AsType[*config.KeyringError](err); {
	case unasked && errors.Is(err, config.ErrNoBus):
		return nil
	case unasked:
		o.Problemf("warning: a password of %s may still be in the keyring, as an entry of \"aimsio\": %s", o.name, fail.OneLine(err))
		return nil
	case err != nil:
		return fmt.Errorf("the environment is removed, its password is not: %w", err)
	}
	return nil
}
