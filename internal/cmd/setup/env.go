// Package setup holds the commands that environments and credentials are set up with: env and auth.
package setup

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// NewEnvCommand makes the command env.
func NewEnvCommand(env *cmdkit.Env) *cobra.Command {
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
	cmd.AddCommand(newEnvListCommand(env), newEnvShowCommand(env), newEnvAddCommand(env), newEnvUseCommand(env), newEnvRemoveCommand(env))
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

// envListOptions are what "env list" needs.
type envListOptions struct {
	*cmdkit.Streams
	*cmdkit.Output

	load   func() (*config.Config, error)
	output cmdkit.OutputFlags
}

func newEnvListCommand(env *cmdkit.Env) *cobra.Command {
	o := envListOptions{Streams: env.Streams, Output: env.Output, load: env.Load}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the environments",
		Long:  "List the environments, those built in and those of the configuration.",
		Example: `  aimsio env list

  # the servers
  aimsio env list -o json --jq '.[].url'`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runEnvList(cmd.Context(), &o)
		},
	}
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(environmentRow{}) })
	return cmd
}

func runEnvList(ctx context.Context, o *envListOptions) error {
	loaded, err := o.load()
	if err != nil {
		return err
	}
	reportBroken(o.Streams, loaded)
	shown := cmdkit.RowLayout(environmentRow{}, "current", "name", "url", "username", "protected", "readOnly", "origin").Keeping("name")
	shown.Everywhere = true
	return o.PrintRows(ctx, o.output, shown, cmdkit.RowsOf(environmentRows(o.Streams, loaded)))
}

// reportBroken says why the configuration cannot be used, where it cannot. What it holds is shown nevertheless.
func reportBroken(streams *cmdkit.Streams, loaded *config.Config) {
	if err := loaded.Err(); err != nil {
		streams.Problemf("the configuration cannot be used: %s", fail.OneLine(err))
	}
}

// environmentRows gives a row for each environment. What is wrong with one stands in its row, and is reported.
func environmentRows(streams *cmdkit.Streams, loaded *config.Config) []environmentRow {
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
			streams.Problemf("%s: %s", name, fail.OneLine(err))
		} else {
			row.URL, row.Username = environment.Setting("url").Value, environment.Setting("username").Value
			row.Protected, row.ReadOnly = environment.Protected, environment.ReadOnly
		}
		rows = append(rows, row)
	}
	return rows
}

// settingRow is a setting, its value and where it came from.
type settingRow struct {
	Setting string `json:"setting"`
	Value   string `json:"value"`
	Source  string `json:"source"`
}

// envShowOptions are what "env show" needs.
type envShowOptions struct {
	*cmdkit.Streams
	*cmdkit.Output

	load func() (*config.Config, error)
	// name is that of the environment, empty for the current one.
	name   string
	output cmdkit.OutputFlags
}

func newEnvShowCommand(env *cmdkit.Env) *cobra.Command {
	o := envShowOptions{Streams: env.Streams, Output: env.Output, load: env.Load}
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
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteEnvironments(env)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fail.Usagef("env show takes at most one name")
			}
			o.name = strings.Join(args, "")
			return runEnvShow(cmd.Context(), &o)
		},
	}
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(settingRow{}) })
	return cmd
}

func runEnvShow(ctx context.Context, o *envShowOptions) error {
	loaded, err := o.load()
	if err != nil {
		return err
	}
	reportBroken(o.Streams, loaded)
	environment, err := loaded.Inspect(o.name)
	if err != nil {
		return err
	}
	program, err := loaded.Settings()
	if err != nil {
		return fail.AsUsage(err)
	}
	for _, warning := range environment.Warnings {
		o.Notef("warning: %s", warning)
	}
	rows := append(settingRows(environment, program), placeRows(loaded)...)
	layout := cmdkit.RowLayout(settingRow{}, "setting", "value", "source").Keeping("setting").Wrapping("value", "source")
	return o.PrintRows(ctx, o.output, layout, cmdkit.RowsOf(rows))
}

// settingRows gives a row for each setting of an environment and of the program.
func settingRows(environment *config.Environment, program []config.Setting) []settingRow {
	rows := []settingRow{{Setting: "name", Value: environment.Name}}
	for _, setting := range slices.Concat(environment.Settings(), program) {
		if setting.Key == "env" { // the environment that is shown, not the current one
			continue
		}
		source := setting.Source.String()
		if setting.Value == "" {
			source = ""
		}
		rows = append(rows, settingRow{Setting: setting.Key, Value: setting.Value, Source: source})
	}
	return rows
}

// placeRows tells where configuration and state are, or why there is no such place.
func placeRows(loaded *config.Config) []settingRow {
	var rows []settingRow
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
	return rows
}
