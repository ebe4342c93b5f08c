package undo

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// SentRecord is a record in the body of a write.
type SentRecord struct {
	record.Record

	// At leads to it from the body on.
	At jsontext.Pointer
}

// Sent finds the records in the body of a write to an entity, in whichever of its forms; none where it holds
// something else.
func Sent(entity *api.Entity, body jsontext.Value) []SentRecord {
	list, above := unwrapped(entity, body)
	if list.Kind() != jsontext.KindBeginArray {
		one, err := record.New(list)
		if err != nil {
			return nil
		}
		return []SentRecord{{one, above}}
	}
	var records []SentRecord
	for element := range record.Elements(list) {
		one, err := record.New(element)
		if err != nil {
			return nil
		}
		records = append(records, SentRecord{one, above.AppendToken(strconv.Itoa(len(records)))})
	}
	return records
}

// unwrapped takes the records out of the member that an operation puts them in.
func unwrapped(entity *api.Entity, body jsontext.Value) (jsontext.Value, jsontext.Pointer) {
	for _, operation := range entity.Operations {
		for name, value := range record.Members(body) {
			inside := value.Kind() == jsontext.KindBeginArray ||
				operation.Body == api.BodyRecord && value.Kind() == jsontext.KindBeginObject
			if name == operation.Wrapper && inside {
				return value, jsontext.Pointer("").AppendToken(name)
			}
		}
	}
	return body, ""
}

// AsWhole gives a record of a body the names that whole records have.
func AsWhole(entity *api.Entity, sent record.Record) record.Record {
	if _, apart := entity.Operation(api.UpdateStatus); !apart {
		return sent
	}
	return record.Rename(sent, func(name string) string { return wholeName(entity, name) })
}

func asWholePath(entity *api.Entity, path record.Path) record.Path {
	if len(path) == 0 {
		return path
	}
	path = slices.Clone(path)
	path[0] = wholeName(entity, path[0])
	return path
}

func wholeName(entity *api.Entity, name string) string {
	operation, apart := entity.Operation(api.UpdateStatus)
	if !apart {
		return name
	}
	return entity.InRecord(operation, name)
}
