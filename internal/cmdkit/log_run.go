package cmdkit

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// lastRun stands for the run that began last.
const lastRun = "last"

// RunNamed chooses the calls of the run that a word of the command line names: its ID, or the latest run, of an
// environment if one is given.
func RunNamed(folder, word, environment string) (journal.Filter, error) {
	if word != lastRun {
		return journal.Filter{Run: word}, nil
	}
	latest, found, err := journal.Latest(folder, journal.Filter{Env: environment})
	switch {
	case err != nil:
		return journal.Filter{}, fmt.Errorf("looking for the latest run: %w", err)
	case !found && environment != "":
		return journal.Filter{}, fail.New(fail.NotFound, "\"aimsio log\" lists the runs", "there is no run in the log that wrote to %s", environment)
	case !found:
		return journal.Filter{}, fail.New(fail.NotFound, "", "there is no run in the log")
	}
	return journal.Filter{Run: latest.ID}, nil
}

// NoRun says that the log has no run of an ID.
func NoRun(word string) error {
	return fail.New(fail.NotFound, "\"aimsio log\" lists the runs", "there is no run %q in the log", word)
}

// CompleteRuns offers the runs of the log in a folder.
func CompleteRuns(stateDir func() (string, error)) Completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		folder, err := stateDir()
		if err != nil {
			return nil, WordDone
		}
		runs := []string{lastRun}
		for run, err := range journal.Runs(folder, journal.Filter{}) {
			if err == nil {
				runs = append(runs, run.ID)
			}
		}
		return runs, WordDone
	}
}
