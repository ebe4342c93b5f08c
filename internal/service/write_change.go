package service

import "github.com/aimsio-cli/aimsio/internal/record"

// What is done to a record.
const (
	ActionCreate       = "create"
	ActionUpdate       = "update"
	ActionUpdateStatus = "update-status"
	ActionDelete       = "delete"
)

// What became of a record.
const (
	// Created, Updated and Unchanged tell what a record was compared with; a create of which nobody
	// knows whether the record was there is Written, since the API's POST creates or updates and does not say which.
	Created   = "created"
	Updated   = "updated"
	Unchanged = "unchanged"
	Written   = "written"
	// Conflict records were not sent, because they are not what was expected of them.
	Conflict = "conflict"
	// Deleted records were there and the server took them away.
	Deleted = "deleted"
	// Failed records are refused, or certain never to have reached the server.
	Failed = "failed"
	// Skipped records were not sent, because the run stopped before their turn.
	Skipped = "skipped"
	// Unknown records were sent and no good answer came: they may have been written.
	Unknown = "unknown"
)

// Change is one record to write. The bytes of Body and Before must not change until the record's
// outcome is known.
type Change struct {
	// Line is where the record stands in its file, from 1.
	Line int
	// Key is what people call the record, and ID its GUID; each is empty where it is not known.
	Key, ID string
	// Body is the record as it goes out.
	Body record.Record
	// Before is the record as it was read from the server, where it was.
	Before *record.Record
	// Absent says that no record like it was there, so that writing it creates one.
	Absent bool
	// HasKey says that Body carries the record's key, so that sending it twice changes nothing.
	HasKey bool
	// Action is one of the words above, from ActionCreate to ActionDelete.
	Action string
	// Old and New are the field that the action is about as it was and as it shall be, where that is
	// known; they come back with the outcome.
	Old, New string
	// Settled is set for a record that is not to be sent since its outcome is known already:
	// it was found to be unchanged, or could not be read. It is handed on in its place.
	Settled *Outcome
}

// Outcome is what became of one record.
type Outcome struct {
	// Line, Key and Action are those of the change, Key that of the whole record where it was read.
	Line        int
	Key, Action string
	// Outcome is one of the words above, from Created to Unknown.
	Outcome string
	// GUID is empty where neither the change nor the answer told it.
	GUID string
	// Old and New are those of the change.
	Old, New string
	// Status is the HTTP status of the last answer, 0 where there was none.
	Status int
	// Answered tells whether an answer came at all, also one without a Status that anybody knows.
	Answered bool
	// Pending says that the server took the change to carry it out later, so that its absence proves nothing.
	Pending bool
	// Message is the server's words or what went wrong, and what can be done about it.
	Message string
}

// Batch is a number of changes and their outcomes, both in the order of the input.
type Batch struct {
	Changes  []Change
	Outcomes []Outcome
	// Err says why nothing more is sent; nil while the run goes on. It is a *client.Error where
	// the server is the reason, the context's cause after a cancellation, or an error of the
	// changes or of WriteOptions.Record.
	Err error
}

// doneWord is the outcome of a record whose change was accepted.
func doneWord(c Change) string {
	switch {
	case c.Action == ActionDelete:
		return Deleted
	case c.Absent:
		return Created
	case c.Action == ActionCreate && c.Before == nil:
		return Written
	default:
		return Updated
	}
}
