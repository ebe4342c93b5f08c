package spec

import (
	"context"
	"errors"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// candidate is a description that was read to be compared or imported.
type candidate struct {
	source   specSource
	overlays overlays
	catalog  *api.Catalog
	// plain is the catalog with the names that it gives itself, before those of the configuration.
	plain *api.Catalog
	notes []api.Note
	names []api.Naming
}

// candidates reads descriptions that are to come in the place of another one. Nothing is kept.
type candidates struct {
	sources

	load  func() (*config.Config, error)
	notef func(format string, args ...any)
}

func (c candidates) source(ctx context.Context, w wanted) (specSource, error) {
	if w.vendor {
		return c.vendor(ctx, c.notef)
	}
	return c.open(ctx, w.name)
}

// wanted says which description is to be read, and how.
type wanted struct {
	// name is that of a file, an address, or - for standard input; vendor stands for the vendor's documentation instead.
	name     string
	vendor   bool
	overlays overlayFlags
	// explained says that everything is to be told from what it came.
	explained bool
}

// read gives what a file or an address holds, corrected and compiled.
func (c candidates) read(ctx context.Context, w wanted, replaced spec.Description) (*candidate, error) {
	corrections, err := w.overlays.read(replaced)
	if err != nil {
		return nil, err
	}
	source, err := c.source(ctx, w)
	if err != nil {
		return nil, err
	}
	names, err := keptNames(c.version, replaced)
	if err != nil {
		return nil, err
	}
	loaded, err := c.load()
	if err != nil {
		return nil, err
	}
	options := cmdkit.CompileOptions()
	options.Names, options.Overlays, options.Explain = names, corrections.files, w.explained
	made, err := newCandidate(source, options, loaded.EntityNames())
	if err != nil {
		return nil, err
	}
	made.overlays = corrections
	return made, nil
}

// newCandidate compiles a description. Entities have the names that the options give them, unless others are set for them.
func newCandidate(source specSource, o compile.Options, set []api.Naming) (*candidate, error) {
	c := &candidate{source: source, names: o.Names}
	var err error
	if c.plain, err = compile.With(source.content, o); err != nil {
		return nil, specFault(source.origin, err)
	}
	if c.catalog, err = spec.Copy(c.plain); err != nil {
		return nil, specFault(source.origin, err)
	}
	c.notes = append(c.notes, c.catalog.Notes...)
	c.notes = append(c.notes, compile.Rename(c.catalog, set, o.Reserved)...)
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
	if _, elsewhere := errors.AsType[*schema.ElsewhereError](err); elsewhere {
		hint = "bundle it into one file first, with `npx @redocly/cli bundle FILE -o bundled.yaml` or the like"
	}
	return fail.New(fail.Invalid, hint, "%s: %w: nothing was changed", origin, err)
}

// keptNames are the names that entities of a description and of earlier ones have, by path; before any,
// those of the built-in description.
func keptNames(version string, d spec.Description) ([]api.Naming, error) {
	if d.Kept == nil || d.Err != nil {
		return namesOf(api.Builtin()), nil //nolint:nilerr // what cannot be used gives no names, and is told of elsewhere
	}
	plain, err := d.Kept.Load(spec.Fingerprint(version), cmdkit.CompileOptions())
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

// namesOf are the names that the entities of a catalog keep, by their paths.
func namesOf(c *api.Catalog) []api.Naming {
	names := make([]api.Naming, 0, len(c.Entities))
	for _, entity := range c.Entities {
		if len(entity.Operations) > 0 {
			names = append(names, api.Naming{Path: entity.Operations[0].Path, Name: entity.Name})
		}
	}
	return names
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
		rows = append(rows, noteRow(note))
	}
	for _, other := range c.catalog.Others {
		rows = append(rows, otherRow(other))
	}
	return rows
}
