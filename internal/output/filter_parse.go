package output

import (
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// FilterReader is what filters are read with.
type FilterReader struct {
	// Fields describe the records.
	Fields []api.Field
	// Labels are those of the account; the zero value for none.
	Labels Labels
	Now    time.Time
	Zones  timetext.Zones
	// IgnoreCase makes every filter take no regard of letter case.
	IgnoreCase bool
}

// ParseFilter reads a filter on records without labels, as FilterReader.Read does.
func ParseFilter(expr string, fields []api.Field, now time.Time, zones timetext.Zones) (Filter, error) {
	return FilterReader{Fields: fields, Now: now, Zones: zones}.Read(expr)
}

// Read reads 'field OP value'. OP is = (or ==) != (or <>) ~ (contains, whatever the letter case)
// < <= > >=, with or without blanks around it. The value may stand in single or double quotes, and then
// is a text wherever the description does not say otherwise. Behind = and != commas that do not stand in
// quotes separate several values, any of which will do. Times are read as timetext.ParseOrAge
// reads them, with now and zones; a day is compared with the days that a field of days has. The value must
// fit the type of a described field; on any other field
// numbers are compared with numbers and everything else as text. Texts are equal only letter by
// letter (unless IgnoreCase), and ordered as Sorter does; how Unicode writes a letter does not count.
// A label that is asked for by = or != is the same in any letter case and with blanks around it; @name stands for the
// labels of a group there, and alone, as the whole filter, for records that have one of them.
// It returns the error of CheckFields for a name that must be a typing error, and a *GroupError for a group that does
// not exist.
func (r FilterReader) Read(expr string) (Filter, error) {
	split := splitFilter
	if onlyGroup(expr) {
		split = r.Labels.splitGroup
	}
	name, op, text, err := split(expr)
	if err != nil {
		return Filter{}, err
	}
	if err := CheckFields([]string{name}, r.Fields); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	f := Filter{name: name, path: record.ParsePath(name), op: op, zones: r.Zones, fields: r.Fields, labels: r.Labels, tally: &tally{}}
	f.caseless = r.IgnoreCase || f.comparesLabels()
	f.typ = api.Any
	if field, _, ok := lookup(r.Fields, f.path); ok {
		f.field, f.typ = field, field.Type
	}
	if err := f.readValues(text, r.Now); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	f.tally.matched = make([]bool, len(f.values))
	return f, nil
}
