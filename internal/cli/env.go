package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/config"
)

func newEnvCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "env",
		Aliases: []string{"environment", "environments"},
		Short:   "See and change environments and their settings",
		Long: `See and change environments. An environment is a server, a user name and settings.
sandbox, portal, mock and demo are built in; more stand in the configuration.`,
		Example: `  aimsio env list
  aimsio env use sandbox
  aimsio env show`,
		Args: cobra.ArbitraryArgs,
		RunE: needsSubcommand,
	}
	cmd.AddCommand(newEnvListCommand(a), newEnvShowCommand(a), newEnvAddCommand(a), newEnvUseCommand(a), newEnvRemoveCommand(a))
	return cmd
}

// needsSubcommand shows help, or says that a word is none of the subcommands.
func needsSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return usageHint(nearest(args[0], names), "%q has no subcommand %q: it has %s", cmd.CommandPath(), args[0], strings.Join(names, ", "))
}

// environmentRow is what "env list" tells of an environment.
type environmentRow struct {
	Current   bool   `json:"current"`
	Name      string `json:"name"`
	URL       string `json:"url"`
	Username  string `json:"username"`
	Protected bool   `json:"protected"`
	ReadOnly  bool   `json:"readOnly"`
	Origin    string `json:"origin"`
	Fault     string `json:"fault"`
}

func newEnvListCommand(a *app) *cobra.Command {
	var flags outputFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the environments",
		Long:  "List the environments, those built in and those of the configuration.",
		Example: `  aimsio env list

  # the servers
  aimsio env list -o json --jq '.[].url'`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			rows, err := a.environmentRows()
			if err != nil {
				return err
			}
			shown := rowShape(environmentRow{}, "current", "name", "url", "username", "protected", "readOnly", "origin")
			return a.printRows(cmd.Context(), flags, shown, rowsOf(rows))
		},
	}
	flags.add(cmd, func() []api.Field { return rowFields(environmentRow{}) })
	return cmd
}

func (a *app) environmentRows() ([]environmentRow, error) {
	loaded, err := a.load()
	if err != nil {
		return nil, err
	}
	if err := loaded.Err(); err != nil {
		a.problemf("the configuration cannot be used: %s", oneLine(err))
	}
	current, _ := loaded.Current() // without one, none is marked
	var rows []environmentRow
	for _, name := range loaded.Names() {
		row := environmentRow{Name: name, Current: name == current.Value, Origin: string(config.FromBuiltin)}
		if loaded.Configured(name) {
			row.Origin = string(config.FromConfiguration)
		}
		environment, err := loaded.Inspect(name)
		if err != nil {
			row.Fault = err.Error()
			a.problemf("%s: %s", name, oneLine(err))
		} else {
			row.URL, row.Username = environment.Setting("url").Value, environment.Setting("username").Value
			row.Protected, row.ReadOnly = environment.Protected, environment.ReadOnly
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// settingRow is a setting, its value and where it came from.
type settingRow struct {
	Setting string `json:"setting"`
	Value   string `json:"value"`
	Source  string `json:"source"`
}

func newEnvShowCommand(a *app) *cobra.Command {
	var flags outputFlags
	cmd := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show every setting of an environment and where it came from",
		Long: `Show every setting of an environment, the current one if none is named, and where its value
came from: a flag, a variable, the configuration, built in or by default. A default is marked as
assumed where it stands for what Aimsio does not document. "aimsio auth status" shows the
credentials.`,
		Example: `  aimsio env show demo

  # one value
  aimsio env show demo -o json --jq '.[] | select(.setting == "rate") | .value'`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeOnce(completeEnvironments(a)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("env show takes at most one name")
			}
			return a.runEnvShow(cmd.Context(), strings.Join(args, ""), flags)
		},
	}
	flags.add(cmd, func() []api.Field { return rowFields(settingRow{}) })
	return cmd
}

func (a *app) runEnvShow(ctx context.Context, name string, flags outputFlags) error {
	loaded, err := a.load()
	if err != nil {
		return err
	}
	if err := loaded.Err(); err != nil {
		a.problemf("the configuration cannot be used: %s", oneLine(err))
	}
	environment, err := loaded.Inspect(name)
	if err != nil {
		return err
	}
	program, err := loaded.Settings()
	if err != nil {
		return usage(err)
	}
	for _, warning := range environment.Warnings {
		a.notef("warning: %s", warning)
	}
	rows := []settingRow{{Setting: "name", Value: environment.Name}}
	for _, setting := range append(environment.Settings(), program...) {
		if setting.Key == "env" { // the environment that is shown, not the current one
			continue
		}
		source := setting.Source.String()
		if setting.Value == "" {
			source = ""
		}
		rows = append(rows, settingRow{Setting: setting.Key, Value: setting.Value, Source: source})
	}
	for _, place := range []struct {
		name string
		path func() (string, error)
	}{{"configuration file", loaded.File}, {"state folder", loaded.StateDir}} {
		path, err := place.path()
		if err != nil {
			path = err.Error()
		}
		rows = append(rows, settingRow{Setting: place.name, Value: path})
	}
	return a.printRows(ctx, flags, rowShape(settingRow{}, "setting", "value", "source"), rowsOf(rows))
}

// completeOnce offers words for the first argument alone.
func completeOnce(complete completer) completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, wordDone
		}
		return complete(cmd, args, typed)
	}
}
