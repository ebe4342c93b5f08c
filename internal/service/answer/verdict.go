package answer

import (
	"fmt"
	"net/http"
	"unicode/utf8"
)

// Result is what an answer says of a call.
type Result struct {
	// Fault says why it is no answer that a server gives to a write that it carried out; "" if it may be
	// one. With a fault nothing else is known.
	Fault string
	// Remark is the text of an answer that is one and says more than "OK".
	Remark string
	// Records holds what became of each record that was sent.
	Records []Verdict
}

// Outcome is what became of a record, as far as an answer tells.
type Outcome int

// The outcomes.
const (
	Written Outcome = iota // or so it seems: nothing speaks against it
	Failed
	Unknown
)

// Verdict is what an answer says of one record.
type Verdict struct {
	Outcome Outcome
	// Confirmed says of a written record that the answer names it so, and does not just say nothing against it.
	Confirmed bool
	// Reason says why a record is not written, or may not be; Words are the server's own, which end it. Of what
	// failed the server's words are all there is.
	Reason, Words string
	// GUID is what the answer calls it, "" where it does not.
	GUID string
	// Pending says of an unknown outcome that the server took the record to write it later.
	Pending bool
}

// Read reads the answer to a call, which counts as written only what the answer does not speak against.
func Read(c Call, status int, header http.Header, body []byte) Result {
	value := valueOf(body)
	fault := faultOf(status, header, value)
	if fault == "" && status != http.StatusNoContent && !utf8.Valid(value) {
		fault = "the answer is not UTF-8"
	}
	if fault != "" {
		return Result{Fault: fault}
	}
	var result Result
	x := newReading(c)
	switch {
	case status == http.StatusNoContent:
	case isStructure(value):
		x.read(value)
	case len(value) > 0:
		result.Remark = remarkOf(value)
		x.readText(value)
	}
	x.heed(status, header)
	result.Records = x.conclude()
	return result
}

// heed takes in what the status and the headers of an answer say: 202, which promises that it will be done
// and no more, and 207, which is no success by itself.
func (x *reading) heed(status int, header http.Header) {
	switch status {
	case http.StatusAccepted:
		job := header.Get("Location") + header.Get("Operation-Location") + header.Get("Content-Location")
		if x.whole.claim == silent && (job != "" || !x.mentionsAny()) {
			x.whole = statement{open, "accepted (202)"}
		}
	case http.StatusMultiStatus:
		if x.whole.claim == silent && !x.mentionsAny() {
			x.whole = statement{open, "several statuses (207), and not which records they are of"}
		}
	}
}

// conclude makes the verdicts on the records. A failure whose record the answer tells is that record's; else
// nobody knows which of them were written.
func (x *reading) conclude() []Verdict {
	if x.operation.NamesOne() && x.whole.claim == bad {
		x.mention(0, x.whole, "") // the call was about no other record
	}
	failed := 0
	for i := range x.each {
		if x.each[i].claim == bad {
			failed++
		}
	}
	missing := x.counts.missing(len(x.sent))
	short := missing > 0 && x.whole.claim < partly
	if short {
		x.whole = statement{partly, fmt.Sprintf("%d of %d records were not written", missing, len(x.sent))}
	}
	explained := failed > 0 && int64(failed) >= missing
	settled := explained || short && x.counts.failed == 0
	verdicts := make([]Verdict, len(x.sent))
	for i := range x.sent {
		verdicts[i] = x.verdict(i, explained, settled)
	}
	return verdicts
}

// verdict makes that on one record. explained says that the records which failed are all that the answer's
// complaints can be about, settled that records which are said to be written are.
func (x *reading) verdict(i int, explained, settled bool) Verdict {
	whole, own := x.whole, x.each[i]
	v := Verdict{Confirmed: own.claim == good, GUID: own.guid}
	switch {
	case own.claim == bad:
		v.Outcome, v.Words = Failed, own.words
		return v
	case own.claim > good:
		v.Reason, v.Words = own.doubt()
	case own.claim == good && (whole.claim == open || settled):
	case whole.claim == bad, whole.claim == open, whole.claim == partly && !explained:
		v.Reason, v.Words = whole.doubt()
	case x.listed && !own.mentioned && x.entries < len(x.sent):
		v.Reason = fmt.Sprintf("the answer lists %d of %d records, and not this one", x.entries, len(x.sent))
	case x.listed && !own.mentioned:
		v.Reason = fmt.Sprintf("the answer lists %d for %d records, and does not tell this one's", x.entries, len(x.sent))
	}
	if v.Reason != "" {
		v.Outcome, v.Confirmed = Unknown, false
		v.Pending = max(own.claim, whole.claim) == open
	}
	return v
}

// doubt says why an answer whose status is a success leaves open what became of what a statement is about.
func (s statement) doubt() (reason, words string) {
	if s.claim == open {
		return "the server answered that it is not done yet: ", s.words
	}
	return "the server answered with success, but speaks of an error: ", s.words
}
