package cmdkit

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// CompleteRecords offers business keys and GUIDs from the mirror. It calls no server.
func CompleteRecords(a *Env, entity *api.Entity) Completer {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		const most = 50
		a.Quiet = true
		store, err := a.ReadMirror(cmd.Context(), MirrorFlags{})
		if err != nil || store == nil {
			return nil, WordDone
		}
		words, err := store.Suggest(cmd.Context(), entity, typed, most)
		if err != nil {
			return nil, WordDone
		}
		return words, WordDone
	}
}
