package answer

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// lexicon knows the words that answers are made of. It remembers the names it has seen, since every
// entry of an answer has the same; it is for one goroutine.
type lexicon struct {
	parts map[string]part
	roles map[string]nameRole
	texts texts
}

func newLexicon() *lexicon {
	return &lexicon{parts: vocabulary(), roles: map[string]nameRole{}, texts: textWords()}
}

// maxRoles is how many names a lexicon remembers.
const maxRoles = 1000

// roleOf tells what a member is about by its name, in whatever letters: failure_count, FailureCount,
// failurecount.
func (x *lexicon) roleOf(name string) nameRole {
	role, seen := x.roles[name]
	if !seen {
		role = roleOf(x.parts, name)
		if len(x.roles) < maxRoles {
			x.roles[name] = role
		}
	}
	return role
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
		return x.texts.speaksUp(record.Text(v))
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
