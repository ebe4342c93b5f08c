package record

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// Merge gives base with the members of change in place of its own. Objects are merged member by
// member, everything else, arrays and null too, is replaced as a whole. Members keep base's order
// and bytes; new ones follow in the order of change. Of members of change that share a name the
// last counts. It fails if either is not an object, as the zero Record is not.
func Merge(base, change Record) (Record, error) {
	for _, r := range []Record{base, change} {
		if _, err := New(r.raw); err != nil {
			return Record{}, fmt.Errorf("merging records: %w", err)
		}
	}
	if isEmpty(change.raw) {
		return base, nil // as is the change of most runs that have none for all records
	}
	merged, err := mergeObjects(base.raw, change.raw)
	if err != nil {
		return Record{}, fmt.Errorf("merging records: %w", err)
	}
	return Record{raw: merged}, nil
}

func mergeObjects(base, change Value) (Value, error) {
	changes := membersByName(change)
	added := make(map[string]bool, len(changes.names))
	for _, name := range changes.names {
		added[name] = true
	}
	for name := range RawMembers(base) {
		delete(added, nameOf(name))
	}
	var fresh []member
	for _, name := range changes.names {
		if added[name] {
			fresh = append(fresh, member{changes.quoted[name], changes.values[name]})
		}
	}
	return editMembers(base, func(quoted, old Value) (edit, error) {
		value, ok := changes.values[nameOf(quoted)]
		if !ok {
			return edit{}, nil
		}
		if old.Kind() == jsontext.KindBeginObject && value.Kind() == jsontext.KindBeginObject {
			var err error
			value, err = mergeObjects(old, value)
			return edit{value: value}, err
		}
		return edit{value: value}, nil
	}, fresh)
}

// memberTable holds the members of an object by name; of several with one name the last.
type memberTable struct {
	names  []string
	quoted map[string][]byte
	values map[string]Value
}

func membersByName(object Value) memberTable {
	n := memberTable{quoted: map[string][]byte{}, values: map[string]Value{}}
	for quoted, value := range RawMembers(object) {
		name := nameOf(quoted)
		if _, seen := n.values[name]; !seen {
			n.names = append(n.names, name)
		}
		n.quoted[name], n.values[name] = quoted, value
	}
	return n
}
