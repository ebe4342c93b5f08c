package views

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// postgres writes views for PostgreSQL. Names are in lower case, so that they can be written
// in any letter case without quotes. A value that is not of the column's type is null there; the
// record in objects has it.
type postgres struct{ days Days }

// Postgres writes views for PostgreSQL, with days by a rule.
func Postgres(days Days) SQL { return postgres{days} }

func (postgres) Name(path string) string {
	name := strings.ToLower(bareName(path))
	return name[:min(len(name), sqltext.LongestName)]
}

func (postgres) Source() string { return "o.document" }

func (postgres) Type(kind api.Type) string {
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

func (s postgres) Value(root string, path []string, kind api.Type) string {
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
		return fmt.Sprintf("case when %s then %s end", postgresEpoch(value, text), s.Time(text+"::numeric"))
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

// Time has none for what lies outside the years 1 to 5138: what is beyond the calendar of
// timestamptz would fail the whole view.
func (postgres) Time(column string) string {
	return fmt.Sprintf("case when %[1]s between -62135596800000 and 99999999999999 then to_timestamp(round(%[1]s) / 1000.0) end", column)
}

// Second gives days a column of times.
func (postgres) Second(kind api.Type) (api.Type, bool) { return api.Time, kind == api.Day }

// day is a number of epoch milliseconds as a date, null where it begins no day, or one that is beyond the
// years 1 to 5138.
func (s postgres) day(number string) string {
	return fmt.Sprintf("case when %[1]s between -62135596800000 and 99999999999999 then %[2]s end", number,
		s.days.Expression(number, func(number, offset string) string {
			return fmt.Sprintf("case when (%[1]s + %[2]s) %% 86400000 = 0 then date '1970-01-01' + ((%[1]s + %[2]s) / 86400000)::integer end", number, offset)
		}))
}

// Elements has no rows for what is no list.
func (postgres) Elements(root string, path []string, alias string) string {
	value := postgresPath(root, path)
	return fmt.Sprintf("jsonb_array_elements(case when jsonb_typeof(%[1]s) = 'array' then %[1]s else '[]'::jsonb end) with ordinality as %[2]s (value, place)",
		value, alias)
}

func (postgres) Element(alias string) (root, position string) {
	return alias + ".value", alias + ".place"
}

func (postgres) Kind(root string, path []string) string {
	return "jsonb_typeof(" + postgresPath(root, path) + ")"
}

func (postgres) Kinds() (whole, text string) { return "number", "string" }

func (postgres) Plain(root string, path []string, numeric bool) string {
	text := fmt.Sprintf("(%s #>> '{}')", postgresPath(root, path))
	if numeric {
		return text + "::numeric"
	}
	return text
}

func (postgres) NotASCII(text string) string { return text + ` ~ '[^ -~]'` }

func (postgres) LowerCase(text string) string { return "lower(" + text + ` collate "C")` }

func (postgres) ByCode(text string) string { return text + ` collate "C"` }

func postgresPath(root string, path []string) string {
	var b strings.Builder
	b.WriteString(root)
	for _, step := range path {
		b.WriteString(" -> " + sqltext.Constant(step))
	}
	if len(path) == 0 {
		return root
	}
	return "(" + b.String() + ")"
}
