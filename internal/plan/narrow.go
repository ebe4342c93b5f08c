package plan

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Narrowing leaves of a plan what is wanted. A nil one leaves all of it.
type Narrowing struct {
	// Only are the fields that may change, as dotted paths; nil for all. A record that is not there has to be
	// made whole or not at all: it is left out.
	Only []string
	// Select are the keys, or GUIDs, of the records that are wanted; nil for all.
	Select []string
	// Comparer tells whether anything is left to change.
	Comparer *change.Comparer
	// Dropped counts the records to be created that Only leaves out.
	Dropped int

	met map[string]bool
}

// Apply gives what is left of an entry; one that is left out has no action.
func (n *Narrowing) Apply(e Entry) (Entry, error) {
	switch {
	case n == nil:
		return e, nil
	case !n.selects(e):
		return Entry{}, nil
	case n.Only == nil || len(e.Send) == 0:
		return e, nil
	case len(e.Before) == 0:
		n.Dropped++
		return Entry{}, nil
	}
	return n.only(e)
}

func (n *Narrowing) selects(e Entry) bool {
	if n.Select == nil {
		return true
	}
	for _, word := range []string{e.Key, e.GUID} {
		if word != "" && slices.Contains(n.Select, word) {
			if n.met == nil {
				n.met = map[string]bool{}
			}
			n.met[word] = true
			return true
		}
	}
	return false
}

// Unmet gives the keys of Select that no entry had so far.
func (n *Narrowing) Unmet() []string {
	if n == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(n.Select), func(word string) bool { return n.met[word] })
}

// only puts back all fields but the ones that may change.
func (n *Narrowing) only(e Entry) (Entry, error) {
	send, err := e.SendRecord()
	if err != nil {
		return e, err
	}
	before, err := e.BeforeRecord()
	if err != nil {
		return e, err
	}
	kept := record.Pick(send, func(name string) bool { _, had := before.Get(record.Path{name}); return had })
	own := record.Pick(*before, func(name string) bool { _, sent := send.Get(record.Path{name}); return sent })
	if kept, err = record.Merge(kept, own); err != nil {
		return e, err
	}
	for _, field := range n.Only {
		path := record.ParsePath(field)
		value, has := send.Get(path)
		if !has {
			continue
		}
		if kept, err = record.Set(kept, path, value); err != nil {
			return e, err
		}
	}
	e.Send = kept.Raw()
	if e.Action == Update && len(Changes(n.Comparer, *before, kept)) == 0 {
		e.Action, e.Send, e.Before = Unchanged, nil, nil
	}
	return e, nil
}

// Check refuses keys of Select that no entry had.
func (n *Narrowing) Check() error {
	if left := n.Unmet(); len(left) > 0 {
		return fail.Usagef("--select %s: the plan has no such record", left[0])
	}
	return nil
}
