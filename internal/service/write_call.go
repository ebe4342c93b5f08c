package service

import (
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Call is a writing call as it is about to be sent. Its slices have an element for each record.
type Call struct {
	Verb api.Verb
	// Path has the query behind it.
	Method, Path string
	Lines        []int
	// Keys names the records: by key, else by GUID, else empty.
	Keys []string
	// IDs holds the GUIDs of the records, empty where they are not known.
	IDs []string
	// HasKey tells of each record whether it carries its key, so that sending it twice changes nothing.
	HasKey []bool
	// Body is the whole body. It must not be changed.
	Body []byte
	// Before holds the records as they were read from the server; nil where they were not.
	Before []*record.Record
}

// CallResult is how a call ended, after all its tries.
type CallResult struct {
	// Outcome is Written, Created, Updated or Deleted where the server accepted the call, Failed where it refused
	// it, Halved where the records are sent again in parts, Unknown where no good answer came,
	// and Skipped where the call never left.
	Outcome string
	// Outcomes has the word for each record of the call where one does not fit all; else it is nil.
	Outcomes []string
	// Status is the HTTP status of the last answer, 0 where there was none.
	Status  int
	Took    time.Duration
	Message string
}

// Halved is the outcome of a call that was refused and whose records are sent again in parts.
const Halved = "halved"

func callOf(op *api.Operation, query url.Values, pending []*pendingChange) Call {
	c := Call{Verb: op.Verb, Method: op.Method, Path: fillPath(op, pending[0].change.ID)}
	if len(query) > 0 {
		c.Path += "?" + query.Encode()
	}
	bodies := make([]record.Record, 0, len(pending))
	for _, r := range pending {
		bodies = append(bodies, r.change.Body)
		key := r.change.Key
		if key == "" {
			key = r.change.ID
		}
		c.Lines = append(c.Lines, r.change.Line)
		c.Keys = append(c.Keys, key)
		c.IDs = append(c.IDs, r.change.ID)
		c.HasKey = append(c.HasKey, r.change.HasKey)
		c.Before = append(c.Before, r.change.Before)
	}
	c.Body = Body(op, bodies)
	return c
}

// Body makes the body of a write, in the form that the operation says, of the very bytes of the
// records. A record on its own is the first one. What deletes sends nothing.
func Body(op *api.Operation, records []record.Record) []byte {
	if op.Verb == api.Delete {
		return nil
	}
	if op.Body == api.BodyRecord && op.Wrapper == "" {
		return append([]byte(nil), records[0].Raw()...)
	}
	if op.Body == api.BodyRecord {
		// The error tells of invalid UTF-8 in the name, which no description has.
		body, _ := jsontext.AppendQuote([]byte{'{'}, op.Wrapper)
		return append(append(append(body, ':'), records[0].Raw()...), '}')
	}
	size := len(op.Wrapper) + len(`{"":[]}`)
	for _, r := range records {
		size += len(r.Raw()) + 1
	}
	body := make([]byte, 0, size)
	if op.Body == api.BodyWrapped {
		// The error tells of invalid UTF-8 in the name, which no description has.
		body, _ = jsontext.AppendQuote(append(body, '{'), op.Wrapper)
		body = append(body, ':')
	}
	body = append(body, '[')
	for i, r := range records {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, r.Raw()...)
	}
	body = append(body, ']')
	if op.Body == api.BodyWrapped {
		body = append(body, '}')
	}
	return body
}

// WriteOptions say how records are written. Zero values mean the default.
type WriteOptions struct {
	// BatchSize is how many records go out with one call (50). A call carries fewer where they
	// are large.
	BatchSize int
	// Parallel is how many calls are in flight at once, if not the service's own number.
	Parallel int
	// Record is called before every call, and what it gives after it. An error before the call
	// keeps the call from being sent, and either error stops the run. Several goroutines call
	// it at once.
	Record func(Call) (done func(CallResult) error, err error)
}
