package mirror

import (
	"fmt"
	"strings"
)

// Condition leaves out records of which a database can tell that they are not wanted. It lets pass
// whatever is of another kind than it speaks of.
type Condition struct {
	Path []string
	// Numeric asks that a whole number stands to Number as Op says: = < <= > or >=. Else a text must be
	// Text.
	Numeric bool
	Op      string
	Number  int64
	Text    string
}

// where writes conditions, all of which must hold, as SQL.
func where(s shape, conditions []Condition) (sql string, arguments []any) {
	parts := make([]string, 0, len(conditions))
	for _, c := range conditions {
		kind, value := s.kind(s.source(), c.Path), s.plain(s.source(), c.Path, c.Numeric)
		whole, text := s.kinds()
		if c.Numeric {
			parts = append(parts, fmt.Sprintf("(case when %s = '%s' then %s %s %d else true end)", kind, whole, value, c.Op, c.Number))
			continue
		}
		parts = append(parts, fmt.Sprintf("(case when %s = '%s' then %s = ? else %s is not null end)", kind, text, value, kind))
		arguments = append(arguments, c.Text)
	}
	if len(parts) == 0 {
		return "true", nil
	}
	return strings.Join(parts, " and "), arguments
}
