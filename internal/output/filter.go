package output

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Filter is a condition on one field: 'jobStatus = Active'. It is made by ParseFilter.
type Filter struct {
	name string
	path record.Path
	op   operator
	// field is what the description says of the field, nil where that is nothing.
	field *api.Field
	typ   api.Type
	// values are what to compare with: any of them for = and !=, else there is one.
	values []operand
	// whole is the text of several values as it was written, empty where there is but one.
	whole operand
	// rawValue is the right-hand side as it was given.
	rawValue string
	caseless bool
	// labels says of which field the values are labels, and groups names those of its groups that are asked for.
	labels Labels
	groups []string
	zones  timetext.Zones
	fields []api.Field
	tally  *tally
}

// tally counts the records that a filter looked at, those that had its field, and those that had the
// text of several values as it was written.
type tally struct {
	records, found, whole int
	// matched tells of each value whether a record had it.
	matched []bool
	// incomparable is one of the values that could not be compared, as they are of another kind.
	incomparable string
}

// Field is the dotted path of the field that the filter looks at.
func (f Filter) Field() string { return f.name }

// order compares two values of one kind.
func (f Filter) order(a, b operand) int {
	if f.caseless && a.rank == rankText {
		return strings.Compare(a.folded, b.folded)
	}
	return a.compare(b)
}

func (f Filter) equalTexts(a, b operand) bool { return f.order(a, b) == 0 }
