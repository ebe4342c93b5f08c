// Package spec holds the commands for the API description that the program works with: spec import, show, diff
// and reset; and what it says of entities and verbs that an import took away.
package spec

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// NewSpecCommand makes the command spec.
func NewSpecCommand(a *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "spec",
		Short: "See, compare and replace the API description in use",
		Long: `See, compare and replace the API description that entities, verbs, fields, checks, templates and
the simulator follow.

The program has one built in, parts of which are assumed. The vendor's own file, which its
documentation site offers as "Download OpenAPI description", can take its place.`,
		Example: `  aimsio spec diff openapi.yaml
  aimsio spec import openapi.yaml`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			names := []string{"show", "diff", "import", "reset"}
			return cmdkit.UsageHint(cmdkit.Nearest(args[0], names), "spec has no command %q; there are show, diff, import and reset", args[0])
		},
	}
	cmd.AddCommand(newSpecShowCommand(a), newSpecDiffCommand(a), newSpecImportCommand(a), newSpecResetCommand(a))
	return cmd
}

// specRow is a line of what an import, or a comparison, tells.
type specRow struct {
	// Kind is new, gone, changed or inferred; other is a call that fits no verb.
	Kind   string `json:"kind"`
	Entity string `json:"entity"`
	What   string `json:"what"`
	Old    string `json:"old"`
	New    string `json:"new"`
	// From tells from what something was inferred, or why a call fits no verb.
	From string `json:"from"`
}

// otherCall is what a comparison calls a call that fits no verb.
const otherCall = "other call"

// candidate is a description that was read to be compared or imported.
type candidate struct {
	source  specSource
	catalog *api.Catalog
	// plain is the catalog with the names that it gives itself, before those of the configuration.
	plain *api.Catalog
	notes []api.Note
	names []api.Naming
}

// specOptions are the flags of what reads a description.
type specOptions struct {
	output cmdkit.OutputFlags
}

func (o *specOptions) add(cmd *cobra.Command) {
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(specRow{}) })
}

// readCandidate reads, checks and compiles a description that is to come in the place of another one.
// Nothing is kept.
func readCandidate(ctx context.Context, a *cmdkit.Env, name string, replaced spec.Description) (*candidate, error) {
	source, err := openSpec(ctx, a, name)
	if err != nil {
		return nil, err
	}
	names, err := keptNames(a, replaced)
	if err != nil {
		return nil, err
	}
	wanted := cmdkit.CompileOptions()
	wanted.Names = names
	c := &candidate{source: source, names: names}
	if c.plain, err = compile.With(source.content, wanted); err != nil {
		return nil, specFault(source.origin, err)
	}
	if c.catalog, err = spec.Copy(c.plain); err != nil {
		return nil, specFault(source.origin, err)
	}
	loaded, err := a.Load()
	if err != nil {
		return nil, err
	}
	c.notes = append(c.notes, c.catalog.Notes...)
	c.notes = append(c.notes, compile.Rename(c.catalog, loaded.EntityNames(), cmdkit.ReservedNames())...)
	for i, entity := range c.plain.Entities {
		for j := range c.notes {
			if c.notes[j].Entity == entity.Name {
				c.notes[j].Entity = c.catalog.Entities[i].Name
			}
		}
	}
	return c, nil
}

// specFault is the error of a description that cannot be used.
func specFault(origin string, err error) error {
	hint := ""
	if _, elsewhere := errors.AsType[*compile.ElsewhereError](err); elsewhere {
		hint = "bundle it into one file first, with `npx @redocly/cli bundle FILE -o bundled.yaml` or the like"
	}
	return fail.New(fail.Invalid, hint, "%s: %w: nothing was changed", origin, err)
}

// keptNames are the names that entities of a description and of earlier ones have, by path; before any,
// those of the built-in description.
func keptNames(a *cmdkit.Env, d spec.Description) ([]api.Naming, error) {
	if d.Kept == nil || d.Err != nil {
		return namesOf(api.Builtin()), nil //nolint:nilerr // what cannot be used gives no names, and is told of elsewhere
	}
	plain, err := d.Kept.Load(spec.Fingerprint(a.Version), cmdkit.CompileOptions())
	if err != nil {
		return nil, err
	}
	names := namesOf(plain)
	for _, earlier := range d.Kept.Names {
		if !slices.ContainsFunc(names, func(n api.Naming) bool { return n.Path == earlier.Path }) {
			names = append(names, earlier)
		}
	}
	return names, nil
}

// rows tells what a description has that the one in use has not, and the other way round, and what was
// inferred of it.
func (c *candidate) rows(old *api.Catalog, inferred bool) []specRow {
	rows := differenceRows(compare.Catalogs(old, c.catalog))
	if !inferred {
		return rows
	}
	// Those are told of below, with why they are none.
	rows = slices.DeleteFunc(rows, func(r specRow) bool { return r.What == otherCall && r.Kind == string(compare.New) })
	for _, note := range c.notes {
		rows = append(rows, specRow{Kind: "inferred", Entity: note.Entity, What: note.What, New: note.Value, From: note.From})
	}
	for _, other := range c.catalog.Others {
		rows = append(rows, specRow{Kind: "other", What: other.Method + " " + other.Path, New: other.Summary, From: "only by \"aimsio api\": " + other.Why})
	}
	return rows
}

func differenceRows(differences []compare.Difference) []specRow {
	rows := make([]specRow, 0, len(differences))
	for _, d := range differences {
		rows = append(rows, specRow{Kind: string(d.Kind), Entity: d.Entity, What: d.What, Old: d.Old, New: d.New})
	}
	return rows
}

// summary counts what a description has.
func summary(c *api.Catalog) string {
	verbs := 0
	for _, entity := range c.Entities {
		verbs += len(entity.Operations)
	}
	return fmt.Sprintf("%s, %s on them, %s", countedAs(len(c.Entities), "entity", "entities"), text.Counted(verbs, "call"),
		countedAs(len(c.Others), "other call", "other calls"))
}

func countedAs(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return text.Count(n) + " " + many
}
