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
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// showOptions are what "spec show" needs.
type showOptions struct {
	*cmdkit.Streams
	*cmdkit.Output

	inUse           spec.Description
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
	// Overlays are those that correct it.
	Overlays []string `json:"overlays,omitempty"`
}

func newSpecShowCommand(env *cmdkit.Env) *cobra.Command {
	o := showOptions{Streams: env.Streams, Output: env.Output, inUse: env.Described}
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
			return runSpecShow(cmd.Context(), &o)
		},
	}
	cmd.Flags().BoolVar(&o.source, "source", false, "print the OpenAPI file as it was given")
	cmd.Flags().BoolVar(&o.changes, "changes", false, "show in what it differs from the built-in one")
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(specEntityRow{}) })
	for _, flag := range []string{"changes", "columns", "excel", "jq", "no-header", "time"} {
		cmdkit.NoteFlag(cmd, flag, cmdkit.IdleWith, "source")
	}
	return cmd
}

func runSpecShow(ctx context.Context, o *showOptions) error {
	if o.inUse.Err != nil && o.source {
		return fail.New(fail.Usage, "", "%w", o.inUse.Err)
	}
	if o.source {
		return printSource(o)
	}
	if o.changes {
		rows := differenceRows(compare.Catalogs(api.Builtin(), o.inUse.Catalog))
		return o.PrintRows(ctx, o.output, cmdkit.RowLayout(specRow{}, "kind", "entity", "what", "old", "new").Keeping("kind", "what"), cmdkit.RowsOf(rows))
	}
	format, err := o.Format(o.output, output.Table)
	if err != nil {
		return err
	}
	if (format == output.JSON || format == output.YAML) && o.output.Columns == nil {
		return printWhole(ctx, o)
	}
	shown := cmdkit.RowLayout(specEntityRow{}, "entity", "verbs", "path", "fields", "key", "certainty").Keeping("entity", "key")
	if err := o.PrintRows(ctx, o.output, shown, cmdkit.RowsOf(specEntityRows(o.inUse.Catalog))); err != nil {
		return err
	}
	o.Notef("%s %s, %s: %s", o.inUse.Catalog.Title, o.inUse.Catalog.Version, o.inUse.Origin(), summary(o.inUse.Catalog))
	return nil
}

func printSource(o *showOptions) error {
	content := api.Description()
	if o.inUse.Kept != nil {
		var err error
		if content, err = o.inUse.Kept.Source(); err != nil {
			return err
		}
	}
	if err := cmdkit.CheckOutput(o.output.Out); err != nil {
		return err
	}
	destination, err := o.OpenOutput(o.output.Out)
	if err != nil {
		return err
	}
	_, err = destination.Write(content)
	return destination.Finish(cmdkit.WrapWrite(err))
}

// printWhole prints the compiled description with its origin before it.
func printWhole(ctx context.Context, o *showOptions) error {
	printer, err := o.Printer(o.output, cmdkit.Layout{Single: true})
	if err != nil {
		return err
	}
	whole, err := wholeOf(o.inUse)
	if err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(whole))
}

// wholeOf is a description as the program understands it, with its origin before it.
func wholeOf(d spec.Description) (record.Record, error) {
	origin := specOrigin{Origin: d.Origin()}
	if kept := d.Kept; kept != nil && d.Err == nil {
		origin = specOrigin{
			Origin: kept.Origin, Imported: kept.Imported.UTC().Format("2006-01-02T15:04:05Z"), Environment: kept.Environment, SHA256: kept.Sum,
		}
	}
	if d.Kept != nil && d.Err == nil {
		for _, o := range d.Kept.Overlays {
			origin.Overlays = append(origin.Overlays, o.Origin)
		}
	}
	first, err := json.Marshal(origin)
	whole, failed := json.Marshal(d.Catalog)
	if err = errors.Join(err, failed); err != nil {
		return record.Record{}, fmt.Errorf("showing the API description: %w", err)
	}
	r, err := record.New(record.Value(strings.TrimSuffix(string(first), "}") + "," + strings.TrimPrefix(string(whole), "{")))
	if err != nil {
		return record.Record{}, fmt.Errorf("showing the API description: %w", err)
	}
	return r, nil
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
