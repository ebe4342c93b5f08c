package cli

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// isKey tells whether a field is one by which people know a record.
func isKey(entity *api.Entity, name string) bool { return slices.Contains(entity.Key, name) }

// keyNames lists the fields that tell one record from another, in running text.
func keyNames(entity *api.Entity) string {
	names := slices.Clone(entity.Key)
	if entity.GUID != "" {
		names = append(names, entity.GUID)
	}
	return strings.Join(names, " or ")
}
