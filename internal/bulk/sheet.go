package bulk

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/sheet"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// mostAdded is how many records are named to whose lists elements are added.
const mostAdded = 20

// planRows understands --explode.
func (w *Run) planRows() error {
	list := w.flags.Explode
	if list == "" {
		return nil
	}
	if w.flags.File == "" {
		return fail.Usagef("--explode %s says what the rows of a file are: give -f FILE", list)
	}
	explode, err := output.NewExplode(list, w.entity.Fields)
	if err != nil {
		return fail.AsUsage(err)
	}
	field, known := api.Find(w.entity.Fields, list)
	if known && field.Type != api.Array && field.Type != api.Any {
		return fail.Usagef("%w", &output.ExplodeError{
			Name: list, Why: fmt.Sprintf("it is no list but of type %s", field.Type), Lists: output.ListNames(w.entity.Fields),
		})
	}
	if change.ReadOnly(w.entity.Fields, record.ParsePath(list)) {
		return fail.Usagef("--explode %s: the list is read-only: the server sets it itself", list)
	}
	if name, _, _ := strings.Cut(list, "."); w.action == service.ActionUpdate && !w.entity.Carries(w.operation, name) {
		return fail.Usagef("--explode %s", check.FaultText(w.notTaken(name)))
	}
	w.rows = &rowsOf{
		List: sheet.New(w.entity, w.entity.Fields, list, w.comparer()), fields: explode.Fields(),
	}
	return nil
}

// inputFields describe the records of the input, or its rows.
func (w *Run) inputFields() []api.Field {
	if w.rows != nil {
		return w.rows.fields
	}
	return w.fields()
}

// gathered gives a source whose rows of one record are put together, where rows are elements of a list.
func (w *Run) gathered(source *Source) *Source {
	if w.rows == nil {
		return source
	}
	rows := source.Items
	whole := w.rows.Gather(rows, func() {
		w.setup.Notef("the rows of one %s do not follow one another in %s: they are put together", w.entity.Title, source.Name)
	})
	return &Source{Name: source.Name, Items: whole.Items, file: source.file, rows: whole}
}

// intoList makes of a change that was gathered from rows one with the whole list of the record.
func (w *Run) intoList(own, change, cells record.Record) (meant, plain record.Record, err error) {
	if w.rows == nil {
		return change, cells, nil
	}
	merged, err := w.rows.Merge(own, change, cells)
	if err != nil || len(merged.Added) == 0 {
		return merged.Change, merged.Cells, err
	}
	switch w.rows.added++; {
	case w.rows.added < mostAdded:
		w.setup.Notef("%s: %s not there yet: added", w.keyOf(own), listed(merged.Added))
	case w.rows.added == mostAdded:
		w.setup.Notef("further records to which elements are added are not named; --dry-run and diff show them")
	}
	return merged.Change, merged.Cells, nil
}

// listed names the first of some elements.
func listed(elements []string) string {
	const most = 3
	if len(elements) <= most {
		return text.Enumerate(elements)
	}
	return text.Enumerate(append(append([]string{}, elements[:most]...), text.Counted(len(elements)-most, "other")))
}

// eachRow walks the rows of which a record was gathered, or gives the record itself.
func eachRow(item input.Item) iter.Seq[input.Item] {
	return func(yield func(input.Item) bool) {
		if item.Rows == nil {
			yield(item)
			return
		}
		for _, row := range item.Rows {
			if !yield(row) {
				return
			}
		}
	}
}

// Mismatch tells of an error of Changed, or of New, that the rows of a record do not fit the list, and in which line.
func (w *Run) Mismatch(item input.Item, err error) (line int, why string, is bool) {
	wrong, is := errors.AsType[*sheet.MergeError](err)
	if !is {
		return 0, "", false
	}
	line = item.Line
	if row, _ := w.rows.Place(item, check.Fault{Path: fmt.Sprintf("%s.%d", w.rows.Member(), wrong.At)}); wrong.At >= 0 {
		line = row.Line
	}
	return line, wrong.Problem, true
}
