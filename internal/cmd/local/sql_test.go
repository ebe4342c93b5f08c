package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestSQL: a query comes from the command line or from standard input, and is answered in the format that is set.
func TestSQL(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees")
	m.called()
	for name, test := range map[string]struct {
		args        []string
		input, want string
	}{
		"in one word":        {[]string{"select employeeCode from employees order by 1"}, "", `{"employeeCode":"10"}` + "\n" + `{"employeeCode":"11"}` + "\n"},
		"in several words":   {[]string{"select", "2", "as", "x;"}, "select 1", `{"x":2}` + "\n"},
		"several queries":    {[]string{"select ';' as a; select 2 as b -- end"}, "", `{"a":";"}` + "\n" + `{"b":2}` + "\n"},
		"standard input":     {nil, "select 1 as a;\n\n/* ; */ select 2 as b", `{"a":1}` + "\n" + `{"b":2}` + "\n"},
		"standard input too": {[]string{"-"}, "select 1 as a", `{"a":1}` + "\n"},
		"no rows":            {[]string{"select 1 as a where 1 = 0"}, "", ""},
	} {
		m.input = test.input
		run := m.do(NewSQLCommand, test.args...)
		if got := run.Printed.String(); got != test.want {
			t.Errorf("%s: printed %s", name, got)
		}
		if none := strings.Contains(run.Said.String(), "no rows"); none != (test.want == "") {
			t.Errorf("%s: said %s", name, run.Said)
		}
	}
	if calls := m.called(); len(calls) > 0 {
		t.Errorf("called %q", calls)
	}
}

// TestSQLRefuses: what is wrong with a query is the user's affair. Nothing is printed then, be it the last of several.
func TestSQLRefuses(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees")
	for says, args := range map[string][]string{
		"there is no query":                   {},
		"there is no query: ":                 {"--", "-- nothing"},
		"no such column: nonsense":            {"select 1 as a; select 2 as b; select nonsense from employees"},
		"no such table: nowhere":              {"select * from nowhere"},
		"syntax error":                        {"selec 1"},
		"--out takes the answer to one query": {"--out", "x.csv", "select 1; select 2"},
		"the query failed: ":                  {"delete from objects"},
		"nonsense":                            {"--columns", "nonsense", "select 1 as a"},
		"write the entity and how old":        {"--require", "employees", "select 1"},
		"is not a time":                       {"--require", "employees=soon", "select 1"},
		`unknown entity "nobody"`:             {"--require", "nobody=1h", "select 1"},
	} {
		err := m.refuses(fail.Usage, says, NewSQLCommand, args...)
		if schema := strings.Contains(fail.HintOf(err), "aimsio mirror schema"); schema != strings.HasPrefix(says, "no such") {
			t.Errorf("%q: hint %q", args, fail.HintOf(err))
		}
	}
	if got := m.asked("select count(*) from objects"); got != "2" {
		t.Errorf("%s records are left", got)
	}
}

// TestSQLAnswersApart: the tables of several answers do not run into each other, and a page holds one.
func TestSQLAnswersApart(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.do(NewSyncCommand, "employees")
	m.output = "markdown"
	run := m.do(NewSQLCommand, "select null as a union all select 7; select 'x' as b")
	if got, want := run.Printed.String(), "| a |\n| ---: |\n|  |\n| 7 |\n\n| b |\n| --- |\n| x |\n"; got != want {
		t.Errorf("printed %q", got)
	}
	m.output = "html"
	m.refuses(fail.Usage, "-o html makes one page, of the answer to one query, but there are 2", NewSQLCommand, "select 1; select 2")
}

// TestSQLFailsLate: a query that gave rows was no wrong one, and those stay.
func TestSQLFailsLate(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.do(NewSyncCommand, "employees")
	const late = "select json(x) as y from (select '1' as x union all select '2' union all select 'broken')"
	for query, want := range map[string]string{
		late:                               "{\"y\":\"1\"}\n{\"y\":\"2\"}\n",
		"select 0 as z; " + late:           "{\"z\":0}\n{\"y\":\"1\"}\n{\"y\":\"2\"}\n",
		late + "; select 9 as never":       "{\"y\":\"1\"}\n{\"y\":\"2\"}\n",
		"select 0 as z;" + late + "; nope": "{\"z\":0}\n{\"y\":\"1\"}\n{\"y\":\"2\"}\n",
	} {
		run, err := m.try(NewSQLCommand, query)
		if err == nil || cmdkit.KindOf(err) != fail.Failed || !strings.Contains(err.Error(), "the query failed after 2 rows: ") || run.Printed.String() != want {
			t.Errorf("%s: %v, printed %s", query, err, run.Printed)
		}
	}
}

// TestSQLWithoutMirror: that says how to have one.
func TestSQLWithoutMirror(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	if err := m.refuses(fail.Failed, "there is no mirror at "+m.mirror(), NewSQLCommand, "select 1"); fail.HintOf(err) != `"aimsio sync" makes one` {
		t.Errorf("hint %q", fail.HintOf(err))
	}
}

// TestSQLFreshness: each run says once how old is what it reads. What was never synced is said with --quiet too where
// a query names it, since the answer is none.
func TestSQLFreshness(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees")
	m.now = m.now.Add(3 * time.Hour)
	const old, never = "the mirror of sandbox is 3h old\n", "warning: never synced: users: the mirror has none of them; \"aimsio sync users\" reads them\n"
	for query, want := range map[string]struct{ said, quiet string }{
		"select 1 as a":                       {"", ""},
		"select count(*) as n from employees": {old, ""},
		"select count(*) as n from employees; select 1 as a from EMPLOYEES": {old, ""},
		"select count(*) as n from users":                                   {never, never},
		"select count(*) as n from users; select count(*) as n from users":  {never, never},
		"select count(*) as n from employees join users on 1 = 1":           {old + never, never},
	} {
		for _, m.quiet = range []bool{false, true} {
			expected := want.said
			if m.quiet {
				expected = want.quiet
			}
			if run := m.do(NewSQLCommand, query); run.Said.String() != expected {
				t.Errorf("%s, quiet %v: said %s", query, m.quiet, run.Said)
			}
		}
	}
	m.quiet = true
	if run := m.do(NewSQLCommand, "select count(*) as n from objects"); run.Said.Len() > 0 {
		t.Errorf("said %s", run.Said)
	}
}

// TestSQLRequires: a script can have it as an error that something is too old, and gets all of that at once.
func TestSQLRequires(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees", "equipment")
	m.do(NewSyncCommand, "employees")
	m.now = m.now.Add(time.Hour)
	if run := m.do(NewSQLCommand, "--require", "employee=1h", "--require", "Equipment = 7d", "select 1 as a"); run.Printed.String() != "{\"a\":1}\n" {
		t.Errorf("printed %s", run.Printed)
	}
	for says, args := range map[string][]string{
		"the mirror is not as required: employees are 1h old, and --require allows 59m": {"--require", "employee=59m"},
		"the mirror is not as required: users were never synced; equipment are 1h old, and --require allows 2026-03-04T12:30:00Z": {
			"--require", "users=1h", "--require", "employees=2h", "--require", "equipment=2026-03-04T12:30:00Z",
		},
	} {
		err := m.refuses(fail.Failed, says, NewSQLCommand, append(args, "select 1 as a")...)
		if !strings.HasPrefix(fail.HintOf(err), `"aimsio sync `) {
			t.Errorf("%s: hint %q", says, fail.HintOf(err))
		}
	}
}

// TestSQLOut: the answer to one query can go to a file.
func TestSQLOut(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(1, m.now)
	m.do(NewSyncCommand, "employees")
	m.output = "csv"
	file := filepath.Join(t.TempDir(), "codes.csv")
	run := m.do(NewSQLCommand, "--out", file, "select employeeCode, employeeNickName as \"the name\" from employees")
	if content, err := os.ReadFile(file); err != nil || string(content) != "employeeCode,the name\n10,nick\n" || run.Printed.Len() > 0 {
		t.Errorf("%v: %s, printed %s", err, content, run.Printed)
	}
}

// TestPromptWithoutHistory: where what is typed cannot be kept, that is said, and the prompt goes on without.
func TestPromptWithoutHistory(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	state := filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio")
	if err := os.MkdirAll(filepath.Join(state, "sql_history"), 0o700); err != nil { // which is to be a file
		t.Fatal(err)
	}
	run := m.run()
	history, lines := openHistory(run.Settings, run.Streams)
	if history != nil || len(lines) > 0 || !strings.HasPrefix(run.Said.String(), "warning: what is typed is not remembered: ") {
		t.Errorf("%v, %q, said %s", history, lines, run.Said)
	}
	history.Add("select 1;")
	delete(m.variables, "XDG_STATE_HOME")
	delete(m.variables, "HOME")
	run = m.run()
	if history, _ := openHistory(run.Settings, run.Streams); history != nil || !strings.Contains(run.Said.String(), "HOME") {
		t.Errorf("%v, said %s", history, run.Said)
	}
}

// TestPromptRemembers: the next session has the lines of the one before, and hears of it where they cannot be kept
// any more.
func TestPromptRemembers(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	run := m.run()
	history, lines := openHistory(run.Settings, run.Streams)
	history.Add("select 1", "from users;")
	history.Add("create user x password 'y';")
	if len(lines) > 0 || run.Said.Len() > 0 {
		t.Errorf("%q, said %s", lines, run.Said)
	}
	run = m.run()
	history, lines = openHistory(run.Settings, run.Streams)
	if strings.Join(lines, "|") != "select 1|from users;" {
		t.Errorf("remembered %q", lines)
	}
	if err := os.RemoveAll(m.variables["XDG_STATE_HOME"]); err != nil {
		t.Fatal(err)
	}
	history.Add("select 2;")
	history.Add("select 3;")
	if said := run.Said.String(); strings.Count(said, "warning: what is typed is not remembered: ") != 1 {
		t.Errorf("said %s", said)
	}
}
