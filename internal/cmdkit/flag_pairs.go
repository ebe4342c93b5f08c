package cmdkit

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// The notes on a flag that say when it has no effect. Each names other flags of the command.
const (
	// OnlyWith marks a flag that says something about others: without any of them it has no effect.
	OnlyWith = "aimsio-only-with"
	// IdleWith marks a flag that has no effect beside any of the others.
	IdleWith = "aimsio-idle-with"
)

// NoteFlag says of a flag when it has no effect.
func NoteFlag(cmd *cobra.Command, flag, kind string, others ...string) {
	noted := cmd.Flags().Lookup(flag).Annotations[kind]
	_ = cmd.Flags().SetAnnotation(flag, kind, slices.Concat(noted, others)) // it fails for no flag that is there
}

// CheckFlagPairs refuses a flag that would have no effect: who gave it expects one. A switch that is
// given as it is anyway asks for nothing.
func CheckFlagPairs(flags *pflag.FlagSet) error {
	var idle error
	flags.Visit(func(flag *pflag.Flag) {
		if idle != nil || !asks(flag) {
			return
		}
		given := func(name string) bool {
			other := flags.Lookup(name)
			return other != nil && other.Changed && asks(other)
		}
		if others := flag.Annotations[OnlyWith]; len(others) > 0 && !slices.ContainsFunc(others, given) {
			idle = fail.Usagef("--%s has no effect without --%s: give that too, or leave --%[1]s out", flag.Name, strings.Join(others, " or --"))
		}
		if i := slices.IndexFunc(flag.Annotations[IdleWith], given); i >= 0 {
			idle = fail.Usagef("--%s has no effect beside --%s: give one of them", flag.Name, flag.Annotations[IdleWith][i])
		}
	})
	return idle
}

// asks tells whether a flag that was given asks for anything: --switch=false does not.
func asks(flag *pflag.Flag) bool {
	return flag.Value.Type() != "bool" || flag.Value.String() != flag.DefValue
}

// CheckChoices refuses a flag of all commands that takes one of some words, and has another. Not every
// command looks at each of them.
func CheckChoices(flags *pflag.FlagSet) error {
	var wrong error
	flags.Visit(func(flag *pflag.Flag) {
		if wrong == nil {
			wrong = fail.AsUsage(config.CheckChoice(flag.Name, flag.Value.String()))
		}
	})
	return wrong
}
