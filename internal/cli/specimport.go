package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// specImportOptions are the flags of "spec import".
type specImportOptions struct {
	specOptions
	dryRun bool
}

func newSpecImportCommand(a *app) *cobra.Command {
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

A URL is fetched over https without any credentials.`,
		Example: `  # see first what would change
  aimsio spec import openapi.yaml --dry-run

  # for one environment
  aimsio spec import openapi.yaml --env sandbox

  # the differences for a program
  aimsio spec import openapi.yaml --dry-run -o json`,
		Args: oneArg("FILE, URL or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runSpecImport(cmd.Context(), args[0], options)
		},
	}
	cmd.Flags().BoolVar(&options.dryRun, "dry-run", false, "show what would change and change nothing")
	options.add(cmd)
	return cmd
}

func (a *app) runSpecImport(ctx context.Context, name string, options specImportOptions) error {
	shown := rowShape(specRow{}, "kind", "entity", "what", "old", "new", "from")
	if _, err := a.printer(options.output, shown); err != nil {
		return err
	}
	environment, err := a.specEnvironment()
	if err != nil {
		return err
	}
	replaced, err := a.replacedBy(environment)
	if err != nil {
		return err
	}
	made, err := a.readCandidate(ctx, name, replaced, options.specOptions)
	if err != nil {
		return err
	}
	rows := made.rows(replaced.catalog, true)
	if !options.dryRun {
		if err := a.keepSpec(ctx, made, replaced, environment); err != nil {
			return err
		}
	}
	if err := a.printRows(ctx, options.output, shown, rowsOf(rows)); err != nil {
		return err
	}
	done := "dry run: nothing was changed"
	if !options.dryRun {
		done = "it is in use now, " + scopeText(environment)
	}
	title := strings.TrimSpace(made.catalog.Title + " " + made.catalog.Version)
	if own := a.ownDescription(); own != "" && environment == "" && !options.dryRun {
		a.notef("note: the environment %s keeps its own: \"aimsio spec reset --env %s\" takes that away", own, own)
	}
	a.notef("%s: %s: %s; %s", made.source.origin, title, summary(made.catalog), done)
	return nil
}

// specEnvironment is the environment that --env names on the command line, "" where it does not.
func (a *app) specEnvironment() (string, error) {
	if a.flags.env == "" {
		return "", nil
	}
	loaded, err := a.sound()
	if err != nil {
		return "", err
	}
	current, err := loaded.Current()
	return current.Value, err
}

// ownDescription is the environment of this run where that has a description of its own, else "".
func (a *app) ownDescription() string {
	if a.described.kept == nil {
		return ""
	}
	return a.described.kept.Environment
}

// replacedBy is the description in whose place an import comes: that of its environment, else that of
// all, else the built-in one, whatever this run works with. One that cannot be used gives way to the
// built-in one.
func (a *app) replacedBy(environment string) (description, error) {
	d := description{catalog: api.Builtin()}
	state, err := a.stateDir()
	if err != nil {
		return d, nil //nolint:nilerr // nothing can have been kept
	}
	loaded, err := a.load()
	if err != nil {
		return d, err
	}
	catalog, kept, err := keptDescription(spec.In(state), environment, a.world, loaded)
	d.kept, d.err = kept, err
	if catalog != nil {
		d.catalog = catalog
	}
	return d, nil
}

// keepSpec puts a description in the place of another one.
func (a *app) keepSpec(ctx context.Context, made *candidate, replaced description, environment string) error {
	state, err := a.stateDir()
	if err != nil {
		return fmt.Errorf("the API description cannot be kept: %w", err)
	}
	about := spec.About{
		Origin: made.source.origin, Imported: a.world.Now(), Environment: environment, Program: a.world.versionName(),
		Address: made.source.address, Names: made.names, Gone: goneBetween(replaced.catalog, made.catalog),
	}
	if kept := replaced.kept; kept != nil {
		for _, earlier := range kept.Gone {
			still, has := made.catalog.Entity(earlier.Entity)
			if has {
				earlier.Verbs = slices.DeleteFunc(earlier.Verbs, func(verb string) bool { return slices.Contains(verbNames(still), verb) })
			}
			if len(earlier.Verbs) > 0 {
				about.Gone = append(about.Gone, earlier)
			}
		}
	}
	return spec.In(state).Keep(ctx, spec.Import{
		About: about, Source: made.source.content, Extras: made.source.extras(), Catalog: made.plain,
		Fingerprint: spec.Fingerprint(a.world.versionName()),
	})
}
