package entity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// getOptions are the flags of "get".
type getOptions struct {
	// explode names a list of whose elements rows are made.
	explode string
	mirror  cmdkit.MirrorFlags
	output  cmdkit.OutputFlags
	// parameters are those of the API's own call.
	parameters cmdkit.ParameterFlag
}

// NewGetCommand makes the command get of an entity.
func NewGetCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	var options getOptions
	cmd := &cobra.Command{
		Use:   "get GUID...",
		Short: fmt.Sprintf("Show one or more %s whole", entity.Name),
		Long: fmt.Sprintf(`Show one or more %[1]s whole, in the order asked for.

The GUIDs are those that "aimsio %[1]s list" shows. With "-" they are read from standard
input, one a line. One GUID gives one JSON object, several give an array.%[2]s`, entity.Name, cmdkit.KeyHelp(entity)),
		Example: fmt.Sprintf(`  # one %[2]s, the first of the index
  aimsio %[1]s get --env demo $(aimsio %[1]s list --env demo -o ndjson --limit 1 --jq '.guid // .id')

  # those of a list that another program made
  aimsio %[1]s list --env demo -o ndjson --limit 3 --jq '.guid // .id' | aimsio %[1]s get - --env demo -o ndjson`, entity.Name, entity.Title),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fail.Usagef("get needs the GUID of a %s, or - to read GUIDs from standard input", entity.Title)
			}
			if slices.ContainsFunc(args, func(arg string) bool { return strings.TrimSpace(arg) == "" }) {
				return fail.Usagef("get needs the GUID of a %s, but got an empty one", entity.Title)
			}
			return nil
		},
		ValidArgsFunction: cmdkit.CompleteRecords(a, entity),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runGet(cmd.Context(), a, entity, args, options)
		},
	}
	options.mirror.Add(a, cmd, true)
	options.parameters.Add(cmd, entity, api.Get)
	fields := func() []api.Field { return entity.Fields }
	options.output.Add(cmd, fields)
	cmdkit.AddExplode(cmd, &options.explode, fields)
	return cmd
}

func runGet(ctx context.Context, a *cmdkit.Env, entity *api.Entity, args []string, options getOptions) error {
	single := len(args) == 1 && args[0] != "-"
	printer, err := a.Printer(options.output, cmdkit.Layout{Fields: entity.Fields, Columns: entity.Columns, Single: single, Explode: options.explode})
	if err != nil {
		return err
	}
	values, err := options.parameters.Values()
	if err != nil {
		return err
	}
	if len(values) > 0 {
		if err := options.mirror.Disable(); err != nil {
			return err
		}
	}
	store, err := a.ReadMirror(ctx, options.mirror)
	if err != nil {
		return err
	}
	look := &hydrate.KeyResolver{Entity: entity, Store: store, Reporter: a, MirrorError: a.MirrorError, Minute: a.Minute}
	if options.mirror.Offline {
		return getOffline(ctx, a, look, args, printer)
	}
	reader, err := a.Session()
	if err != nil {
		return err
	}
	if len(values) > 0 {
		reader = reader.With(cmdkit.ParametersOf(entity, api.Get, values))
	}
	if single {
		return getOne(ctx, reader, look, args[0], printer)
	}
	return getSeveral(ctx, a, reader, look, args, printer)
}

// getOne prints one record on its own. It is one call with a mirror or without.
func getOne(ctx context.Context, r *session.Session, look *hydrate.KeyResolver, word string, p *cmdkit.Printer) error {
	id, err := look.ID(ctx, word)
	if err != nil {
		return err
	}
	begun := time.Now()
	found, err := r.Service.Get(ctx, look.Entity, id)
	if err != nil {
		return r.GetError(err, look.Entity, id)
	}
	look.Keep(ctx, id, found, begun)
	if err := look.CheckKey(id, found); err != nil {
		return err
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(out.Write(found))
}

// getSeveral prints the records behind many words. One that fails does not stop the others.
func getSeveral(ctx context.Context, a *cmdkit.Env, r *session.Session, look *hydrate.KeyResolver, args []string, p *cmdkit.Printer) error {
	if err := look.Compare(ctx, r); err != nil {
		return err
	}
	var broken error
	ids := func(yield func(service.Wanted) bool) {
		for word := range a.Words(ctx, args, &broken) {
			if !yield(look.Wanted(ctx, word)) {
				return
			}
		}
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	loop := &hydrate.FetchLoop{
		Session: r, Entity: look.Entity, Reporter: a, Writer: hydrate.NewMirrorWriter(a, look.Store, look.Entity), Wrong: look.CheckKey,
	}
	for found, err := range loop.Records(ctx, ids) {
		if err == nil {
			err = out.Write(found)
		}
		if err != nil {
			return out.Finish(err)
		}
	}
	loop.Writer.Flush(ctx)
	if broken != nil {
		return out.Finish(broken)
	}
	return out.Finish(loop.Verdict())
}

// getOffline prints records from the mirror alone.
func getOffline(ctx context.Context, a *cmdkit.Env, look *hydrate.KeyResolver, args []string, p *cmdkit.Printer) error {
	if err := a.TellAge(ctx, look.Store, look.Entity); err != nil {
		return err
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	var broken error
	loop := &hydrate.FetchLoop{Entity: look.Entity, Reporter: a}
	for word := range a.Words(ctx, args, &broken) {
		found, err := look.Offline(ctx, word)
		if err != nil && p.Options.Single {
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
	if broken != nil {
		return out.Finish(broken)
	}
	return out.Finish(loop.Verdict())
}
