package journal

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Run is a command that writes: what all of its calls have in common.
type Run struct {
	// ID tells the run from all others, see NewRunID.
	ID string `json:"run"`
	// Environment is the name of the environment, Server its URL, User the name that it is
	// written as.
	Environment string `json:"env"`
	Server      string `json:"server"`
	User        string `json:"user"`
	// Command is the command line, the program's name first. Secrets are taken out of it.
	Command []string `json:"command"`
	// Undoes is the run whose changes this one puts back, empty for none.
	Undoes string `json:"undoes,omitempty"`
}

// Entry is a writing call as it is about to be sent.
type Entry struct {
	// Entity is the entity's name, empty for a call that belongs to none, and Operation what is
	// done: "create", "update", "update-status", or empty.
	Entity    string `json:"entity"`
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	// Keys has an element for every record of the body, empty where the record has no key.
	Keys []string `json:"keys"`
	// GUIDs has an element for every key, empty where the GUID is not known; it may be nil.
	GUIDs []string `json:"guids,omitempty"`
	// Body is what is sent, kept without white space. Passwords in it are taken out; a body that
	// is not JSON is kept as text.
	Body jsontext.Value `json:"body"`
	// Before holds the records as they were read from the server, an element for every key and
	// null where there is none; nil where none was read.
	Before []jsontext.Value `json:"before,omitempty"`
	// Hidden names the places of the entry, as JSON Pointers such as "/before/0/sessionId", of which a secret
	// was taken out. What stands there is no value of a record, and must never be written back.
	Hidden []jsontext.Pointer `json:"hidden,omitempty"`
}

// Result is how a call ended, after all its tries.
type Result struct {
	// Outcome is a word that tells what became of the records of the call together: "written", "created",
	// "updated", "deleted", "failed", "unknown", "skipped", or "halved" where they are sent again in parts.
	Outcome string `json:"outcome"`
	// Outcomes has the word for each record, in the order of the keys, where one does not fit all; else it is nil.
	Outcomes []string `json:"outcomes,omitempty"`
	// Status is the HTTP status, 0 where no answer came.
	Status  int    `json:"status"`
	Message string `json:"message,omitempty"`
	// Took is how long the call took, its tries and waits included.
	Took time.Duration `json:"-"`
}

// Of gives the outcome of a record, by its place among the keys.
func (r *Result) Of(record int) string {
	if record < len(r.Outcomes) {
		return r.Outcomes[record]
	}
	return r.Outcome
}

// Call is a call as it was read from the journal.
type Call struct {
	Run
	// ID tells the call from the others of its run: 1 is the first.
	ID   int
	Time time.Time
	Entry
	// Result is nil where the journal does not say how the call ended: the program was stopped
	// before, so the records may have been written.
	Result *Result
}

// The states of a call. Every line begins with its state, so that a reader knows what it holds
// without decoding all of it.
const (
	stateSent  = "sent"
	stateEnded = "ended"

	sentPrefix  = `{"state":"` + stateSent + `",`
	endedPrefix = `{"state":"` + stateEnded + `",`
)

// sentLine is the line before a call.
type sentLine struct {
	State string    `json:"state"`
	Time  time.Time `json:"time"`
	Call  int       `json:"call"`
	Run
	Entry
}

// endedLine is the line after a call.
type endedLine struct {
	State string    `json:"state"`
	Time  time.Time `json:"time"`
	Run   string    `json:"run"`
	Call  int       `json:"call"`
	Result
	// Milliseconds is Result.Took.
	Milliseconds int64 `json:"ms"`
}
