package compile

import (
	"cmp"
	"net/http"
	"slices"
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
	// schema is the reference of the record's schema, or empty where it has none; answered is that of all
	// that a list answers, and of the record that a write answers. Makes says that a write answers 201.
	schema, answered string
	makes            bool
	// headers are those that it requires.
	headers []string
	// about describes the record, and record holds its members.
	about  string
	record []api.Field
	// hasID says that the path tells which record is meant, weak that only a known collection makes the call
	// one about records.
	hasID, weak bool
	// bulk says that it changes the records of a collection.
	bulk bool
	// status says that the path ends in a word about the status, which the collection lacks.
	status bool
	// inner stands for the other way to read a body: as a list of records beside scalars.
	inner *call
	// says is what the description itself says of the records.
	says facts
}

func operationVerbs() []api.Verb {
	return []api.Verb{api.List, api.Get, api.Create, api.Update, api.UpdateStatus, api.Delete}
}

func (c *call) other(why string) api.Other {
	return api.Other{Method: c.Method, Path: c.Path, Summary: cmp.Or(c.Summary, c.Description), Why: why}
}

func (c *call) reads() bool { return c.Verb == api.List || c.Verb == api.Get }

// preference is the place of a call among those of its resource that have its verb, the best first: a change
// alone before a whole record before what may do anything to one, what creates before what may replace.
func (c *call) preference() int {
	if c.Verb == api.Update {
		return slices.Index([]string{http.MethodPatch, http.MethodPut, http.MethodPost}, c.Method)
	}
	return slices.Index([]string{http.MethodGet, http.MethodPatch, http.MethodPost, http.MethodPut, http.MethodDelete}, c.Method)
}

// unwrap takes the list of records for what the body holds.
func (c *call) unwrap() {
	c.Wrapper, c.Body, c.weak = c.inner.Wrapper, api.BodyWrapped, false
	c.schema, c.about, c.record = c.inner.schema, c.inner.about, c.inner.record
}

// lastStep is the last word of a path.
func lastStep(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// alikePath tells whether two paths differ in singular and plural of their last step alone.
func alikePath(a, b string) bool {
	above := func(path string) string { return strings.TrimSuffix(path, lastStep(path)) }
	return strings.EqualFold(above(a), above(b)) && plainSingular(lastStep(a)) == plainSingular(lastStep(b))
}
