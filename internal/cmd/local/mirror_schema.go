package local

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// columnRow is a column of a view.
type columnRow struct {
	Table       string `json:"table"`
	Column      string `json:"column"`
	Type        string `json:"type"`
	Entity      string `json:"entity"`
	Field       string `json:"field"`
	Description string `json:"description"`
}

// schemaOptions are what "mirror schema" needs.
type schemaOptions struct {
	output   cmdkit.OutputFlags
	printing *cmdkit.Output
	// options say which mirror it is.
	options func() (mirror.Options, error)
}

func newMirrorSchemaCommand(a *cmdkit.Env) *cobra.Command {
	options := &schemaOptions{printing: a.Output, options: a.MirrorOptions}
	cmd := &cobra.Command{
		Use:   "schema [TABLE...]",
		Short: "List the tables that can be asked, with their columns",
		Long: `List the tables of the mirror that "aimsio sql" can ask, with their columns: a view for each
entity and for each list within its records, made from the API description, and the tables
objects, history, failures and syncs that hold everything.`,
		Example: `  aimsio mirror schema joborders --env demo`,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runMirrorSchema(cmd.Context(), options, args)
		},
	}
	cmdkit.AddMirrorFlag(a, cmd)
	options.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(columnRow{}) })
	return cmd
}

func runMirrorSchema(ctx context.Context, o *schemaOptions, wanted []string) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	tables := append(mirror.ViewsAt(options.Address, options.Catalog), mirror.Tables(options.Address)...)
	names := make([]string, 0, len(tables))
	for _, table := range tables {
		names = append(names, table.Name)
	}
	for _, name := range wanted {
		if !slices.ContainsFunc(names, func(known string) bool { return strings.EqualFold(known, name) }) {
			return cmdkit.UsageHint(cmdkit.Nearest(name, names), "there is no table %q", name)
		}
	}
	var rows []columnRow
	for _, table := range tables {
		chosen := slices.ContainsFunc(wanted, func(name string) bool { return strings.EqualFold(table.Name, name) })
		if len(wanted) > 0 && !chosen {
			continue
		}
		for _, column := range table.Columns {
			rows = append(rows, columnRow{
				Table: table.Name, Column: column.Name, Type: column.Type, Entity: table.Entity, Field: column.Field,
				Description: column.Description,
			})
		}
	}
	layout := cmdkit.RowLayout(columnRow{}, "table", "column", "type", "description").Keeping("table", "column")
	return o.printing.PrintRows(ctx, o.output, layout, cmdkit.RowsOf(rows))
}
