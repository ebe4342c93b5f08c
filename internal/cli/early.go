package cli

import (
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// earlyFlags reads the flags that every command takes from a command line whose commands are not made yet:
// they follow from the description, which --env may choose. What is wrong with the rest is told later.
func earlyFlags(args []string) cmdkit.GlobalFlags {
	var found cmdkit.GlobalFlags
	var quiet bool
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	addGlobalFlags(flags, &found, &quiet)
	flags.BoolP("help", "h", false, "")
	for _, name := range []string{"sort", "jq"} { // whose values may begin with a minus
		flags.String(name, "", "")
	}
	// pflag would find known letters in the middle of what only looks like a flag: the "e" of "-name".
	var known []string
	for i, arg := range args {
		short := len(arg) > 1 && arg[0] == '-' && arg[1] != '-'
		value := i > 0 && (args[i-1] == "--sort" || args[i-1] == "--jq")
		if !short || value || flags.ShorthandLookup(arg[1:2]) != nil {
			known = append(known, arg)
		}
	}
	_ = flags.Parse(known) // Cobra tells what is wrong
	return found
}
