package handover

import (
	"strconv"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Template is the name of a file in which words in braces stand for what a batch is.
type Template string

// Words are what the words of a template stand for.
type Words struct {
	Number                    int64
	Kind                      ledger.Kind
	Name, Entity, Environment string
	Day                       time.Time
}

// Check refuses a template whose files could not be told apart, or that has a word which stands for nothing.
func (t Template) Check() error {
	if !strings.Contains(string(t), "{batch}") {
		return fail.New(fail.Usage, "name it as in 'invoices-{batch}.csv'",
			"--out %s has no {batch}, so a second batch would take the place of the first", t)
	}
	_, err := t.Expand(Words{})
	return err
}

// Expand makes the name of a batch's file. Names in it have no folders, and no characters that a file cannot have.
func (t Template) Expand(w Words) (string, error) {
	plain := func(name string) string { return text.PlainName(name, "-.") }
	values := map[string]string{
		"batch": strconv.FormatInt(w.Number, 10), "kind": string(w.Kind), "name": plain(w.Name),
		"entity": plain(w.Entity), "env": plain(w.Environment), "date": w.Day.Format(time.DateOnly),
	}
	var out strings.Builder
	rest := string(t)
	for {
		before, behind, found := strings.Cut(rest, "{")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		word, after, closed := strings.Cut(behind, "}")
		value, known := values[word]
		if !closed || !known {
			return "", fail.Usagef("--out %s: {%s} stands for nothing; it may have {batch}, {kind}, {name}, {entity}, {env} and {date}", t, word)
		}
		out.WriteString(value)
		rest = after
	}
}
