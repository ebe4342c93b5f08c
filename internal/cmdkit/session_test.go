package cmdkit_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// asked is what a server was asked.
type asked struct {
	mu                   sync.Mutex
	users, agents, paths []string
}

// asking makes a machine whose server notes who asks it, and answers every call with an employee.
func asking(t *testing.T) (*machine, *asked) {
	t.Helper()
	m, noted := newMachine(t), &asked{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		noted.mu.Lock()
		noted.users, noted.agents, noted.paths = append(noted.users, user+":"+password), append(noted.agents, r.UserAgent()), append(noted.paths, r.URL.Path)
		noted.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, hydratetest.Body(filepath.Base(r.URL.Path), "C1"))
	}))
	t.Cleanup(server.Close)
	m.variables["AIMSIO_URL"] = server.URL
	return m, noted
}

// TestSession: a run has one client, which calls the environment's server as its user.
func TestSession(t *testing.T) {
	t.Parallel()
	m, noted := asking(t)
	run := m.run()
	session, err := run.Session()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := run.Session(); err != nil || again != session {
		t.Errorf("it is made twice, %v", err)
	}
	if got, err := session.Service.Get(t.Context(), hydratetest.Employees(t), "e1"); err != nil || string(got.Raw()) != hydratetest.Body("e1", "C1") {
		t.Errorf("%s, %v", got.Raw(), err)
	}
	if session.User != cmdtest.User || session.Environment.Name != "sandbox" || len(noted.users) != 1 || noted.users[0] != cmdtest.User+":"+cmdtest.Password || noted.agents[0] != "aimsio/"+cmdtest.Version {
		t.Errorf("%+v", noted)
	}
	// The password is known to who reports a fault of the program.
	if len(run.Hide) != 1 || strings.Contains(run.Hide[0]("it was "+cmdtest.Password), cmdtest.Password) {
		t.Errorf("%d passwords are hidden", len(run.Hide))
	}
}

// TestSessionRefused: without an environment, a user or a password nothing is called, and the kind of error says why.
func TestSessionRefused(t *testing.T) {
	t.Parallel()
	m, noted := asking(t)
	for name, test := range map[string]struct {
		without, with string
		kind          fail.Kind
		says          string
	}{
		"no environment":      {"AIMSIO_ENV", "AIMSIO_QUIET=1", fail.Usage, "no environment chosen"},
		"unknown environment": {"", "AIMSIO_ENV=there", fail.Usage, "there"},
		"no user":             {"AIMSIO_USERNAME", "AIMSIO_QUIET=1", fail.Denied, "no user name for the environment sandbox"},
		"a proxy of nonsense": {"", "HTTPS_PROXY=://", fail.Failed, ""},
		"no certificates":     {"", "AIMSIO_CA_FILE=/no/such/file.pem", fail.Usage, "/no/such/file.pem"},
	} {
		other := &machine{t: t, variables: map[string]string{}}
		for variable, value := range m.variables {
			if variable != test.without {
				other.variables[variable] = value
			}
		}
		run := other.run(test.with)
		session, err := run.Session()
		if test.says == "" { // which the first call tells, if it goes there at all
			if err != nil || session == nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		refused(t, err, test.kind, test.says)
	}
	if len(noted.paths) > 0 {
		t.Errorf("it calls %q", noted.paths)
	}
}

// TestPasswordWhenNeeded: the password is asked for by the first call, and not before.
func TestPasswordWhenNeeded(t *testing.T) {
	t.Parallel()
	m, noted := asking(t)
	run := m.run()
	times := 0
	session, err := run.SessionAs(environment(t, run.Settings), "ann", func(context.Context) (string, error) { times++; return "p", nil })
	if err != nil || times != 0 {
		t.Fatalf("asked %d times, %v", times, err)
	}
	for range 2 {
		if _, err := session.Service.Get(t.Context(), hydratetest.Employees(t), "e1"); err != nil {
			t.Fatal(err)
		}
	}
	if times != 1 || noted.users[1] != "ann:p" {
		t.Errorf("asked %d times, called as %q", times, noted.users)
	}
	lost := errors.New("the keyring is locked")
	session, err = run.SessionAs(environment(t, run.Settings), "ann", func(context.Context) (string, error) { return "", lost })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.Service.Get(t.Context(), hydratetest.Employees(t), "e1"); !errors.Is(err, lost) || len(noted.paths) != 2 {
		t.Errorf("%v, %d calls", err, len(noted.paths))
	}
}

// TestTrace: --trace shows calls on standard error, =body what they carry, and neither the password.
func TestTrace(t *testing.T) {
	t.Parallel()
	m, _ := asking(t)
	for trace, want := range map[string][]string{
		"": nil, "calls": {"GET /rest/"}, "body": {"GET /rest/", "employeeCode"},
	} {
		run := m.run()
		run.Flags.Trace = trace
		session, err := run.Session()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := session.Service.Get(t.Context(), hydratetest.Employees(t), "e1"); err != nil {
			t.Fatal(err)
		}
		said := run.Said.String()
		for _, words := range want {
			if !strings.Contains(said, words) {
				t.Errorf("--trace=%s shows %q", trace, said)
			}
		}
		if trace != "body" && strings.Contains(said, "employeeCode") || trace == "" && said != "" || strings.Contains(said, cmdtest.Password) {
			t.Errorf("--trace=%s shows %q", trace, said)
		}
	}
	run := m.run()
	run.Flags.Trace = "everything"
	_, err := run.Session()
	refused(t, err, fail.Usage, "--trace=everything: it is --trace or --trace=body")
}

// TestClientOptions: what the environment says of calls holds.
func TestClientOptions(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure(`environments:
- name: here
  url: https://here.invalid
  username: me
  rate: 3
  parallel: 2
  timeout: 7s
  connect_timeout: 5s
  max_wait: 9s
  parameters: {tenant: acme}
  headers: {X-Team: north}
`)
	run := m.without("AIMSIO_URL", "AIMSIO_RATE").run("AIMSIO_ENV=here")
	options, err := run.ClientOptions(environment(t, run.Settings), "me", nil)
	if err != nil {
		t.Fatal(err)
	}
	if options.Base.String() != "https://here.invalid/" || options.Rate != 3 || options.Parallel != 2 || options.Timeout.Seconds() != 7 ||
		options.ConnectTimeout.Seconds() != 5 || options.MaxWait.Seconds() != 9 || options.Headers["X-Team"] != "north" || options.PublicPassword || options.Transport != nil {
		t.Errorf("%+v", options)
	}
	if value, known := options.PathParameter("tenant"); value != "acme" || !known {
		t.Errorf("%q, %v", value, known)
	}
	if value, known := options.PathParameter("other"); value != "" || known {
		t.Errorf("%q, %v", value, known)
	}
}

// TestSharedPace: runs that call one server as one user share a pace; the demo, which is no server, shares none.
func TestSharedPace(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	folder := func(user string, further ...string) string {
		run := m.run(further...)
		run.Command = "aimsio try"
		options := run.PaceOf(environment(t, run.Settings), user)
		if options.Command != "aimsio try" || options.Rate <= 0 || options.Parallel != 10 {
			t.Errorf("%+v", options)
		}
		options.Notice("a note")
		if run.Said.String() != "a note\n" {
			t.Errorf("said %q", run.Said)
		}
		return options.Folder
	}
	one := folder("me")
	if one == "" || one != folder("me") || !strings.HasPrefix(one, m.variables["XDG_STATE_HOME"]) {
		t.Errorf("%q", one)
	}
	if one == folder("you") || one == folder("me", "AIMSIO_URL=https://other.invalid") {
		t.Error("others share it")
	}
	if got := folder("me", "AIMSIO_ENV=demo"); got != "" {
		t.Errorf("the demo shares %q", got)
	}
	// Where nothing can be kept, calls go on at a pace of their own, and the user is told.
	run := m.run("XDG_STATE_HOME=/dev/null/state", "AIMSIO_STATE_DIR=/dev/null/state")
	if options := run.PaceOf(environment(t, run.Settings), "me"); options.Folder != "" || !strings.HasPrefix(run.Said.String(), "warning: the pace is not shared with other commands: ") {
		t.Errorf("%q, said %q", options.Folder, run.Said)
	}
}

// TestDemo: it needs no account and no network, and its data last from run to run.
func TestDemo(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.without("AIMSIO_URL", "AIMSIO_USERNAME", "AIMSIO_PASSWORD", "AIMSIO_RATE").variables["AIMSIO_ENV"] = "demo"
	companies := entity(t, "companies")
	post, ok := companies.Operation(api.Create)
	if !ok {
		t.Fatal("companies cannot be made")
	}
	run := m.run()
	session, err := run.Session()
	if err != nil {
		t.Fatal(err)
	}
	if session.User != cmdkit.DemoUser {
		t.Errorf("called as %q", session.User)
	}
	before := entries(t, run, companies)
	required := []string{`"companyCode":"NEW-1"`}
	for _, field := range companies.Fields {
		if field.Required && field.Name != "companyCode" {
			required = append(required, fmt.Sprintf("%q:%q", field.Name, slices.Concat(field.Enum, []string{"x"})[0]))
		}
	}
	body := fmt.Sprintf(`{%q:[{%s}]}`, post.Wrapper, strings.Join(required, ","))
	answer, err := session.Client.Do(t.Context(), client.Request{Method: post.Method, Path: post.Path, Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	cmdkit.CloseQuietly(answer)
	run.Close()
	if after := entries(t, m.run(), companies); after != before+1 {
		t.Errorf("%d companies, and then %d", before, after)
	}
	store, err := m.run().DemoStore()
	if err != nil || store != filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio", "demo.ndjson") {
		t.Errorf("%q, %v", store, err)
	}
	if info, err := os.Stat(store); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if password, err := cmdkit.DemoPassword(t.Context()); password == "" || err != nil {
		t.Error(err)
	}
}

// entries counts what the index of a run's environment names.
func entries(t *testing.T, run *cmdtest.Run, entity *api.Entity) int {
	t.Helper()
	session, err := run.Session()
	if err != nil {
		t.Fatal(err)
	}
	index, err := session.Service.Index(t.Context(), entity)
	if err != nil {
		t.Fatal(err)
	}
	defer cmdkit.CloseQuietly(index)
	n := 0
	for _, err := range index.Entries() {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// TestForgetfulDemo: where nothing can be kept, the demo works all the same, and says that it forgets.
func TestForgetfulDemo(t *testing.T) {
	t.Parallel()
	run := newMachine(t).without("AIMSIO_URL").run("AIMSIO_ENV=demo", "AIMSIO_STATE_DIR=/dev/null/state")
	if n := entries(t, run, hydratetest.Employees(t)); n == 0 || !strings.HasPrefix(run.Said.String(), "the demo forgets what is written: ") {
		t.Errorf("%d employees, said %q", n, run.Said)
	}
}

// TestDemoPathParameters: an imported description may have parameters in its paths, of which the demo takes any.
func TestDemoPathParameters(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run("AIMSIO_ENV=demo")
	options, err := run.ClientOptions(environment(t, run.Settings), cmdkit.DemoUser, cmdkit.DemoPassword)
	if err != nil {
		t.Fatal(err)
	}
	if value, known := options.PathParameter("tenant"); value != "demo" || !known || !options.PublicPassword || options.Transport == nil || options.Base.Host != "demo.invalid" {
		t.Errorf("%q, %v, %+v", value, known, options.Base)
	}
}

// TestJournal: what a run writes is logged with who, where and by which command, and without the password.
func TestJournal(t *testing.T) {
	t.Parallel()
	m, _ := asking(t)
	run := m.run()
	run.Args = []string{"employees", "create", "--set", "note=" + cmdtest.Password, "--set", "userPassword=hunter2"}
	session, err := run.Session()
	if err != nil {
		t.Fatal(err)
	}
	log, err := run.OpenJournal(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	done, err := log.Begin(journal.Entry{Entity: "employees", Operation: "create", Method: "POST", Path: "/Employee", Keys: []string{"C1"}, Body: jsontext.Value(`{"note":"` + cmdtest.Password + `"}`)})
	if err != nil {
		t.Fatal(err)
	}
	if err := done(journal.Result{Status: 200}); err != nil {
		t.Fatal(err)
	}
	state, err := run.StateDir()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for call, err := range journal.Read(state, journal.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		text, err := json.Marshal(call)
		if err != nil {
			t.Fatal(err)
		}
		if call.Environment != "sandbox" || call.User != cmdtest.User || call.Server != environment(t, run.Settings).URL.String() || call.Command[0] != "aimsio" || call.Command[1] != "employees" ||
			strings.Contains(string(text), cmdtest.Password) || strings.Contains(string(text), "hunter2") {
			t.Errorf("%s", text)
		}
	}
	if n != 1 {
		t.Errorf("%d calls are logged", n)
	}
}

// TestNoJournal: a write that cannot be logged does not begin.
func TestNoJournal(t *testing.T) {
	t.Parallel()
	m, noted := asking(t)
	run := m.run()
	session, err := run.Session()
	if err != nil {
		t.Fatal(err)
	}
	other := m.run("AIMSIO_STATE_DIR=/dev/null/state")
	if _, err := other.OpenJournal(t.Context(), session); err == nil || !strings.HasPrefix(err.Error(), "the log of writes cannot be written, so nothing was sent: ") {
		t.Errorf("%v", err)
	}
	folder := filepath.Join(t.TempDir(), "state")
	write(t, filepath.Join(folder, "writes.ndjson", "x"), "a folder in the place of the log")
	if _, err := m.run("AIMSIO_STATE_DIR="+folder).OpenJournal(t.Context(), session); err == nil || !strings.HasPrefix(err.Error(), "the log of writes cannot be written, so nothing was sent: ") {
		t.Errorf("%v", err)
	}
	if len(noted.paths) > 0 {
		t.Errorf("%q", noted.paths)
	}
}
