package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// addHelp gives the root a help command, and a completion command, that say when a word is not a
// command. Cobra's own show help instead and end as if all were well.
func addHelp(root *cobra.Command) {
	root.SetHelpCommand(&cobra.Command{
		Use:     "help [COMMAND...]",
		Short:   "Show the help of a command",
		Long:    "Show the help of a command, as --help does.",
		Example: "  aimsio help joborders list",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			found, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return nil, cmdkit.WordDone
			}
			var words []string
			for _, sub := range found.Commands() {
				if sub.IsAvailableCommand() {
					words = append(words, sub.Name()+"\t"+sub.Short)
				}
			}
			return words, cmdkit.WordDone
		},
		RunE: func(_ *cobra.Command, args []string) error {
			found, rest, err := root.Find(args)
			if err != nil {
				return fail.AsUsage(err)
			}
			if len(rest) > 0 && found.HasSubCommands() {
				return found.RunE(found, rest)
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	})
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			command.Args, command.RunE = cobra.ArbitraryArgs, cmdkit.NeedsSubcommand
			quoteInFish(command)
		}
	}
}

// quoteInFish mends Cobra's script for fish, which runs what stands in quotes on the command line when
// something behind it is completed: it takes the words without their quotes and evaluates them.
func quoteInFish(completion *cobra.Command) {
	for _, shell := range completion.Commands() {
		if shell.Name() != "fish" {
			continue
		}
		shell.RunE = func(cmd *cobra.Command, _ []string) error {
			plain, err := cmd.Flags().GetBool("no-descriptions")
			if err != nil {
				return fail.AsUsage(err)
			}
			var script bytes.Buffer
			if err := cmd.Root().GenFishCompletion(&script, !plain); err != nil {
				return fmt.Errorf("making the script: %w", err)
			}
			const taken = "    set -l args (commandline -opc)\n"
			const quoted = taken + "    if set -q args[2]\n        set args $args[1] (string escape -- $args[2..-1])\n    end\n"
			_, err = fmt.Fprint(cmd.OutOrStdout(), strings.Replace(script.String(), taken, quoted, 1))
			return cmdkit.WrapWrite(err)
		}
	}
}
