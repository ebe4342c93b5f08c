package cmdkit

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// NoArgs refuses words that a command does not take.
func NoArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fail.Usagef("%q takes no arguments, but got %q", cmd.CommandPath(), strings.Join(args, " "))
	}
	return nil
}

// OneArg asks for exactly one word, which is called name in help.
func OneArg(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fail.Usagef("%q takes one argument, %s, but got %d", cmd.CommandPath(), name, len(args))
		}
		return nil
	}
}
