package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// getOptions are the flags of "get".
type getOptions struct {
	// explode names a list of whose elements rows are made.
	explode string
	mirror  mirrorFlags
	output  outputFlags
	// parameters are those of the API's own call.
	parameters parameterFlag
}

// keyHelp tells that a record can be named by its key.
func keyHelp(entity *api.Entity) string {
	if len(entity.Key) == 0 {
		return ""
	}
	return fmt.Sprintf("\n\nWhere there is a mirror (\"aimsio sync\" makes one), a record can be named by its\n"+
		"%s too, and of several only those that changed since are fetched.", strings.Join(entity.Key, " or "))
}

func newGetCommand(a *app, entity *api.Entity) *cobra.Command {
	var options getOptions
	cmd := &cobra.Command{
		Use:   "get GUID...",
		Short: fmt.Sprintf("Show one or more %s whole", entity.Name),
		Long: fmt.Sprintf(`Show one or more %[1]s whole, in the order asked for.

The GUIDs are those that "aimsio %[1]s list" shows. With "-" they are read from standard
input, one a line. One GUID gives one JSON object, several give an array.%[2]s`, entity.Name, keyHelp(entity)),
		Example: fmt.Sprintf(`  # one %[2]s, the first of the index
  aimsio %[1]s get --env demo $(aimsio %[1]s list --env demo -o ndjson --limit 1 --jq '.guid // .id')

  # those of a list that another program made
  aimsio %[1]s list --env demo -o ndjson --limit 3 --jq '.guid // .id' | aimsio %[1]s get - --env demo -o ndjson`, entity.Name, entity.Title),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("get needs the GUID of a %s, or - to read GUIDs from standard input", entity.Title)
			}
			if slices.ContainsFunc(args, func(arg string) bool { return strings.TrimSpace(arg) == "" }) {
				return usagef("get needs the GUID of a %s, but got an empty one", entity.Title)
			}
			return nil
		},
		ValidArgsFunction: completeRecords(a, entity),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runGet(cmd.Context(), entity, args, options)
		},
	}
	options.mirror.add(a, cmd, true)
	options.parameters.add(cmd, entity, api.Get)
	fields := func() []api.Field { return entity.Fields }
	options.output.add(cmd, fields)
	addExplode(cmd, &options.explode, fields)
	return cmd
}

func (a *app) runGet(ctx context.Context, entity *api.Entity, args []string, options getOptions) error {
	single := len(args) == 1 && args[0] != "-"
	printer, err := a.printer(options.output, shape{fields: entity.Fields, columns: entity.Columns, single: single, explode: options.explode})
	if err != nil {
		return err
	}
	values, err := options.parameters.values()
	if err != nil {
		return err
	}
	if len(values) > 0 {
		if err := options.mirror.leaveOut(); err != nil {
			return err
		}
	}
	store, err := a.readMirror(ctx, options.mirror)
	if err != nil {
		return err
	}
	look := &lookup{app: a, entity: entity, store: store}
	if options.mirror.offline {
		return a.getOffline(ctx, look, args, printer)
	}
	reader, err := a.reader()
	if err != nil {
		return err
	}
	if len(values) > 0 {
		reader = reader.with(parametersOf(entity, api.Get, values))
	}
	if single {
		return reader.getOne(ctx, look, args[0], printer)
	}
	return a.getSeveral(ctx, reader, look, args, printer)
}

// getOne prints one record on its own. It is one call with a mirror or without.
func (r *reader) getOne(ctx context.Context, look *lookup, word string, p *printer) error {
	id, err := look.id(ctx, word)
	if err != nil {
		return err
	}
	begun := time.Now()
	found, err := r.service.Get(ctx, look.entity, id)
	if err != nil {
		return r.explainGet(err, look.entity, id)
	}
	look.keep(ctx, id, found, begun)
	if err := look.moved(id, found); err != nil {
		return err
	}
	out, err := p.open(ctx)
	if err != nil {
		return err
	}
	return out.finish(out.write(found))
}

// isNamed tells whether one of a record's business keys is a word.
func isNamed(entity *api.Entity, r record.Record, word string) bool {
	return slices.ContainsFunc(entity.Key, func(key string) bool {
		value, _ := r.Get(record.Path{key})
		return record.Text(value) == word
	})
}

// getSeveral prints the records behind many words. One that fails does not stop the others.
func (a *app) getSeveral(ctx context.Context, r *reader, look *lookup, args []string, p *printer) error {
	if err := look.compare(ctx, r); err != nil {
		return err
	}
	var broken error
	ids := func(yield func(service.Wanted) bool) {
		for word := range a.words(ctx, args, &broken) {
			if !yield(look.wanted(ctx, word)) {
				return
			}
		}
	}
	out, err := p.open(ctx)
	if err != nil {
		return err
	}
	walk := &walk{
		app: a, reader: r, entity: look.entity, progress: a.progress(0, p), keeper: newKeeper(a, look.store, look.entity), wrong: look.moved,
	}
	for found, err := range walk.records(ctx, ids) {
		if err == nil {
			err = out.write(found)
		}
		if err != nil {
			return out.finish(err)
		}
	}
	walk.keeper.flush(ctx)
	if broken != nil {
		return out.finish(broken)
	}
	return out.finish(walk.verdict())
}

// getOffline prints records from the mirror alone.
func (a *app) getOffline(ctx context.Context, look *lookup, args []string, p *printer) error {
	if err := a.tellAge(ctx, look.store, look.entity); err != nil {
		return err
	}
	out, err := p.open(ctx)
	if err != nil {
		return err
	}
	var broken error
	walk := &walk{app: a, entity: look.entity}
	for word := range a.words(ctx, args, &broken) {
		found, err := look.offline(ctx, word)
		if err != nil && p.options.Single {
			return out.finish(err)
		}
		if err != nil {
			walk.failed, walk.missing = walk.failed+1, walk.missing+1
			a.problemf("%s", oneLine(err))
			continue
		}
		walk.read++
		if err := out.write(found); err != nil {
			return out.finish(err)
		}
	}
	if broken != nil {
		return out.finish(broken)
	}
	return out.finish(walk.verdict())
}

// words walks the arguments, and the lines of standard input where an argument is "-".
func (a *app) words(ctx context.Context, args []string, broken *error) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, arg := range args {
			if arg != "-" {
				if !yield(arg) {
					return
				}
				continue
			}
			for id, err := range linesOf(a.stdin(ctx), a.limits()) {
				if err != nil {
					*broken = fmt.Errorf("reading GUIDs from standard input: %w", err)
					return
				}
				if !yield(id) {
					return
				}
			}
		}
	}
}

// linesOf walks the lines that hold something, without blanks around them and without the byte
// order mark that some programs put first.
func linesOf(r io.Reader, limits record.Limits) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		lines, number := bufio.NewScanner(r), 1
		lines.Buffer(nil, limits.OrUsual().Size)
		for ; lines.Scan(); number++ {
			line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
			if line != "" && !yield(line, nil) {
				return
			}
		}
		err := lines.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("line %d %s; each line is one GUID", number, limits.TooLarge().Fault)
		}
		if err != nil {
			yield("", err)
		}
	}
}
