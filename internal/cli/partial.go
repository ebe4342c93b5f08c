package cli

import (
	"errors"
	"fmt"
)

// partial says that some records could not be read while the others were.
type partial struct {
	failed, done int
}

func (p *partial) Error() string {
	return fmt.Sprintf("%s could not be read, %s read", counted(p.failed, "record"), were(p.done))
}

// isPartial tells whether all that was wrong is that some records failed.
func isPartial(err error) bool {
	var p *partial
	return errors.As(err, &p)
}

func were(n int) string {
	if n == 1 {
		return "1 was"
	}
	return grouped(n) + " were"
}

// counted gives a number with its noun: "1 record", "1,234 records".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped writes a number with commas between thousands, as in "12,345".
func grouped(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
