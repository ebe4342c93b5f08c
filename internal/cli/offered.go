package cli

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// offerSafely keeps every argument that is completed below a command to words that no shell interprets.
// Flags are kept to it by register.
func offerSafely(cmd *cobra.Command) {
	if complete := cmd.ValidArgsFunction; complete != nil {
		cmd.ValidArgsFunction = cmdkit.Offered(complete, text.ShellWord)
	}
	for _, sub := range cmd.Commands() {
		offerSafely(sub)
	}
}
