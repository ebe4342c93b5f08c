package setup

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// login is what "auth login" needs, with an input, on a machine.
func login(m *machine, input string) (*cmdtest.Run, *loginOptions) {
	m.t.Helper()
	run := m.run(input)
	return run, &loginOptions{
		Streams: run.Streams, Server: run.Server, configuration: m.load, environment: m.environment, catalog: run.Catalog,
	}
}

// answering is a server that takes one user with one password, and answers a call of that user with a status. It
// fails the test where it is sent anything but a read.
func answering(t *testing.T, user, password string, status int) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			t.Errorf("a login sends %s %s", r.Method, r.URL)
		}
		if name, word, _ := r.BasicAuth(); name != user || word != password {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server
}

// TestLogin: a password that the server takes is stored, and with it the user name, whatever else the user may do.
func TestLogin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		says   string
	}{
		"the record is not there": {http.StatusNotFound, ""},
		"the id is refused":       {http.StatusBadRequest, ""},
		"not permitted":           {http.StatusForbidden, "warning: the password is right, but joborders are not permitted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, "sandbox")
			m.variables["AIMSIO_URL"] = answering(t, "me", "sésame 1", test.status).URL
			run, o := login(m, "sésame 1\n")
			o.username, o.fromStdin = "me", true
			if err := runLogin(t.Context(), o); err != nil {
				t.Fatalf("%v, said %s", err, run.Said)
			}
			if password, source := m.password(); password != "sésame 1" || source != "keyring" {
				t.Errorf("found %q in %s", password, source)
			}
			if !strings.Contains(m.configured(), "name: sandbox\n    username: me\n") {
				t.Errorf("configured %s", m.configured())
			}
			said := run.Said.String()
			if !strings.Contains(said, test.says) || !strings.Contains(said, "the password of me for sandbox (http://127.0.0.1") || !strings.Contains(said, "is stored: keyring") {
				t.Errorf("said %s", said)
			}
			if strings.Contains(said, "sésame") || run.Printed.Len() > 0 {
				t.Errorf("said %s, printed %s", said, run.Printed)
			}
		})
	}
}

// TestLoginFails: what the server does not take, or cannot be asked about, is not stored, and no name with it.
func TestLoginFails(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, test := range map[string]struct {
		server, input string
		kind          fail.Kind
		says          string
	}{
		"wrong":          {answering(t, "me", "another", http.StatusOK).URL, "sesame", fail.Denied, "401"},
		"out of reach":   {gone.URL, "sesame", fail.Unreachable, "127.0.0.1"},
		"empty":          {gone.URL, "\n", fail.Usage, "no password was given"},
		"several lines":  {gone.URL, "one\ntwo\n", fail.Usage, "more than one line"},
		"absurdly long":  {gone.URL, strings.Repeat("x", 2000), fail.Usage, "as it was given"},
		"with a control": {gone.URL, "a\rb", fail.Usage, "more than one line"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, "sandbox")
			m.variables["AIMSIO_URL"], m.variables["AIMSIO_MAX_WAIT"] = test.server, "1ms"
			_, o := login(m, test.input)
			o.username, o.fromStdin = "me", true
			err := runLogin(t.Context(), o)
			if err == nil || cmdkit.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) {
				t.Errorf("kind %v: %v", cmdkit.KindOf(err), err)
			}
			if len(m.keyring.held) > 0 || m.configured() != "" {
				t.Errorf("stored %v and %s", m.keyring.held, m.configured())
			}
		})
	}
}

// TestLoginOnATerminal asks for what is not known, and shows nothing of the password.
func TestLoginOnATerminal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flag, configured, typed string
		prompts                 string
	}{
		"nothing known": {"", "", "me\n", "User name for sandbox: Password of me for sandbox: \n"},
		"configured":    {"", "me", "", "Password of me for sandbox: \n"},
		"by the flag":   {"me", "you", "", "Password of me for sandbox: \n"},
		"an open end":   {"", "", " me ", "User name for sandbox: Password of me for sandbox: \n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, "sandbox")
			if test.configured != "" {
				m.configure("environments: [{name: sandbox, username: " + test.configured + "}]\n")
			}
			run, o := login(m, test.typed)
			o.username, o.unchecked = test.flag, true
			o.readHidden = func(context.Context) ([]byte, error) { return []byte("sesame"), nil }
			if err := runLogin(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if said := run.Said.String(); !strings.HasPrefix(said, test.prompts) || strings.Contains(said, "sesame") {
				t.Errorf("said %q", said)
			}
			if password, _ := m.password(); password != "sesame" || !strings.Contains(m.configured(), "username: me") {
				t.Errorf("stored %q and %s", password, m.configured())
			}
		})
	}
}

// TestLoginIsLeft: one that gives no answer, or goes away, has changed nothing.
func TestLoginIsLeft(t *testing.T) {
	t.Parallel()
	away := errors.New("the terminal went away")
	for name, test := range map[string]struct {
		name, password string
		err            error
		says           string
	}{
		"no name":     {"\n", "sesame", nil, "no user name was given"},
		"no password": {"me\n", "", nil, "no password was given"},
		"away":        {"me\n", "", away, "reading the password: the terminal went away"},
	} {
		m := newMachine(t, "sandbox")
		_, o := login(m, test.name)
		o.unchecked = true
		o.readHidden = func(context.Context) ([]byte, error) { return []byte(test.password), test.err }
		err := runLogin(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), test.says) || len(m.keyring.held) > 0 || m.configured() != "" {
			t.Errorf("%s: %v, stored %v and %s", name, err, m.keyring.held, m.configured())
		}
	}
}

// TestLoginWithoutATerminal: a script is told what to give, and is not kept waiting.
func TestLoginWithoutATerminal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environment, says string
		args              []string
	}{
		{"sandbox", "auth login needs --username", nil},
		{"sandbox", "auth login needs --username", []string{"--password-stdin"}},
		{"sandbox", "give the password with --password-stdin", []string{"--username", "me"}},
		{"demo", "is the demo: it needs no credentials", nil},
		{"mock", "there is nothing to log in to", []string{"--username", "me"}},
		{"", "no environment chosen", nil},
		{"sandbux", "did you mean sandbox?", nil},
	} {
		_, err := newMachine(t, test.environment).do(NewAuthCommand, append([]string{"login"}, test.args...)...)
		if err == nil || cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s %q: %v", test.environment, test.args, err)
		}
	}
}

// TestLoginWithoutAKeyring says what else there is, and keeps the password in a file where that is asked for.
func TestLoginWithoutAKeyring(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "sandbox")
	m.keyring.broken = errLocked
	_, o := login(m, "sesame")
	o.username, o.fromStdin, o.unchecked = "me", true, true
	err := runLogin(t.Context(), o)
	if err == nil || cmdkit.KindOf(err) != fail.Failed || !strings.HasPrefix(err.Error(), "the password was not stored: ") || !strings.Contains(fail.HintOf(err), "--insecure-storage") {
		t.Errorf("%v, hint %s", err, fail.HintOf(err))
	}
	if m.configured() != "" {
		t.Errorf("configured %s", m.configured())
	}
	run, o := login(m, "sesame")
	o.username, o.fromStdin, o.unchecked, o.insecure = "me", true, true, true
	if err := runLogin(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio", "credentials.yaml")
	if password, source := m.password(); password != "sesame" || !strings.Contains(source, file) || !strings.Contains(run.Said.String(), file) {
		t.Errorf("found %q in %s, said %s", password, source, run.Said)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("%v %v", info, err)
	}
}

// TestOnlyLine: a line end is no part of a password, blanks are.
func TestOnlyLine(t *testing.T) {
	t.Parallel()
	for _, test := range [][2]string{{"a", "a"}, {"a\n", "a"}, {"a\r\n", "a"}, {" a b \n", " a b "}, {"", ""}} {
		if got, err := onlyLine(strings.NewReader(test[0])); got != test[1] || err != nil {
			t.Errorf("%q: %q, %v", test[0], got, err)
		}
	}
	if withoutEcho(strings.NewReader("")) != nil {
		t.Error("a pipe is taken for a terminal")
	}
}

// TestStatus: an operator sees what a call would use, never the password, and a script by the code what is missing.
func TestStatus(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment string
		variables   map[string]string
		rows        []statusRow
		kind        fail.Kind
	}{
		"the demo": {"demo", nil, []statusRow{{"environment", "demo", "variable AIMSIO_ENV"}, {"credentials", "none needed", ""}}, fail.Kind(-1)},
		"by variables": {"sandbox", map[string]string{"AIMSIO_SANDBOX_USERNAME": "me", "AIMSIO_PASSWORD": "sesame", "AIMSIO_URL": "https://example.com"},
			[]statusRow{{"server", "https://example.com/", "variable AIMSIO_URL"}, {"username", "me", "variable AIMSIO_SANDBOX_USERNAME"}, {"password", "set", "variable AIMSIO_PASSWORD"}}, fail.Kind(-1)},
		"no name":     {"sandbox", map[string]string{"AIMSIO_PASSWORD": "sesame"}, []statusRow{{"username", "missing", ""}}, fail.Denied},
		"no password": {"sandbox", map[string]string{"AIMSIO_USERNAME": "me"}, []statusRow{{"password", "missing", ""}}, fail.Denied},
		"too long": {"sandbox", map[string]string{"AIMSIO_USERNAME": "me", "AIMSIO_PASSWORD": strings.Repeat("x", 2000)},
			[]statusRow{{"password", "too long", "variable AIMSIO_PASSWORD"}}, fail.Usage},
	} {
		m := newMachine(t, test.environment)
		maps.Copy(m.variables, test.variables)
		run := m.run("")
		err := runStatus(t.Context(), &statusOptions{Output: run.Output, configuration: m.load, environment: m.environment})
		if (err == nil) != (test.kind < 0) || err != nil && cmdkit.KindOf(err) != test.kind {
			t.Errorf("%s: kind %v: %v", name, cmdkit.KindOf(err), err)
		}
		found := map[statusRow]bool{}
		for _, row := range rowsOf[statusRow](t, run.Printed.String()) {
			found[row] = true
		}
		for _, row := range test.rows {
			if !found[row] {
				t.Errorf("%s: no %+v in %s", name, row, run.Printed)
			}
		}
		if strings.Contains(run.Printed.String(), "sesame") {
			t.Errorf("%s: the password is shown: %s", name, run.Printed)
		}
	}
}

// logout is what "auth logout" needs.
func logout(m *machine) (*cmdtest.Run, *logoutOptions) {
	run := m.run("")
	return run, &logoutOptions{Streams: run.Streams, configuration: m.load, environment: m.environment}
}

// TestLogout removes the password from every place, and says from which.
func TestLogout(t *testing.T) {
	t.Parallel()
	for _, insecure := range []bool{false, true} {
		m := newMachine(t, "sandbox")
		_, o := login(m, "sesame")
		o.username, o.fromStdin, o.unchecked, o.insecure = "me", true, true, insecure
		if err := runLogin(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		_, from := m.password()
		run, away := logout(m)
		if err := runLogout(t.Context(), away); err != nil || run.Said.String() != "removed from "+from+"\n" {
			t.Errorf("%v, said %s, want %s", err, run.Said, from)
		}
		if password, from := m.password(); password != "" {
			t.Errorf("%s still gives it", from)
		}
		run, away = logout(m)
		if err := runLogout(t.Context(), away); err != nil || !strings.Contains(run.Said.String(), "no password is stored for sandbox (https://") {
			t.Errorf("again: %v, said %s", err, run.Said)
		}
	}
}

// TestLogoutOfOneThatIsGone: what was stored for an environment can be removed when that is in the configuration
// no more; a name that never was one is still told.
func TestLogoutOfOneThatIsGone(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "local")
	m.configure("environments: [{name: local, url: 'http://127.0.0.1:8080', username: me}]\n")
	_, o := login(m, "sesame")
	o.fromStdin, o.unchecked, o.insecure = true, true, true
	if err := runLogin(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	m.configure("")
	run, away := logout(m)
	if err := runLogout(t.Context(), away); err != nil || !strings.HasPrefix(run.Said.String(), "removed from ") {
		t.Errorf("%v, said %s", err, run.Said)
	}
	_, away = logout(m)
	err := runLogout(t.Context(), away)
	if _, unknown := errors.AsType[*config.UnknownEnvironmentError](err); !unknown {
		t.Errorf("again: %v", err)
	}
}

// TestLogoutWithoutAKeyring: one that cannot be asked may still hold the password, which is a failure; where none
// runs, none can, and a script goes on.
func TestLogoutWithoutAKeyring(t *testing.T) {
	t.Parallel()
	for broken, fails := range map[error]bool{errLocked: true, errNoBus: false} {
		m := newMachine(t, "sandbox")
		m.variables["AIMSIO_USERNAME"] = "me"
		m.keyring.broken = broken
		run, o := logout(m)
		err := runLogout(t.Context(), o)
		if (err != nil) != fails {
			t.Errorf("%v: %v", broken, err)
		}
		if said := run.Said.String(); !fails && (!strings.Contains(said, "no password is stored in the file") || !strings.Contains(said, "warning: ")) {
			t.Errorf("%v: said %s", broken, said)
		}
	}
	for _, name := range []string{"demo", "mock"} {
		_, o := logout(newMachine(t, name))
		if err := runLogout(t.Context(), o); cmdkit.KindOf(err) != fail.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}
