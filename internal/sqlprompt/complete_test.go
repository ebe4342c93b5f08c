package sqlprompt

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// TestComplete: | is the cursor.
func TestComplete(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"select * from j|":                  {"jobs"},
		"select * from JO|":                 {"jobs"},
		"select n|":                         {"name", "number"},
		"select N| from invoices":           {"name", "number"}, // what comes later may be changed yet
		"select * from invoices where n|":   {"number"},
		"select * from invoices where t|":   {"Total"},
		"select jobs.n|":                    {"jobs.name", "jobs.number"},
		"select jobs.|":                     {"jobs.name", "jobs.number"},
		"select JOBS.na|":                   {"JOBS.name"},
		"select * from invoices i join i.|": {"i.Total", "i.number"},
		"select x|":                         {},
		"select (n|":                        {"name", "number"},
		"select 1+n|":                       {"name", "number"},
		".|":                                {".exit", ".help", ".quit", ".schema", ".tables"},
		".s|":                               {".schema"},
		".schema i|":                        {"invoices"},
		".schema jobs |":                    {"invoices", "jobs"},
		"|":                                 {"Total", "invoices", "jobs", "name", "number"},
		"sélect 'ü' from j| where":          {"jobs"},
	} {
		place := len([]rune(line[:strings.IndexByte(line, '|')]))
		typed := strings.Replace(line, "|", "", 1)
		head, choices, tail := conversation().Complete(typed, place)
		if !slices.Equal(choices, want) {
			t.Errorf("%q becomes %q, want %q", line, choices, want)
		}
		if !strings.HasPrefix(typed, head) || !strings.HasSuffix(typed, tail) {
			t.Errorf("%q: head %q, tail %q", line, head, tail)
		}
	}
}

// TestCompleteGoesOn: what the lines before name counts, and a dot begins no command there.
func TestCompleteGoesOn(t *testing.T) {
	t.Parallel()
	c := conversation()
	c.pending = []string{"select *", "from invoices"}
	if _, choices, _ := c.Complete("where n", 7); !slices.Equal(choices, []string{"number"}) {
		t.Errorf("becomes %q", choices)
	}
	if _, choices, _ := c.Complete(".he", 3); len(choices) > 0 {
		t.Errorf("becomes %q", choices)
	}
}

// TestCompleteNames: a name is offered as a query must write it, and not at all where a terminal could obey it.
func TestCompleteNames(t *testing.T) {
	t.Parallel()
	c := conversation()
	c.Tables = []views.View{table("odd", "order no", "o\"clock", "o.dot", "1st", "o\x1b[2J", "o\u202e", "o_k", "ö", "order no")}
	_, choices, _ := c.Complete("select o", 8)
	if want := []string{`"o""clock"`, `"o.dot"`, "o_k", "odd", `"order no"`}; !slices.Equal(choices, want) {
		t.Errorf("becomes %q, want %q", choices, want)
	}
	if _, choices, _ := c.Complete("select odd.1", 12); !slices.Equal(choices, []string{`odd."1st"`}) {
		t.Errorf("becomes %q", choices)
	}
}

// TestCompletePlaces: no place makes it fail.
func TestCompletePlaces(t *testing.T) {
	t.Parallel()
	for place := -1; place < 12; place++ {
		head, _, tail := conversation().Complete("select ü n", place)
		if head+tail == "" {
			t.Errorf("%d: the line is lost", place)
		}
	}
}
