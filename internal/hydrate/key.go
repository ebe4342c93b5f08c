package hydrate

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// isNamed tells whether one of a record's business keys is a word.
func isNamed(entity *api.Entity, r record.Record, word string) bool {
	return slices.ContainsFunc(entity.Key, func(key string) bool {
		value, _ := r.Get(record.Path{key})
		return record.Text(value) == word
	})
}

// KeyOf gives the key by which people know a record, "" where it has none.
func KeyOf(entity *api.Entity, r record.Record) string {
	_, value, _ := api.KeyOf(entity, r.Raw())
	return value
}
