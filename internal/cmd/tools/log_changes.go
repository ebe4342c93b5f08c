package tools

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
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
	sent := bodyRecords(entity, call.Body)
	var changes []recordChange
	words := wording(entity.Fields)
	for i, before := range call.Before {
		old, err := record.New(before)
		if i >= len(sent) || err != nil {
			continue // null: this one had not been read
		}
		one := recordChange{}
		found := slices.Collect(words.Sent(old, asWhole(entity, sent[i])))
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

// asWhole gives a record of a body the names that whole records have.
func asWhole(entity *api.Entity, sent record.Record) record.Record {
	operation, apart := entity.Operation(api.UpdateStatus)
	if !apart {
		return sent
	}
	return record.Rename(sent, func(name string) string { return entity.InRecord(operation, name) })
}

// bodyRecords finds the records in the body of a write to an entity.
func bodyRecords(entity *api.Entity, body jsontext.Value) []record.Record {
	list := body
	for _, operation := range entity.Operations {
		for name, value := range record.Members(body) {
			if name == operation.Wrapper && value.Kind() == jsontext.KindBeginArray {
				list = value
			}
		}
	}
	if list.Kind() != jsontext.KindBeginArray {
		list = slices.Concat(jsontext.Value("["), list, jsontext.Value("]"))
	}
	var records []record.Record
	for element := range record.Elements(list) {
		one, err := record.New(element)
		if err != nil {
			return nil
		}
		records = append(records, one)
	}
	return records
}
