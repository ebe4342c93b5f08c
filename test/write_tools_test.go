package test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// employeeHeader are the columns of the employees that tests write.
const employeeHeader = "employeeCode,employmentType,employeeStatusUname,employeeFirstName,employeeLastName,employeeTradeCode\n"

// employeeRow is an employee that the simulator accepts. Those that it makes up have other codes.
func employeeRow(number int) string {
	return fmt.Sprintf("E-%05d,DIRECT_HIRE,active_employee_status,Ann,Ash,BI-005\n", number)
}

// employeesFile writes a CSV of employees, of which those in bad have a trade that does not exist.
func employeesFile(t *testing.T, count int, bad ...int) string {
	t.Helper()
	wrong := map[int]bool{}
	for _, number := range bad {
		wrong[number] = true
	}
	var text strings.Builder
	text.WriteString(employeeHeader)
	for number := 1; number <= count; number++ {
		row := employeeRow(number)
		if wrong[number] {
			row = strings.Replace(row, "BI-005", "NONE", 1)
		}
		text.WriteString(row)
	}
	return fileWith(t, "employees.csv", text.String())
}

// fileWith writes a file into a folder of its own.
func fileWith(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// contentOf reads a file.
func contentOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// runReading carries out a command line in this process with text on standard input.
func runReading(variables map[string]string, in io.Reader, args ...string) outcome {
	var out bytes.Buffer
	var said safeBuffer
	code := cli.RunWith(api.Builtin(), args, cmdkit.System{
		In: in, Out: &out, Err: &said,
		Getenv: func(name string) (string, bool) { value, ok := variables[name]; return value, ok },
		Now:    time.Now, Local: time.UTC, Version: testVersion,
	})
	return outcome{code: code, out: out.String(), err: said.String()}
}

// faulty gives the simulator faults.
func faulty(t *testing.T, faults ...string) func(*simulator.Options) {
	t.Helper()
	return func(o *simulator.Options) {
		for _, text := range faults {
			fault, err := simulator.ParseFault(text)
			if err != nil {
				t.Fatal(err)
			}
			o.Faults = append(o.Faults, fault)
		}
	}
}

// posts counts the calls that wrote, or tried to.
func (l *requestLog) posts() int {
	count := 0
	for _, line := range l.all() {
		if strings.Contains(line, " POST ") {
			count++
		}
	}
	return count
}

// resultLine is a line of --results, or a row of -o ndjson.
type resultLine struct {
	Line    int    `json:"line"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Outcome string `json:"outcome"`
	GUID    string `json:"guid"`
	Status  int    `json:"status"`
	Message string `json:"message"`
}

// resultsOf reads results, one a line; the last line may be cut off.
func resultsOf(t *testing.T, text string) []resultLine {
	t.Helper()
	var results []resultLine
	for line := range strings.Lines(text) {
		if !strings.HasSuffix(line, "\n") {
			break
		}
		var result resultLine
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatalf("%q is no result: %v", line, err)
		}
		results = append(results, result)
	}
	return results
}

// outcomes counts results by their outcome, as in "failed 7, written 993".
func outcomes(results []resultLine) string {
	counts := map[string]int{}
	for _, result := range results {
		counts[result.Outcome]++
	}
	return strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(counts), "map["), "]")
}

// employees counts the test's own employees on a server by their code.
func employees(t *testing.T, environment map[string]string) map[string]int {
	t.Helper()
	got := run(environment, "employees", "list", "--full", "-o", "ndjson", "--jq", ".employeeCode", "-q")
	if got.code != 0 {
		t.Fatalf("listing the employees: %+v", got)
	}
	counts := map[string]int{}
	for code := range strings.FieldsSeq(got.out) {
		if strings.HasPrefix(code, "E-") {
			counts[code]++
		}
	}
	return counts
}

// wantEmployees compares the test's own employees with those that should be there, each once.
func wantEmployees(t *testing.T, environment map[string]string, count int, bad ...int) {
	t.Helper()
	missing := map[string]bool{}
	for _, number := range bad {
		missing[fmt.Sprintf("E-%05d", number)] = true
	}
	found := employees(t, environment)
	for number := 1; number <= count; number++ {
		code, want := fmt.Sprintf("E-%05d", number), 1
		if missing[code] {
			want = 0
		}
		if found[code] != want {
			t.Errorf("the server has %d employees %s, want %d", found[code], code, want)
		}
		delete(found, code)
	}
	if len(found) > 0 {
		t.Errorf("the server has employees that nobody sent: %v", found)
	}
}

// matches checks a text against a pattern.
func matches(t *testing.T, what, text, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`(?s)` + pattern).MatchString(text) {
		t.Errorf("%s is %q, which does not match %q", what, text, pattern)
	}
}
