package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmd/help"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// addHelp gives the root its help, and a completion command that says when a word is not a command. Cobra's own
// show help instead and end as if all were well.
func addHelp(a *cmdkit.Env, root *cobra.Command) {
	help.Install(a, root, help.Options{Entities: groupEntities, Verbs: verbsOf(a.Catalog), First: "aimsio joborders list --env demo"})
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			command.Args, command.RunE = cobra.ArbitraryArgs, cmdkit.NeedsSubcommand
			quoteInFish(command)
		}
	}
}

// verbsOf lists what can be done to one entity or another.
func verbsOf(catalog *api.Catalog) []string {
	var all []string
	for _, entity := range catalog.Entities {
		for _, verb := range api.VerbNames(entity) {
			if !slices.Contains(all, verb) {
				all = append(all, verb)
			}
		}
	}
	return all
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
