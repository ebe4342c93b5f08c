package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// row is one measurement.
type row struct {
	what, ours, theirs, ratio, goal string
	command                         string // what was measured
	line                            string // what it was held against
}

// table gives the rows as Markdown, and below them the commands that were run.
func table(rows []row) string {
	var b strings.Builder
	b.WriteString("| | | aimsio | without it | aimsio is | goal |\n|---|---|---|---|---|---|\n")
	for i, r := range rows {
		fmt.Fprintf(&b, "| %d | %s | %s | %s | **%s** | %s |\n", i+1, r.what, r.ours, r.theirs, r.ratio, r.goal)
	}
	b.WriteByte('\n')
	for i, r := range rows {
		beside := ""
		if r.line != "" {
			beside = " beside `" + r.line + "`"
		}
		fmt.Fprintf(&b, "%d. `%s`%s\n", i+1, r.command, beside)
	}
	return b.String()
}

// String gives the time and the memory.
func (u usage) String() string {
	if u.peak == 0 {
		return fmt.Sprintf("%.2f s", u.wall.Seconds())
	}
	return fmt.Sprintf("%.2f s, %.0f MB", u.wall.Seconds(), float64(u.peak)/1e6)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func quotient[T ~int64](a, b T) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// thousands writes a number with commas.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
