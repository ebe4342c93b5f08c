package compile

import (
	"cmp"
	"errors"
	"fmt"
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
	// schema is the reference of the record's schema, or empty where it has none.
	schema string
	// headers are those that it requires, which no command sends.
	headers []string
	// about describes the record, and record holds its members.
	about  string
	record []api.Field
	// deep says that the path tells which record is meant, loose that only a known collection or
	// schema makes the call one about records.
	deep, loose bool
	// status says that the path ends in a word about the status, which the collection lacks.
	status bool
	rank   rank
	// inner stands for the other way to read a body: as a list of records beside scalars.
	inner *call
}

// recognised are the calls of a description, told apart by their shape.
type recognised struct {
	reader *schemaReader
	// prefix is what the servers' addresses have before every path.
	prefix string
	calls  []*call
	others []api.Other
	// collections are the paths that the file reads records at, in lower case.
	collections map[string]bool
}

// mostFaults is how many calls at fault are told of.
const mostFaults = 20

// all goes through the description, and gives what is wrong with any of its calls.
func (x *recognised) all(root *value) error {
	paths := root.get("paths")
	if paths == nil {
		return nil
	}
	if paths.kind != objectValue {
		return fmt.Errorf("line %d: \"paths\" is %s; an object is expected", paths.line, paths.what())
	}
	x.readCollections(paths)
	var faults []error
	for i, path := range paths.names {
		item, err := x.item(spot{paths.items[i], x.reader.files.main})
		if err != nil {
			faults = append(faults, fmt.Errorf("%s (line %d): %w", path, paths.items[i].line, err))
			continue
		}
		for _, method := range methods() {
			o := item.to(strings.ToLower(method))
			if o.value == nil {
				continue
			}
			if err := x.oneWithin(method, path, item, o); err != nil {
				faults = append(faults, fmt.Errorf("%s %s (line %d): %w", method, path, o.line, err))
			}
		}
	}
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults], fmt.Errorf("and %d more", len(faults)-mostFaults))
	}
	return errors.Join(faults...)
}

// oneWithin reads an operation and, where its schemas refer to one another in too many ways, once more
// with fewer references followed. What lies deeper counts as unknown, here and in what is read after it.
func (x *recognised) oneWithin(method, path string, item, o spot) error {
	err := x.one(method, path, item, o)
	for _, most := range []int{4, 2} {
		if !errors.Is(err, errTooMuch) {
			return err
		}
		x.reader.mostReferences = most
		x.reader.all -= x.reader.schemas
		err = x.one(method, path, item, o)
	}
	return err
}

func methods() []string {
	return []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
}

// item gives the operations of a path, which may stand elsewhere.
func (x *recognised) item(item spot) (spot, error) {
	item, err := x.resolve(item)
	if err == nil && item.kind != objectValue && item.kind != nullValue {
		err = fmt.Errorf("an object is expected, not %s", item.what())
	}
	return item, err
}

// resolve follows the references of anything but a schema.
func (x *recognised) resolve(s spot) (spot, error) {
	const most = 20
	for range most {
		reference := s.str("$ref")
		if reference == "" {
			return s, nil
		}
		found, _, err := x.reader.files.find(reference, s.in)
		if err != nil {
			return s, err
		}
		s = found
	}
	return s, errors.New("its references lead round in a circle")
}

// one tells by an operation's shape what it does, and keeps it with those that do so or with the others.
func (x *recognised) one(method, path string, item, o spot) error {
	if o.kind != objectValue {
		return fmt.Errorf("an operation is expected, not %s", o.what())
	}
	x.reader.schemas = 0
	c := &call{}
	path = x.prefix + path
	c.Operation = api.Operation{
		Method: method, Path: path, Summary: oneLine(o.str("summary")), Description: oneLine(o.str("description")),
	}
	why, err := oddPath(path), error(nil)
	if why == "" {
		why, err = x.shape(c, o)
	}
	if why != "" && err == nil {
		x.others = append(x.others, api.Other{Method: method, Path: path, Summary: either(c.Summary, c.Description), Why: why})
		return nil
	}
	if err != nil {
		return err
	}
	if c.Certainty, err = certainty(o.str("x-aimsio-certainty")); err != nil {
		return err
	}
	if tags := o.get("tags").elements(); len(tags) > 0 {
		c.group = tags[0].text
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
func (x *recognised) shape(c *call, o spot) (why string, err error) {
	way := x.wayOf(c.Method, c.Path)
	c.collection, c.parameter, c.status = way.collection, way.parameter, way.status
	switch {
	case way.parameters > 1:
		return "its path has more than one parameter", nil
	case c.Method == http.MethodGet && way.parameters == 0:
		return x.list(c, o)
	case c.Method == http.MethodGet && way.atEnd:
		return x.get(c, o)
	case c.Method == http.MethodDelete && way.atEnd:
		c.Verb, c.deep = api.Delete, true
		return "", nil
	case c.Method == http.MethodDelete:
		return "it deletes other than by a parameter at the end of its path", nil
	case way.parameters == 1 && !way.atEnd && (!way.status || c.Method == http.MethodGet):
		return "its path goes on behind the parameter", nil
	case x.acts(c.Path):
		return "its path speaks of something else than writing a record", nil
	default:
		c.deep = way.parameters == 1
		return x.write(c, o, way.status)
	}
}

// way is a path taken apart.
type way struct {
	collection, parameter string
	// parameters counts all; atEnd says that the path ends in the one that there is, status that it
	// ends in a word about the status.
	parameters    int
	atEnd, status bool
}

func (x *recognised) wayOf(method, path string) way {
	w := way{parameters: strings.Count(path, "{")}
	steps := strings.Split(strings.TrimRight(path, "/"), "/")
	last := len(steps) - 1
	if last > 0 && method != http.MethodGet && x.saysStatus(steps) {
		w.status = true
		steps, last = steps[:last], last-1
	}
	if isParameter(steps[last]) {
		w.atEnd = !w.status
		w.parameter = strings.Trim(steps[last], "{}")
		steps = steps[:last]
	}
	if last = len(steps) - 1; last > 1 && w.parameters == 0 && emptyWord(steps[last]) && x.known(steps[:last]) {
		steps = steps[:last]
	}
	w.collection = strings.Join(steps, "/")
	if strings.Contains(w.collection, "{") { // a parameter before the end, or only a part of a step
		w.atEnd, w.status = false, false
	}
	return w
}

// saysStatus tells whether a path is that of a record or a collection, with a word about its status.
func (x *recognised) saysStatus(steps []string) bool {
	last := len(steps) - 1
	return !isParameter(steps[last]) && aboutStatus(steps[last]) && (isParameter(steps[last-1]) || x.known(steps[:last]))
}

// known tells whether records are read at a path.
func (x *recognised) known(steps []string) bool {
	return x.collections[strings.ToLower(strings.Join(steps, "/"))]
}

func isParameter(step string) bool {
	return strings.HasPrefix(step, "{") && strings.HasSuffix(step, "}") && strings.Count(step, "{") == 1
}

// emptyWord tells whether a step of a path says only what is done there: jobs/list, jobs/bulk.
func emptyWord(step string) bool {
	return slices.Contains([]string{"list", "all", "create", "save", "bulk", "batch", "upsert", "add", "update"}, strings.ToLower(step))
}

// aboutStatus tells whether a step of a path speaks of a status: status, updateStatus, set-state.
func aboutStatus(step string) bool {
	return slices.ContainsFunc(words(step), func(word string) bool { return word == "status" || word == "state" })
}

// sortOthers puts calls in the order of the description.
func sortOthers(others []api.Other, root *value) {
	at := map[string]int{}
	if paths := root.get("paths"); paths != nil {
		for i, name := range paths.names {
			at[name] = i
		}
	}
	slices.SortStableFunc(others, func(a, b api.Other) int {
		return cmp.Or(cmp.Compare(at[a.Path], at[b.Path]), cmp.Compare(slices.Index(methods(), a.Method), slices.Index(methods(), b.Method)))
	})
}
