package bulk

import (
	"errors"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// mostRound is the most decimals that numbers can be rounded to.
const mostRound = 20

// parseOperand reads the number behind an operator, of a field that can be computed with.
func parseOperand(one *change.Assignment, field *api.Field, text string) error {
	if field != nil {
		switch field.Type {
		case api.Number, api.Integer, api.Any, "":
		default:
			return fail.Usagef("%s: %s is of type %s, and not a number", one.Text, field.Name, field.Type)
		}
	}
	number, ok := change.ParseNumber(text)
	if !ok {
		return fail.Usagef("%s: %q is not a number such as 1.03", one.Text, strings.TrimSpace(text))
	}
	if field != nil && field.Type == api.Integer && one.Operator != change.Multiply && !number.IsInteger() {
		return fail.Usagef("%s: %s is a whole number, and %s is none", one.Text, field.Name, strings.TrimSpace(text))
	}
	one.Number = number
	return nil
}

// digitsOf is how many decimals what is computed has, negative for those that are there. A whole number gets none.
func (w *Run) digitsOf(one change.Assignment) int {
	if field, known := change.FieldAt(w.fields(), one.Path); known && field.Type == api.Integer {
		return -1
	}
	return w.digits
}

// parseRound reads how many decimals are wanted, and refuses it where nothing is computed.
func (w *Run) parseRound() error {
	w.digits = -1
	if w.flags.Round == "" {
		return nil
	}
	digits, err := strconv.Atoi(w.flags.Round)
	if err != nil || digits < 0 || digits > mostRound {
		return fail.Usagef("--round %s: a number of decimals, from 0 to %d", w.flags.Round, mostRound)
	}
	w.digits = digits
	for _, one := range w.elements {
		if one.Operator != "" {
			return nil
		}
	}
	return fail.Usagef("--round is for numbers that are computed: --set field*=1.03, += or -=")
}

// comparer tells the elements of lists apart.
func (w *Run) comparer() *change.Comparer {
	if w.telling == nil {
		w.telling = w.setup.Words(w.entity.Fields).Comparer
	}
	return w.telling
}

// tellCoarse warns, once, that a number is rounded to fewer decimals than money has: whoever wrote it may have left
// zeros out, 20 for 20.00.
func (w *Run) tellCoarse(r record.Record, one change.Assignment) error {
	field, known := change.FieldAt(w.fields(), one.Path)
	if !one.Coarse || known && field.Type == api.Integer {
		return nil
	}
	has, _ := r.Get(one.Path)
	const advice = "--round N says how many decimals are wanted"
	if w.flags.Strict {
		return fail.New(fail.Invalid, advice, "%s: %s of %s would be rounded from %s to %s: nothing was sent",
			one.Text, one.Shown, w.keyOf(r), one.Exact, one.Value)
	}
	if !w.toldCoarse {
		w.toldCoarse = true
		w.setup.Notef("warning: %s of %s, %s, is rounded from %s to %s, to as many decimals as it has, and others may be: %s",
			one.Shown, w.keyOf(r), has, one.Exact, one.Value, advice)
	}
	return nil
}

// Impossible tells of an error of Changed that --set cannot be carried out on what the record has, and why.
func Impossible(err error) (why string, is bool) {
	if wrong, ok := errors.AsType[*change.TargetError](err); ok {
		return wrong.Problem, true
	}
	if errors.Is(err, record.ErrNoElement) {
		return fail.OneLine(errors.Unwrap(err)), true
	}
	return "", false
}
