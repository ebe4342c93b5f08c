package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmd/help"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// addHelp gives the root its help.
func addHelp(a *cmdkit.Env, root *cobra.Command) {
	help.Install(a, root, help.Options{Entities: groupEntities, Verbs: verbsOf(a.Catalog), First: "aimsio joborders list --env demo"})
}

// verbsOf lists what can be done to one entity or another.
func verbsOf(catalog *api.Catalog) []string {
	var all []string
	for _, entity := range catalog.Entities {
		for _, verb := range api.VerbNames(entity) {
			if !slices.Contains(all, verb) {
				all = append(all, verb)
			}
		}
	}
	return all
}
