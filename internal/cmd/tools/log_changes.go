package tools

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/undo"
)

// recordChange is what a call changed in one record.
type recordChange struct {
	Key    string         `json:"key"`
	Fields jsontext.Value `json:"fields"`

	words string
}

// callChanges tells what a call changed in the records that had been read before it, in words for fields of
// its kind.
func callChanges(catalog *api.Catalog, wording func([]api.Field) *change.Words, call journal.Call) ([]recordChange, error) {
	entity, known := catalog.Entity(call.Entity)
	if !known || call.Operation == string(api.Delete) {
		return nil, nil
	}
	sent := undo.Sent(entity, call.Body)
	var changes []recordChange
	words := wording(entity.Fields)
	for i, before := range call.Before {
		old, err := record.New(before)
		if i >= len(sent) || err != nil {
			continue // null: this one had not been read
		}
		one := recordChange{}
		found := slices.Collect(words.Sent(old, undo.AsWhole(entity, sent[i].Record)))
		if one.words, one.Fields, err = words.Both(found); err != nil {
			return nil, err
		}
		if i < len(call.Keys) {
			one.Key = call.Keys[i]
		}
		changes = append(changes, one)
	}
	return changes, nil
}
