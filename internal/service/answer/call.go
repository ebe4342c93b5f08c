package answer

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Call is what was sent.
type Call struct {
	Entity    *api.Entity
	Operation *api.Operation
	// Sent holds the records, in the order of the call.
	Sent []Sent
}

// Sent is a record that went out with a call.
type Sent struct {
	// Key is what people call the record, and ID its GUID; each is empty where it is not known.
	Key, ID string
	// Body is the record as it went out.
	Body record.Record
	// Before is the record as it was read from the server, nil where it was not.
	Before *record.Record
}
