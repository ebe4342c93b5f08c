package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// activeHelp begins what Cobra's scripts print instead of offering it.
const activeHelp = "_activeHelp_"

// offerSafely keeps every argument that is completed below a command to words that no shell interprets.
// Flags are kept to it by register.
func offerSafely(cmd *cobra.Command) {
	if complete := cmd.ValidArgsFunction; complete != nil {
		cmd.ValidArgsFunction = offered(complete, text.ShellWord)
	}
	for _, sub := range cmd.Commands() {
		offerSafely(sub)
	}
}

// offered leaves out what a shell would interpret: words may come from the server's records, an
// imported description or the configuration, and are put on the command line unquoted. What stands
// beside a word becomes one harmless line.
func offered(complete completer, safe func(string) bool) completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		words, directive := complete(cmd, args, typed)
		kept := make([]string, 0, len(words))
		for _, line := range words {
			word, beside, described := strings.Cut(line, "\t")
			// A minus is no flag where one was typed, as in --sort -name.
			bare, minus := strings.CutPrefix(word, "-")
			if minus && !strings.HasPrefix(typed, "-") || !safe(bare) || strings.HasPrefix(word, activeHelp) {
				continue
			}
			if described {
				word += "\t" + text.OneLine(beside)
			}
			kept = append(kept, word)
		}
		return kept, directive
	}
}
