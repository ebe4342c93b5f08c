package output

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// mostNear is how many names an error offers.
const mostNear = 3

// UnknownFieldError tells of a column, filter or sort on a field that neither the description
// nor any record has.
type UnknownFieldError struct {
	Name string
	// Nearest are the known names that come close, best first; it may be empty.
	Nearest []string
	// Parent is the described object or list that the field was looked for in, empty for the record
	// itself, and Members are the names that it is known to have.
	Parent  string
	Members []string
}

// Error names the field and what may have been meant.
func (e *UnknownFieldError) Error() string {
	text := fmt.Sprintf("unknown field %q: neither the description nor any record has it", e.Name)
	switch {
	case len(e.Nearest) > 0:
		text += "; did you mean " + strings.Join(e.Nearest, ", ") + "?"
	case len(e.Members) > 0:
		text += fmt.Sprintf("; %s has %s", e.Parent, strings.Join(e.Members, ", "))
	}
	return text
}

// CheckFields looks at the names of fields before anything is called. A name that is not
// described but comes close to one that is counts as a typing error and gives an
// *UnknownFieldError. One that comes close to none passes, since a record may have it, and so
// does a path below a field that is known to have something below.
func CheckFields(names []string, fields []api.Field) error {
	for _, name := range names {
		if strings.TrimSpace(name) == "" {
			return fmt.Errorf("an empty name is not a field: %q", strings.Join(names, ","))
		}
		if mayHave(name, fields) {
			continue
		}
		if near := nearest(name, fields); len(near) > 0 {
			return &UnknownFieldError{Name: name, Nearest: near}
		}
	}
	return nil
}

// CheckKnown is CheckFields for records that have no other fields than the described ones, and what
// stands below those that may have something below. No record is needed to tell that a name is wrong.
func CheckKnown(names []string, fields []api.Field) error {
	if err := CheckFields(names, fields); err != nil {
		return err
	}
	for _, name := range names {
		if !mayHave(name, fields) {
			return unknownField(name, fields)
		}
	}
	return nil
}

// mayHave tells whether the description has the field, or has an object, an array or a field of unknown
// type that it may be part of.
func mayHave(path string, fields []api.Field) bool {
	if Described(path, fields) {
		return true
	}
	top, _, nested := strings.Cut(path, ".")
	if !nested {
		return false
	}
	f, ok := api.Find(fields, top)
	return ok && (f.Type == api.Object || f.Type == api.Array || f.Type == api.Any)
}

func nearest(name string, fields []api.Field) []string {
	return api.Nearest(name, leafPaths("", fields), mostNear)
}

// leafPaths gives the paths of all fields, the members of objects in the place of the object.
func leafPaths(prefix string, fields []api.Field) []string {
	var paths []string
	for _, f := range fields {
		path := prefix + f.Name
		if f.Type == api.Object && len(f.Fields) > 0 {
			paths = append(paths, leafPaths(path+".", f.Fields)...)
			continue
		}
		paths = append(paths, path)
	}
	return paths
}

// unknownField makes the error for a field that nobody has, with the names that may have been meant: those
// of its neighbours, where the description knows what the field was looked for in.
func unknownField(name string, fields []api.Field) error {
	unknown := &UnknownFieldError{Name: name}
	path := record.ParsePath(name)
	for n := len(path) - 1; n > 0; n-- {
		parent, _, found := lookup(fields, path[:n])
		if !found {
			continue
		}
		unknown.Parent = path[:n].String()
		for _, field := range parent.Fields {
			unknown.Members = append(unknown.Members, field.Name)
		}
		for _, near := range api.Nearest(path[n], unknown.Members, mostNear) {
			unknown.Nearest = append(unknown.Nearest, unknown.Parent+"."+near)
		}
		return unknown
	}
	if unknown.Nearest = nearest(name, fields); len(unknown.Nearest) == 0 {
		unknown.Nearest = api.Nearest(name, listPaths(fields), mostNear)
	}
	return unknown
}

// listPaths gives the paths of the fields within lists.
func listPaths(fields []api.Field) []string {
	var paths []string
	for _, f := range fields {
		if f.Type == api.Array {
			paths = append(paths, leafPaths(f.Name+".", f.Fields)...)
		}
	}
	return paths
}
