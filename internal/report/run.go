package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/chart"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// maxRows is how many rows of a query a report shows.
const maxRows = 10_000

// Part is what became of a section.
type Part struct {
	Title, Text string
	// Left says why the part is left out, empty where it is not.
	Left string
	// Columns and Rows are what the query answered, and Shown tells whether they are shown.
	Columns []string
	Rows    []record.Record
	Shown   bool
	// Kind and Data are the chart, Data nil for none.
	Kind chart.Kind
	Data *chart.Data
	// Notes say what is not shown.
	Notes []string
}

// Runner asks the queries of a report.
type Runner struct {
	Store   *mirror.Store
	Querier *mirror.Querier
	// Catalog says which fields the account has.
	Catalog *api.Catalog
	// Values are those of the parameters that queries name.
	Values map[string]any
	// Reads is told what each query read.
	Reads func(mirror.Reads)
}

// Run asks one query after the other.
func (r *Runner) Run(ctx context.Context, f *File) ([]Part, error) {
	var parts []Part
	for i := range f.Sections {
		part, err := r.section(ctx, f, &f.Sections[i])
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// section asks the query of a section. What is wrong with it is told with the section and the line.
func (r *Runner) section(ctx context.Context, f *File, s *Section) (Part, error) {
	part := Part{Title: s.Title, Text: s.Text, Shown: s.shows()}
	if lacking := r.lacking(s.Needs); len(lacking) > 0 {
		part.Left = "left out: the description of this account has no " + strings.Join(lacking, ", ")
		return part, nil
	}
	query := s.asked(r.Store.OnServer())
	err := r.ask(ctx, query.SQL, &part)
	if err == nil && s.Chart != "" {
		err = part.draw(s.Chart)
	}
	if err != nil {
		if ctx.Err() != nil {
			return part, context.Cause(ctx)
		}
		return part, fmt.Errorf("%s: section %q, line %d: %w", f.Place, s.Title, query.Line, err)
	}
	return part, nil
}

// lacking gives those of the needs that the description does not have.
func (r *Runner) lacking(needs []string) []string {
	var lacking []string
	for _, need := range needs {
		name, field, _ := strings.Cut(need, ".")
		at := slices.IndexFunc(r.Catalog.Entities, func(e *api.Entity) bool { return e.Name == name })
		if at < 0 {
			if !slices.Contains(lacking, name) {
				lacking = append(lacking, name)
			}
			continue
		}
		if field == "" {
			continue
		}
		if _, found := api.Find(r.Catalog.Entities[at].Fields, field); !found {
			lacking = append(lacking, need)
		}
	}
	return lacking
}

func (r *Runner) ask(ctx context.Context, query string, part *Part) error {
	bound, args, err := r.Store.Bind(query, r.Values)
	if err != nil {
		return err
	}
	answer, err := r.Querier.Query(ctx, bound, args...)
	if err != nil {
		return err
	}
	rows, err := answer.Records()
	if err != nil {
		return errors.Join(err, answer.Close())
	}
	part.Columns = rows.Columns
	left := 0
	for row, err := range rows.All() {
		if err != nil {
			return errors.Join(err, answer.Close())
		}
		if len(part.Rows) == maxRows {
			left++
			continue
		}
		part.Rows = append(part.Rows, row.Clone())
	}
	if left > 0 {
		part.Notes = append(part.Notes, fmt.Sprintf("showing %s of %s", text.Count(maxRows), text.Counted(maxRows+left, "row")))
	}
	r.Reads(answer.Reads)
	return answer.Close()
}

func (p *Part) draw(kind string) error {
	parsed, err := chart.ParseKind(kind)
	if err != nil {
		return err
	}
	data, err := chart.New(parsed, p.Columns)
	if err != nil {
		return err
	}
	for _, row := range p.Rows {
		if err := data.AddRecord(row); err != nil {
			return err
		}
	}
	drawn, notes, err := data.Prepare(parsed)
	if err != nil {
		return err
	}
	if len(p.Rows) > 0 {
		p.Kind, p.Data = parsed, drawn
		p.Notes = append(p.Notes, notes...)
	}
	return nil
}
