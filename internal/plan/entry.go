package plan

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Action is what becomes of a record.
type Action string

// The actions of entries.
const (
	// Create makes a record that is not there, and Update changes one that is.
	Create Action = "create"
	Update Action = "update"
	// Unchanged records are as they shall be: nothing is sent of them.
	Unchanged Action = "unchanged"
	// Conflict is a record of which nobody can say what it should be: Reason tells why. It is never sent.
	Conflict Action = "conflict"
	// Missing is a record that the server has and the source does not name. It is only listed.
	Missing Action = "missing"
	// Kept is a record that the source means and that stays as it is, for what Reason tells. It is only listed.
	Kept Action = "kept"
)

// Changes tells whether something is sent to the server.
func (a Action) Changes() bool { return a == Create || a == Update }

// Listed tells whether a record is only listed: nothing becomes of it.
func (a Action) Listed() bool { return a == Missing || a == Kept }

// Entry is what a plan says of one record. It owns its bytes.
type Entry struct {
	// Line is where the record stands in its source, from 1 on; 0 for one that the source does not name.
	Line int `json:"line,omitempty"`
	// Key is what people call the record, and GUID its identifier; each is empty where it is not known.
	Key    string `json:"key"`
	GUID   string `json:"guid,omitempty"`
	Action Action `json:"action"`
	// Reason tells why there is a conflict, why a record is kept, or what of it is.
	Reason string `json:"reason,omitempty"`
	// Send is the record as it is to be, of its fields those that the call carries, by the names that the
	// whole record has. It is there for Create, Update and for a Conflict that would else be one of them.
	Send jsontext.Value `json:"send,omitempty"`
	// Before is the record as the server had it, where Send is to take its place.
	Before jsontext.Value `json:"before,omitempty"`
}

// Name is what a message calls the record: its key, else its GUID.
func (e *Entry) Name() string {
	if e.Key != "" {
		return e.Key
	}
	return e.GUID
}

// SendRecord gives Send as a record.
func (e *Entry) SendRecord() (record.Record, error) { return record.New(e.Send) }

// BeforeRecord gives Before as a record, nil where there is none.
func (e *Entry) BeforeRecord() (*record.Record, error) {
	if len(e.Before) == 0 {
		return nil, nil //nolint:nilnil // there was none
	}
	before, err := record.New(e.Before)
	return &before, err
}

// Differences gives what an entry changes: of a record to be created each of its fields.
func (e *Entry) Differences(by *change.Comparer) ([]change.Difference, error) {
	if len(e.Send) == 0 {
		return nil, nil
	}
	send, err := e.SendRecord()
	if err != nil {
		return nil, err
	}
	before, err := e.BeforeRecord()
	if err != nil {
		return nil, err
	}
	if before == nil {
		return created(send), nil
	}
	return Changes(by, *before, send), nil
}

// created gives the fields of a new record.
func created(send record.Record) []change.Difference {
	var found []change.Difference
	for name, value := range send.Fields() {
		found = append(found, change.Difference{Path: name, Field: name, New: value})
	}
	return found
}
