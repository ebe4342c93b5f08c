package output

import (
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// ParseFilter reads 'field OP value'. OP is = (or ==) != (or <>) ~ (contains, whatever the letter case)
// < <= > >=, with or without blanks around it. The value may stand in single or double quotes, and then
// is a text wherever the description does not say otherwise. Behind = and != commas that do not stand in
// quotes separate several values, any of which will do. Times are read as timetext.ParseOrAge
// reads them, with now and zones; a day is compared with the days that a field of days has. The value must
// fit the type of a described field; on any other field
// numbers are compared with numbers and everything else as text. Texts are equal only letter by
// letter (unless IgnoringCase), and ordered as Sorter does; how Unicode writes a letter does not count.
// It returns the error of CheckFields for a name that must be a typing error.
func ParseFilter(expr string, fields []api.Field, now time.Time, zones timetext.Zones) (Filter, error) {
	name, op, text, err := splitFilter(expr)
	if err != nil {
		return Filter{}, err
	}
	if err := CheckFields([]string{name}, fields); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	f := Filter{name: name, path: record.ParsePath(name), op: op, zones: zones, fields: fields, tally: &tally{}}
	f.typ = api.Any
	if field, _, ok := lookup(fields, f.path); ok {
		f.field, f.typ = field, field.Type
	}
	if err := f.readValues(text, now); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	return f, nil
}
