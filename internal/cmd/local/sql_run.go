package local

import (
	"context"
	"errors"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// sqlRun prints the answers to queries.
type sqlRun struct {
	*sqlOptions

	store   *mirror.Store
	querier *mirror.Querier
	// format is that of the answers.
	format output.Format
	// drawing, if set, is how the answers are drawn instead.
	drawing *cmdkit.Chart
	// held, if set, is what the answers go to instead of standard output.
	held *output.Holder
	// book, if set, is the workbook that takes each answer into a sheet.
	book *cmdkit.Workbook
	// told are the notes that this run has printed.
	told []string
}

// all asks one query after the other, and ends with the first that fails.
func (s *sqlRun) all(ctx context.Context, queries []string) error {
	if len(queries) == 0 {
		return fail.Usagef("there is no query: give one as an argument, or on standard input")
	}
	if len(queries) > 1 && s.format == output.XLSX && s.drawing == nil {
		return s.sheets(ctx, queries)
	}
	if len(queries) > 1 && s.output.Out != "" {
		return fail.Usagef("--out takes the answer to one query, but there are %d", len(queries))
	}
	if len(queries) > 1 && s.format == output.HTML {
		return fail.Usagef("-o html makes one page, of the answer to one query, but there are %d", len(queries))
	}
	if len(queries) > 1 { // the last may be wrong
		s.held = output.NewHolder(s.streams.Out)
		defer func() { s.held = nil }()
	}
	for i, query := range queries {
		err := s.apart(i)
		if err == nil {
			err = s.one(ctx, query)
		}
		if err != nil {
			return s.release(err)
		}
	}
	return s.release(nil)
}

// sheets writes the answers into one workbook.
func (s *sqlRun) sheets(ctx context.Context, queries []string) error {
	book, err := s.printing.OpenWorkbook(s.output)
	if err != nil {
		return err
	}
	s.book = book
	defer func() { s.book = nil }()
	for _, query := range queries {
		if err := s.one(ctx, query); err != nil {
			return book.Finish(err)
		}
	}
	return book.Finish(nil)
}

// apart keeps the tables of two answers apart, where one that follows another would be taken for more of its rows.
func (s *sqlRun) apart(before int) error {
	if before == 0 || s.format != output.Markdown && s.drawing == nil {
		return nil
	}
	_, err := s.held.Write([]byte("\n"))
	return cmdkit.WrapWrite(err)
}

// release prints the answers that were held back, unless a query turned out to be wrong.
func (s *sqlRun) release(err error) error {
	if s.held == nil {
		return err
	}
	if err != nil && cmdkit.KindOf(err) == fail.Usage {
		s.held.Drop()
		return err
	}
	if failed := s.held.Release(); err == nil {
		err = failed
	}
	return err
}

// one prints the answer to a query.
func (s *sqlRun) one(ctx context.Context, query string) error {
	answer, err := s.querier.Query(ctx, query)
	if err != nil {
		return s.queryError(ctx, err)
	}
	defer cmdkit.CloseQuietly(answer)
	rows, err := answer.Records()
	if err != nil {
		return s.queryError(ctx, err)
	}
	s.note(ctx, answer.Reads)
	if s.drawing != nil {
		if s.held != nil {
			s.drawing.To = s.held
		}
		return s.drawing.Draw(rows.Columns, rows.All(), func(err error) error { return s.failed(ctx, err, 0) })
	}
	shown := cmdkit.RowsWith(describedColumns(rows.Columns), rows.Columns...)
	printer, err := s.printing.Printer(s.output, shown)
	if err != nil {
		return err
	}
	if s.held != nil {
		printer.To = s.held
	}
	printer.Book, printer.Options.Sheet = s.book, "query"
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	count := 0
	for r, err := range rows.All() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = out.Write(r)
		}
		if err != nil {
			return out.Finish(s.failed(ctx, err, count))
		}
		count++
	}
	if count == 0 {
		out.Notef("no rows")
	}
	return out.Finish(nil)
}

// failed explains an error amid the rows. A query that gave some was understood.
func (s *sqlRun) failed(ctx context.Context, err error, rows int) error {
	if _, wrong := errors.AsType[*mirror.QueryError](err); wrong && rows > 0 && ctx.Err() == nil {
		return fail.New(fail.Failed, "", "the query failed after %s: %w", text.Counted(rows, "row"), err)
	}
	return s.queryError(ctx, err)
}

// note says how old is what a query reads, and what of it is not there. Several queries of one run
// have it said once.
func (s *sqlRun) note(ctx context.Context, reads mirror.Reads) {
	statuses, err := s.store.EntityStatuses(ctx)
	if err != nil {
		s.streams.Notef("warning: nobody knows how old the mirror is: %s", fail.OneLine(err))
		return
	}
	found := mirror.FreshnessOf(statuses, s.store.EntitiesOf(reads))
	noteFreshness(s.streams, freshness.Of(found, s.settings.EnvironmentName(), s.settings.Now()), !reads.All, &s.told)
}

func (s *sqlRun) queryError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if wrong, ok := errors.AsType[*mirror.QueryError](err); ok {
		hint := ""
		if text := wrong.Error(); strings.Contains(text, "no such") || strings.Contains(text, "does not exist") {
			hint = "\"aimsio mirror schema\" lists the tables and columns"
		}
		return fail.New(fail.Usage, hint, "the query failed: %w", wrong)
	}
	return s.mirrors.MirrorError(err)
}

// describedColumns are the columns of an answer as fields, so that one that does not exist is told.
func describedColumns(names []string) []api.Field {
	fields := make([]api.Field, 0, len(names))
	for _, name := range names {
		fields = append(fields, api.Field{Name: name, Type: api.Any, Certainty: api.Documented})
	}
	return fields
}
