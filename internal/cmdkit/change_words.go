package cmdkit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// shownTime shows epoch milliseconds as tables do, for a type of times or days; anything else as it is.
func (o *Output) shownTime(v record.Value, kind api.Type) string {
	times, err := o.settings.times("", []api.Field{{Type: kind}})
	if err != nil {
		return ShownValue(v)
	}
	if shown, ok := times.Text(v, kind); ok {
		return shown
	}
	return ShownValue(v)
}

// ChangeWords writes the differences of an entity's records as a person reads them.
type ChangeWords struct {
	*change.Comparer

	output *Output
	fields []api.Field
}

// ChangeWords makes the words for an entity with these fields, in the time zones of the run.
func (o *Output) ChangeWords(fields []api.Field) *ChangeWords {
	return &ChangeWords{Comparer: change.NewComparer(fields, o.invocation.Catalog), output: o, fields: fields}
}

// Text writes one difference: "jobStatus: Assigned → Active", "lines: 3 → 1 elements".
func (c *ChangeWords) Text(d change.Difference) string {
	switch d.Kind {
	case change.Count:
		return fmt.Sprintf("%s: %s → %s elements", d.Path, d.Old, d.New)
	case change.Order:
		return d.Path + ": another order of its elements"
	default:
		return fmt.Sprintf("%s: %s → %s", d.Path, c.Value(d.Field, d.Old), c.Value(d.Field, d.New))
	}
}

// Value writes a value of a field: times and days as tables do, long texts cut.
func (c *ChangeWords) Value(field string, v jsontext.Value) string {
	if f, known := api.Find(c.fields, field); known && f.Type.Epoch() {
		return c.output.shownTime(v, f.Type)
	}
	return ShownValue(v)
}

// Both gives differences in words and as a JSON array.
func (c *ChangeWords) Both(found []change.Difference) (words string, raw jsontext.Value, err error) {
	parts := make([]string, 0, len(found))
	raw = jsontext.Value("[")
	for i, d := range found {
		if i > 0 {
			raw = append(raw, ',')
		}
		if raw, err = d.AppendJSON(raw); err != nil {
			return "", nil, fmt.Errorf("showing what changes in %s: %w", d.Field, err)
		}
		parts = append(parts, c.Text(d))
	}
	return strings.Join(parts, "; "), append(raw, ']'), nil
}

// ByPositionNote says once which lists have elements that nothing tells apart.
func (c *ChangeWords) ByPositionNote() {
	if lists := c.ByPosition(); len(lists) > 0 {
		c.output.streams.Notef("the elements of %s have no key of their own: they are compared by position, counted from 0", strings.Join(lists, ", "))
	}
}

// StoredChanges reads what the history of the mirror keeps of a record that changed, and goes into the
// lists, which it keeps as a whole.
func (c *ChangeWords) StoredChanges(kept jsontext.Value) []change.Difference {
	var found []change.Difference
	for element := range record.Elements(kept) {
		one, err := record.New(element)
		if err != nil {
			continue
		}
		field, _ := one.Get(record.Path{"field"})
		before, _ := one.Get(record.Path{"old"})
		after, _ := one.Get(record.Path{"new"})
		found = slices.AppendSeq(found, c.Values(record.Text(field), before, after))
	}
	return found
}

// ShownValue is a value in a message.
func ShownValue(v record.Value) string {
	const most = 60
	switch text := []rune(string(v)); {
	case v == nil:
		return "nothing"
	case len(text) > most:
		return string(text[:most]) + "…"
	default:
		return string(text)
	}
}
