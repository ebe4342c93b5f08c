package api

import (
	"slices"
	"strings"
)

// IsKey tells whether a field is one by which people know a record.
func IsKey(entity *Entity, name string) bool { return slices.Contains(entity.Key, name) }

// KeyNames lists the fields that tell one record from another, in running text.
func KeyNames(entity *Entity) string {
	names := slices.Clone(entity.Key)
	if entity.GUID != "" {
		names = append(names, entity.GUID)
	}
	return strings.Join(names, " or ")
}
