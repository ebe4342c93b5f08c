package input

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Heads says which fields the heads of a table mean that does not name the fields: Employee No is employeeCode. A head
// is compared without letter case and with any white space as one blank. The zero value changes no head.
type Heads struct {
	fields map[string]headField
}

// headField is what a head means: a field, or nothing for a column that is left out.
type headField struct {
	head, field string
	rank        headRank
}

// headRank says which of several meanings of a head counts.
type headRank int

const (
	// ofSet is of a named set, which may be for other files too; ofFile is of a file; ofFlag is given for this run alone,
	// so that the head must be there.
	ofSet headRank = iota
	ofFile
	ofFlag
)

// Add takes what --map says: "Employee No=employeeCode", or "Notes=" for a column that is left out.
func (h *Heads) Add(mapping string) error {
	head, field, err := splitMapping(mapping)
	if err != nil {
		return err
	}
	return h.put(head, field, ofFlag)
}

// AddLines takes what a file of mappings says, one a line as Add takes it. Blank lines and those that begin with # do not
// count. name is how errors name the file.
func (h *Heads) AddLines(name string, r io.Reader) error {
	lines := bufio.NewScanner(r)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, field, err := splitMapping(line)
		if err == nil {
			err = h.put(head, field, ofFile)
		}
		if err != nil {
			return &Error{Name: name, Line: number, Err: err}
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// AddSet takes a named set of heads and their fields. Not all of them need to be in a file.
func (h *Heads) AddSet(set map[string]string) error {
	for head, field := range set {
		if err := h.put(head, strings.TrimSpace(field), ofSet); err != nil {
			return err
		}
	}
	return nil
}

// splitMapping splits at the last equals sign, since no field has one.
func splitMapping(mapping string) (head, field string, err error) {
	at := strings.LastIndexByte(mapping, '=')
	if at < 0 || strings.TrimSpace(mapping[:at]) == "" {
		return "", "", fmt.Errorf("%q is no mapping: write HEAD=FIELD, such as 'Employee No=employeeCode', or HEAD= to leave a column out", mapping)
	}
	return strings.TrimSpace(mapping[:at]), strings.TrimSpace(mapping[at+1:]), nil
}

func (h *Heads) put(head, field string, rank headRank) error {
	key := plainHead(head)
	known, twice := h.fields[key]
	switch {
	case twice && known.rank == rank && known.field != field:
		return fmt.Errorf("%q is mapped twice, to %s and to %s", head, named(known.field), named(field))
	case twice && known.rank >= rank:
		return nil
	}
	if h.fields == nil {
		h.fields = map[string]headField{}
	}
	h.fields[key] = headField{head: head, field: field, rank: rank}
	return nil
}

func named(field string) string {
	if field == "" {
		return "nothing"
	}
	return field
}

func plainHead(head string) string { return strings.ToLower(strings.Join(strings.Fields(head), " ")) }

// Any tells whether a head is mapped at all.
func (h Heads) Any() bool { return len(h.fields) > 0 }

// Unknown gives the fields that the description does not have, each with those that may be meant.
func (h Heads) Unknown(fields []api.Field) error {
	for _, key := range h.keys() {
		field := h.fields[key].field
		if _, known := api.Find(fields, field); known || field == "" {
			continue
		}
		const most = 3
		if near := api.Nearest(field, api.FieldPaths(fields), most); len(near) > 0 {
			return fmt.Errorf("%q is mapped to %s, and there is no such field%s", h.fields[key].head, field, text.DidYouMean(near))
		}
	}
	return nil
}

func (h Heads) keys() []string {
	keys := make([]string, 0, len(h.fields))
	for key := range h.fields {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// apply gives the names of columns as the fields that they mean, and which columns are left out.
func (h Heads) apply(heads []string) (names []string, leftOut map[int]bool, err error) {
	if !h.Any() {
		return heads, nil, nil
	}
	names = slices.Clone(heads)
	leftOut = map[int]bool{}
	found := map[string]bool{}
	for i, head := range heads {
		key := plainHead(head)
		meant, mapped := h.fields[key]
		if !mapped {
			continue
		}
		found[key] = true
		if names[i] = meant.field; meant.field == "" {
			leftOut[i] = true
		}
	}
	for _, key := range h.keys() {
		if meant := h.fields[key]; meant.rank == ofFlag && !found[key] {
			return nil, nil, fmt.Errorf("there is no column %q, which --map names%s", meant.head, text.DidYouMean(api.Nearest(meant.head, heads, 3)))
		}
	}
	return names, leftOut, sameField(heads, names)
}

// sameField refuses two columns for one field.
func sameField(heads, names []string) error {
	first := map[string]int{}
	for i, name := range names {
		at, twice := first[name]
		if twice && name != "" {
			return fmt.Errorf("the columns %q and %q both stand for %s", heads[at], heads[i], name)
		}
		first[name] = i
	}
	return nil
}

func errEmptyTable() error {
	return errors.New("it is empty; a header with the names of the fields is needed")
}
