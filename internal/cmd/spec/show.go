package spec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// specShowOptions are the flags of "spec show".
type specShowOptions struct {
	source, changes bool
	output          cmdkit.OutputFlags
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

func newSpecShowCommand(a *cmdkit.Env) *cobra.Command {
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
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSpecShow(cmd.Context(), a, options)
		},
	}
	cmd.Flags().BoolVar(&options.source, "source", false, "print the OpenAPI file as it was given")
	cmd.Flags().BoolVar(&options.changes, "changes", false, "show in what it differs from the built-in one")
	options.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(specEntityRow{}) })
	for _, flag := range []string{"changes", "columns", "excel", "jq", "no-header", "time"} {
		cmdkit.NoteFlag(cmd, flag, cmdkit.IdleWith, "source")
	}
	return cmd
}

func runSpecShow(ctx context.Context, a *cmdkit.Env, options specShowOptions) error {
	if a.Described.Err != nil && options.source {
		return fail.New(fail.Usage, "", "%w", a.Described.Err)
	}
	if options.source {
		return printSource(a, options.output.Out)
	}
	if options.changes {
		rows := differenceRows(compare.Catalogs(api.Builtin(), a.Catalog))
		return a.PrintRows(ctx, options.output, cmdkit.RowLayout(specRow{}, "kind", "entity", "what", "old", "new"), cmdkit.RowsOf(rows))
	}
	format, err := a.Format(options.output, output.Table)
	if err != nil {
		return err
	}
	if (format == output.JSON || format == output.YAML) && options.output.Columns == nil {
		return printWhole(ctx, a, options.output)
	}
	shown := cmdkit.RowLayout(specEntityRow{}, "entity", "verbs", "path", "fields", "key", "certainty")
	if err := a.PrintRows(ctx, options.output, shown, cmdkit.RowsOf(specEntityRows(a.Catalog))); err != nil {
		return err
	}
	a.Notef("%s %s, %s: %s", a.Catalog.Title, a.Catalog.Version, a.Described.Origin(), summary(a.Catalog))
	return nil
}

func printSource(a *cmdkit.Env, out string) error {
	content := api.Description()
	if a.Described.Kept != nil {
		var err error
		if content, err = a.Described.Kept.Source(); err != nil {
			return err
		}
	}
	if err := cmdkit.CheckOutput(out); err != nil {
		return err
	}
	destination, err := a.OpenOutput(out)
	if err != nil {
		return err
	}
	_, err = destination.Write(content)
	return destination.Finish(cmdkit.WrapWrite(err))
}

// printWhole prints the compiled description with its origin before it.
func printWhole(ctx context.Context, a *cmdkit.Env, flags cmdkit.OutputFlags) error {
	printer, err := a.Printer(flags, cmdkit.Layout{Single: true})
	if err != nil {
		return err
	}
	origin := specOrigin{Origin: a.Described.Origin()}
	if kept := a.Described.Kept; kept != nil && a.Described.Err == nil {
		origin = specOrigin{
			Origin: kept.Origin, Imported: kept.Imported.UTC().Format("2006-01-02T15:04:05Z"), Environment: kept.Environment, SHA256: kept.Sum,
		}
	}
	first, err := json.Marshal(origin)
	whole, failed := json.Marshal(a.Catalog)
	if err = errors.Join(err, failed); err != nil {
		return fmt.Errorf("showing the API description: %w", err)
	}
	r, err := record.New(record.Value(strings.TrimSuffix(string(first), "}") + "," + strings.TrimPrefix(string(whole), "{")))
	if err != nil {
		return fmt.Errorf("showing the API description: %w", err)
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(r))
}

func specEntityRows(c *api.Catalog) []specEntityRow {
	var rows []specEntityRow
	for _, entity := range c.Entities {
		row := specEntityRow{
			Entity: entity.Name, Verbs: strings.Join(api.VerbNames(entity), ", "), Fields: len(entity.Fields),
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
