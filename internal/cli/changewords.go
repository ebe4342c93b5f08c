package cli

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
)

// changeWords writes the differences of an entity's records as a person reads them.
type changeWords struct {
	*change.Comparer

	app    *app
	fields []api.Field
}

func (a *app) changeWords(fields []api.Field) *changeWords {
	return &changeWords{Comparer: change.NewComparer(fields, a.catalog), app: a, fields: fields}
}

// text writes one difference: "jobStatus: Assigned → Active", "lines: 3 → 1 elements".
func (c *changeWords) text(d change.Difference) string {
	switch d.Kind {
	case change.Count:
		return fmt.Sprintf("%s: %s → %s elements", d.Path, d.Old, d.New)
	case change.Order:
		return d.Path + ": another order of its elements"
	default:
		return fmt.Sprintf("%s: %s → %s", d.Path, c.value(d.Field, d.Old), c.value(d.Field, d.New))
	}
}

func (c *changeWords) value(field string, v jsontext.Value) string {
	if f, known := api.Find(c.fields, field); known && f.Type.Epoch() {
		return c.app.shownTime(v, f.Type)
	}
	return shownValue(v)
}

// both gives differences in words and as a JSON array.
func (c *changeWords) both(found []change.Difference) (words string, raw jsontext.Value, err error) {
	parts := make([]string, 0, len(found))
	raw = jsontext.Value("[")
	for i, d := range found {
		if i > 0 {
			raw = append(raw, ',')
		}
		if raw, err = d.AppendJSON(raw); err != nil {
			return "", nil, fmt.Errorf("showing what changes in %s: %w", d.Field, err)
		}
		parts = append(parts, c.text(d))
	}
	return strings.Join(parts, "; "), append(raw, ']'), nil
}

// byPositionNote says once which lists have elements that nothing tells apart.
func (c *changeWords) byPositionNote() {
	if lists := c.ByPosition(); len(lists) > 0 {
		c.app.notef("the elements of %s have no key of their own: they are compared by position, counted from 0", strings.Join(lists, ", "))
	}
}
