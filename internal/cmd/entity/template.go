package entity

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/example"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// templateOptions are what "template" is made with, and what the user asks of it.
type templateOptions struct {
	entity   *api.Entity
	printing *cmdkit.Output
	// dayZone gives the zone in which the server's days begin.
	dayZone func() (*time.Location, error)
	output  cmdkit.OutputFlags
}

// NewTemplateCommand makes the command template of an entity.
func NewTemplateCommand(env *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := templateOptions{entity: entity, printing: env.Output, dayZone: env.DayZone}
	cmd := &cobra.Command{
		Use:   "template",
		Short: fmt.Sprintf("Print an example %s to fill in", entity.Title),
		Long: fmt.Sprintf(`Print an example %s with every field that a write may carry, to be filled in. The format is
JSON unless -o says otherwise; -o csv gives a header and an example row, and -o xlsx a sheet that offers
the choices of each field below its cells and shows what the field is at the head of its column.`, entity.Title),
		Example: fmt.Sprintf(`  aimsio %[1]s template

  # a sheet to fill in
  aimsio %[1]s template --out %[1]s.xlsx`, entity.Name),
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runTemplate(cmd.Context(), options)
		},
	}
	options.output.Add(cmd, func() []api.Field { return entity.Fields })
	return cmd
}

func runTemplate(ctx context.Context, options templateOptions) error {
	entity := options.entity
	printer, err := options.printing.Printer(options.output,
		cmdkit.Layout{Fields: entity.Fields, Columns: entity.Columns, Single: true, Fallback: output.JSON, Sheet: entity.Name})
	if err != nil {
		return err
	}
	printer.Options.Notes = true
	filled, err := record.New(jsontext.Value(example.Record(entity, writingVerb(entity))))
	if err != nil {
		return fmt.Errorf("making an example %s: %w", entity.Title, err)
	}
	zone, err := options.dayZone()
	if err != nil {
		return err
	}
	if filled, err = withDaysIn(zone, entity, filled); err != nil {
		return fmt.Errorf("making an example %s: %w", entity.Title, err)
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(filled))
}

// writingVerb gives the verb whose body a template is: that which carries most.
func writingVerb(entity *api.Entity) api.Verb {
	for _, verb := range []api.Verb{api.Create, api.UpdateStatus} {
		if _, ok := entity.Operation(verb); ok {
			return verb
		}
	}
	return api.Update
}

// withDaysIn moves the days of an example, which are those of UTC, to the zone in which the server's
// days begin.
func withDaysIn(zone *time.Location, entity *api.Entity, example record.Record) (record.Record, error) {
	moved := example
	for path, value := range example.Leaves() {
		at, isTime := timetext.FromMillis(value)
		if field, known := api.Find(entity.Fields, path); !known || field.Type != api.Day || !isTime {
			continue
		}
		if at, isTime = timetext.DayOf(at, time.UTC).First(zone); !isTime {
			continue
		}
		there, err := record.Set(moved, record.ParsePath(path), record.Value(strconv.FormatInt(at.UnixMilli(), 10)))
		if err != nil {
			return example, err
		}
		moved = there
	}
	return moved, nil
}
