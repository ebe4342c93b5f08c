package compile

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// mostFaults is how many calls at fault are told of.
const mostFaults = 20

// all goes through the description, and gives what is wrong with any of its calls.
func (x *classifier) all(root *tree.Value) error {
	paths := root.Get("paths")
	if paths == nil {
		return nil
	}
	if paths.Kind != tree.Object {
		return fmt.Errorf("line %d: \"paths\" is %s; an object is expected", paths.Line, paths.What())
	}
	x.fixed = fixedPrefix(paths, x.prefix)
	var faults []error
	for i, path := range paths.Names {
		item, err := x.item(paths.Items[i])
		if err != nil {
			faults = append(faults, fmt.Errorf("%s (line %d): %w", path, paths.Items[i].Line, err))
			continue
		}
		for _, method := range methods() {
			o := item.Get(strings.ToLower(method))
			if o == nil {
				continue
			}
			if slices.Index(methods(), method) > slices.Index(methods(), http.MethodDelete) {
				c := call{Operation: api.Operation{Method: method, Path: x.prefix + path, Summary: tree.OneLine(o.Str("summary"))}}
				x.others = append(x.others, c.other("no verb calls "+method))
				continue
			}
			if err := x.oneWithin(method, path, item, o); err != nil {
				faults = append(faults, fmt.Errorf("%s %s (line %d): %w", method, path, o.Line, err))
			}
		}
	}
	if elsewhere, ok := errors.AsType[*schema.ElsewhereError](errors.Join(faults...)); ok { // which is one thing to do, not many
		return elsewhere
	}
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults], fmt.Errorf("and %d more", len(faults)-mostFaults))
	}
	return errors.Join(faults...)
}

// oneWithin reads an operation and, where its schemas refer to one another in too many ways, once more
// with fewer references followed. What lies deeper counts as unknown, here and in what is read after it.
func (x *classifier) oneWithin(method, path string, item, o *tree.Value) error {
	err := x.one(method, path, item, o)
	for _, most := range []int{4, 2} {
		if !errors.Is(err, schema.ErrTooMuch) {
			return err
		}
		x.reader.MostReferences = most
		x.reader.All -= x.reader.Schemas
		err = x.one(method, path, item, o)
	}
	return err
}

// methods are those of operations; what stands behind DELETE is no work on records.
func methods() []string {
	return []string{
		http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions, http.MethodHead, http.MethodTrace, "QUERY",
	}
}

// item gives the operations of a path, which may stand elsewhere.
func (x *classifier) item(item *tree.Value) (*tree.Value, error) {
	item, err := x.reader.In.Resolve(item)
	if err == nil && item.Kind != tree.Object && item.Kind != tree.Null {
		err = fmt.Errorf("an object is expected, not %s", item.What())
	}
	return item, err
}

// one tells by an operation's shape what it does, and keeps it with those that do so or with the others.
func (x *classifier) one(method, path string, item, o *tree.Value) error {
	o, err := x.reader.In.Resolve(o)
	if err != nil {
		return err
	}
	if o.Kind != tree.Object {
		return fmt.Errorf("an operation is expected, not %s", o.What())
	}
	x.reader.Schemas = 0
	c := &call{}
	path = x.prefix + path
	c.Operation = api.Operation{
		Method: method, Path: path, Summary: tree.OneLine(o.Str("summary")), Description: tree.OneLine(o.Str("description")),
	}
	if x.fixed != "" && strings.HasPrefix(path, x.fixed+"/") {
		c.Fixed = strings.Count(x.fixed, "{")
	}
	why := cmp.Or(oddPath(path), elsewhere(x.reader.In.Root, item, o))
	if why == "" {
		why, err = x.shape(c, item, o)
	}
	if err == nil && why == "" {
		c.says, err = factsOf(item, o)
		why = c.saysVerb()
		x.reader.Mistyped(item, ownWords())
		x.reader.Mistyped(o, ownWords())
	}
	if dangling, ok := errors.AsType[*schema.DanglingError](err); ok {
		why, err = "its reference "+dangling.Reference+" leads nowhere", nil
	}
	if why != "" && err == nil {
		x.idle(o, method+" "+path, why)
		x.others = append(x.others, api.Other{Method: method, Path: path, Summary: cmp.Or(c.Summary, c.Description), Why: why})
		return nil
	}
	if err != nil {
		return err
	}
	if c.Certainty, err = schema.Certainty(o.Str("x-aimsio-certainty")); err != nil {
		return err
	}
	if tags := o.Get("tags").Elements(); len(tags) > 0 {
		c.group = tags[0].Text
	}
	if err := x.parameters(c, item, o); err != nil {
		return err
	}
	if c.Verb == api.List {
		if err := x.paging(c, o); err != nil {
			return err
		}
	}
	x.calls = append(x.calls, c)
	return nil
}

// shape finds the verb, the form of body or answer and the record of a call; or why it fits none.
func (x *classifier) shape(c *call, item, o *tree.Value) (why string, err error) {
	shape := shapeOf(c.Path, c.Fixed)
	c.collection, c.parameter, c.status = shape.collection, shape.parameter, shape.status
	switch {
	case shape.parameters > 1:
		return "its path has more than one parameter", nil
	case c.Method == http.MethodGet && shape.parameters == 0:
		return x.list(c, o)
	case c.Method == http.MethodGet && shape.atEnd:
		return x.get(c, o)
	case c.Method == http.MethodDelete && shape.atEnd:
		c.Verb, c.hasID = api.Delete, true
		return "", nil
	case c.Method == http.MethodDelete:
		return "it deletes other than by a parameter at the end of its path", nil
	case shape.parameters == 1 && !shape.atEnd && (!shape.status || c.Method == http.MethodGet):
		return "its path goes on behind the parameter", nil
	default:
		c.hasID = shape.parameters == 1
		return x.write(c, item, o, shape.status)
	}
}
