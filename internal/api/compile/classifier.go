package compile

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// classifier are the calls of a description, told apart by their shape.
type classifier struct {
	reader *schema.Reader
	// prefix is what the servers' addresses have before every path.
	prefix string
	// fixed is the start of most paths that ends in a parameter which is the same for all records, "" for none.
	fixed  string
	calls  []*call
	others []api.Other
}

// describe adds what the description says about the records that a call carries.
func (x *classifier) describe(c *call, record *tree.Value, within schema.Way) error {
	if record == nil {
		return nil
	}
	s, err := x.reader.Read(record, within)
	if err != nil {
		return err
	}
	c.schema, c.about = s.Reference, s.Description
	c.record, err = x.reader.Members(s)
	return err
}

// settings tells of the parameters in front of all paths, which the environment gives.
func (x *classifier) settings() (notes []api.Note) {
	for step := range strings.SplitSeq(x.fixed, "/") {
		if isParameter(step) {
			name := strings.Trim(step, "{}")
			notes = append(notes, api.Note{
				What: "parameter", Value: name, From: "most paths begin with it: `parameters: {" + name + ": VALUE}` of the environment gives it",
			})
		}
	}
	return notes
}
