package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// noArgs refuses words that a command does not take.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%q takes no arguments, but got %q", cmd.CommandPath(), strings.Join(args, " "))
	}
	return nil
}

// oneArg asks for exactly one word, which is called name in help.
func oneArg(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usagef("%q takes one argument, %s, but got %d", cmd.CommandPath(), name, len(args))
		}
		return nil
	}
}
