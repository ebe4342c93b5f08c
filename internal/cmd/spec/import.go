package spec

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// importOptions are what "spec import" needs.
type importOptions struct {
	*cmdkit.Streams
	*cmdkit.Settings
	*cmdkit.Output

	candidates candidates
	inUse      spec.Description
	wanted     wanted
	explain    string
	dryRun     bool
	output     cmdkit.OutputFlags
}

func newSpecImportCommand(env *cmdkit.Env) *cobra.Command {
	o := importOptions{
		Streams: env.Streams, Settings: env.Settings, Output: env.Output, candidates: candidatesOf(env), inUse: env.Described,
	}
	cmd := &cobra.Command{
		Use:   "import FILE|URL|-|--vendor",
		Short: "Use another API description, such as the vendor's own",
		Long: `Check an OpenAPI 3.0 or 3.1 description in YAML or JSON, and use it from then on in the place of the
built-in one: entities, verbs, fields, checks, templates, completion and the simulator follow it.
With --env on this command line it counts for that environment alone.

The output is a row for each difference to the description that it replaces, each thing that the file does
not say and that was inferred, with from what, and each call that fits no verb. --dry-run shows that
and changes nothing. A file with faults is refused as a whole, with all its faults.

Entities keep their names where their paths stay. Others are named by the plural of their
resource; "entities:" in the configuration sets names.

--overlay FILE corrects the description before it is used, by an OpenAPI Overlay: what the file has wrong, or
does not say. Overlays are kept with the import and applied again to the next file, until others are
given or --no-overlay. An action that matches nothing is a warning.

--explain ENTITY shows from what each thing known of an entity came, and changes nothing.

--vendor looks for the vendor's own description at its documentation site, at the few addresses where it most likely
lies, for at most 20 s each, and says what it tried and how to download the file by hand. No credentials are sent
there. AIMSIO_VENDOR_DOCS names another site.

A URL is fetched over https without any credentials. The description is one file: one that refers to
other files is bundled first, with "npx @redocly/cli bundle FILE -o bundled.yaml" or the like.`,
		Example: `  # see first what would change
  aimsio spec import openapi.yaml --dry-run

  # what the vendor's documentation site has
  aimsio spec import --vendor --dry-run

  # for one environment
  aimsio spec import openapi.yaml --env sandbox

  # with corrections of your own
  aimsio spec import openapi.yaml --overlay fix.yaml

  # why it is seen so
  aimsio spec import openapi.yaml --explain permits

  # the differences for a program
  aimsio spec import openapi.yaml --dry-run -o json`,
		Args: oneSource(&o.wanted),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.wanted.name, o.wanted.explained = strings.Join(args, ""), o.explain != ""
			return runSpecImport(cmd.Context(), &o)
		},
	}
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "show what would change and change nothing")
	cmd.Flags().StringVar(&o.explain, "explain", "", "show from what each thing known of this `ENTITY` came and change nothing")
	o.wanted.addVendor(cmd)
	o.wanted.overlays.add(cmd)
	cmdkit.NoteFlag(cmd, "dry-run", cmdkit.IdleWith, "explain")
	addRowFlags(cmd, &o.output)
	return cmd
}

func runSpecImport(ctx context.Context, o *importOptions) error {
	shown := cmdkit.RowLayout(specRow{}, "kind", "entity", "what", "old", "new", "from").Keeping("kind", "what").Wrapping("from")
	if _, err := o.Printer(o.output, shown); err != nil {
		return err
	}
	environment, err := o.environmentNamed()
	if err != nil {
		return err
	}
	replaced, err := o.replaced(environment)
	if err != nil {
		return err
	}
	made, err := o.candidates.read(ctx, o.wanted, replaced)
	if err != nil {
		return err
	}
	made.tell(o.Streams)
	if o.explain != "" {
		rows, err := made.explanation(o.explain)
		if err != nil {
			return err
		}
		told := cmdkit.RowLayout(specRow{}, "kind", "what", "new", "from").Keeping("kind", "what").Wrapping("from")
		return o.PrintRows(ctx, o.output, told, cmdkit.RowsOf(rows))
	}
	rows := made.rows(replaced.Catalog, true)
	if !o.dryRun {
		if err := o.keep(ctx, made, replaced, environment); err != nil {
			return err
		}
	}
	if err := o.PrintRows(ctx, o.output, shown, cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	done := "dry run: nothing was changed"
	if !o.dryRun {
		done = "it is in use now, " + spec.ScopeText(environment)
	}
	title := strings.TrimSpace(made.catalog.Title + " " + made.catalog.Version)
	if own := ownDescription(o.inUse); own != "" && environment == "" && !o.dryRun {
		o.Notef("note: the environment %s keeps its own: \"aimsio spec reset --env %s\" takes that away", own, own)
	}
	o.Notef("%s: %s: %s; %s", made.source.origin, title, summary(made.catalog), done)
	return nil
}

// environmentNamed is the environment that --env names on the command line, "" where it does not.
func (o *importOptions) environmentNamed() (string, error) {
	if o.Flags.Env == "" {
		return "", nil
	}
	loaded, err := o.ValidConfig()
	if err != nil {
		return "", err
	}
	current, err := loaded.Current()
	return current.Value, err
}

// ownDescription is the environment of this run where that has a description of its own, else "".
func ownDescription(inUse spec.Description) string {
	if inUse.Kept == nil {
		return ""
	}
	return inUse.Kept.Environment
}

// replaced is the description in whose place an import comes: that of its environment, else that of
// all, else the built-in one, whatever this run works with. One that cannot be used gives way to the
// built-in one.
func (o *importOptions) replaced(environment string) (spec.Description, error) {
	d := spec.Description{Catalog: api.Builtin()}
	state, err := o.StateDir()
	if err != nil {
		return d, nil //nolint:nilerr // nothing can have been kept
	}
	loaded, err := o.Load()
	if err != nil {
		return d, err
	}
	catalog, kept, err := cmdkit.KeptDescription(spec.In(state), environment, o.candidates.version, loaded)
	d.Kept, d.Err = kept, err
	if catalog != nil {
		d.Catalog = catalog
	}
	return d, nil
}

// keep puts a description in the place of another one.
func (o *importOptions) keep(ctx context.Context, made *candidate, replaced spec.Description, environment string) error {
	state, err := o.StateDir()
	if err != nil {
		return fmt.Errorf("the API description cannot be kept: %w", err)
	}
	about := spec.About{
		Origin: made.source.origin, Imported: o.Now(), Environment: environment, Program: o.candidates.version,
		Names: made.names, Gone: goneBetween(replaced.Catalog, made.catalog),
	}
	if replaced.Kept != nil {
		about.Gone = append(about.Gone, stillGone(replaced.Kept.Gone, made.catalog)...)
	}
	return spec.In(state).Keep(ctx, spec.Import{
		About: about, Source: made.source.content, Corrections: made.overlays.files, Catalog: made.plain,
		Fingerprint: spec.Fingerprint(o.candidates.version),
	})
}
