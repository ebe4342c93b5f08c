package mirror

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// postgresShape writes views for PostgreSQL. Names are in lower case, so that they can be written
// in any letter case without quotes. A value that is not of the column's type is null there; the
// record in objects has it.
type postgresShape struct{ days dayRule }

func (d postgresDialect) shape() shape { return postgresShape{} }

func (postgresShape) name(path string) string {
	name := strings.ToLower(bareName(path))
	return name[:min(len(name), longestName)]
}

func (postgresShape) source() string { return "o.document" }

func (postgresShape) sqlType(kind api.Type) string {
	switch kind {
	case api.Integer, api.Number:
		return "numeric"
	case api.Boolean:
		return "boolean"
	case api.Day:
		return "date"
	case api.Time:
		return "timestamptz"
	case api.Object, api.Array, api.Any:
		return "jsonb"
	default:
		return "text"
	}
}

func (s postgresShape) value(root string, path []string, kind api.Type) string {
	value := postgresPath(root, path)
	text := fmt.Sprintf("(%s #>> '{}')", value)
	switch kind {
	case api.Integer, api.Number:
		return fmt.Sprintf("case when jsonb_typeof(%s) = 'number' then %s::numeric end", value, text)
	case api.Boolean:
		return fmt.Sprintf("case when jsonb_typeof(%s) = 'boolean' then %s::boolean end", value, text)
	case api.Day:
		return fmt.Sprintf("case when %s then %s end", postgresEpoch(value, text), s.day(text+"::numeric"))
	case api.Time:
		return fmt.Sprintf("case when %s then %s end", postgresEpoch(value, text), s.moment(text+"::numeric"))
	case api.Object, api.Array, api.Any:
		return value
	default:
		return text
	}
}

// postgresEpoch tells epoch milliseconds: a number, or the text of its digits, as the program takes them.
func postgresEpoch(value, text string) string {
	return fmt.Sprintf(`(jsonb_typeof(%[1]s) = 'number' or jsonb_typeof(%[1]s) = 'string' and %[2]s ~ '^([1-9][0-9]{11,12}|-[1-9][0-9]{10,12})$')`, value, text)
}

// moment has none for what lies outside the years 1 to 5138: what is beyond the calendar of
// timestamptz would fail the whole view.
func (postgresShape) moment(column string) string {
	return fmt.Sprintf("case when %[1]s between -62135596800000 and 99999999999999 then to_timestamp(round(%[1]s) / 1000.0) end", column)
}

// beside gives days a column of times.
func (postgresShape) beside(kind api.Type) (api.Type, bool) { return api.Time, kind == api.Day }

// day is a number of epoch milliseconds as a date, null where it begins no day, or one that is beyond the
// years 1 to 5138.
func (s postgresShape) day(number string) string {
	return fmt.Sprintf("case when %[1]s between -62135596800000 and 99999999999999 then %[2]s end", number,
		s.days.tell(number, func(number, offset string) string {
			return fmt.Sprintf("case when (%[1]s + %[2]s) %% 86400000 = 0 then date '1970-01-01' + ((%[1]s + %[2]s) / 86400000)::integer end", number, offset)
		}))
}

// elements has no rows for what is no list.
func (postgresShape) elements(root string, path []string, alias string) string {
	value := postgresPath(root, path)
	return fmt.Sprintf("jsonb_array_elements(case when jsonb_typeof(%[1]s) = 'array' then %[1]s else '[]'::jsonb end) with ordinality as %[2]s (value, place)",
		value, alias)
}

func (postgresShape) element(alias string) (root, position string) {
	return alias + ".value", alias + ".place"
}

func (postgresShape) kind(root string, path []string) string {
	return "jsonb_typeof(" + postgresPath(root, path) + ")"
}

func (postgresShape) kinds() (whole, text string) { return "number", "string" }

func (postgresShape) plain(root string, path []string, numeric bool) string {
	text := fmt.Sprintf("(%s #>> '{}')", postgresPath(root, path))
	if numeric {
		return text + "::numeric"
	}
	return text
}

func (postgresShape) foreign(text string) string { return text + ` ~ '[^ -~]'` }

func (postgresShape) folded(text string) string { return "lower(" + text + ` collate "C")` }

func (postgresShape) byCode(text string) string { return text + ` collate "C"` }

func postgresPath(root string, path []string) string {
	var b strings.Builder
	b.WriteString(root)
	for _, step := range path {
		b.WriteString(" -> " + quoteText(step))
	}
	if len(path) == 0 {
		return root
	}
	return "(" + b.String() + ")"
}
