package plan

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Narrowing leaves of a plan what is wanted. A nil one leaves all of it.
type Narrowing struct {
	// only are the fields that may change; nil for all. A record that is not there has to be made whole or
	// not at all: it is left out, and counted in Left.
	only []record.Path
	// selected are the keys, or GUIDs, of the records that are wanted, as they were given, by api.PlainID of them, and met
	// those that some had; nil for all.
	selected map[string]string
	met      map[string]bool
	comparer *change.Comparer
	// doubtful are those of only that are not described and that no record had yet.
	doubtful []record.Path
	// Left counts the records to be created that are left out.
	Left int
}

// Narrow prepares to leave changes of some fields, as dotted paths, in the records with some keys or GUIDs. Empty
// lists leave all; where both are empty, the result is nil. Fields are what the records have, and by tells whether
// anything is left to change.
func Narrow(only, selected []string, fields []api.Field, by *change.Comparer) (*Narrowing, error) {
	if len(only)+len(selected) == 0 {
		return nil, nil //nolint:nilnil // which leaves all
	}
	n := &Narrowing{comparer: by}
	for _, name := range only {
		path := record.ParsePath(name)
		for at := 1; at < len(path); at++ {
			if holder, known := api.Find(fields, path[:at].String()); known && holder.Type == api.Array {
				return nil, fail.Usagef("--only %s: %s is a list, which is taken as a whole", name, path[:at])
			}
		}
		if !described(path, fields) {
			n.doubtful = append(n.doubtful, path)
		}
		if by.ReadOnly(name) {
			return nil, fail.Usagef("--only %s: the field is read-only, and never changes", name)
		}
		n.only = append(n.only, path)
	}
	if len(selected) > 0 {
		n.selected, n.met = map[string]string{}, map[string]bool{}
	}
	for _, word := range selected {
		n.selected[api.PlainID(word)] = word
	}
	return n, nil
}

// described tells whether a path leads to a field that is described, or into one whose members are not.
func described(path record.Path, fields []api.Field) bool {
	for at := 1; at <= len(path); at++ {
		field, known := api.Find(fields, path[:at].String())
		if !known {
			return false
		}
		if len(field.Fields) == 0 {
			return true
		}
	}
	return true
}

// Apply gives what is left of an entry; one that is left out has no action.
func (n *Narrowing) Apply(e Entry) (Entry, error) {
	switch {
	case n == nil:
		return e, nil
	case !n.selects(e):
		return Entry{}, nil
	case n.only == nil || len(e.Send) == 0:
		return e, nil
	case len(e.Before) == 0:
		n.Left++
		return Entry{}, nil
	}
	return n.narrowed(e)
}

func (n *Narrowing) selects(e Entry) bool {
	selected := n.selected == nil
	for _, word := range []string{e.Key, e.GUID} {
		plain := api.PlainID(word)
		if _, wanted := n.selected[plain]; wanted {
			n.met[plain], selected = true, true
		}
	}
	return selected
}

// narrowed puts back all fields but the ones that may change.
func (n *Narrowing) narrowed(e Entry) (Entry, error) {
	send, err := e.SendRecord()
	if err != nil {
		return e, err
	}
	before, err := e.BeforeRecord()
	if err != nil {
		return e, err
	}
	n.doubtful = slices.DeleteFunc(n.doubtful, func(path record.Path) bool {
		_, sent := send.Get(path)
		_, had := before.Get(path)
		return sent || had
	})
	kept := record.Pick(send, func(name string) bool { _, had := before.Get(record.Path{name}); return had })
	for name := range kept.Fields() {
		own, _ := before.Get(record.Path{name})
		if kept, err = record.Set(kept, record.Path{name}, own); err != nil {
			return e, err
		}
	}
	for _, path := range n.only {
		value, has := send.Get(path)
		if !has {
			continue
		}
		if kept, err = record.Set(kept, path, value); err != nil {
			return e, err
		}
	}
	e.Send = kept.Raw()
	if e.Action == Update && len(Changes(n.comparer, *before, kept)) == 0 {
		e.Action, e.Send, e.Before = Unchanged, nil, nil
	}
	return e, nil
}

// Check refuses keys that no entry had, and fields that neither the description nor any record that changes has.
func (n *Narrowing) Check() error {
	if n == nil {
		return nil
	}
	if len(n.doubtful) > 0 {
		return fail.Usagef("--only %s: neither the API description nor any record that would change has such a field", n.doubtful[0])
	}
	var unmet []string
	for plain, word := range n.selected {
		if !n.met[plain] {
			unmet = append(unmet, word)
		}
	}
	if len(unmet) == 0 {
		return nil
	}
	return fail.Usagef("--select %s: the plan has no such record", slices.Min(unmet))
}
