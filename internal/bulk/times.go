package bulk

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// explainTimes says of texts in fields of times and days why they are none. What is a time in more than one way,
// or does not exist, is refused even where the description only assumes the field: the doubt is in the
// text.
func (w *Run) explainTimes(r record.Record, faults []check.Fault) []check.Fault {
	zones, err := w.setup.Zones()
	if err != nil {
		return faults
	}
	for i := range faults {
		field, known := api.Find(w.fields(), faults[i].Path)
		value, _ := r.Get(record.ParsePath(faults[i].Path))
		if !known || !field.Type.Epoch() || value.Kind() != jsontext.KindString {
			continue
		}
		_, err := zones.Read(record.Text(value), field.Type == api.Day)
		if doubt, ok := errors.AsType[*timetext.DoubtError](err); ok {
			faults[i].Expected, faults[i].Warning = "a time without doubt; this one "+doubt.Why, false
		}
	}
	return faults
}
