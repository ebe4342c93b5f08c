package entity

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// entityRow is what "entities" tells of an entity.
type entityRow struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Group     string   `json:"group"`
	Verbs     []string `json:"verbs"`
	Key       []string `json:"key"`
	Status    string   `json:"status"`
	Aliases   []string `json:"aliases"`
	Operation []string `json:"operations"`
}

// entitiesOptions are what "entities" is made with, and what the user asks of it.
type entitiesOptions struct {
	catalog  *api.Catalog
	printing *cmdkit.Output
	output   cmdkit.OutputFlags
}

// NewEntitiesCommand makes the command entities.
func NewEntitiesCommand(env *cmdkit.Env) *cobra.Command {
	options := entitiesOptions{catalog: env.Catalog, printing: env.Output}
	cmd := &cobra.Command{
		Use:   "entities",
		Short: "List the entities and what can be done to each",
		Long: `List the entities of the API, the verbs that each takes, the key by which people know a
record, and the calls behind them.`,
		Example: `  aimsio entities

  # the paths of the API
  aimsio entities -o json --jq '.[].operations[]'`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runEntities(cmd.Context(), options)
		},
	}
	options.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(entityRow{}) })
	return cmd
}

func runEntities(ctx context.Context, options entitiesOptions) error {
	shown := cmdkit.RowLayout(entityRow{}, "name", "title", "group", "verbs", "key").Keeping("name", "key")
	return options.printing.PrintRows(ctx, options.output, shown, cmdkit.RowsOf(entityRows(options.catalog)))
}

func entityRows(catalog *api.Catalog) []entityRow {
	var rows []entityRow
	for _, entity := range catalog.Entities {
		row := entityRow{
			Name: entity.Name, Title: entity.Title, Group: entity.Group, Status: entity.Status,
			Verbs: api.VerbNames(entity), Key: append([]string{}, entity.Key...), Aliases: append([]string{}, entity.Aliases...),
		}
		for _, operation := range entity.Operations {
			row.Operation = append(row.Operation, operation.Method+" "+operation.Path)
		}
		rows = append(rows, row)
	}
	return rows
}
