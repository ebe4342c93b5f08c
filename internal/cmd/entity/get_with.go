package entity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

// recordMember names the record itself in the shape that --with gives.
const recordMember = "record"

// joinable names the entities whose records refer to one of an entity.
func joinable(catalog *api.Catalog, entity *api.Entity) []string {
	var names []string
	for _, one := range transfer.NewReferences(catalog).To(entity) {
		names = append(names, one.Entity.Name)
	}
	return names
}

// withHelp says what --with does, of an entity to which those of some names refer.
func withHelp(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(`

With --with the mirror adds the records that refer to the one: %s. In a table
they stand below it. JSON, NDJSON and YAML then are {"%s": {...}, "%s": [...]},
each record as it came; an entity that was never synced is an error, and no empty list.`,
		strings.Join(names, ", "), recordMember, names[0])
}

// withExample shows --with, of an entity to which those of some names refer.
func withExample(entity *api.Entity, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(`

  # the first one of the mirror, with what refers to it
  aimsio sync %[1]s %[2]s --env demo --quiet
  aimsio %[1]s get --env demo --with %[2]s $(aimsio %[1]s list --env demo -o ndjson --limit 1 --jq '.guid // .id')`, entity.Name, names[0])
}

// joined gives the entities of --with, each of which must refer to the one whose record is shown.
func (o *getOptions) joined() ([]transfer.Belonging, error) {
	possible := transfer.NewReferences(o.catalog).To(o.entity)
	if o.with != nil && len(o.with) == 0 {
		return nil, fail.Usagef("--with names no entity")
	}
	var chosen []transfer.Belonging
	for _, word := range o.with {
		word = strings.TrimSpace(word)
		at := slices.IndexFunc(possible, func(b transfer.Belonging) bool {
			return strings.EqualFold(b.Entity.Name, word) || slices.Contains(b.Entity.Aliases, strings.ToLower(word))
		})
		if at < 0 {
			return nil, o.notJoined(word, joinable(o.catalog, o.entity))
		}
		if !slices.ContainsFunc(chosen, func(b transfer.Belonging) bool { return b.Entity == possible[at].Entity }) {
			chosen = append(chosen, possible[at])
		}
	}
	return chosen, nil
}

// notJoined says which names --with takes.
func (o *getOptions) notJoined(word string, names []string) error {
	if len(names) == 0 {
		return fail.Usagef("--with %q: the description has no entity whose records refer to %s", word, text.WithArticle(o.entity.Title))
	}
	what := "is no entity"
	if _, known := o.catalog.Entity(word); known {
		what = "does not refer to " + o.entity.Name
	}
	hint := "these do: " + strings.Join(names, ", ")
	if near := api.Nearest(word, names, 1); len(near) > 0 {
		hint = "did you mean " + near[0] + "? " + hint
	}
	return fail.New(fail.Usage, hint, "--with: %q %s", word, what)
}

// checkWith refuses what --with cannot be combined with.
func (o *getOptions) checkWith(printer *cmdkit.Printer, parameters int) error {
	switch format := printer.Options.Format; {
	case !o.isSingle():
		return fail.Usagef("--with is for one record: give one GUID or key")
	case o.explode != "" || printer.Options.Columns != nil:
		return fail.Usagef("--with shows whole records: leave out --columns and --explode")
	case parameters > 0:
		return fail.Usagef("--with reads the mirror, which knows no parameters: leave out --param")
	case printer.Flat() && format != output.Table:
		return fail.Usagef("--with gives records of several kinds, and %s has rows of one kind: use -o table, json, ndjson or yaml", format)
	default:
		return nil
	}
}

// getWith prints one record and those of other entities that belong to it, which the mirror knows.
func getWith(ctx context.Context, options getOptions, resolver *hydrate.KeyResolver, printer *cmdkit.Printer, with []transfer.Belonging) error {
	entities := make([]*api.Entity, len(with))
	names := make([]string, len(with))
	for i, one := range with {
		entities[i], names[i] = one.Entity, one.Entity.Name
	}
	if resolver.Store == nil {
		return fail.New(fail.Usage, `"aimsio sync `+strings.Join(names, " ")+`" makes one, and --no-mirror keeps it from being read`,
			"--with reads from the mirror, and there is none in use")
	}
	if err := options.mirrors.ReportAges(ctx, resolver.Store, entities); err != nil {
		return err
	}
	owner, err := readOne(ctx, options, resolver)
	if err != nil {
		return err
	}
	related := make([][]record.Record, len(with))
	for i, one := range with {
		if related[i], err = belonging(ctx, resolver, one, owner); err != nil {
			return err
		}
	}
	if printer.Flat() {
		for i, one := range entities {
			layout := recordLayout(one)
			printer.Options.Sections.Joined = append(printer.Options.Sections.Joined, output.Joined{
				Name: one.Name, Fields: layout.Fields, Columns: layout.Columns, Keys: layout.Keys, Names: layout.Names, Records: related[i],
			})
		}
	} else if owner, err = compose(printer, options.entity, entities, owner, related); err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(owner))
}

// readOne reads the one record that is asked for, from the server or with --offline from the mirror.
func readOne(ctx context.Context, options getOptions, resolver *hydrate.KeyResolver) (record.Record, error) {
	word := options.words[0]
	if options.mirror.Offline {
		if err := options.mirrors.ReportAge(ctx, resolver.Store, options.entity); err != nil {
			return record.Record{}, err
		}
		return resolver.Offline(ctx, word)
	}
	server, err := options.session()
	if err != nil {
		return record.Record{}, err
	}
	return resolver.Get(ctx, server, word)
}

// belonging gives the records of the mirror that refer to an owner.
func belonging(ctx context.Context, resolver *hydrate.KeyResolver, by transfer.Belonging, owner record.Record) ([]record.Record, error) {
	if names := by.Names(); record.FirstScalar(owner, names...) == "" {
		return nil, fail.New(fail.Failed, "", "the %s has no %s, by which %s refer to it",
			resolver.Entity.Title, strings.Join(names, " or "), by.Entity.Name)
	}
	var found []record.Record
	for object, err := range resolver.Store.Objects(ctx, by.Entity) {
		if err != nil {
			return nil, resolver.MirrorError(err)
		}
		if by.Holds(owner, object.Record) {
			found = append(found, object.Record.Clone())
		}
	}
	return found, nil
}

// compose makes one object of a record and what belongs to it, each as it came.
func compose(
	printer *cmdkit.Printer, entity *api.Entity, entities []*api.Entity, owner record.Record, related [][]record.Record,
) (record.Record, error) {
	fields := []api.Field{{Name: recordMember, Type: api.Object, Fields: entity.Fields}}
	raw := append(record.Value(`{"`+recordMember+`":`), owner.Raw()...)
	for i, one := range entities {
		fields = append(fields, api.Field{Name: one.Name, Type: api.Array, Items: api.Object, Fields: one.Fields})
		name, err := jsontext.AppendQuote(nil, one.Name)
		if err != nil {
			return record.Record{}, err
		}
		raw = append(append(append(raw, ','), name...), ":["...)
		for n, r := range related[i] {
			if n > 0 {
				raw = append(raw, ',')
			}
			raw = append(raw, r.Raw()...)
		}
		raw = append(raw, ']')
	}
	printer.Options.Fields = fields
	return record.New(append(raw, '}'))
}
