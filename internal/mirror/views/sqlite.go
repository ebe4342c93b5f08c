package views

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// sqlite writes views for SQLite, whose columns have no types: numbers are numbers, times are
// texts in RFC 3339, true and false are 1 and 0.
type sqlite struct{ days Days }

// SQLite writes views for SQLite, with days by a rule.
func SQLite(days Days) SQL { return sqlite{days} }

func (sqlite) Name(path string) string { return bareName(path) }

func (sqlite) Source() string { return "coalesce(o.document, o.body)" }

func (sqlite) Type(kind api.Type) string {
	switch kind {
	case api.Integer, api.Boolean:
		return "integer"
	case api.Number:
		return "numeric"
	case api.Object, api.Array, api.Any:
		return "json"
	default:
		return "text"
	}
}

func (s sqlite) Value(root string, path []string, kind api.Type) string {
	steps, ok := sqlitePath(path)
	if !ok {
		return "null"
	}
	value := fmt.Sprintf("json_extract(%s, %s)", root, steps)
	if len(path) == 0 {
		value = root
	}
	switch kind {
	case api.Day:
		return sqliteEpoch(value, func(number string) string { return s.days.Expression(number, s.dayOrTime) })
	case api.Time:
		return sqliteEpoch(value, s.Time)
	default:
		return value
	}
}

// sqliteEpoch shows epoch milliseconds in a form, also those that are the text of their digits, as the program
// takes them. Anything else stays.
func sqliteEpoch(value string, form func(number string) string) string {
	number := fmt.Sprintf("cast(%s as integer)", value)
	return fmt.Sprintf(`case when typeof(%[1]s) in ('integer', 'real') then coalesce(%[2]s, %[1]s)
		when typeof(%[1]s) = 'text' and cast(%[3]s as text) = %[1]s
			and (%[3]s between 100000000000 and 9999999999999 or %[3]s between -9999999999999 and -10000000000) then coalesce(%[4]s, %[1]s)
		else %[1]s end`, value, form(value), number, form(number))
}

func (sqlite) Time(column string) string {
	return fmt.Sprintf("strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', %s / 1000.0, 'unixepoch')", column)
}

// dayOrTime is a number of epoch milliseconds as the day that it begins or, where it begins none, as a time in
// the zone of days. So the texts are in the order of the times, and those that the program shows in that zone.
func (sqlite) dayOrTime(number, offset string) string {
	day := fmt.Sprintf("case when typeof(%[1]s) = 'integer' and (%[1]s + %[2]s) %% 86400000 = 0 then date((%[1]s + %[2]s) / 86400000.0 + 2440587.5)",
		number, offset)
	whole := offset
	if offset != "0" {
		whole = fmt.Sprintf("(%[1]s - (%[1]s %% 1000 + 1000) %% 1000)", offset)            // some spans have a millisecond that no clock shows
		whole = fmt.Sprintf("(case when %[1]s %% 60000 = 0 then %[1]s else 0 end)", whole) // RFC 3339 cannot write other offsets
	}
	fraction := fmt.Sprintf("case when %[1]s %% 1000 = 0 then '' else substr(strftime('%%f', %[1]s / 1000.0, 'unixepoch'), 3) end", number)
	sign := fmt.Sprintf("case when %s < 0 then '-' else '+' end", whole)
	zone := fmt.Sprintf("case when %[1]s = 0 then 'Z' else printf('%%s%%02d:%%02d', %[2]s, abs(%[1]s) / 3600000, abs(%[1]s) / 60000 %% 60) end", whole, sign)
	return fmt.Sprintf("%s else strftime('%%Y-%%m-%%dT%%H:%%M:%%S', (%s + %s) / 1000.0, 'unixepoch') || %s || %s end", day, number, whole, fraction, zone)
}

// Second has nothing: a text can be a day, a time or any other value.
func (sqlite) Second(api.Type) (api.Type, bool) { return "", false }

// Elements has no rows for what is no list.
func (sqlite) Elements(root string, path []string, alias string) string {
	steps, ok := sqlitePath(path)
	if !ok {
		return "json_each('[]') " + alias
	}
	return fmt.Sprintf("json_each(case when json_type(%[1]s, %[2]s) = 'array' then json_extract(%[1]s, %[2]s) else '[]' end) %[3]s",
		root, steps, alias)
}

func (sqlite) Element(alias string) (root, position string) {
	return alias + ".value", alias + ".key + 1"
}

func (sqlite) Kind(root string, path []string) string {
	steps, ok := sqlitePath(path)
	if !ok {
		return "'unknown'"
	}
	return fmt.Sprintf("json_type(%s, %s)", root, steps)
}

func (sqlite) Kinds() (whole, text string) { return "integer", "text" }

func (s sqlite) Plain(root string, path []string, _ bool) string {
	return s.Value(root, path, api.Any)
}

func (sqlite) NotASCII(text string) string { return text + ` glob '*[^ -~]*'` }

func (sqlite) LowerCase(text string) string { return "lower(" + text + ")" }

func (sqlite) ByCode(text string) string { return text }

// sqlitePath writes a path as a constant. A name with a quote or a backslash cannot stand in one.
func sqlitePath(path []string) (string, bool) {
	var b strings.Builder
	b.WriteByte('$')
	for _, step := range path {
		if strings.ContainsAny(step, `"\`) {
			return "", false
		}
		b.WriteString("." + `"` + step + `"`)
	}
	return sqltext.Constant(b.String()), true
}
