package service

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// textPart is what a word does in a text.
type textPart int

const (
	textOther   textPart = iota
	textFailed           // error, rejected
	textPending          // queued
	textDone             // created
	textNone             // no, without: takes back the failure behind it
)

// textWords holds the words of texts that tell how a write went.
func textWords() map[string]textPart { return wordsBy(textPartWords()) }

func textPartWords() map[textPart]string {
	return map[textPart]string{
		textFailed: "fail fails failed failing failure failures error errors err errs errored erroneous exception exceptions fault faults reject " +
			"rejected rejects rejection refused refuse denied deny invalid abort aborted cancelled canceled conflict conflicts unauthorized " +
			"unauthorised forbidden timeout unsuccessful unavailable partial partially incomplete unprocessable unprocessed unsaved ignored " +
			"skipped dropped discarded duplicate duplicates unable cannot can't couldn't sorry fatal crashed unknown missing expired violation " +
			"wasn't weren't isn't unexpected",
		textPending: "queued enqueued pending processing running scheduled submitted started waiting accepted progress inprogress deferred queueing queuing",
		textDone: "ok okay success succeeded successful successfully done complete completed created updated saved stored written inserted upserted " +
			"processed imported applied unchanged finished deleted removed true yes",
		textNone: "no without zero 0 non none",
	}
}

// refusalAtStart tells whether a text begins with the status of a refusal, with or without the protocol.
func refusalAtStart(text string) bool {
	if version, rest, found := strings.Cut(text, " "); found && strings.HasPrefix(strings.ToUpper(version), "HTTP/") {
		text = rest
	}
	if len(text) < 3 || text[0] != '4' && text[0] != '5' {
		return false
	}
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	return digits(text[:3]) && (len(text) == 3 || !digits(text[3:4]) && text[3] != '.' && text[3] != ',')
}

// maxText is how much of a text is looked at, in bytes.
const maxText = 64 << 10

// textSays reads a text. Of a text that is all there is, or is a state, every word counts; in a
// message, which may speak of anything, only how it begins and what it counts.
func (x *lexicon) textSays(text string, whole bool) statement {
	text = strings.TrimSpace(text)
	words := wordsIn(text[:min(len(text), maxText)])
	switch {
	case len(words) == 0:
		return statement{}
	case refusalAtStart(text), x.failsAt(words, 0), words[0] == "not" || len(words) > 1 && words[0] == "could" && words[1] == "not",
		whole && x.failsAnywhere(words):
		return statement{bad, text}
	case x.countsFailures(words), countsTooFew(text):
		return statement{partly, text}
	case x.texts[words[0]] == textPending, whole && slices.ContainsFunc(words, func(w string) bool { return x.texts[w] == textPending }):
		return statement{open, text}
	default:
		return statement{}
	}
}

// failsAt tells whether a word speaks of a failure that is not taken back.
func (x *lexicon) failsAt(words []string, i int) bool {
	if x.texts[words[i]] != textFailed {
		return false
	}
	for _, before := range words[max(0, i-2):i] {
		if x.texts[before] == textNone {
			return false
		}
	}
	return i+1 == len(words) || x.texts[words[i+1]] != textNone // errors: 0
}

// failsAnywhere tells whether any word does. "Not saved" is a failure as well.
func (x *lexicon) failsAnywhere(words []string) bool {
	for i, word := range words {
		if x.failsAt(words, i) || word == "not" && i+1 < len(words) && x.texts[words[i+1]] != textFailed {
			return true
		}
	}
	return false
}

// countsFailures tells whether a number above 0 stands by the word of a failure: "2 saved, 1 failed".
func (x *lexicon) countsFailures(words []string) bool {
	near := 2
	for i, word := range words {
		if n, err := strconv.Atoi(word); err != nil || n <= 0 {
			continue
		}
		for j := max(0, i-1); j < min(len(words), i+1+near); j++ {
			if j != i && x.failsAt(words, j) {
				return true
			}
		}
	}
	return false
}

// countsTooFew tells whether a text speaks of a part: "1 of 2 stored".
func countsTooFew(text string) bool {
	const longest = 1000
	for _, found := range regexp.MustCompile(`(\d{1,9}) ?(?:of|/|out of) ?(\d{1,9})`).FindAllStringSubmatch(text[:min(len(text), longest)], -1) {
		some, err := strconv.Atoi(found[1])
		all, errAll := strconv.Atoi(found[2])
		if err == nil && errAll == nil && some < all {
			return true
		}
	}
	return false
}

// amongst tells whether any of some words stands in a text.
func amongst(words []string, some ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(some, word) })
}

// maxDepth is how deep an error is looked into.
const maxDepth = 20

// speaksUp tells whether a member that holds errors has any.
func (x *lexicon) speaksUp(v jsontext.Value) bool { return x.speaksUpWithin(v, 0) }

func (x *lexicon) speaksUpWithin(v jsontext.Value, depth int) bool {
	if depth > maxDepth {
		return true
	}
	switch v.Kind() {
	case jsontext.KindTrue:
		return true
	case jsontext.KindNumber:
		return strings.Trim(string(v), "-0.") != "" && !strings.HasPrefix(strings.ToLower(string(v)), "0e")
	case jsontext.KindString:
		return x.textSpeaksUp(record.Text(v))
	case jsontext.KindBeginArray:
		only, first := 0, jsontext.Value(nil)
		for element := range record.Elements(v) {
			if x.speaksUpWithin(element, depth+1) {
				return true
			}
			only, first = only+1, element
		}
		return only == 1 && first.Kind() == jsontext.KindNumber // the first one failed; many zeros are codes
	case jsontext.KindBeginObject:
		for name, value := range record.Members(v) {
			if _, places := placeNamed(name); places || x.speaksUpWithin(value, depth+1) {
				return true
			}
		}
	default:
	}
	return false
}

// textSpeaksUp tells whether a text in the place of an error is one, and not "none" or "no errors".
func (x *lexicon) textSpeaksUp(text string) bool {
	text = strings.TrimSpace(text)
	words := wordsIn(text)
	switch {
	case text == "" || text == "-" || text == "[]" || text == "{}":
		return false
	case len(words) == 0:
		return true
	case x.texts[words[0]] == textNone:
		return len(words) > maxStateWords || x.failsAnywhere(words)
	case len(words) == 1:
		return !slices.Contains([]string{"false", "null", "nil", "n", "na", "ok", "okay", "success", "nothing"}, words[0])
	default:
		return !slices.Equal(words, []string{"n", "a"})
	}
}

// wholeNumber reads a number, or a text that is one.
func wholeNumber(v jsontext.Value) (int64, bool) {
	if v.Kind() != jsontext.KindNumber && v.Kind() != jsontext.KindString {
		return 0, false
	}
	number, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(record.Text(v)), ".0"), 10, 64)
	return number, err == nil
}

// wordsOf gives the words in which a value tells of an error: its messages where it has any, else
// all of it.
func (x *lexicon) wordsOf(v jsontext.Value) string { return x.wordsWithin(v, 0) }

func (x *lexicon) wordsWithin(v jsontext.Value, depth int) string {
	if depth > maxDepth {
		return record.Text(v)
	}
	var parts []string
	add := func(text string) {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(parts, text) && len(parts) < maxMessages {
			parts = append(parts, text)
		}
	}
	for element := range record.Elements(v) {
		if len(parts) < maxMessages && x.speaksUp(element) {
			add(x.wordsWithin(element, depth+1))
		}
	}
	for name, value := range record.Members(v) {
		add(x.messageIn(name, value, depth))
	}
	if len(parts) == 0 {
		return record.Text(v)
	}
	return strings.Join(parts, "; ")
}

// messageIn gives the words of a member that is a message or an error, "" of any other.
func (x *lexicon) messageIn(name string, v jsontext.Value, depth int) string {
	role := x.roleOf(name)
	text := v.Kind() == jsontext.KindString
	switch {
	case text && (role.kind == nameMessage || role.kind == nameFault && !role.code && x.speaksUp(v)):
		return record.Text(v)
	case role.kind == nameFault && v.Kind() == jsontext.KindBeginObject:
		return x.wordsWithin(v, depth+1)
	default:
		return ""
	}
}

// maxMessages is how many messages of one answer are repeated for a record.
const maxMessages = 5
