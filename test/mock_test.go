package test

import (
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The vendor's mock is on the documentation site, which must never see a real password.
func TestTheMockGetsNoRealCredentials(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Header.Get("Authorization")
		_, _ = io.WriteString(w, "[]")
	})
	environment := with(variables(t, server), "AIMSIO_ENV=mock", "AIMSIO_MOCK_PASSWORD="+scriptPassword, "AIMSIO_MOCK_USERNAME=somebody")
	writeFile(t, environment, "config/aimsio/config.yaml", "environments:\n- {name: mock, username: somebody, password_command: 'echo "+"secret"+"'}\n"+
		"- {name: docs, url: 'https://api.aimsio.com/_mock/aimsio_api/', username: somebody, password_command: 'echo secret'}\n")
	if got := run(environment, "joborders", "list"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if want := "Basic " + base64.StdEncoding.EncodeToString([]byte("mock:mock")); <-asked != want {
		t.Error("the mock got other credentials than the made-up ones")
	}
	for _, name := range []string{"mock", "docs"} {
		lines := with(environment, "AIMSIO_URL=")
		delete(lines, "AIMSIO_URL")
		if got := runReading(lines, strings.NewReader("x"), "auth", "login", "--env", name, "--password-stdin"); got.code != 2 || !strings.Contains(got.err, "nothing to log in to") {
			t.Errorf("%s: login: %+v", name, got)
		}
		if got := run(lines, "auth", "status", "--env", name, "-o", "json"); got.code != 0 || !strings.Contains(got.out, "none needed") || strings.Contains(got.out, "somebody") {
			t.Errorf("%s: status: %+v", name, got)
		}
		if got := run(lines, "env", "show", name, "-o", "csv"); got.code != 0 || !strings.Contains(got.out, "\nusername,mock,built-in") {
			t.Errorf("%s: env show: %+v", name, got)
		}
	}
}

// A line end behind a password in a variable is none of its characters.
func TestPasswordWithALineEnd(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != scriptPassword {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, "[]")
	})
	for ending, warned := range map[string]bool{"": false, "\n": true, "\r\n": true} {
		got := run(with(variables(t, server), "AIMSIO_PASSWORD="+scriptPassword+ending), "joborders", "list", "-o", "json")
		if got.code != 0 || warned != strings.Contains(got.err, "AIMSIO_PASSWORD ends in a line end") {
			t.Errorf("%q: %+v", ending, got)
		}
	}
}

// Nothing is started to look for a keyring where no session bus runs.
func TestNoBusIsStarted(t *testing.T) {
	t.Parallel()
	if !keyringIsDBus {
		t.Skip("the keyring of this system is no D-Bus service")
	}
	server, _ := simulated(t, nil)
	environment := variables(t, server)
	folder := t.TempDir()
	trace := filepath.Join(folder, "started")
	script := "#!/bin/sh\ntouch '" + trace + "'\necho DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere\n"
	if err := os.WriteFile(filepath.Join(folder, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "bus"), nil, 0o600); err != nil { // where the library does not look
		t.Fatal(err)
	}
	delete(environment, "DBUS_SESSION_BUS_ADDRESS")
	delete(environment, "AIMSIO_PASSWORD")
	environment["PATH"], environment["XDG_RUNTIME_DIR"] = folder+":"+environment["PATH"], folder
	for _, args := range [][]string{{"joborders", "list"}, {"auth", "status"}, {"doctor"}} {
		_ = process(environment, args...).Run() // there is no password
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("a bus was started")
	}
}

// A key that was meant as a guard and is none is an error, and keeps every command but the harmless ones
// from beginning.
func TestMistypedGuards(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"environments:\n- {name: live, url: 'https://live.example', read-only: true}\n", "environments:\n- {name: live, url: 'https://live.example', protect: true}\n",
		"environments:\n- {name: live, url: 'https://live.example', Protected: true}\n", "environments:\n- {name: live, url: 'https://live.example', readOnly: true}\n",
		"environments:\n- {name: live, url: 'https://live.example', protected: maybe}\n", "environments:\n- {name: live, url: 'https://live.example', read_only:}\n",
		"readonly: true\n", "protected: true\n",
	} {
		environment := variables(t, "http://127.0.0.1:1")
		writeFile(t, environment, "config/aimsio/config.yaml", text)
		if got := run(environment, "joborders", "create", "--set", "jobNumber=1", "--no-validate"); got.code != 2 || !strings.Contains(got.err, "config.yaml:") {
			t.Errorf("%s: %+v", text, got)
		}
		for _, args := range [][]string{{"version"}, {"--help"}, {"env", "list"}, {"completion", "bash"}} {
			if got := run(environment, args...); got.code != 0 {
				t.Errorf("%s: %v: %+v", text, args, got)
			}
		}
	}
	environment := variables(t, "http://127.0.0.1:1")
	writeFile(t, environment, "config/aimsio/config.yaml", "colour: auto\n")
	if got := run(environment, "entities"); got.code != 0 {
		t.Errorf("another unknown key: %+v", got)
	}
}

// The credentials that everybody knows are ordinary words, which messages keep.
func TestPublicCredentialsAreNoSecrets(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"message":"no mock, no demo"}`, http.StatusNotFound)
	})
	for name, word := range map[string]string{"mock": "mock", "demo": "demo"} {
		environment := with(variables(t, server), "AIMSIO_ENV="+name)
		if name == "demo" {
			delete(environment, "AIMSIO_URL")
		}
		if got := run(environment, "joborders", "get", word); got.code != 4 || !strings.Contains(got.err, "JobOrder/"+word) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
