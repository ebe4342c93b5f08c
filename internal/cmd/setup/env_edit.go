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

func newEnvAddCommand(a *cmdkit.Env) *cobra.Command {
	var address, username string
	var settings []string
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
			pairs, err := settingPairs(address, username, settings)
			if err != nil {
				return err
			}
			return runEnvAdd(cmd.Context(), a, args[0], pairs)
		},
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(a)),
	}
	flags := cmd.Flags()
	flags.StringVar(&address, "url", "", "address of the server")
	flags.StringVar(&username, "username", "", "user name")
	flags.StringArrayVar(&settings, "set", nil, "another setting, as key=value (repeatable)")
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

// settingPairs puts the flags of "env add" together.
func settingPairs(address, username string, settings []string) ([]config.Pair, error) {
	var pairs []config.Pair
	if address != "" {
		pairs = append(pairs, config.Pair{Key: "url", Value: address})
	}
	if username != "" {
		pairs = append(pairs, config.Pair{Key: "username", Value: username})
	}
	for _, setting := range settings {
		key, value, found := strings.Cut(setting, "=")
		if !found {
			return nil, fail.Usagef("--set %q: it is written key=value", setting)
		}
		pairs = append(pairs, config.Pair{Key: strings.TrimSpace(key), Value: strings.TrimSpace(value)})
	}
	return pairs, nil
}

func runEnvAdd(ctx context.Context, a *cmdkit.Env, name string, pairs []config.Pair) error {
	loaded, err := a.Load()
	if err != nil {
		return err
	}
	builtIn := slices.Contains(loaded.Names(), name)
	hasURL := slices.ContainsFunc(pairs, func(p config.Pair) bool { return p.Key == "url" })
	switch {
	case loaded.Configured(name):
		err = loaded.SetEnvironment(ctx, name, pairs...)
	case !hasURL && !builtIn:
		return fail.Usagef("env add %s needs --url, the address of the server", name)
	default:
		err = loaded.AddEnvironment(ctx, name, pairs)
	}
	if err != nil {
		return editError(err)
	}
	file, err := loaded.File()
	if err != nil {
		return err
	}
	a.Notef("environment %s is in %s", name, file)
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

func newEnvUseCommand(a *cmdkit.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "use NAME",
		Short: "Make an environment the one that commands work with",
		Long: `Make an environment the one that commands work with where neither --env nor AIMSIO_ENV says
otherwise.`,
		Example:           "  aimsio env use sandbox",
		Args:              cmdkit.OneArg("the environment's name"),
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(a)),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := a.Load()
			if err != nil {
				return err
			}
			if err := loaded.Use(cmd.Context(), args[0]); err != nil {
				return editError(err)
			}
			a.Notef("commands work with %s from now on", args[0])
			if value, set := a.Getenv("AIMSIO_ENV"); set && value != "" && value != args[0] {
				a.Notef("warning: AIMSIO_ENV is set to %s and counts before it", value)
			}
			return nil
		},
	}
}

func newEnvRemoveCommand(a *cmdkit.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "remove NAME",
		Aliases: []string{"rm"},
		Short:   "Remove an environment from the configuration",
		Long: `Remove an environment from the configuration. A built-in one goes back to what it was. Its
stored password is removed too.`,
		Example:           "  aimsio env remove local",
		Args:              cmdkit.OneArg("the environment's name"),
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(a)),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := a.Load()
			if err != nil {
				return err
			}
			return runEnvRemove(cmd.Context(), a, loaded, args[0])
		},
	}
}

// runEnvRemove takes an environment out of the configuration, and its password from where it is stored.
func runEnvRemove(ctx context.Context, a *cmdkit.Env, loaded *config.Config, name string) error {
	if err := loaded.Remove(ctx, name); err != nil {
		return editError(err)
	}
	a.Notef("environment %s is removed from the configuration", name)
	removed, err := loaded.ForgetEnvironment(ctx, name)
	for _, source := range removed {
		a.Notef("its password is removed from %s", source)
	}
	switch _, unasked := errors.AsType[*config.KeyringError](err); {
	case unasked && errors.Is(err, config.ErrNoBus):
		return nil
	case unasked:
		a.Problemf("warning: a password of %s may still be in the keyring, as an entry of \"aimsio\": %s", name, fail.OneLine(err))
		return nil
	case err != nil:
		return fmt.Errorf("the environment is removed, its password is not: %w", err)
	}
	return nil
}
