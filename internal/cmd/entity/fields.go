package entity

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// fieldRow is what "fields" tells of a field.
type fieldRow struct {
	Name        string        `json:"name"`
	Type        string        `json:"type"`
	Required    bool          `json:"required"`
	ReadOnly    bool          `json:"readOnly"`
	Values      []string      `json:"values"`
	Certainty   api.Certainty `json:"certainty"`
	Description string        `json:"description"`
}

// fieldsOptions are what "fields" is made with, and what the user asks of it.
type fieldsOptions struct {
	entity   *api.Entity
	printing *cmdkit.Output
	// index tells of the entries of the index in place of the whole record.
	index  bool
	output cmdkit.OutputFlags
}

// NewFieldsCommand makes the command fields of an entity.
func NewFieldsCommand(env *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := fieldsOptions{entity: entity, printing: env.Output}
	cmd := &cobra.Command{
		Use:   "fields",
		Short: "Tell what " + text.WithArticle(entity.Title) + " consists of",
		Long: fmt.Sprintf(`Tell what %s consists of: each field's name as a dotted path, type, whether a
write must carry it, the values it may have, whether the vendor documents it or it is
assumed, and what it means. A server may send fields that are not listed: they are kept and
shown all the same.`, text.WithArticle(entity.Title)),
		Example: fmt.Sprintf(`  aimsio %[1]s fields

  # only those that a new record must have
  aimsio %[1]s fields -o json --jq '.[] | select(.required) | .name'`, entity.Name),
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runFields(cmd.Context(), options)
		},
	}
	cmd.Flags().BoolVar(&options.index, "index", false, "the fields of the stubs that \"list\" shows without --full")
	options.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(fieldRow{}) })
	return cmd
}

func runFields(ctx context.Context, options fieldsOptions) error {
	fields := options.entity.Fields
	if options.index {
		fields = options.entity.Index
	}
	shown := cmdkit.RowLayout(fieldRow{}, "name", "type", "required", "values", "certainty", "description").Keeping("name").Wrapping("values", "description")
	return options.printing.PrintRows(ctx, options.output, shown, fieldRows("", fields))
}

// fieldRows walks fields and those within them.
func fieldRows(prefix string, fields []api.Field) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, field := range fields {
			row := fieldRow{
				Name: prefix + field.Name, Type: api.TypeName(field), Required: field.Required, ReadOnly: field.ReadOnly,
				Values: field.Enum, Certainty: field.Certainty, Description: describe(field),
			}
			if row.Values == nil {
				row.Values = []string{}
			}
			if !yield(row) {
				return
			}
			for inner := range fieldRows(row.Name+".", field.Fields) {
				if !yield(inner) {
					return
				}
			}
		}
	}
}

// describe adds to a field's description what its other facts say.
func describe(field api.Field) string {
	text := []string{field.Description}
	if field.ReadOnly {
		text = append(text, "Read-only.")
	}
	if field.RefersTo != nil && !field.ReadOnly {
		text = append(text, fmt.Sprintf("Value of an existing %s.", field.RefersTo.Field))
	}
	return strings.TrimSpace(strings.Join(text, " "))
}
