package bulk

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// UpdatingVerb is the verb of the operation that takes a changed record back.
func UpdatingVerb(entity *api.Entity) api.Verb {
	if operation, ok := entity.Updating(); ok {
		return operation.Verb
	}
	return api.Update
}

// StatusVerb is the verb of the operation that sets a status.
func StatusVerb(entity *api.Entity) api.Verb {
	if api.Has(api.UpdateStatus)(entity) {
		return api.UpdateStatus
	}
	return UpdatingVerb(entity)
}

// CheckStatus refuses a status that the documentation rules out; of one that is only assumed to
// be impossible the server decides.
func CheckStatus(entity *api.Entity, status string) error {
	field, ok := api.Find(entity.Fields, entity.Status)
	if !ok || len(field.Enum) == 0 || field.Certainty != api.Documented || api.InEnum(field.Enum, field.Type, status) {
		return nil
	}
	return fail.New(fail.Invalid, "", "%s cannot be %q: it is one of %s%s", entity.Status, status,
		strings.Join(field.Enum, ", "), text.DidYouMean(api.Nearest(status, field.Enum, 3)))
}
