package cmdkit

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
)

// ChangeWords makes the words for differences of records with these fields, times and days as tables show them.
func (o *Output) ChangeWords(fields []api.Field) *change.Words {
	return change.NewWords(fields, o.invocation.Catalog, func(v jsontext.Value, kind api.Type) (string, bool) {
		times, err := o.settings.times("", []api.Field{{Type: kind}})
		if err != nil {
			return "", false
		}
		return times.Text(v, kind)
	})
}
