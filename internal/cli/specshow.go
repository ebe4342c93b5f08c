package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// specShowOptions are the flags of "spec show".
type specShowOptions struct {
	source, changes bool
	output          outputFlags
}

// specEntityRow is an entity of the description in use, or a call that belongs to none.
type specEntityRow struct {
	Entity    string `json:"entity"`
	Verbs     string `json:"verbs"`
	Path      string `json:"path"`
	Fields    int    `json:"fields"`
	Key       string `json:"key"`
	Certainty string `json:"certainty"`
}

// specOrigin is where the description in use came from.
type specOrigin struct {
	Origin      string `json:"origin"`
	Imported    string `json:"imported,omitempty"`
	Environment string `json:"environment,omitempty"`
	SHA256      string `json:"sha256,omitempty"`
}

func newSpecShowCommand(a *app) *cobra.Command {
	var options specShowOptions
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Show the API description in use and where it came from",
		Long: `Show the API description in use: a row for each entity and for each call that belongs to none, and on
standard error where the description came from. With -o json and -o yaml it is shown whole, as the
program understands it. --source prints the OpenAPI file itself, as it was given. --changes compares
it with the built-in one.`,
		Example: `  aimsio spec show

  # whole
  aimsio spec show -o yaml

  # the file itself
  aimsio spec show --source`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runSpecShow(cmd.Context(), options)
		},
	}
	cmd.Flags().BoolVar(&options.source, "source", false, "print the OpenAPI file as it was given")
	cmd.Flags().BoolVar(&options.changes, "changes", false, "show in what it differs from the built-in one")
	options.output.add(cmd, func() []api.Field { return rowFields(specEntityRow{}) })
	for _, flag := range []string{"changes", "columns", "excel", "jq", "no-header", "time"} {
		note(cmd, flag, idleWith, "source")
	}
	return cmd
}

func (a *app) runSpecShow(ctx context.Context, options specShowOptions) error {
	if a.described.err != nil && options.source {
		return failf(exitUsage, "", "%w", a.described.err)
	}
	if options.source {
		return a.printSource(options.output.out)
	}
	if options.changes {
		rows := differenceRows(compare.Catalogs(api.Builtin(), a.catalog))
		return a.printRows(ctx, options.output, rowShape(specRow{}, "kind", "entity", "what", "old", "new"), rowsOf(rows))
	}
	format, err := a.format(options.output, output.Table)
	if err != nil {
		return err
	}
	if (format == output.JSON || format == output.YAML) && options.output.columns == nil {
		return a.printWhole(ctx, options.output)
	}
	shown := rowShape(specEntityRow{}, "entity", "verbs", "path", "fields", "key", "certainty")
	if err := a.printRows(ctx, options.output, shown, rowsOf(specEntityRows(a.catalog))); err != nil {
		return err
	}
	a.notef("%s %s, %s: %s", a.catalog.Title, a.catalog.Version, a.described.origin(), summary(a.catalog))
	return nil
}

func (a *app) printSource(out string) error {
	content := api.Description()
	if a.described.kept != nil {
		var err error
		if content, err = a.described.kept.Source(); err != nil {
			return err
		}
	}
	if err := checkTarget(out); err != nil {
		return err
	}
	destination, err := a.openTarget(out)
	if err != nil {
		return err
	}
	_, err = destination.Write(content)
	return destination.finish(wrapWrite(err))
}

// printWhole prints the compiled description with its origin before it.
func (a *app) printWhole(ctx context.Context, flags outputFlags) error {
	printer, err := a.printer(flags, shape{single: true})
	if err != nil {
		return err
	}
	origin := specOrigin{Origin: a.described.origin()}
	if kept := a.described.kept; kept != nil && a.described.err == nil {
		origin = specOrigin{
			Origin: kept.Origin, Imported: kept.Imported.UTC().Format("2006-01-02T15:04:05Z"), Environment: kept.Environment, SHA256: kept.Sum,
		}
	}
	first, err := json.Marshal(origin)
	whole, failed := json.Marshal(a.catalog)
	if err = errors.Join(err, failed); err != nil {
		return fmt.Errorf("showing the API description: %w", err)
	}
	r, err := record.New(record.Value(strings.TrimSuffix(string(first), "}") + "," + strings.TrimPrefix(string(whole), "{")))
	if err != nil {
		return fmt.Errorf("showing the API description: %w", err)
	}
	out, err := printer.open(ctx)
	if err != nil {
		return err
	}
	return out.finish(out.write(r))
}

func specEntityRows(c *api.Catalog) []specEntityRow {
	var rows []specEntityRow
	for _, entity := range c.Entities {
		row := specEntityRow{
			Entity: entity.Name, Verbs: strings.Join(verbNames(entity), ", "), Fields: len(entity.Fields),
			Key: strings.Join(entity.Key, ", "), Certainty: string(api.Documented),
		}
		if len(entity.Operations) > 0 {
			row.Path = entity.Operations[0].Path
		}
		for _, operation := range entity.Operations {
			if operation.Certainty == api.Assumed {
				row.Certainty = string(api.Assumed)
			}
		}
		rows = append(rows, row)
	}
	for _, other := range c.Others {
		rows = append(rows, specEntityRow{Verbs: "api " + other.Method, Path: other.Path, Certainty: string(api.Documented)})
	}
	return rows
}
