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

// NewTemplateCommand makes the command template of an entity.
func NewTemplateCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	var flags cmdkit.OutputFlags
	cmd := &cobra.Command{
		Use:   "template",
		Short: fmt.Sprintf("Print an example %s to fill in", entity.Title),
		Long: fmt.Sprintf(`Print an example %s with every field that a write may carry, to be filled in. The format is
JSON unless -o says otherwise; -o csv gives a header and an example row.`, entity.Title),
		Example: fmt.Sprintf(`  aimsio %[1]s template

  # a sheet to fill in
  aimsio %[1]s template -o csv --excel --out %[1]s.csv`, entity.Name),
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runTemplate(cmd.Context(), a, entity, flags)
		},
	}
	flags.Add(cmd, func() []api.Field { return entity.Fields })
	return cmd
}

func runTemplate(ctx context.Context, a *cmdkit.Env, entity *api.Entity, flags cmdkit.OutputFlags) error {
	printer, err := a.Printer(flags, cmdkit.Layout{Fields: entity.Fields, Columns: entity.Columns, Single: true, Fallback: output.JSON})
	if err != nil {
		return err
	}
	operation, ok := entity.Operation(api.Create)
	if !ok {
		operation, ok = entity.Operation(api.UpdateStatus)
	}
	if !ok {
		operation, _ = entity.Operation(api.Update)
	}
	example, err := record.New(jsontext.Value(example.Record(entity, operation.Verb)))
	if err != nil {
		return fmt.Errorf("making an example %s: %w", entity.Title, err)
	}
	if example, err = withOwnDays(a, entity, example); err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(example))
}

// withOwnDays moves the days of an example, which are those of UTC, to the zone in which the server's
// days begin.
func withOwnDays(a *cmdkit.Env, entity *api.Entity, example record.Record) (record.Record, error) {
	zone, err := a.DayZone()
	if err != nil {
		return example, err
	}
	moved := example
	for path, value := range example.Leaves() {
		at, isTime := timetext.FromMillis(value)
		if field, known := api.Find(entity.Fields, path); !known || field.Type != api.Day || !isTime {
			continue
		}
		if at, isTime = timetext.DayOf(at, time.UTC).First(zone); !isTime {
			continue
		}
		if moved, err = record.Set(moved, record.ParsePath(path), record.Value(strconv.FormatInt(at.UnixMilli(), 10))); err != nil {
			return example, fmt.Errorf("making an example %s: %w", entity.Title, err)
		}
	}
	return moved, nil
}
