package compile

import (
	"cmp"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// saysVerb has a write do what the description says of it, and gives back one that is to be left alone.
func (c *call) saysVerb() (why string) {
	switch {
	case c.says.verb == "none":
		return "x-aimsio-verb says so"
	case c.says.verb != "" && !c.reads() && c.Verb != api.Delete:
		c.Verb, c.bulk = api.Verb(c.says.verb), false
	}
	return ""
}

// said is what the calls of a resource say of it, in the place of what its row says.
func (r *resource) said(row api.Presentation) api.Presentation {
	for _, c := range r.calls {
		f := c.says
		row.GUID, row.Status, row.UpdatedAt = cmp.Or(f.identifier, row.GUID), cmp.Or(f.status, row.Status), cmp.Or(f.updated, row.UpdatedAt)
		if len(f.key) > 0 {
			row.Key = f.key
		}
		if len(f.columns) > 0 {
			row.Columns = f.columns
		}
	}
	return row
}

// saidName is the name that the calls of a resource give to its entity, "" for none.
func (r *resource) saidName() string {
	for _, c := range r.calls {
		if c.says.name != "" {
			return c.says.name
		}
	}
	return ""
}

// idle warns of words of ours on a call that is left out nevertheless.
func (x *classifier) idle(at *tree.Value, call, why string) {
	for i, name := range at.Names {
		if slices.Contains(ownWords(), name) && name != "x-aimsio-certainty" {
			x.reader.Warnings = append(x.reader.Warnings, api.Note{
				What: name, Value: at.Items[i].Text, From: call + ": it has no effect, since " + why, Warning: true,
			})
		}
	}
}
