package sheet

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Faults finds rows of a gathered record that do not agree, whatever the server has: those that say something else
// of the record than a row before them, those that say nothing of which element they are of, and those that are of
// the same element as another.
func (l *List) Faults(item input.Item) []check.LineFault {
	return append(l.disagreeing(item), l.untold(item)...)
}

// disagreeing finds rows that say something else of the record than one before them.
func (l *List) disagreeing(item input.Item) []check.LineFault {
	var faults []check.LineFault
	whole := item.Record
	if len(l.outer()) == 1 { // the list is long, and need not be read again for each row
		whole = record.Pick(whole, func(name string) bool { return name != l.outer()[0] })
	}
	for _, row := range item.Rows {
		for name, value := range row.Record.Leaves() {
			if l.isWithin(name) {
				continue
			}
			path := record.ParsePath(name)
			has, _ := whole.Get(path)
			if record.Equal(has, value) {
				continue
			}
			faults = append(faults, check.LineFault{Line: row.Line, Fault: check.Fault{
				Path: name, Value: record.Text(value),
				Expected: fmt.Sprintf("%s, as line %d says of the same record", record.Shown(has), firstWith(item, path)),
			}})
		}
	}
	return faults
}

// firstWith is the line of the first row that says something of a field.
func firstWith(item input.Item, path record.Path) int {
	for _, row := range item.Rows {
		if _, said := row.Record.Get(path); said {
			return row.Line
		}
	}
	return item.Line
}

func (l *List) untold(item input.Item) []check.LineFault {
	if len(l.levels) > 1 {
		return nil // two rows may be of one element, and differ in the list within
	}
	var faults []check.LineFault
	field := l.member
	first := map[string]int{}
	for _, row := range item.Rows {
		for _, element := range l.elements(row.Record) {
			said, names := l.identity(field, element)
			fault := check.Fault{Path: field}
			switch earlier, again := first[said]; {
			case said == "":
				fault.Expected = "a value that tells which element it is" + in(field, names)
			case again:
				fault.Expected = fmt.Sprintf("another element than line %d", earlier)
			default:
				first[said] = row.Line
				continue
			}
			faults = append(faults, check.LineFault{Line: row.Line, Fault: fault})
		}
	}
	return faults
}

// identity is all that a row says of which element it is, and the members that may say it.
func (l *List) identity(field string, element record.Value) (said string, names []string) {
	if own, plain := change.KeyIn(element, ""); plain {
		return own, nil
	}
	names = l.comparer.KeyNames(field, []record.Value{element})
	var text strings.Builder
	for _, name := range names {
		if value, has := change.KeyIn(element, name); has {
			fmt.Fprintf(&text, "%s=%q ", name, value)
		}
	}
	return text.String(), names
}

func in(field string, names []string) string {
	const most = 3
	if len(names) == 0 {
		return ""
	}
	if len(names) > most {
		names = names[:most]
	}
	return ", as " + field + "." + strings.Join(names, " or "+field+".")
}
