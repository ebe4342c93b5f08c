package service

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// keyOf gives the field and the value by which people know a record; "" where it has none.
func keyOf(entity *api.Entity, r record.Record) (field, value string) {
	for _, name := range entity.Key {
		if found, ok := r.Get(record.Path{name}); ok {
			if text := record.Text(found); text != "" {
				return name, text
			}
		}
	}
	return "", ""
}
