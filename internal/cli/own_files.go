package cli

import (
	"slices"

	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// refuseOwnFiles refuses to write over the program's own files, which a name meant for another file may lead
// to: a log or a mirror that is gone is gone.
func refuseOwnFiles(a *cmdkit.Env, flags *pflag.FlagSet) error {
	written := []string{"out", "results", "rejects", "resume"}
	var found error
	flags.Visit(func(flag *pflag.Flag) {
		if found == nil && slices.Contains(written, flag.Name) && owns(a, flag.Value.String()) {
			found = fail.Usagef("--%s %s is a file that this program keeps for itself: name another one", flag.Name, flag.Value.String())
		}
	})
	return found
}

// owns tells whether a name leads to the configuration, to a file of the state folder or to the mirror.
func owns(a *cmdkit.Env, name string) bool {
	if cmdkit.IsStandardOutput(name) || cmdkit.IsOpenFile(name) {
		return false
	}
	loaded, err := a.Load()
	if err != nil {
		return false // and nothing is known to be kept anywhere
	}
	if loaded.Owns(name) {
		return true
	}
	environment, err := a.Environment()
	return err == nil && mirror.OwnsFile(environment.Mirror, name)
}
