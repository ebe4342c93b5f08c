package handover

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// configured gives what the configuration says of an export.
func (o *options) configured(name string) (config.Export, bool) {
	for _, one := range o.allConfigured() {
		if one.Name == name {
			return one, true
		}
	}
	return config.Export{}, false
}

func (o *options) allConfigured() []config.Export {
	loaded, err := o.settings.Load()
	if err != nil {
		return nil
	}
	environment, err := o.settings.Environment()
	if err != nil {
		return nil
	}
	return loaded.Exports(environment.Name)
}

func newRunCommand(env *cmdkit.Env) *cobra.Command {
	o := newOptions(env)
	e := &exportFlags{}
	cmd := &cobra.Command{
		Use:   "run NAME [-- COMMAND [ARG...]]",
		Short: "Hand over what the configuration names",
		Long: `Hand over what the configuration says of NAME under exports, for all environments or in the one that is
meant. A flag takes the place of what stands there.

  exports:
    - name: payroll
      entity: timecards
      where: [timecardStatus=@approved]
      columns: [timecardNumber, timecardDate, timecardHours]
      out: /srv/payroll/timecards-{batch}.csv
      then_status: Exported
      command: [sftp-upload, "{file}"]`,
		Example: `  aimsio export run payroll --env sandbox
  aimsio export run payroll --env sandbox --limit 10 --dry-run`,
		Args: commandAlone(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e.take(args[1:])
			return o.runConfigured(cmd.Context(), env, args[0], e, cmd.Flags())
		},
		ValidArgsFunction: o.completeConfigured,
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&e.where.Expressions, "where", nil, "hand over records where 'field OP value' holds, and not those of the configuration (repeatable)")
	addFlags(cmd, e)
	e.file.AddFile(cmd, func() []api.Field { return nil })
	flags.StringVar(&e.Explode, "explode", "", "make a row of each element of a list")
	o.addHandOverFlags(env, cmd)
	return cmd
}

func (o *options) completeConfigured(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if len(args) == 0 {
		for _, one := range o.allConfigured() {
			names = append(names, one.Name)
		}
	}
	return names, cmdkit.WordDone
}

func (o *options) runConfigured(ctx context.Context, env *cmdkit.Env, name string, given *exportFlags, flags *pflag.FlagSet) error {
	if _, err := o.settings.Environment(); err != nil {
		return err
	}
	e, found := o.configured(name)
	if !found {
		var names []string
		for _, one := range o.allConfigured() {
			names = append(names, one.Name)
		}
		return cmdkit.UsageHint(cmdkit.Nearest(name, names), "the configuration names no export %q for environment %s", name, o.settings.EnvironmentName())
	}
	override(&e, given, flags)
	if e.Entity == "" {
		return fail.Usagef("%s: the export %q names no entity", e.Source, name)
	}
	entity, err := env.EntityNamed(e.Entity)
	if err != nil {
		return fmt.Errorf("%s: the export %q: %w", e.Source, name, err)
	}
	return o.handOver(ctx, entity, e)
}

// override puts the flags that are given in the place of what the configuration says.
func override(e *config.Export, given *exportFlags, flags *pflag.FlagSet) {
	for name, do := range map[string]func(){
		"where":       func() { e.Where, e.IgnoreCase = given.Where, false },
		"columns":     func() { e.Columns = given.Columns },
		"explode":     func() { e.Explode = given.Explode },
		"out":         func() { e.Out = given.Out },
		"format":      func() { e.Format = given.Format },
		"no-header":   func() { e.NoHeader = given.NoHeader },
		"excel":       func() { e.Excel = given.Excel },
		"time":        func() { e.Time = given.Time },
		"then-status": func() { e.ThenStatus = given.ThenStatus },
		"limit":       func() { e.Limit = given.Limit },
	} {
		if flags.Changed(name) {
			do()
		}
	}
	if len(given.Command) > 0 {
		e.Command = given.Command
	}
}
