package service

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// matchRows finds each row's entry in an answer: by key where the entries carry one, else by
// position where their number agrees. It gives nil where neither can be trusted.
func matchRows(entity *api.Entity, entries []record.Record, rows []*row) []*record.Record {
	byKey := map[string]*record.Record{}
	for i := range entries {
		if field, value := keyOf(entity, entries[i]); field != "" {
			byKey[field+"="+value] = &entries[i]
		}
	}
	matched := make([]*record.Record, len(rows))
	if len(byKey) > 0 {
		for i, r := range rows {
			if field, value := keyOf(entity, r.change.Body); field != "" {
				matched[i] = byKey[field+"="+value]
			}
		}
		return matched
	}
	if len(entries) != len(rows) {
		return nil
	}
	for i, r := range rows {
		id, err := ID(entity, entries[i])
		if err == nil && r.change.ID != "" && id != r.change.ID {
			return nil
		}
		matched[i] = &entries[i]
	}
	return matched
}

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

// complaint finds the words of an error in an object, under the names that servers use.
func complaint(object jsontext.Value) string {
	for name, value := range record.Members(object) {
		switch name {
		case "error", "errors", "errorMessage":
			if !slices.Contains([]string{"", "[]", "{}", "false", "0"}, record.Text(value)) {
				return record.Text(value)
			}
		case "success", "ok":
			if value.Kind() == jsontext.KindFalse {
				return record.Text(object)
			}
		}
	}
	return ""
}
