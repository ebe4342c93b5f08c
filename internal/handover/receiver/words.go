package receiver

import (
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/labels"
)

// Outcome is what became of a record at the receiver.
type Outcome string

// The outcomes.
const (
	Accepted Outcome = "accepted"
	Refused  Outcome = "refused"
)

// AcceptedWords are those that say in an answer that the receiver took a record, RefusedWords that it did not.
func AcceptedWords() []string {
	return []string{
		"accepted", "accept", "posted", "booked", "imported", "created", "processed", "done", "complete", "completed",
		"ok", "success", "successful", "succeeded", "valid", "true", "yes", "y", "1",
	}
}

// RefusedWords are those that say that the receiver did not take a record.
func RefusedWords() []string {
	return []string{
		"refused", "rejected", "reject", "declined", "denied", "failed", "fail", "failure", "error", "errors", "invalid",
		"false", "no", "n", "0",
	}
}

// Words tell outcomes by the words for them.
type Words struct{ meaning map[string]Outcome }

// NewWords takes the known words and some that a user adds, whose meaning counts where a known word has another one.
func NewWords(accepted, refused []string) (Words, error) {
	w := Words{meaning: map[string]Outcome{}}
	for _, word := range AcceptedWords() {
		w.meaning[word] = Accepted
	}
	for _, word := range RefusedWords() {
		w.meaning[word] = Refused
	}
	for _, word := range accepted {
		if slices.ContainsFunc(refused, func(other string) bool { return labels.Same(word, other) }) {
			return w, fmt.Errorf("%q is said to mean both accepted and refused", word)
		}
		w.meaning[labels.Fold(word)] = Accepted
	}
	for _, word := range refused {
		w.meaning[labels.Fold(word)] = Refused
	}
	return w, nil
}

// Outcome tells what a word means, without regard to letter case and blanks around it.
func (w Words) Outcome(word string) (outcome Outcome, known bool) {
	outcome, known = w.meaning[labels.Fold(word)]
	return outcome, known
}
