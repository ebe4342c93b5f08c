package answer

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// maxNested is how many objects deep an answer is read for statements.
const maxNested = 3

// speak reads what an object says of itself as a whole: its flags, states, errors and those of the
// objects that envelopes keep them in. own judges the members that are fields of a record.
func (x *lexicon) speak(object jsontext.Value, own func(name string, v jsontext.Value) (statement, bool), nested int) statement {
	var all statement
	for name, v := range record.Members(object) {
		if said, is := own(name, v); is {
			all = all.or(said)
			continue
		}
		role := x.roleOf(name)
		all = all.or(x.says(role, v))
		if v.Kind() == jsontext.KindBeginObject && role.nests() && nested < maxNested {
			all = all.or(x.speak(v, own, nested+1))
		}
	}
	if all.claim != silent && all.claim != good && all.words == "" {
		all.words = x.wordsOf(object)
	}
	return all
}

// says reads one member by the role of its name. Lists are read elsewhere, but for those of errors.
func (x *lexicon) says(role nameRole, v jsontext.Value) statement {
	text := v.Kind() == jsontext.KindString
	switch role.kind {
	case nameFault:
		return x.faultSays(role, v)
	case nameSuccess:
		return x.successSays(role, v)
	case namePending:
		if x.speaksUp(v) {
			return statement{claim: open}
		}
	case nameStatus:
		return x.statusSays(v)
	case nameContainer, nameList:
		if text {
			return x.statusSays(v)
		}
	case nameSeverity:
		if text && x.statusSays(v).claim == bad {
			return statement{claim: bad}
		}
	case nameMessage:
		if text {
			return x.texts.says(record.Text(v), false)
		}
	default:
	}
	return statement{}
}

// faultSays reads a member that holds errors, or counts them, or tells whether there are any.
func (x *lexicon) faultSays(r nameRole, v jsontext.Value) statement {
	if !x.speaksUp(v) {
		return statement{}
	}
	switch number, isNumber := wholeNumber(v); {
	case isNumber && r.code:
		return statement{claim: bad}
	case isNumber && number > 0, v.Kind() == jsontext.KindTrue && r.any:
		return statement{claim: partly}
	case isNumber, v.Kind() == jsontext.KindTrue:
		return statement{claim: bad}
	default:
		return statement{bad, x.wordsOf(v)}
	}
}

// successSays reads a flag that tells whether something was done.
func (x *lexicon) successSays(r nameRole, v jsontext.Value) statement {
	text := strings.ToLower(record.Text(v))
	switch v.Kind() {
	case jsontext.KindTrue, jsontext.KindFalse, jsontext.KindString:
	case jsontext.KindNumber:
		if text != "0" { // a number of records, which is compared with those that were sent
			return statement{}
		}
	default:
		return statement{}
	}
	switch text {
	case "true", "yes", "y", "1":
		return statement{claim: good}
	case "false", "no", "n", "0":
		switch {
		case r.kindOfChange:
			return statement{} // not created, since it was updated
		case r.later:
			return statement{claim: open}
		default:
			return statement{claim: bad}
		}
	default:
		return x.statusSays(v)
	}
}

// statusSays reads a state: a word such as "FAILED" or "queued", or a status of HTTP.
func (x *lexicon) statusSays(v jsontext.Value) statement {
	if number, is := wholeNumber(v); is {
		return codeSays(number)
	}
	if v.Kind() != jsontext.KindString {
		return statement{}
	}
	text := record.Text(v)
	words := wordsIn(text)
	if said := x.texts.says(text, true); said.claim != silent {
		if said.claim == bad && containsAny(words, "partial", "partially", "with", "some", "incomplete") {
			said.claim = partly
		}
		said.words = ""
		if len(words) > maxStateWords {
			said.words = text
		}
		return said
	}
	if len(words) > 0 && len(words) <= maxStateWords && x.texts[words[0]] == textDone {
		return statement{claim: good}
	}
	return statement{}
}
