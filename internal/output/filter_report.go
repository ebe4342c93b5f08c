package output

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Ambiguity says that records hold, as one value, the text that the filter takes for several. It is empty
// where none of those looked at so far does.
func (f Filter) Ambiguity() string {
	if f.tally.whole == 0 {
		return ""
	}
	return fmt.Sprintf("%[1]s %[2]s %[3]s: commas separate values, and some records have the whole text as one, which is taken for a match too; "+
		"write %[1]s %[2]s \"%[3]s\" to mean only that", f.name, f.op, f.whole.text)
}

// Settled tells that Check has nothing to say whatever records come.
func (f Filter) Settled() bool { return f.tally.found > 0 || Described(f.name, f.fields) }

// Check returns an *UnknownFieldError if neither the description nor any record looked at
// so far has the field. Where there were no records, there is no telling.
func (f Filter) Check() error {
	if f.tally.found > 0 || f.tally.records == 0 || Described(f.name, f.fields) {
		return nil
	}
	return unknownField(f.name, f.fields)
}

// Incomparable says that records have a value that the filter cannot compare with its own, so that they were
// left out (or kept, by !=) without its being known. It is empty where none of those looked at so far does.
func (f Filter) Incomparable() string {
	if f.tally.incomparable == "" {
		return ""
	}
	const longestShown = 40
	wanted := "number"
	switch {
	case f.holdsDays():
		wanted = "day"
	case f.typ.Epoch() || f.typ == api.Array && f.field.Items.Epoch():
		wanted = "time"
	}
	return fmt.Sprintf("%s %s %s: some records have no %s there, such as %q, and cannot be compared",
		f.name, f.op, f.rawValue, wanted, text.Shorten(f.tally.incomparable, longestShown))
}
