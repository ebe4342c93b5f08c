package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

// TestSystemKeyring uses the library's own stand-in, since a daemon runs on few machines.
func TestSystemKeyring(t *testing.T) {
	keyring.MockInit()
	k := systemKeyring{goos: "darwin"}
	if _, err := k.Get("a"); !errors.Is(err, ErrNotStored) {
		t.Errorf("nothing stored: %v", err)
	}
	if err := k.Delete("a"); !errors.Is(err, ErrNotStored) {
		t.Errorf("nothing to delete: %v", err)
	}
	if err := k.Set("a", "secret"); err != nil {
		t.Fatal(err)
	}
	if password, err := k.Get("a"); password != "secret" || err != nil {
		t.Errorf("got %q, %v", password, err)
	}
	if password, err := keyring.Get("aimsio", "a"); password != "secret" || err != nil {
		t.Errorf("under the program's name: got %q, %v", password, err)
	}
}

func TestKeyringFailsWithReason(t *testing.T) {
	w := configured(t, oneEnvironment)
	w.keyring = brokenKeyring{keyring.ErrUnsupportedPlatform}
	credentials := w.environment("my.env").Credentials()
	if _, err := credentials.Store(t.Context(), "secret", false); !errors.Is(err, keyring.ErrUnsupportedPlatform) ||
		!strings.Contains(err.Error(), "--insecure-storage") {
		t.Errorf("got %v", err)
	}
	if _, err := credentials.Store(t.Context(), "secret", true); err != nil {
		t.Fatal(err)
	}
	removed, err := credentials.Forget(t.Context())
	var fault *KeyringError
	if len(removed) != 1 || !errors.As(err, &fault) {
		t.Errorf("the file is not seen to: %v, %v", removed, err)
	}
}

// Where no session bus runs, nobody is asked: the library would start one that stays behind.
func TestKeyringWithoutABus(t *testing.T) {
	with := func(name, content string) string {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	for name, test := range map[string]struct {
		goos, session string
		variables     map[string]string
		want          bool
	}{
		"an address":            {"linux", t.TempDir(), map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}, true},
		"an address to be made": {"linux", t.TempDir(), map[string]string{"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"}, false},
		"a socket":              {"linux", with("bus", ""), nil, true},
		"an old session":        {"linux", with("dbus-session", "DBUS_SESSION_BUS_ADDRESS=unix:abstract=/x\n"), nil, true},
		"a damaged session":     {"linux", with("dbus-session", "DBUS_SESSION_BUS_ADDRESS=\n"), nil, false},
		// The library does not look there.
		"a socket elsewhere": {"linux", t.TempDir(), map[string]string{"XDG_RUNTIME_DIR": with("bus", "")}, false},
		"nothing":            {"linux", t.TempDir(), nil, false},
		"another system":     {"darwin", t.TempDir(), nil, true},
	} {
		getenv := func(name string) (string, bool) { value, ok := test.variables[name]; return value, ok }
		k := systemKeyring{goos: test.goos, getenv: getenv, session: test.session}
		if err := k.reachable(); (err == nil) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	locked := systemKeyring{goos: "darwin"}.asked(func() error { return errors.New("failed to unlock correct collection '/org/x'") })
	if locked == nil || !strings.Contains(locked.Error(), "it is locked") {
		t.Errorf("a locked keyring: %v", locked)
	}
}
