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

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

func newGetCommand(a *app, entity *api.Entity) *cobra.Command {
	var flags outputFlags
	var parameters parameterFlag
	cmd := &cobra.Command{
		Use:   "get GUID...",
		Short: fmt.Sprintf("Show one or more %s whole", entity.Name),
		Long: fmt.Sprintf(`Show one or more %[1]s whole, in the order asked for.

The GUIDs are those that "aimsio %[1]s list" shows. With "-" they are read from standard
input, one a line. One GUID gives one JSON object, several give an array.`, entity.Name),
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
		ValidArgsFunction: completeNothing,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runGet(cmd.Context(), entity, args, flags, parameters)
		},
	}
	flags.add(cmd, func() []api.Field { return entity.Fields })
	parameters.add(cmd, entity, api.Get)
	return cmd
}

func (a *app) runGet(ctx context.Context, entity *api.Entity, args []string, flags outputFlags, parameters parameterFlag) error {
	single := len(args) == 1 && args[0] != "-"
	printer, err := a.printer(flags, shape{fields: entity.Fields, columns: entity.Columns, single: single})
	if err != nil {
		return err
	}
	values, err := parameters.values()
	if err != nil {
		return err
	}
	reader, err := a.reader()
	if err != nil {
		return err
	}
	if len(values) > 0 {
		reader = reader.with(service.Parameters{api.Get: values})
	}
	if single {
		return reader.getOne(ctx, entity, args[0], printer)
	}
	return a.getSeveral(ctx, reader, entity, args, printer)
}

// getOne prints one record on its own.
func (r *reader) getOne(ctx context.Context, entity *api.Entity, id string, p *printer) error {
	found, err := r.service.Get(ctx, entity, id)
	if err != nil {
		return r.explainGet(err, entity, id)
	}
	out, err := p.open(ctx)
	if err != nil {
		return err
	}
	return out.finish(out.write(found))
}

// getSeveral prints the records behind many ids. One that fails does not stop the others.
func (a *app) getSeveral(ctx context.Context, r *reader, entity *api.Entity, args []string, p *printer) error {
	var broken error
	ids := a.wantedIDs(ctx, args, &broken)
	out, err := p.open(ctx)
	if err != nil {
		return err
	}
	walk := &walk{app: a, reader: r, entity: entity, progress: a.progress(0, p)}
	for found, err := range walk.records(ctx, ids) {
		if err == nil {
			err = out.write(found)
		}
		if err != nil {
			return out.finish(err)
		}
	}
	if broken != nil {
		return out.finish(broken)
	}
	return out.finish(walk.verdict())
}

// wantedIDs walks the ids of the arguments, and those of standard input where an argument is "-".
func (a *app) wantedIDs(ctx context.Context, args []string, broken *error) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for _, arg := range args {
			if arg != "-" {
				if !yield(service.Wanted{ID: arg}) {
					return
				}
				continue
			}
			for id, err := range linesOf(a.stdin(ctx), a.limits()) {
				if err != nil {
					*broken = fmt.Errorf("reading GUIDs from standard input: %w", err)
					return
				}
				if !yield(service.Wanted{ID: id}) {
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
