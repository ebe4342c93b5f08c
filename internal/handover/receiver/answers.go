package receiver

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// The names of the columns of answers.
const (
	keyField      = "key"
	outcomeField  = "outcome"
	documentField = "document"
	reasonField   = "reason"
)

// AnswerFields describe the answers of a file: the key or GUID of a record, the outcome, the receiver's own number of it
// and a reason.
func AnswerFields() []api.Field {
	return textFields(keyField, outcomeField, documentField, reasonField)
}

func textFields(names ...string) []api.Field {
	fields := make([]api.Field, 0, len(names))
	for _, name := range names {
		fields = append(fields, api.Field{Name: name, Type: api.String, Certainty: api.Documented})
	}
	return fields
}

// Answer is what a receiver says of a record.
type Answer struct {
	Outcome          Outcome
	Document, Reason string
}

// Held is a record of a batch as it is known before the answers.
type Held struct {
	// Place is its place in the batch.
	Place     int64
	GUID, Key string
	// Before is what the receiver said of it before, nil where it did not.
	Before *Answer
	// Later is the number of a later batch that has the record too, 0 for none.
	Later int64
}

// Answers are those of a file, held against the records of a batch.
type Answers struct {
	// Replace lets answers take the place of earlier ones that say otherwise.
	Replace bool
	// Problem is told what is wrong with the answer in a line, and counts that nothing may be taken.
	Problem func(line int, format string, args ...any)

	words Words
	held  []Held
	keys  *Keys
	given map[int]given
}

type given struct {
	Answer

	line int
}

// NewAnswers prepares to take answers on the records of a batch.
func NewAnswers(words Words, held []Held) *Answers {
	a := &Answers{words: words, held: held, keys: NewKeys(), given: map[int]given{}}
	for place, one := range held {
		a.keys.Add(one.Key, place)
		a.keys.Add(one.GUID, place)
	}
	return a
}

// Take takes the answer that stands in an item of the input.
func (a *Answers) Take(item input.Item) {
	line := item.Line
	for _, fault := range item.Faults {
		a.Problem(line, "%s %q: expected %s", fault.Path, fault.Value, fault.Expected)
		return
	}
	key, word := textOf(item.Record, keyField), textOf(item.Record, outcomeField)
	place, ok := a.place(line, key)
	if !ok {
		return
	}
	outcome, known := a.words.Outcome(word)
	switch {
	case strings.TrimSpace(word) == "":
		a.Problem(line, "there is no outcome of %q", key)
		return
	case !known:
		a.Problem(line, "the outcome %q of %q means neither accepted nor refused: say what it means by --accepted or --refused", word, key)
		return
	}
	answer := given{line: line, Answer: Answer{
		Outcome: outcome, Document: strings.TrimSpace(textOf(item.Record, documentField)), Reason: strings.TrimSpace(textOf(item.Record, reasonField)),
	}}
	if first, twice := a.given[place]; twice {
		if first.Outcome != answer.Outcome || first.Document != answer.Document {
			a.Problem(line, "%q has another answer in line %d: %s there and %s here", key, first.line, first.words(), answer.words())
			return
		}
		answer.line, answer.Reason = first.line, joined(first.Reason, answer.Reason)
	}
	a.given[place] = answer
	a.checkBefore(line, key, a.held[place], answer.Answer)
}

// place finds the record that a key means.
func (a *Answers) place(line int, key string) (place int, ok bool) {
	places := a.keys.Places(key)
	switch {
	case Key(key) == "":
		a.Problem(line, "there is no key: it says which record is meant")
	case len(places) > 1:
		a.Problem(line, "the key %q stands for %d records of the batch: name them by their GUIDs", key, len(places))
	case len(places) == 1:
		return places[0], true
	default:
		hint := ""
		if with := a.keys.WithZeros(key); len(with) > 0 {
			hint = fmt.Sprintf("; it has %q: a sheet takes the zeros in front away, so keep that column as text", with[0])
		}
		a.Problem(line, "the batch has no record %q%s", key, hint)
	}
	return 0, false
}

// checkBefore refuses an answer that says otherwise than one before.
func (a *Answers) checkBefore(line int, key string, held Held, answer Answer) {
	before := held.Before
	if before == nil || before.Outcome == answer.Outcome && before.Document == answer.Document {
		return
	}
	switch {
	case held.Later > 0 && before.Outcome == Refused && answer.Outcome == Accepted:
		a.Problem(line, "%q was refused before, and handed over again in batch %d: it cannot be accepted here as well", key, held.Later)
	case !a.Replace:
		a.Problem(line, "%q was %s before and is %s now: --replace takes the new answer", key, before.words(), answer.words())
	}
}

// words tells an answer in a few words.
func (a Answer) words() string {
	if a.Document == "" {
		return string(a.Outcome)
	}
	return fmt.Sprintf("%s as %q", a.Outcome, a.Document)
}

// joined puts two reasons together, one only once.
func joined(first, second string) string {
	switch {
	case second == "" || first == second:
		return first
	case first == "":
		return second
	default:
		return first + "; " + second
	}
}

// What becomes of an answer that is taken.
const (
	TakenNew      = "new"
	TakenSame     = "unchanged"
	TakenReplaced = "replaced"
)

// Taken is a record with the answer that was taken.
type Taken struct {
	Held
	Answer

	// Change is TakenNew, TakenSame or TakenReplaced.
	Change string
}

// Taken gives the records that the answers are about, in the order of the batch.
func (a *Answers) Taken() []Taken {
	taken := make([]Taken, 0, len(a.given))
	for place, held := range a.held {
		answer, has := a.given[place]
		if !has {
			continue
		}
		one := Taken{Held: held, Answer: answer.Answer, Change: TakenNew}
		if held.Before != nil {
			if one.Change = TakenReplaced; *held.Before == answer.Answer {
				one.Change = TakenSame
			}
		}
		taken = append(taken, one)
	}
	return taken
}

// textOf gives a member of a record as text; null and nothing are empty.
func textOf(r record.Record, name string) string {
	value, _ := r.Get(record.ParsePath(name))
	return record.Text(value)
}
