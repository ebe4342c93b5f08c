package service

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// readText reads an answer that is no JSON, or a single value.
func (x *reading) readText(value jsontext.Value) {
	if number, is := wholeNumber(value); is {
		if said := codeSays(number); said.claim == bad || number < int64(len(x.rows)) {
			x.whole = statement{max(said.claim, partly), string(value)}
		}
		return
	}
	text := string(value)
	if value.IsValid() {
		if text = record.Text(value); text == "false" {
			x.whole = statement{bad, text}
		}
		inner := jsontext.Value(text)
		if kind := inner.Kind(); (kind == jsontext.KindBeginObject || kind == jsontext.KindBeginArray) && inner.IsValid(record.Lenient()) {
			x.read(inner) // JSON in a text
			return
		}
	}
	x.whole = x.whole.or(x.textSays(text, true))
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

func (x *reading) mentionsAny() bool {
	return slices.ContainsFunc(x.said, func(s said) bool { return s.mentioned })
}

// conclude makes the verdicts on the rows of what was read. A failure whose record the answer tells is
// that record's; else nobody knows which of them were written.
func (w *writing) conclude(v *verdict, x *reading) {
	if w.operation.NamesOne() && x.whole.claim == bad {
		x.mention(0, x.whole, "") // the call was about no other record
	}
	failed := 0
	for i := range x.said {
		if x.said[i].claim == bad {
			failed++
		}
	}
	missing := x.counts.missing(len(x.rows))
	short := missing > 0 && x.whole.claim < partly
	if short {
		x.whole = statement{partly, fmt.Sprintf("%d of %d records were not written", missing, len(x.rows))}
	}
	explained := failed > 0 && int64(failed) >= missing
	confirmed := explained || short && x.counts.failed == 0
	v.each = make([]rowVerdict, len(x.rows))
	all := true
	for i := range x.rows {
		v.each[i] = w.concludeRow(x, i, v.message, explained, confirmed)
		all = all && v.each[i].outcome == Written
	}
	if !all {
		v.outcome, v.message = Unknown, ""
	}
}

// concludeRow makes the verdict on one row. explained says that the rows which failed are all that the
// answer's complaints can be about, confirmed that rows which are said to be written are.
func (w *writing) concludeRow(x *reading, i int, remark string, explained, confirmed bool) rowVerdict {
	s := x.said[i]
	one := rowVerdict{outcome: Written, message: remark, guid: s.guid}
	if s.claim == good {
		one.message = ""
	}
	doubt := ""
	whole := x.whole
	switch {
	case s.claim == bad:
		one.outcome, one.message = Failed, w.quoted(s.words)
		return one
	case s.claim > good:
		doubt = speaksOf(s.statement, w)
	case s.claim == good && (whole.claim == open || confirmed):
	case whole.claim == bad, whole.claim == open, whole.claim == partly && !explained:
		doubt = speaksOf(whole, w)
	case x.listed && !s.mentioned:
		doubt = fmt.Sprintf("the answer lists %d of %d records, and not this one", x.entries, len(x.rows))
		if x.entries >= len(x.rows) {
			doubt = fmt.Sprintf("the answer lists %d for %d records, and does not tell this one's", x.entries, len(x.rows))
		}
	}
	if doubt != "" {
		one.outcome, one.message = Unknown, unsure(doubt, x.rows)
		one.pending = max(s.claim, whole.claim) == open
	}
	return one
}

// speaksOf says why an answer whose status is a success leaves open what became of a record.
func speaksOf(s statement, w *writing) string {
	if s.claim == open {
		return "the server answered that it is not done yet: " + w.quoted(s.words)
	}
	return "the server answered with success, but speaks of an error: " + w.quoted(s.words)
}
