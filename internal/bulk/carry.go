package bulk

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// unsendable names the fields of a record that the call cannot send although the records have them: those
// that only the server sets, and the others, which the user must hear of.
func (w *Run) unsendable(given record.Record) (readOnly, refused []string) {
	if w.action != service.ActionCreate && w.action != service.ActionUpdate {
		return nil, nil
	}
	record.Pick(given, func(name string) bool {
		_, taken := api.Find(w.known, name)
		field, has := api.Find(w.entity.Fields, name)
		switch {
		case taken || !has || w.entity.Carries(w.operation, name):
		case w.action == service.ActionUpdate && (name == w.entity.GUID || slices.Contains(w.entity.Key, name)):
			// it says which record is meant
		case field.ReadOnly:
			readOnly = append(readOnly, name)
		default:
			refused = append(refused, name)
		}
		return false
	})
	return readOnly, refused
}
