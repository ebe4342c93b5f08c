package compile

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// call is an operation that has been recognised, with what is needed to find its entity.
type call struct {
	api.Operation
	// collection is the path of all records: without a parameter or a word about the status at its end.
	collection string
	group      string
	// parameter is the name of the path's parameter, "" where it has none.
	parameter string
	// schema is the reference of the record's schema, or empty where it has none.
	schema string
	// headers are those that it requires, which no command sends.
	headers []string
	// about describes the record, and record holds its members.
	about  string
	record []api.Field
	// hasID says that the path tells which record is meant, weak that only a known collection or
	// schema makes the call one about records.
	hasID, weak bool
	// status says that the path ends in a word about the status, which the collection lacks.
	status bool
	rank   rank
	// inner stands for the other way to read a body: as a list of records beside scalars.
	inner *call
}

// rank says how surely a call is one about the records of a resource, the surest first. Of two calls
// that do the same the surer one counts, wherever they stand in the file.
type rank int

const (
	onPath       rank = iota // the path that the reading calls have
	onCollection             // that path with a word behind it: jobs/bulk
	onAlike                  // the path in the singular or the plural
	bySchema                 // the same schema elsewhere
	byField                  // a field that identifies the records, elsewhere
	byTag                    // the same section of the documentation
)

// ownPath is the call's path without what names one record or says that it is about the status.
func (c *call) ownPath() string {
	steps := strings.Split(strings.TrimRight(c.Path, "/"), "/")
	if c.status {
		steps = steps[:len(steps)-1]
	}
	if last := len(steps) - 1; isParameter(steps[last]) {
		steps = steps[:last]
	}
	return strings.Join(steps, "/")
}

// statusOf tells whether a write carries the status of such records and little else.
func (c *call) statusOf(whole []api.Field) bool {
	if !onlyStatus(c.record, whole) {
		return false
	}
	status, _ := statusField(c.record)
	_, own := api.Find(whole, status)
	return own || c.status || aboutStatus(c.Path[strings.LastIndexByte(c.Path, '/')+1:])
}

// unwrap takes the list of records for what the body holds.
func (c *call) unwrap() {
	c.Wrapper, c.Body, c.weak = c.inner.Wrapper, api.BodyWrapped, false
	c.schema, c.about, c.record = c.inner.schema, c.inner.about, c.inner.record
}

func operationVerbs() []api.Verb {
	return []api.Verb{api.List, api.Get, api.Create, api.Update, api.UpdateStatus, api.Delete}
}

func (c *call) other(why string) api.Other {
	return api.Other{Method: c.Method, Path: c.Path, Summary: either(c.Summary, c.Description), Why: why}
}

func (c *call) lastStep() string { return c.collection[strings.LastIndex(c.collection, "/")+1:] }
