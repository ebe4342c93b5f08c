package answer

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// reading is an answer as it is read: what it says of the call as a whole, and of each record.
type reading struct {
	*lexicon
	entity    *api.Entity
	operation *api.Operation
	sent      []Sent
	find      *finder

	whole statement
	// each holds what the answer says of each record.
	each []entryVerdict
	// listed says that the answer has a list in which every record should be, entries how many are in it.
	listed  bool
	entries int
	counts  counts
}

// entryVerdict is what an answer says of one record.
type entryVerdict struct {
	statement
	// mentioned says that the answer has an entry of this record. guid is what it calls its GUID.
	mentioned bool
	guid      string
}

func newReading(c Call) *reading {
	return &reading{
		lexicon: newLexicon(), entity: c.Entity, operation: c.Operation, sent: c.Sent, find: newFinder(c.Entity, c.Sent),
		each: make([]entryVerdict, len(c.Sent)), counts: counts{0, -1, -1, -1},
	}
}

func (x *reading) mention(i int, what statement, guid string) {
	own := &x.each[i]
	own.mentioned = true
	own.statement = own.or(what)
	if own.guid == "" {
		own.guid = guid
	}
}

func (x *reading) mentionsAny() bool {
	return slices.ContainsFunc(x.each, func(own entryVerdict) bool { return own.mentioned })
}
