package cli

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
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

func newEntitiesCommand(a *app) *cobra.Command {
	var flags outputFlags
	cmd := &cobra.Command{
		Use:   "entities",
		Short: "List the entities and what can be done to each",
		Long: `List the entities of the API, the verbs that each takes, the key by which people know a
record, and the calls behind them.`,
		Example: `  aimsio entities

  # the paths of the API
  aimsio entities -o json --jq '.[].operations[]'`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.printRows(cmd.Context(), flags, rowShape(entityRow{}, "name", "title", "group", "verbs", "key"), rowsOf(a.entityRows()))
		},
	}
	flags.add(cmd, func() []api.Field { return rowFields(entityRow{}) })
	return cmd
}

func (a *app) entityRows() []entityRow {
	var rows []entityRow
	for _, entity := range a.catalog.Entities {
		row := entityRow{
			Name: entity.Name, Title: entity.Title, Group: entity.Group, Status: entity.Status,
			Verbs: verbNames(entity), Key: append([]string{}, entity.Key...), Aliases: append([]string{}, entity.Aliases...),
		}
		for _, operation := range entity.Operations {
			row.Operation = append(row.Operation, operation.Method+" "+operation.Path)
		}
		rows = append(rows, row)
	}
	return rows
}
