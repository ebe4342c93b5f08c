package spec

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// specImportOptions are the flags of "spec import".
type specImportOptions struct {
	specOptions
	dryRun bool
}

func newSpecImportCommand(a *cmdkit.Env) *cobra.Command {
	var options specImportOptions
	cmd := &cobra.Command{
		Use:   "import FILE|URL|-",
		Short: "Use another API description, such as the vendor's own",
		Long: `Check an OpenAPI 3.0 or 3.1 description in YAML or JSON, and use it from then on in the place of the
built-in one: entities, verbs, fields, checks, templates, completion and the simulator follow it.
With --env on this command line it counts for that environment alone.

The output is a row for each difference to the description that it replaces, each thing that the file does
not say and that was inferred, with from what, and each call that fits no verb. --dry-run shows that
and changes nothing. A file with faults is refused as a whole, with all its faults.

Entities keep their names where their paths stay. Others are named by the plural of their
resource; "entities:" in the configuration sets names.

A URL is fetched over https without any credentials. The description is one file: one that refers to
other files is bundled first, with "npx @redocly/cli bundle FILE -o bundled.yaml" or the like.`,
		Example: `  # see first what would change
  aimsio spec import openapi.yaml --dry-run

  # for one environment
  aimsio spec import openapi.yaml --env sandbox

  # the differences for a program
  aimsio spec import openapi.yaml --dry-run -o json`,
		Args: cmdkit.OneArg("FILE, URL or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSpecImport(cmd.Context(), a, args[0], options)
		},
	}
	cmd.Flags().BoolVar(&options.dryRun, "dry-run", false, "show what would change and change nothing")
	options.add(cmd)
	return cmd
}

func runSpecImport(ctx context.Context, a *cmdkit.Env, name string, options specImportOptions) error {
	shown := cmdkit.RowLayout(specRow{}, "kind", "entity", "what", "old", "new", "from")
	if _, err := a.Printer(options.output, shown); err != nil {
		return err
	}
	environment, err := specEnvironment(a)
	if err != nil {
		return err
	}
	replaced, err := replacedBy(a, environment)
	if err != nil {
		return err
	}
	made, err := readCandidate(ctx, a, name, replaced)
	if err != nil {
		return err
	}
	rows := made.rows(replaced.Catalog, true)
	if !options.dryRun {
		if err := keepSpec(ctx, a, made, replaced, environment); err != nil {
			return err
		}
	}
	if err := a.PrintRows(ctx, options.output, shown, cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	done := "dry run: nothing was changed"
	if !options.dryRun {
		done = "it is in use now, " + spec.ScopeText(environment)
	}
	title := strings.TrimSpace(made.catalog.Title + " " + made.catalog.Version)
	if own := ownDescription(a); own != "" && environment == "" && !options.dryRun {
		a.Notef("note: the environment %s keeps its own: \"aimsio spec reset --env %s\" takes that away", own, own)
	}
	a.Notef("%s: %s: %s; %s", made.source.origin, title, summary(made.catalog), done)
	return nil
}

// specEnvironment is the environment that --env names on the command line, "" where it does not.
func specEnvironment(a *cmdkit.Env) (string, error) {
	if a.Flags.Env == "" {
		return "", nil
	}
	loaded, err := a.ValidConfig()
	if err != nil {
		return "", err
	}
	current, err := loaded.Current()
	return current.Value, err
}

// ownDescription is the environment of this run where that has a description of its own, else "".
func ownDescription(a *cmdkit.Env) string {
	if a.Described.Kept == nil {
		return ""
	}
	return a.Described.Kept.Environment
}

// replacedBy is the description in whose place an import comes: that of its environment, else that of
// all, else the built-in one, whatever this run works with. One that cannot be used gives way to the
// built-in one.
func replacedBy(a *cmdkit.Env, environment string) (spec.Description, error) {
	d := spec.Description{Catalog: api.Builtin()}
	state, err := a.StateDir()
	if err != nil {
		return d, nil //nolint:nilerr // nothing can have been kept
	}
	loaded, err := a.Load()
	if err != nil {
		return d, err
	}
	catalog, kept, err := cmdkit.KeptDescription(spec.In(state), environment, a.Version, loaded)
	d.Kept, d.Err = kept, err
	if catalog != nil {
		d.Catalog = catalog
	}
	return d, nil
}

// keepSpec puts a description in the place of another one.
func keepSpec(ctx context.Context, a *cmdkit.Env, made *candidate, replaced spec.Description, environment string) error {
	state, err := a.StateDir()
	if err != nil {
		return fmt.Errorf("the API description cannot be kept: %w", err)
	}
	about := spec.About{
		Origin: made.source.origin, Imported: a.Now(), Environment: environment, Program: a.Version,
		Names: made.names, Gone: goneBetween(replaced.Catalog, made.catalog),
	}
	if kept := replaced.Kept; kept != nil {
		for _, earlier := range kept.Gone {
			still, has := made.catalog.Entity(earlier.Entity)
			if has {
				earlier.Verbs = slices.DeleteFunc(earlier.Verbs, func(verb string) bool { return slices.Contains(api.VerbNames(still), verb) })
			}
			if len(earlier.Verbs) > 0 {
				about.Gone = append(about.Gone, earlier)
			}
		}
	}
	return spec.In(state).Keep(ctx, spec.Import{
		About: about, Source: made.source.content, Catalog: made.plain,
		Fingerprint: spec.Fingerprint(a.Version),
	})
}
