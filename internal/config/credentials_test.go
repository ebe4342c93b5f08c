package config

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const oneEnvironment = "environments:\n- {name: my.env, url: 'https://a.example/x', username: robot}\n"

// untouchable fails the test when the keyring is opened.
type untouchable struct{ t *testing.T }

func (k untouchable) Get(string) (string, error) { k.t.Error("the keyring was opened"); return "", nil }
func (k untouchable) Set(string, string) error   { k.t.Error("the keyring was opened"); return nil }
func (k untouchable) Delete(string) error        { k.t.Error("the keyring was opened"); return nil }

// TestPasswordOrder takes the strongest place away step by step.
func TestPasswordOrder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the password command is written for sh")
	}
	w := configured(t, strings.Replace(oneEnvironment, "}", ", password_command: 'echo from-command'}", 1))
	w.variables["AIMSIO_MY_ENV_PASSWORD"], w.variables["AIMSIO_PASSWORD"] = "from-own", "from-common"
	if _, err := w.environment("my.env").Credentials().Store(t.Context(), "from-file", true); err != nil {
		t.Fatal(err)
	}
	w.keyring = untouchable{t}
	expect := func(password string, source Source) {
		t.Helper()
		credentials := w.environment("my.env").Credentials()
		user, named, err := credentials.Username()
		if err != nil || user != "robot" || named.Kind != FromConfiguration || named.Name != w.path() {
			t.Errorf("the user name is %q of %+v, %v", user, named, err)
		}
		got, from, err := credentials.Password(t.Context())
		if err != nil || got != password || from != source {
			t.Errorf("the password is %q of %+v, %v; want %q of %+v", got, from, err, password, source)
		}
	}
	expect("from-own", Source{Kind: FromVariable, Name: "AIMSIO_MY_ENV_PASSWORD"})
	w.variables["AIMSIO_MY_ENV_PASSWORD"] = ""
	expect("from-common", Source{Kind: FromVariable, Name: "AIMSIO_PASSWORD"})
	delete(w.variables, "AIMSIO_PASSWORD")
	expect("from-command", Source{Kind: FromCommand, Name: "echo"})
	w.write(oneEnvironment)
	expect("from-file", Source{Kind: FromFile, Name: filepath.Join(w.dir, "state", "credentials.yaml")})
	w.keyring = memoryKeyring{}
	if _, err := w.environment("my.env").Credentials().Store(t.Context(), "from-keyring", false); err != nil {
		t.Fatal(err)
	}
	expect("from-keyring", Source{Kind: FromKeyring})
}

func TestStoredPasswordIsBound(t *testing.T) {
	for _, insecure := range []bool{true, false} {
		w := configured(t, oneEnvironment+"- {name: other, url: 'https://a.example/x', username: robot}\n")
		if _, err := w.environment("my.env").Credentials().Store(t.Context(), "secret", insecure); err != nil {
			t.Fatal(err)
		}
		tests := []struct {
			environment, address, username string
			found                          bool
		}{
			{"MY.ENV", "", "", true},
			{"my.env", "https://A.example:443/another/path", "", true},
			{"my.env", "https://b.example/", "", false},
			{"my.env", "https://a.example:8443/", "", false},
			{"my.env", "", "somebody", false},
			{"other", "", "", false},
		}
		for _, test := range tests {
			w.set("AIMSIO_URL", test.address)
			w.set("AIMSIO_USERNAME", test.username)
			password, _, err := w.environment(test.environment).Password(t.Context())
			var none *NoCredentialsError
			if found := password == "secret" && err == nil; found != test.found || !found && !errors.As(err, &none) {
				t.Errorf("insecure %t, %+v: got %q, %v", insecure, test, password, err)
			}
		}
	}
}

func TestStoreKeepsOnePassword(t *testing.T) {
	keyring := memoryKeyring{}
	w := configured(t, oneEnvironment)
	w.keyring = keyring
	credentials := w.environment("my.env").Credentials()
	path := filepath.Join(w.dir, "state", "credentials.yaml")

	source, err := credentials.Store(t.Context(), "one", false)
	if err != nil || source.Kind != FromKeyring || len(keyring) != 1 {
		t.Fatalf("got %v, %v, %v", source, err, keyring)
	}
	source, err = credentials.Store(t.Context(), "two: \"ü\" # \t", true)
	if err != nil || source.Name != path || len(keyring) != 0 {
		t.Fatalf("got %v, %v, %v", source, err, keyring)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if password, _, err := credentials.Password(t.Context()); password != "two: \"ü\" # \t" || err != nil {
		t.Errorf("got %q, %v", password, err)
	}
	if _, err := credentials.Store(t.Context(), "three", false); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	if password, _, err := credentials.Password(t.Context()); password != "three" || err != nil {
		t.Errorf("got %q, %v", password, err)
	}
}

func TestForgetRemovesEverywhere(t *testing.T) {
	w := configured(t, oneEnvironment)
	credentials := w.environment("my.env").Credentials()
	other := w.environment("sandbox").Credentials().As("somebody")
	for _, c := range []*Credentials{credentials, other} {
		if _, err := c.Store(t.Context(), "secret", true); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.keyring.Set(credentials.keyringAccount(), "older"); err != nil {
		t.Fatal(err)
	}
	removed, err := credentials.Forget(t.Context())
	if err != nil || len(removed) != 2 || removed[0].Kind != FromFile || removed[1].Kind != FromKeyring {
		t.Errorf("got %v, %v", removed, err)
	}
	if removed, err := credentials.Forget(t.Context()); err != nil || len(removed) != 0 {
		t.Errorf("again: got %v, %v", removed, err)
	}
	if password, _, err := other.Password(t.Context()); password != "secret" || err != nil {
		t.Errorf("another environment's password is gone: %q, %v", password, err)
	}
}

func TestNoCredentials(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.environment("sandbox").Credentials().Username()
	want := "no user name for the environment sandbox: run `aimsio auth login --env sandbox`, or set AIMSIO_SANDBOX_USERNAME or AIMSIO_USERNAME"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	w.variables["AIMSIO_USERNAME"] = "robot"
	w.keyring = brokenKeyring{errors.New("no session bus")}
	_, _, err = w.environment("sandbox").Credentials().Password(t.Context())
	want = "no password for the environment sandbox (the system's keyring cannot be used: no session bus): " +
		"run `aimsio auth login --env sandbox`, or set AIMSIO_SANDBOX_PASSWORD or AIMSIO_PASSWORD, or give the environment a password_command"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestDemoNeedsNoCredentials(t *testing.T) {
	w := newWorld(t)
	w.keyring = untouchable{t}
	credentials := w.environment("demo").Credentials()
	user, _, err := credentials.Username()
	if err != nil || user == "" {
		t.Errorf("the user name is %q, %v", user, err)
	}
	if password, _, err := credentials.Password(t.Context()); err != nil || password == "" {
		t.Errorf("the password is %q, %v", password, err)
	}
}

func TestPasswordFileThatOthersCanOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	w := configured(t, oneEnvironment)
	credentials := w.environment("my.env").Credentials()
	source, err := credentials.Store(t.Context(), "secret", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(source.Name, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, _, err := credentials.Password(t.Context()); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v", err)
	}
}

func TestBrokenPasswordFileIsNotQuoted(t *testing.T) {
	w := configured(t, oneEnvironment)
	dir, err := w.load().MakeStateDir()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "credentials.yaml"), []byte("- hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err = w.environment("my.env").Password(t.Context())
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "credentials.yaml") {
		t.Errorf("got %v", err)
	}
}

// hanging is a keyring on a machine without a session.
type hanging struct{ released chan struct{} }

func (k hanging) Get(string) (string, error) { <-k.released; return "", nil }
func (k hanging) Set(string, string) error   { <-k.released; return nil }
func (k hanging) Delete(string) error        { <-k.released; return nil }

func TestKeyringThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keyring := hanging{make(chan struct{})}
		defer close(keyring.released)
		w := configured(t, oneEnvironment)
		w.keyring = keyring
		credentials := w.environment("my.env").Credentials()

		start := time.Now()
		_, _, err := credentials.Password(t.Context())
		var none *NoCredentialsError
		var fault *KeyringError
		if !errors.As(err, &none) || !errors.As(err, &fault) || time.Since(start) != 3*time.Second {
			t.Errorf("after %s: %v", time.Since(start), err)
		}

		_, err = credentials.Store(t.Context(), "secret", false)
		for _, way := range []string{"--insecure-storage", "password_command", "AIMSIO_MY_ENV_PASSWORD"} {
			if !errors.As(err, &fault) || !strings.Contains(err.Error(), way) {
				t.Errorf("%s is not named: %v", way, err)
			}
		}
		if _, err := credentials.Store(t.Context(), "secret", true); err != nil {
			t.Errorf("the file cannot be used: %v", err)
		}
		start = time.Now()
		if password, _, err := credentials.Password(t.Context()); password != "secret" || err != nil || time.Since(start) > 0 {
			t.Errorf("after %s: %q, %v", time.Since(start), password, err)
		}

		interrupted, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := credentials.As("other").Store(interrupted, "x", false); !errors.Is(err, context.Canceled) {
			t.Errorf("an interruption is not heard: %v", err)
		}
	})
}
