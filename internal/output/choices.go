package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// ChoiceError says that a filter asks for a value that the field cannot have.
type ChoiceError struct {
	// Field is its dotted path, and Choices are the values that it may have.
	Field, Value string
	Choices      []string
}

// Error names the choices, and those that may have been meant.
func (e *ChoiceError) Error() string {
	return fmt.Sprintf("%s is one of %s, and not %q", e.Field, strings.Join(e.Choices, ", "), e.Value) + didYouMean(e.Value, e.Choices)
}

// didYouMean names the choices that a value may have been meant for, "" where none is near.
func didYouMean(value string, choices []string) string {
	const most = 3
	near := api.Nearest(value, choices, most)
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near, ", ") + "?"
}

// CheckChoices returns a *ChoiceError where the filter compares with a value that is not among those that
// the description documents for the field: no record would have it.
func (f Filter) CheckChoices() error {
	if value, odd := f.unlistedValue(); odd && f.field.Certainty == api.Documented {
		return &ChoiceError{Field: f.name, Value: value, Choices: f.field.Enum}
	}
	return nil
}

// Doubt says why the filter may not mean what it says: a value that is not among those assumed for the
// field, or a comma that may have been meant for a point. It is empty where there is no doubt.
func (f Filter) Doubt() string {
	if value, odd := f.unlistedValue(); odd && f.field.Certainty != api.Documented {
		return fmt.Sprintf("%s is one of %s, as far as is known, and not %q", f.name, strings.Join(f.field.Enum, ", "), value) + didYouMean(value, f.field.Enum)
	}
	if f.looksLikeOneNumber() {
		return fmt.Sprintf("%s %s %s is taken for %d numbers; one number is written with a point for its decimals and without commas",
			f.name, f.op, f.rawValue, len(f.values))
	}
	return ""
}

// looksLikeOneNumber tells of several numbers whether their commas may have been meant for a decimal point
// or for the thousands.
func (f Filter) looksLikeOneNumber() bool {
	if f.typ != api.Number && f.typ != api.Integer || len(f.values) == 1 || strings.ContainsAny(f.rawValue, " '\"") {
		return false
	}
	const pair, thousand = 2, 3
	thousands := true
	for _, part := range strings.Split(f.rawValue, ",")[1:] {
		thousands = thousands && len(part) == thousand
	}
	return thousands || f.typ == api.Number && len(f.values) == pair
}

// unlistedValue gives a value that is not among the choices of the field.
func (f Filter) unlistedValue() (value string, found bool) {
	if f.field == nil || len(f.field.Enum) == 0 || f.op != equal && f.op != notEqual {
		return "", false
	}
	for _, value := range f.values {
		if !value.empty() && !f.isChoice(value.text) {
			return value.text, true
		}
	}
	return "", false
}

func (f Filter) isChoice(text string) bool {
	if f.field == nil || text == "" {
		return false
	}
	want := textOperand(text)
	return slices.ContainsFunc(f.field.Enum, func(choice string) bool { return f.equalTexts(textOperand(choice), want) })
}
