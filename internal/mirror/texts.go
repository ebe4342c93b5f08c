package mirror

import (
	"context"
	"errors"
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
