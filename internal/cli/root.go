package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmd/completion"
	"github.com/aimsio-cli/aimsio/internal/cmd/doctor"
	"github.com/aimsio-cli/aimsio/internal/cmd/entity"
	"github.com/aimsio-cli/aimsio/internal/cmd/handover"
	"github.com/aimsio-cli/aimsio/internal/cmd/local"
	"github.com/aimsio-cli/aimsio/internal/cmd/setup"
	"github.com/aimsio-cli/aimsio/internal/cmd/spec"
	"github.com/aimsio-cli/aimsio/internal/cmd/tools"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/synonym"
)

// The groups in which help lists the commands.
const (
	groupEntities = "entities"
	groupMirror   = "mirror"
	groupSetup    = "setup"
	groupTools    = "tools"
)

// newRoot makes the command tree, with the verbs of those entities that needsVerbs picks.
func newRoot(a *cmdkit.Env, needsVerbs func(*api.Entity) bool) *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:   "aimsio",
		Short: "Work with Aimsio from the command line",
		Long: `Read and write the records of Aimsio, the field-service system: job orders, crews,
equipment, timecards, price books, invoices and the rest.

Every entity takes the same verbs. An environment says which server is meant: try
"--env demo" first, which needs no account and no network.`,
		Example: `  # see job orders that exist only in the demo
  aimsio joborders list --env demo

  # whole records, only active ones, as one JSON object a line
  aimsio joborders list --env demo --full --filter 'jobStatus=Active' -o ndjson

  # what a record consists of
  aimsio employees fields`,
		Args:          cobra.ArbitraryArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.Command = cmd.CommandPath()
			for _, check := range []func(*pflag.FlagSet) error{refuseEmpty, cmdkit.CheckChoices, cmdkit.CheckFlagPairs} {
				if err := check(cmd.Flags()); err != nil {
					return err
				}
			}
			if err := refuseOwnFiles(a, cmd.Flags()); err != nil {
				return err
			}
			return checkDescription(a, cmd)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				if err := spec.RemovedEntity(a.Described, args[0]); err != nil {
					return err
				}
				return unknownCommand(a.Catalog, cmd, args)
			}
			if version {
				_, err := fmt.Fprintf(a.Out, "aimsio %s\n", a.Version)
				return cmdkit.WrapWrite(err)
			}
			return cmd.Help()
		},
	}
	root.Flags().BoolVar(&version, "version", false, "tell the program's version")
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(flagError)
	addGlobalFlags(root.PersistentFlags(), &a.Flags, &a.Quiet)
	completeGlobalFlags(a, root)
	root.AddGroup(
		&cobra.Group{ID: groupEntities, Title: "Entities:"},
		&cobra.Group{ID: groupMirror, Title: "The local copy:"},
		&cobra.Group{ID: groupSetup, Title: "Setting up:"},
		&cobra.Group{ID: groupTools, Title: "Tools:"},
	)
	for _, entity := range a.Catalog.Entities {
		root.AddCommand(newEntityCommand(a, entity, needsVerbs(entity)))
	}
	addInGroup(root, groupSetup, setup.NewEnvCommand(a), setup.NewAuthCommand(a), completion.NewCompletionCommand(a))
	addInGroup(root, groupMirror, local.NewSyncCommand(a), local.NewChangesCommand(a), local.NewWatchCommand(a), local.NewSQLCommand(a),
		local.NewReportCommand(a), local.NewWorkbookCommand(a),
		local.NewMirrorCommand(a), handover.NewExportCommand(a))
	addInGroup(root, groupTools, tools.NewAPICommand(a), entity.NewEntitiesCommand(a), doctor.NewDoctorCommand(a), newLogCommand(a),
		entity.NewOpenCommand(a), entity.NewPromoteCommand(a),
		tools.NewMCPCommand(a), tools.NewSimulateCommand(a), spec.NewSpecCommand(a), tools.NewVersionCommand(a))
	addHelp(a, root)
	offerSafely(root)
	return root
}

// newLogCommand makes the command log with what puts a run back, which is a write like those of the entities.
func newLogCommand(a *cmdkit.Env) *cobra.Command {
	log := tools.NewLogCommand(a)
	log.AddCommand(entity.NewUndoCommand(a))
	return log
}

func addInGroup(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, command := range commands {
		command.GroupID = group
		root.AddCommand(command)
	}
}

// addGlobalFlags adds the flags that every command takes.
func addGlobalFlags(flags *pflag.FlagSet, given *cmdkit.GlobalFlags, quiet *bool) {
	flags.StringVarP(&given.Env, "env", "e", "", "environment to work with: sandbox, portal, mock, demo or one of your own")
	flags.StringVarP(&given.Output, "output", "o", "", "format: table, wide, json, ndjson, csv, yaml, markdown, html or xlsx (default table)")
	flags.BoolVarP(quiet, "quiet", "q", false, "print nothing but data and errors")
	flags.StringVar(&given.Color, "color", "", "colour: auto, always or never (default auto)")
	flags.StringVar(&given.MaxWait, "max-wait", "", "how long a call goes on being tried (default 2m)")
	flags.StringVar(&given.Trace, "trace", "", "show every call on standard error; --trace=body the bodies too")
	flags.Lookup("trace").NoOptDefVal = "calls"
	flags.BoolVar(&given.NoPager, "no-pager", false, "show help and long tables at once, without a pager")
	flags.SortFlags = false
}

// completeGlobalFlags says what completes them.
func completeGlobalFlags(a *cmdkit.Env, root *cobra.Command) {
	cmdkit.RegisterCompletion(root, "env", cmdkit.CompleteEnvironments(a))
	cmdkit.RegisterCompletion(root, "output", cmdkit.CompleteWords("table", "wide", "json", "ndjson", "csv", "yaml", "markdown", "html", "xlsx"))
	cmdkit.RegisterCompletion(root, "color", cmdkit.CompleteWords("auto", "always", "never"))
	cmdkit.RegisterCompletion(root, "trace", cmdkit.CompleteWords("calls", "body"))
}

// unknownCommand says that the first word is neither a command nor an entity, and which are near.
func unknownCommand(catalog *api.Catalog, cmd *cobra.Command, args []string) error {
	word := args[0]
	if instead := synonym.Instead(catalog, args); instead != "" {
		return fail.New(fail.Usage, instead, "there is no command or entity %q", word)
	}
	var names []string
	for _, command := range cmd.Commands() {
		names = append(names, command.Name())
		names = append(names, command.Aliases...)
	}
	return cmdkit.UsageHint(cmdkit.Nearest(word, names),
		"unknown command or entity %q; \"aimsio entities\" lists the entities, \"aimsio help\" the commands", word)
}

// flagError names the flag that is wrong and the ones near to it.
func flagError(cmd *cobra.Command, err error) error {
	if typed := cmd.Flags().Args(); cmdkit.NamesSubcommand(cmd) && len(typed) > 0 {
		return cmd.RunE(cmd, typed) // the command itself is unknown, so its flags are too
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag := invalid.GetFlag()
		return fail.Usagef("--%s %q: %s is expected", flag.Name, invalid.GetValue(), flagKind(flag))
	}
	message := err.Error()
	name, found := strings.CutPrefix(message, "unknown flag: --")
	if !found {
		return fail.New(fail.Usage, dashHint(cmd, err), "%s: %w", cmd.CommandPath(), err)
	}
	var names []string
	add := func(flag *pflag.Flag) {
		if !slices.Contains(names, flag.Name) && !flag.Hidden {
			names = append(names, flag.Name)
		}
	}
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	near := api.Nearest(name, names, 3)
	for i := range near {
		near[i] = "--" + near[i]
	}
	return cmdkit.UsageHint(near, "unknown flag --%s for %q; see \"%s --help\"", name, cmd.CommandPath(), cmd.CommandPath())
}

// dashHint tells how a word that begins with a minus and is no flag, such as an identifier, is given.
func dashHint(cmd *cobra.Command, err error) string {
	missing, ok := errors.AsType[*pflag.NotExistError](err)
	if _, takes, _ := strings.Cut(cmd.Use, " "); !ok || takes == "" {
		return ""
	}
	return fmt.Sprintf("a word that begins with a minus and is no flag stands behind --, as in \"%s -- -%s\"",
		cmd.CommandPath(), missing.GetSpecifiedShortnames())
}

// refuseEmpty refuses a text that is given and empty. Mostly it is a variable of a script that was
// never set, and to go on without it would mean another environment or every record.
func refuseEmpty(flags *pflag.FlagSet) error {
	var empty error
	flags.Visit(func(flag *pflag.Flag) {
		if flag.Value.Type() == "string" && flag.Value.String() == "" && empty == nil {
			empty = fail.Usagef("--%s is empty: give it a value or leave it out", flag.Name)
		}
	})
	return empty
}

// flagKind says in plain words what a flag takes.
func flagKind(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "int", "uint64":
		return "a whole number"
	case "float64":
		return "a number"
	case "duration":
		return "a time such as 300ms or 5s"
	case "bool":
		return "true or false"
	default:
		return "another value"
	}
}
