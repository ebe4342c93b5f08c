package undo

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Kind is what a run did to a record.
type Kind int

const (
	// Changed records were read before they were written, so that they can be put back.
	Changed Kind = iota
	// Made records were not there before.
	Made
	// Deleted records were taken away.
	Deleted
	// Unread records were written, and nobody knows what was there before, or whether anything was.
	Unread
)

// Written is what a run did to one record, all its calls taken together.
type Written struct {
	Entity *api.Entity
	Kind   Kind
	// Place tells where in its part of the run the record came, from 1 on.
	Place int
	// Key and GUID name the record, each empty where the log does not know it.
	Key, GUID string
	// Before is the record as it was before the first call, nil where it was not read. The first counts: what a
	// later call of the run found is what the run had made of it.
	Before *record.Record
	// Sent is what the run sent, by the names of the whole record, what came later over what came before. It is
	// empty where nothing is sent, and where the log has lost it.
	Sent record.Record
	// Doubtful says that the log does not know whether any of it arrived: the run was stopped, or no good answer came.
	Doubtful bool

	// hidden are the paths of fields whose values in the log are no values of the record, nil for none. A path of
	// no steps is the whole record.
	hidden []record.Path
	// parted says that it went out in a call that was refused as a whole, and not by itself since.
	parted bool
	// arrived says that some call is known to have been carried out.
	arrived bool
}

// absorb takes in what a call did to the record.
func (w *Written) absorb(s sighting) error {
	switch s.end {
	case unsent:
		return nil
	case refused:
		w.parted = false
		return nil
	case parted:
		w.parted = true
	case arrived:
		w.arrived, w.parted = true, false
	case open:
		w.parted, w.Doubtful = false, true
	}
	if !w.known() {
		w.Kind, w.Before = s.kind, s.before
	}
	if s.kind == Deleted {
		w.Kind = Deleted
	}
	w.name(s.key, s.guid)
	w.hidden = append(w.hidden, s.hidden...)
	var err error
	if w.Sent, err = merged(w.Sent, s.sent); err != nil {
		return err
	}
	return nil
}

// known tells whether a call of the record was taken in before.
func (w *Written) known() bool { return w.Key != "" || w.GUID != "" || w.Sent.Raw() != nil }

func (w *Written) name(key, guid string) {
	if w.Key == "" {
		w.Key = key
	}
	if w.GUID == "" {
		w.GUID = guid
	}
}

// settle is called when all calls of the record are taken in. It is false where none of them did anything to it.
func (w *Written) settle() bool {
	if w.parted {
		w.Doubtful = true // it never went out by itself, and the server may have taken it from the whole
	}
	if w.arrived {
		w.Doubtful = false
	}
	return w.known() && (w.arrived || w.Doubtful)
}

func merged(earlier, later record.Record) (record.Record, error) {
	switch {
	case later.Raw() == nil:
		return earlier, nil
	case earlier.Raw() == nil:
		return later, nil
	}
	return record.Merge(earlier, later) // the caller says of which record
}
