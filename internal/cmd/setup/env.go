// Package setup holds the commands that environments and credentials are set up with: env and auth.
package setup

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// NewEnvCommand makes the command env.
func NewEnvCommand(a *cmdkit.Env) *cobra.Command {
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
		RunE: cmdkit.NeedsSubcommand,
	}
	cmd.AddCommand(newEnvListCommand(a), newEnvShowCommand(a), newEnvAddCommand(a), newEnvUseCommand(a), newEnvRemoveCommand(a))
	return cmd
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

func newEnvListCommand(a *cmdkit.Env) *cobra.Command {
	var flags cmdkit.OutputFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the environments",
		Long:  "List the environments, those built in and those of the configuration.",
		Example: `  aimsio env list

  # the servers
  aimsio env list -o json --jq '.[].url'`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			rows, err := environmentRows(a)
			if err != nil {
				return err
			}
			shown := cmdkit.RowLayout(environmentRow{}, "current", "name", "url", "username", "protected", "readOnly", "origin")
			return a.PrintRows(cmd.Context(), flags, shown, cmdkit.RowsOf(rows))
		},
	}
	flags.Add(cmd, func() []api.Field { return cmdkit.RowFields(environmentRow{}) })
	return cmd
}

func environmentRows(a *cmdkit.Env) ([]environmentRow, error) {
	loaded, err := a.Load()
	if err != nil {
		return nil, err
	}
	if err := loaded.Err(); err != nil {
		a.Problemf("the configuration cannot be used: %s", fail.OneLine(err))
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
			a.Problemf("%s: %s", name, fail.OneLine(err))
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

func newEnvShowCommand(a *cmdkit.Env) *cobra.Command {
	var flags cmdkit.OutputFlags
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
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(a)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fail.Usagef("env show takes at most one name")
			}
			return runEnvShow(cmd.Context(), a, strings.Join(args, ""), flags)
		},
	}
	flags.Add(cmd, func() []api.Field { return cmdkit.RowFields(settingRow{}) })
	return cmd
}

func runEnvShow(ctx context.Context, a *cmdkit.Env, name string, flags cmdkit.OutputFlags) error {
	loaded, err := a.Load()
	if err != nil {
		return err
	}
	if err := loaded.Err(); err != nil {
		a.Problemf("the configuration cannot be used: %s", fail.OneLine(err))
	}
	environment, err := loaded.Inspect(name)
	if err != nil {
		return err
	}
	program, err := loaded.Settings()
	if err != nil {
		return fail.AsUsage(err)
	}
	for _, warning := range environment.Warnings {
		a.Notef("warning: %s", warning)
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
	return a.PrintRows(ctx, flags, cmdkit.RowLayout(settingRow{}, "setting", "value", "source"), cmdkit.RowsOf(rows))
}
