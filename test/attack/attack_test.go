package attack

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// everythingVariable asks for each attack on each kind of call and each verb; without it the verbs take turns.
const everythingVariable = "AIMSIO_TEST_ATTACK"

// verb is a command line, and the kinds of call that it makes.
type verb struct {
	args  []string
	calls []kind
	// keyless marks a write of a record without a key, which must never be sent twice.
	keyless bool
	// records is how many rows a write answers with.
	records int
}

func verbs(folder string) []verb {
	jobs := filepath.Join(folder, "jobs.ndjson")
	return []verb{
		{args: []string{"joborders", "list"}, calls: []kind{index}},
		{args: []string{"joborders", "list", "--full", "-o", "json"}, calls: []kind{index, whole}},
		{args: []string{"joborders", "get", "g1", "-o", "yaml"}, calls: []kind{whole}},
		{args: []string{"joborders", "get", "g1", "g2", "-o", "csv"}, calls: []kind{whole}},
		{args: []string{"sync", "joborders", "-o", "json"}, calls: []kind{index, whole}},
		{args: []string{"api", "GET", "JobOrder"}, calls: []kind{index}},
		{args: []string{"doctor", "-o", "json"}, calls: []kind{index, whole}},
		{args: []string{"joborders", "create", "-f", jobs, "-o", "ndjson", "--if-exists", "update"}, calls: []kind{writes}, records: 2},
		{args: []string{"nrbs", "create", "--set", "nrbName=x", "--set", "nrbJobOrderNumber=N-g1", "--no-validate", "-o", "ndjson"}, calls: []kind{writes}, records: 1, keyless: true},
		{args: []string{"joborders", "update", "g1", "g2", "--set", "jobName=new", "-o", "ndjson"}, calls: []kind{whole, writes}, records: 2},
		{args: []string{"invoices", "update-status", "g1", "g2", "--status", "Exported", "-o", "ndjson"}, calls: []kind{writes}, records: 2},
		{args: []string{"api", "POST", "JobOrder"}, calls: []kind{writes}},
	}
}

func TestAttacks(t *testing.T) {
	folder := t.TempDir()
	lines := `{"jobNumber":"N-g1","jobName":"a"}` + "\n" + `{"jobNumber":"N-new","jobName":"b"}` + "\n"
	if err := os.WriteFile(filepath.Join(folder, "jobs.ndjson"), []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	everything := os.Getenv(everythingVariable) != ""
	turn := 0
	for _, a := range attacks() {
		for _, on := range []kind{index, whole, writes} {
			open := slices.DeleteFunc(verbs(folder), func(v verb) bool { return !slices.Contains(v.calls, on) })
			if !everything {
				turn++
				open = someOf(open, turn)
			}
			for _, v := range open {
				harness.Bubble(t, a.name+" on "+string(on)+"/"+strings.Join(v.args[:2], " "), func(t *testing.T) {
					t.Helper()
					suffer(t, &a, on, v)
				})
			}
		}
	}
}

// someOf gives two verbs, one in a short run, and others in the next turn.
func someOf(open []verb, turn int) []verb {
	some := []verb{open[turn%len(open)]}
	if !testing.Short() {
		some = append(some, open[(turn+1)%len(open)])
	}
	return some
}

// suffer runs a verb against an attack, and looks at all that must hold.
func suffer(t *testing.T, a *attack, on kind, v verb) {
	t.Helper()
	s := &site{attack: a, on: on}
	pipes := harness.NewPipes(t)
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Hour, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(pipes) }()
	t.Cleanup(func() { _ = server.Close() })
	environment := harness.Variables(t, "http://127.0.0.1:80")
	got := harness.RunOver(pipes.Dial, environment, v.args...)
	quiet(t, environment, got)
	sound := slices.Contains(a.sound, on)
	switch {
	case !s.met():
		t.Errorf("the attack was not met: exit code %d: %s", got.Code, got.Err)
	case v.records > 0:
		written(t, s, v, sound, got)
	case v.args[0] == "api": // hands on what it gets
		if on == writes && len(s.sent()) > 1 && !a.turnsAway() {
			t.Errorf("a call without a key was sent %d times", len(s.sent()))
		}
	case v.args[0] == "doctor":
	case !sound && got.Code == 0:
		t.Errorf("exit code 0: %s%s", got.Out, got.Err)
	case v.args[1] == "get" && len(v.args) == 5 && got.Code != 0 && got.Out != "":
		t.Errorf("exit code %d, and standard output has %q", got.Code, got.Out)
	case v.args[0] == "sync":
		kept(t, pipes, environment)
	}
}

// turnsAway tells whether an answer says that the call was not even looked at, so that it may be made again.
func (a *attack) turnsAway() bool {
	return strings.HasPrefix(a.name, "429") || strings.HasPrefix(a.name, "425") || strings.HasPrefix(a.name, "come back")
}

// quiet sees that a run says nothing that it must not, and ends with a code that means something.
func quiet(t *testing.T, environment map[string]string, got harness.Outcome) {
	t.Helper()
	if found := harness.Leaks(got.Out+got.Err, harness.Password); len(found) > 0 {
		t.Errorf("the password is in the output: %v\n%s%s", found, got.Out, got.Err)
	}
	for _, leak := range harness.LeaksBelow(t, environment["HOME"], harness.Password) {
		t.Errorf("the password is %s", leak)
	}
	if at := strings.IndexFunc(got.Err, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); at >= 0 {
		t.Errorf("standard error speaks to the terminal: %q", got.Err[at:])
	}
	if strings.Contains(got.Err, "panic") || strings.Contains(got.Err, "goroutine ") || strings.Contains(got.Err, ".go:") {
		t.Errorf("standard error shows the program's inside: %s", got.Err)
	}
	if !slices.Contains([]int{0, 1, 3, 4, 6, 7, 9}, got.Code) {
		t.Errorf("exit code %d: %s", got.Code, got.Err)
	}
	if strings.Contains(got.Err, "error: ") == (got.Code == 0) && !strings.Contains(got.Err, `{"error":`) {
		t.Errorf("exit code %d, and standard error says %q", got.Code, got.Err)
	}
}

// written sees that each record has one verdict, that none is called written which the server did not
// take, and that none is sent twice without a key.
func written(t *testing.T, s *site, v verb, sound bool, got harness.Outcome) {
	t.Helper()
	var rows int
	for line := range strings.Lines(got.Out) {
		rows++
		var row struct{ Outcome string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Errorf("%q is no row: %v", line, err)
		}
		if slices.Contains([]string{"written", "created", "updated"}, row.Outcome) && !sound && s.on == writes {
			t.Errorf("called %s: %s", row.Outcome, got.Out)
		}
	}
	// A run that may go no further than its first call ends with an error of its own.
	if ended := rows == 0 && len(s.sent()) == 0 && slices.Contains([]int{1, 3, 7}, got.Code); rows != v.records && !ended {
		t.Errorf("%d rows for %d records: %s%s", rows, v.records, got.Out, got.Err)
	}
	if !sound && got.Code == 0 {
		t.Errorf("exit code 0: %s%s", got.Out, got.Err)
	}
	if s.on == whole && len(s.sent()) > 0 && !sound {
		t.Errorf("what could not be read was sent: %q", s.sent())
	}
	if v.keyless && len(s.sent()) > 1 && !s.attack.turnsAway() {
		t.Errorf("a record without a key was sent %d times", len(s.sent()))
	}
}

// kept sees that a mirror holds nothing but the records of the site, and has none marked as gone.
func kept(t *testing.T, pipes *harness.Pipes, environment map[string]string) {
	t.Helper()
	const query = `select count(*) as n from objects where id not in ('g1','g2') or gone_at is not null or body not like '%"jobGuid":"' || id || '"%'`
	got := harness.RunOver(pipes.Dial, environment, "sql", query, "-o", "csv", "--no-header")
	if got.Code == 0 && got.Out != "0\n" {
		t.Errorf("the mirror holds %s records that are none: %s", strings.TrimSpace(got.Out), got.Err)
	}
}
