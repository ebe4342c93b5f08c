package transfer

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// What names of fields tell where the description tells nothing: the names are those of a pattern that the vendor
// keeps to throughout, and custom fields and imported descriptions have them too.

// guidStem gives what stands before the ending of an identifier that a server makes: "jobClient" of "jobClientGuid".
func guidStem(name string, field *api.Field) (stem string, is bool) {
	for _, ending := range []string{"guid", "uuid"} {
		if len(name) >= len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending) {
			return name[:len(name)-len(ending)], true
		}
	}
	if field != nil && field.Type == api.String && field.Format == "uuid" {
		stem := name
		if len(name) > 2 && strings.EqualFold(name[len(name)-2:], "id") {
			stem = name[:len(name)-2]
		}
		return stem, true
	}
	return "", false
}

// names tells whether a field is one by which people know what an identifier of a stem means.
func names(stem, name string) bool {
	ending, ok := strings.CutPrefix(strings.ToLower(name), strings.ToLower(stem))
	return ok && slices.Contains([]string{"code", "number", "externalid", "reference", "uname", "username", "name", "key"}, ending)
}

// isServerTime tells whether a field says when the server made or changed a record.
func isServerTime(name string, field *api.Field) bool {
	if field != nil && !field.Type.Epoch() && field.Format != "date-time" {
		return false
	}
	low := strings.ToLower(name)
	return slices.ContainsFunc([]string{"createdat", "updatedat", "modifiedat", "createdon", "updatedon", "modifiedon", "lastmodified", "lastupdated"},
		func(ending string) bool { return strings.HasSuffix(low, ending) })
}
