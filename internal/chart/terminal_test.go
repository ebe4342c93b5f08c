package chart

import (
	"strings"
	"testing"
)

func TestBars(t *testing.T) {
	t.Parallel()
	rows := []string{"Active|38", "工作|12.5", "Nothing|0", "Null|", "tiny|0.01"}
	same(t, "Unicode", drawn(t, Terminal{Width: 40}, Bar, "s|jobs", rows...), `
Active   █████████████████████████ 38
工作     ████████▎ 12.5
Nothing   0
Null      null
tiny     ▏ 0.01
`)
	same(t, "ASCII", drawn(t, Terminal{Width: 40, ASCII: true}, Bar, "s|jobs", rows...), `
Active   ######################### 38
工作     ######## 12.5
Nothing   0
Null      null
tiny     # 0.01
`)
	same(t, "long names, below zero", drawn(t, Terminal{Width: 30}, Bar, "s|jobs|hours", "A name of more than half of it|2|-1", "b|-2|0.5"), `
A name of more than half of it
  jobs           │███████▌ 2
  hours      ████│ -1
b
  jobs   ▐███████│ -2
  hours          │█▉ 0.5
`)
	if got := drawn(t, Terminal{Width: 40}, Bar, "s|jobs"); got != "" {
		t.Errorf("no rows are drawn as %q", got)
	}
	same(t, "zero", drawn(t, Terminal{Width: 40}, Bar, "s|jobs", "a|0"), "a  0\n")
}

func TestStacked(t *testing.T) {
	t.Parallel()
	same(t, "ASCII", drawn(t, Terminal{Width: 34, ASCII: true}, Stacked, "s|jobs|hours|x", "Active|10|-4|2", "b|3|1|"), `
# jobs  = hours  o x

Active  ======|##############ooo 8
b             |####== 4
`)
	same(t, "Unicode", drawn(t, Terminal{Width: 30}, Stacked, "s|a|b", "x|1|1", "y|1|"), `
█ a  ▒ b

x  ████████████▒▒▒▒▒▒▒▒▒▒▒ 2
y  ████████████ 1
`)
}

func TestPieInATerminal(t *testing.T) {
	t.Parallel()
	same(t, "shares", drawn(t, Terminal{Width: 40}, Pie, "s|n", "a|3", "b|1.0"), `
a  ███████████████████████ 75.0 % (3)
b  ███████▋ 25.0 % (1.0)
`)
	same(t, "all zero", drawn(t, Terminal{Width: 40}, Pie, "s|n", "a|0"), "a  0.0 % (0)\n")
}

// TestLines: lines are told apart, gaps stay gaps, and the ends are named, whatever there is of them.
func TestLines(t *testing.T) {
	t.Parallel()
	got := drawn(t, Terminal{Width: 40, ASCII: true}, Line, "m|x|y", "January|1|-5", "February||5", "March|20|5.5", "April|21|7")
	for _, want := range []string{"* x  o y\n", "    21 |", "    -5 |o", "\n        January                      April\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	for _, c := range got {
		if c > 0x7e {
			t.Errorf("ASCII has %q", c)
		}
	}
	if got := drawn(t, Terminal{Width: 40}, Line, "m|x", "a|1", "b|2"); !strings.Contains(got, "╭") || !strings.Contains(got, "┤") {
		t.Errorf("the line is\n%s", got)
	}
	for name, rows := range map[string][]string{
		"one": {"a|1"}, "one of zero": {"a|0"}, "null": {"a|", "b|"}, "level": {"a|3", "b|3"}, "none": nil, "huge": {"a|1e299", "b|-1e299"},
	} {
		got := drawn(t, Terminal{Width: 40}, Line, "m|x", rows...)
		if none := name == "none" || name == "null"; (got == "") != none || strings.Contains(got, "NaN") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	same(t, "ends of long names", lastLines(drawn(t, Terminal{Width: 30}, Line, "m|x", "a name of many words|1", "another name of many|2"), 2), `
       a name of many words
       to another name of many`)
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
