package entity

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// getOptions are what "get" is made with, and what the user asks of it.
type getOptions struct {
	entity   *api.Entity
	catalog  *api.Catalog
	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
	session  func() (*session.Session, error)

	// words are GUIDs or keys; "-" stands for those on standard input.
	words []string
	// explode names a list of whose elements rows are made.
	explode string
	// all shows fields that hold nothing too.
	all bool
	// with names entities of which those records are shown that belong to the one.
	with   []string
	mirror cmdkit.MirrorFlags
	output cmdkit.OutputFlags
	// parameters are those of the API's own call.
	parameters cmdkit.ParameterFlag
}

// NewGetCommand makes the command get of an entity.
func NewGetCommand(env *cmdkit.Env, entity *api.Entity) *cobra.Command {
	names := joinable(env.Catalog, entity)
	options := getOptions{
		entity: entity, catalog: env.Catalog, streams: env.Streams, settings: env.Settings, printing: env.Output, mirrors: env.Mirrors, session: env.Session,
	}
	cmd := &cobra.Command{
		Use:   "get GUID...",
		Short: fmt.Sprintf("Show one or more %s whole", entity.Name),
		Long: fmt.Sprintf(`Show one or more %[1]s whole, in the order asked for.

The GUIDs are those that "aimsio %[1]s list" shows. With "-" they are read from standard
input, one a line. One GUID gives one JSON object, several give an array.

A table of one shows its fields, the usual ones first, then what its objects hold, each
below its name, then its lists as tables. Fields that hold nothing are counted; --all shows
them. A list that is too wide says how many columns it leaves out; -o wide shows all.%[2]s%[3]s`,
			entity.Name, cmdkit.KeyHelp(entity), withHelp(names)),
		Example: fmt.Sprintf(`  # one %[2]s, the first of the index
  aimsio %[1]s get --env demo $(aimsio %[1]s list --env demo -o ndjson --limit 1 --jq '.guid // .id')

  # those of a list that another program made
  aimsio %[1]s list --env demo -o ndjson --limit 3 --jq '.guid // .id' | aimsio %[1]s get - --env demo -o ndjson%[3]s`,
			entity.Name, entity.Title, withExample(entity, names)),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fail.Usagef("get needs the GUID of %s, or - to read GUIDs from standard input", text.WithArticle(entity.Title))
			}
			return checkWords(entity, args)
		},
		ValidArgsFunction: cmdkit.CompleteRecords(env, entity),
		RunE: func(cmd *cobra.Command, args []string) error {
			options.words = args
			return runGet(cmd.Context(), options)
		},
	}
	options.mirror.Add(env, cmd, true)
	options.parameters.Add(cmd, entity, api.Get)
	fields := func() []api.Field { return entity.Fields }
	options.output.Add(cmd, fields)
	cmdkit.AddExplode(cmd, &options.explode, fields)
	cmd.Flags().StringSliceVar(&options.with, "with", nil, "show what refers to the record too, from the mirror: timecards,invoices")
	cmdkit.RegisterCompletion(cmd, "with", cmdkit.CompleteWords(names...))
	cmd.Flags().BoolVar(&options.all, "all", false, "show the fields that hold nothing too, in the table of one record")
	cmdkit.NoteFlag(cmd, "all", cmdkit.IdleWith, "columns", "explode")
	return cmd
}

// checkWords refuses an empty word, which is what a shell makes of a variable that is not set: it names no record.
func checkWords(entity *api.Entity, words []string) error {
	if slices.ContainsFunc(words, func(word string) bool { return strings.TrimSpace(word) == "" }) {
		return fail.Usagef("the GUID of %s is empty", text.WithArticle(entity.Title))
	}
	return nil
}

// isSingle tells whether one record is asked for, which is printed on its own.
func (o *getOptions) isSingle() bool { return len(o.words) == 1 && o.words[0] != "-" }

// runGet prints records.
func runGet(ctx context.Context, options getOptions) error {
	entity := options.entity
	if options.all && !options.isSingle() {
		return fail.Usagef("--all shows the empty fields of one record: name one, or leave --all out")
	}
	layout := recordLayout(entity)
	layout.Single, layout.Explode = options.isSingle(), options.explode
	layout.Sections = &output.Sections{
		Title: titleFields(entity), All: options.all, Columns: elementColumns(options.catalog, entity),
	}
	printer, err := options.printing.Printer(options.output, layout)
	if err != nil {
		return err
	}
	values, err := options.parameters.Values()
	if err != nil {
		return err
	}
	with, err := options.joined()
	if err != nil {
		return err
	}
	if len(with) > 0 {
		if err := options.checkWith(printer, len(values)); err != nil {
			return err
		}
	}
	if len(values) > 0 {
		if err := options.mirror.Disable(); err != nil {
			return err
		}
	}
	store, err := options.mirrors.ReadMirror(ctx, options.mirror)
	if err != nil {
		return err
	}
	resolver := options.resolver(store)
	if len(with) > 0 {
		return getWith(ctx, options, resolver, printer, with)
	}
	if options.mirror.Offline {
		return getOffline(ctx, options, resolver, printer)
	}
	server, err := options.session()
	if err != nil {
		return err
	}
	if len(values) > 0 {
		server = server.With(cmdkit.ParametersOf(entity, api.Get, values))
	}
	if options.isSingle() {
		return getOne(ctx, server, resolver, options.words[0], printer)
	}
	return getSeveral(ctx, options, server, resolver, printer)
}

// resolver finds the records that the words name; store is nil where there is no mirror.
func (o *getOptions) resolver(store *mirror.Store) *hydrate.KeyResolver {
	return &hydrate.KeyResolver{
		Entity: o.entity, Store: store, Reporter: o.streams, MirrorError: o.mirrors.MirrorError, Minute: o.settings.Minute,
	}
}

// getOne prints one record on its own. It is one call with a mirror or without.
func getOne(ctx context.Context, server *session.Session, resolver *hydrate.KeyResolver, word string, printer *cmdkit.Printer) error {
	found, err := resolver.Get(ctx, server, word)
	if err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(found))
}

// getSeveral prints the records behind many words. One that fails does not stop the others.
func getSeveral(ctx context.Context, options getOptions, server *session.Session, resolver *hydrate.KeyResolver, printer *cmdkit.Printer) error {
	if err := resolver.Compare(ctx, server); err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	loop := &hydrate.FetchLoop{
		Session: server, Entity: options.entity, Reporter: options.streams, Wrong: resolver.CheckKey,
		Writer: hydrate.NewMirrorWriter(options.streams, resolver.Store, options.entity),
	}
	for found, err := range loop.Records(ctx, resolver.AllWanted(ctx, allWords(ctx, options))) {
		if err == nil {
			err = out.Write(found)
		}
		if err != nil {
			return out.Finish(err)
		}
	}
	return out.Finish(loop.Verdict())
}

// getOffline prints records from the mirror alone.
func getOffline(ctx context.Context, options getOptions, resolver *hydrate.KeyResolver, printer *cmdkit.Printer) error {
	if err := options.mirrors.ReportAge(ctx, resolver.Store, options.entity); err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	loop := &hydrate.FetchLoop{Entity: options.entity, Reporter: options.streams}
	for word, err := range allWords(ctx, options) {
		if err != nil {
			return out.Finish(err)
		}
		found, err := resolver.Offline(ctx, word)
		if err != nil && options.isSingle() {
			return out.Finish(err)
		}
		if err != nil {
			loop.Miss(err)
			continue
		}
		loop.Read++
		if err := out.Write(found); err != nil {
			return out.Finish(err)
		}
	}
	return out.Finish(loop.Verdict())
}

// allWords walks the words that records are asked for by; an error of standard input ends it.
func allWords(ctx context.Context, options getOptions) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		var broken error
		for word := range options.streams.Words(ctx, options.words, &broken) {
			if !yield(word, nil) {
				return
			}
		}
		if broken != nil {
			yield("", broken)
		}
	}
}
