package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
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

// texts holds the words of texts that tell how a write went.
type texts map[string]textPart

func textWords() texts { return wordsBy(textPartWords()) }

// textPartWords has the words as wordsIn gives them: "can't" without its apostrophe.
func textPartWords() map[textPart]string {
	return map[textPart]string{
		textFailed: "fail fails failed failing failure failures error errors err errs errored erroneous exception exceptions fault faults reject " +
			"rejected rejects rejection refused refuse denied deny invalid abort aborted cancelled canceled conflict conflicts unauthorized " +
			"unauthorised forbidden timeout unsuccessful unavailable partial partially incomplete unprocessable unprocessed unsaved ignored " +
			"skipped dropped discarded duplicate duplicates unable cannot cant couldnt sorry fatal crashed unknown missing expired violation " +
			"wasnt werent isnt unexpected",
		textPending: "queued enqueued pending processing running scheduled submitted started waiting accepted progress inprogress deferred queueing queuing",
		textDone: "ok okay success succeeded successful successfully done complete completed created updated saved stored written inserted upserted " +
			"processed imported applied unchanged finished deleted removed true yes",
		textNone: "no without zero 0 non none",
	}
}

// maxText is how much of a text is looked at, in bytes.
const maxText = 64 << 10

// maxStateWords is how many words a state has at most; what is longer is a sentence.
const maxStateWords = 3

// says reads a text. Of a text that is all there is, or is a state, every word counts; in a
// message, which may speak of anything, only how it begins and what it counts.
func (t texts) says(text string, whole bool) statement {
	text = strings.TrimSpace(text)
	words := wordsIn(text[:min(len(text), maxText)])
	switch {
	case len(words) == 0:
		return statement{}
	case refusalAtStart(text), t.failsAt(words, 0), words[0] == "not" || len(words) > 1 && words[0] == "could" && words[1] == "not",
		whole && t.failsAnywhere(words):
		return statement{bad, text}
	case t.countsFailures(words), countsTooFew(text):
		return statement{partly, text}
	case t[words[0]] == textPending, whole && slices.ContainsFunc(words, func(w string) bool { return t[w] == textPending }):
		return statement{open, text}
	default:
		return statement{}
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

// failsAt tells whether a word speaks of a failure that is not taken back.
func (t texts) failsAt(words []string, i int) bool {
	if t[words[i]] != textFailed {
		return false
	}
	for _, before := range words[max(0, i-2):i] {
		if t[before] == textNone {
			return false
		}
	}
	return i+1 == len(words) || t[words[i+1]] != textNone // errors: 0
}

// failsAnywhere tells whether any word does. "Not saved" is a failure as well.
func (t texts) failsAnywhere(words []string) bool {
	for i, word := range words {
		if t.failsAt(words, i) || word == "not" && i+1 < len(words) && t[words[i+1]] != textFailed {
			return true
		}
	}
	return false
}

// countsFailures tells whether a number above 0 stands by the word of a failure: "2 saved, 1 failed".
func (t texts) countsFailures(words []string) bool {
	near := 2
	for i, word := range words {
		if n, err := strconv.Atoi(word); err != nil || n <= 0 {
			continue
		}
		for j := max(0, i-1); j < min(len(words), i+1+near); j++ {
			if j != i && t.failsAt(words, j) {
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

// speaksUp tells whether a text in the place of an error is one, and not "none" or "no errors".
func (t texts) speaksUp(text string) bool {
	text = strings.TrimSpace(text)
	words := wordsIn(text)
	switch {
	case text == "" || text == "-" || text == "[]" || text == "{}":
		return false
	case len(words) == 0:
		return true
	case t[words[0]] == textNone:
		return len(words) > maxStateWords || t.failsAnywhere(words)
	case len(words) == 1:
		return !slices.Contains([]string{"false", "null", "nil", "n", "na", "ok", "okay", "success", "nothing"}, words[0])
	default:
		return !slices.Equal(words, []string{"n", "a"})
	}
}
