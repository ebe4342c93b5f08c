package cmdkit

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// NeedsSubcommand shows help, or says that a word is none of the subcommands.
func NeedsSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return UsageHint(Nearest(args[0], names), "%q has no subcommand %q: it has %s", cmd.CommandPath(), args[0], strings.Join(names, ", "))
}

// Nearest gives up to three names close to a word.
func Nearest(word string, names []string) []string { return api.Nearest(word, names, 3) }

// UsageHint makes a usage error that offers the names nearest to what was typed.
func UsageHint(near []string, format string, args ...any) error {
	return fail.Usagef("%s%s", fmt.Sprintf(format, args...), text.DidYouMean(near))
}

// NamesSubcommand tells that the word behind a command can be nothing but one of its subcommands.
func NamesSubcommand(cmd *cobra.Command) bool { return cmd.HasSubCommands() && cmd.Use == cmd.Name() }
