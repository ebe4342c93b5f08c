package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Words writes the differences of an entity's records as a person reads them.
type Words struct {
	*Comparer

	fields []api.Field
	time   func(jsontext.Value, api.Type) (string, bool)
}

// NewWords makes the words for an entity with these fields. The entities of the catalog tell the keys of
// elements that refer to them. Time shows a value of a type of times or days; it is false for what is none.
func NewWords(fields []api.Field, catalog *api.Catalog, time func(jsontext.Value, api.Type) (string, bool)) *Words {
	return &Words{Comparer: NewComparer(fields, catalog), fields: fields, time: time}
}

// Text writes one difference: "jobStatus: Assigned → Active", "lines: 3 → 1 elements".
func (w *Words) Text(d Difference) string {
	switch d.Kind {
	case Count:
		return fmt.Sprintf("%s: %s → %s elements", d.Path, d.Old, d.New)
	case Order:
		return d.Path + ": another order of its elements"
	default:
		return fmt.Sprintf("%s: %s → %s", d.Path, w.Value(d.Field, d.Old), w.Value(d.Field, d.New))
	}
}

// Value writes a value of a field: times and days as tables do, long texts cut.
func (w *Words) Value(field string, v jsontext.Value) string {
	if shown, is := w.epoch(field, v); is {
		return shown
	}
	return record.Shown(v)
}

// Whole writes a value of a field as Value does, and cuts nothing.
func (w *Words) Whole(field string, v jsontext.Value) string {
	if shown, is := w.epoch(field, v); is {
		return shown
	}
	return string(record.AppendCompact(nil, v))
}

// epoch shows a time or a day; it is false for other values.
func (w *Words) epoch(field string, v jsontext.Value) (string, bool) {
	if f, known := api.Find(w.fields, field); known && f.Type.Epoch() {
		return w.time(v, f.Type)
	}
	return "", false
}

// Cell writes a value of a field for a cell of a sheet, whole: times and days as tables do, texts as they are,
// null as \null, and nothing for none.
func (w *Words) Cell(field string, v jsontext.Value) string {
	if shown, is := w.epoch(field, v); is {
		return shown
	}
	if v.Kind() == jsontext.KindNull {
		return `\null`
	}
	return record.Text(v)
}

// Both gives differences in words and as a JSON array.
func (w *Words) Both(found []Difference) (words string, raw jsontext.Value, err error) {
	parts := make([]string, 0, len(found))
	raw = jsontext.Value("[")
	for i, d := range found {
		if i > 0 {
			raw = append(raw, ',')
		}
		if raw, err = d.AppendJSON(raw); err != nil {
			return "", nil, fmt.Errorf("showing what changes in %s: %w", d.Field, err)
		}
		parts = append(parts, w.Text(d))
	}
	return strings.Join(parts, "; "), append(raw, ']'), nil
}

// ByPositionNote says which lists have elements that nothing tells apart, "" where there are none.
func (w *Words) ByPositionNote() string {
	lists := w.ByPosition()
	if len(lists) == 0 {
		return ""
	}
	return fmt.Sprintf("the elements of %s have no key of their own: they are compared by position, counted from 0", strings.Join(lists, ", "))
}

// StoredChanges reads what the history of the mirror keeps of a record that changed, and goes into the
// lists, which it keeps as a whole.
func (w *Words) StoredChanges(kept jsontext.Value) []Difference {
	var found []Difference
	for element := range record.Elements(kept) {
		one, err := record.New(element)
		if err != nil {
			continue
		}
		field, _ := one.Get(record.Path{"field"})
		before, _ := one.Get(record.Path{"old"})
		after, _ := one.Get(record.Path{"new"})
		found = slices.AppendSeq(found, w.Values(record.Text(field), before, after))
	}
	return found
}
