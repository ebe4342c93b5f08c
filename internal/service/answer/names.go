package answer

import (
	"slices"
	"strings"
)

// nameKind is what a member of an answer is about, as far as its name tells.
type nameKind int

const (
	nameOther     nameKind = iota
	nameFault              // errors, failedRecords, failureCount, hasErrors
	nameSuccess            // success, saved_count, created
	namePending            // queued, inProgress
	nameStatus             // status, resultCode
	nameSeverity           // severity, level: only an error counts
	nameMessage            // message, detail
	nameRequested          // requested_count
	nameCount              // count, totalRecords
	nameList               // results, items: an entry for each record
	nameContainer          // data, response
	nameHarmless           // warnings, links
)

// nameRole is what the name of a member tells.
type nameRole struct {
	kind nameKind
	// any says that the name asks whether there are any, code that it is that of a number which
	// counts nothing.
	any, code bool
	// kindOfChange says that a record may have been written although this was not done to it, later that
	// it may yet be done.
	kindOfChange, later bool
	// nesting says that an object under the name is a part of the envelope, outer that it is one at least
	// where it is not in a record: SaveThingsResult, or a number.
	nesting, outer bool
}

// nests tells whether an object under the name is a part of the envelope.
func (r nameRole) nests() bool {
	return r.nesting || slices.Contains([]nameKind{nameContainer, nameStatus, nameCount, nameMessage}, r.kind)
}

// part is what a word does in a name.
type part int

const (
	partNeutral part = iota
	partFault
	partDone
	partChange
	partLater
	partPending
	partNot
	partOf
	partAny
	partStatus
	partSeverity
	partCode
	partMessage
	partRequested
	partCount
	partList
	partContainer
	partHarmless
)

// vocabulary holds the words that names in answers of servers are made of. A name with any other word
// is a field like all others.
func vocabulary() map[string]part { return wordsBy(partWords()) }

func partWords() map[part]string {
	return map[part]string{
		partNeutral: "is was were are be been the in all bulk batch job task import operation process overall request api http " +
			"server save write internal last record row rows item entry entity object id ids key keys validation field final return " +
			"upload post execution action transaction number num nr n amount size quantity",
		partFault: "error errors err errs errored fail fails failed failing failure failures exception exceptions fault faults faulty " +
			"reject rejected rejects rejection rejections refused refusals denied invalid unsaved unprocessed unsuccessful skipped ignored dropped " +
			"discarded conflict conflicts conflicting violation violations problem problems aborted duplicate duplicates incorrect",
		partDone: "success successes successful successfully succeeded succeed ok okay saved stored written persisted imported applied " +
			"accepted valid committed",
		partLater:     "completed complete processed done finished",
		partPending:   "pending queued enqueued scheduled deferred waiting progress processing async asynchronous",
		partChange:    "created inserted updated modified upserted changed deleted removed unchanged affected added replaced",
		partNot:       "not non un no",
		partAny:       "has have any some contains with",
		partStatus:    "status state outcome statuses",
		partSeverity:  "severity level type kind",
		partCode:      "code codes",
		partMessage:   "message messages msg msgs text texts description descriptions detail details title reasons explanation reason",
		partRequested: "requested received submitted expected input sent",
		partCount:     "count counts total totals cnt",
		partOf:        "of",
		partList:      "results items records entries list objects elements lines",
		partContainer: "data result response body payload d content report summary info meta metadata statistics stats envelope answer output value",
		partHarmless:  "warning warnings warn links link notes notice notices hints debug href",
	}
}

func roleOf(known map[string]part, name string) nameRole {
	var has [partHarmless + 1]bool
	words := wordsIn(name)
	for _, word := range words {
		parts, ok := partsOf(known, word)
		if !ok {
			last := words[len(words)-1]
			return nameRole{outer: known[last] == partContainer || strings.Trim(name, "0123456789") == ""}
		}
		for _, p := range parts {
			has[p] = true
		}
	}
	role := nameRole{
		any: has[partAny], code: has[partCode], nesting: has[partContainer] || has[partList],
		kindOfChange: has[partChange] && !has[partDone], later: has[partLater] && !has[partDone],
	}
	has[partNot] = has[partNot] && !has[partOf] // no_of_errors is their number
	role.kind = kindOf(has)
	return role
}

// kindOf decides by the parts that a name has. The first that fits counts.
func kindOf(has [partHarmless + 1]bool) nameKind {
	done := has[partDone] || has[partChange] || has[partLater]
	if has[partFault] && has[partNot] && !has[partHarmless] { // noErrors
		return nameOther
	}
	for _, rule := range []struct {
		fits bool
		kind nameKind
	}{
		{has[partHarmless], nameHarmless},
		{has[partFault] || done && has[partNot], nameFault},
		{has[partPending], namePending},
		{done, nameSuccess},
		{has[partStatus] || has[partCode], nameStatus},
		{has[partMessage], nameMessage},
		{has[partRequested], nameRequested},
		{has[partCount], nameCount},
		{has[partList], nameList},
		{has[partContainer], nameContainer},
		{has[partSeverity], nameSeverity},
	} {
		if rule.fits {
			return rule.kind
		}
	}
	return nameOther
}

// partsOf tells what a word does, or the words that it is written together from.
func partsOf(known map[string]part, word string) ([]part, bool) {
	if p, ok := known[word]; ok {
		return []part{p}, true
	}
	const longest = 40
	if len(word) > longest || strings.Trim(word, "0123456789") == "" {
		return nil, false
	}
	for end := len(word) - 1; end > 1; end-- {
		p, ok := known[word[:end]]
		if !ok {
			continue
		}
		if rest, ok := partsOf(known, word[end:]); ok {
			return append(rest, p), true
		}
	}
	return nil, false
}
