package mirror

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// Condition leaves out records of which a database can tell that they are not wanted. It lets pass
// whatever is of another kind than it speaks of, and texts beyond ASCII, which may be written in several
// ways.
type Condition struct {
	Path []string
	// Numeric asks that a whole number stands to one of Numbers as Op says: = < <= > or >=. Else a text must
	// be one of Texts.
	Numeric bool
	Op      string
	Numbers []int64
	Texts   []string
	// Fold compares texts without regard to letter case.
	Fold bool
	// Trim takes blanks around a record's text for nothing.
	Trim bool
}

// where writes conditions, all of which must hold, as SQL.
func where(s views.SQL, conditions []Condition) (sql string, arguments []any) {
	parts := make([]string, 0, len(conditions))
	for _, c := range conditions {
		kind, value := s.Kind(s.Source(), c.Path), s.Plain(s.Source(), c.Path, c.Numeric)
		whole, text := s.Kinds()
		if c.Numeric {
			parts = append(parts, fmt.Sprintf("(case when %s = '%s' then %s else true end)", kind, whole, c.numbers(value)))
			continue
		}
		parts = append(parts, fmt.Sprintf("(case when %s = '%s' then %s or %s else %s is not null end)",
			kind, text, c.texts(s, value), s.NotASCII(value), kind))
		for _, text := range c.Texts {
			arguments = append(arguments, text)
		}
	}
	if len(parts) == 0 {
		return "true", nil
	}
	return strings.Join(parts, " and "), arguments
}

func (c Condition) numbers(value string) string {
	parts := make([]string, 0, len(c.Numbers))
	for _, number := range c.Numbers {
		parts = append(parts, value+" "+c.Op+" "+strconv.FormatInt(number, 10))
	}
	return "(" + strings.Join(parts, " or ") + ")"
}

func (c Condition) texts(s views.SQL, value string) string {
	place := "?"
	if c.Trim {
		value = "trim(" + value + ")"
	}
	if c.Fold {
		value, place = s.LowerCase(value), s.LowerCase("?")
	}
	return value + " in (" + strings.Repeat(place+", ", len(c.Texts)-1) + place + ")"
}
