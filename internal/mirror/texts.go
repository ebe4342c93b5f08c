package mirror

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// texts gives the one column of a query.
func texts(ctx context.Context, on queryer, query string, args ...any) (found []string, err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		found = append(found, text)
	}
	return found, rows.Err()
}

// nullable makes an empty text no value at all.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// storable makes of a text one that every database takes: PostgreSQL refuses the character U+0000 and
// bytes that are not UTF-8.
func storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// quoteName writes the name of a table or column, whatever stands in it.
func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// quoteText writes a text as a constant.
func quoteText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// jsonStep writes the name of a member as a step of a path in SQLite. A quote cannot stand in one,
// so a name with a quote finds nothing.
func jsonStep(name string) string { return `"` + name + `"` }

// numbered gives $1, $2 … for the question marks of a statement, but those in texts and names.
func numbered(query string) string {
	var b strings.Builder
	n, quote := 0, rune(0)
	for _, c := range query {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && c == '?':
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}
