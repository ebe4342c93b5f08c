package config

import (
	"errors"
	"fmt"
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
	bus := t.TempDir()
	if err := os.WriteFile(filepath.Join(bus, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		goos      string
		variables map[string]string
		want      bool
	}{
		"an address":            {"linux", map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}, true},
		"an address to be made": {"linux", map[string]string{"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"}, false},
		"a socket":              {"linux", map[string]string{"XDG_RUNTIME_DIR": bus}, true},
		"nothing":               {"linux", map[string]string{"XDG_RUNTIME_DIR": t.TempDir()}, false},
		"another system":        {"darwin", nil, true},
	} {
		k := systemKeyring{goos: test.goos, getenv: func(name string) (string, bool) { value, ok := test.variables[name]; return value, ok }}
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d", os.Getuid())); err == nil && !test.want {
			continue // this machine has a session of its own
		}
		if err := k.reachable(); (err == nil) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	locked := systemKeyring{goos: "darwin"}.asked(func() error { return errors.New("failed to unlock correct collection '/org/x'") })
	if locked == nil || !strings.Contains(locked.Error(), "it is locked") {
		t.Errorf("a locked keyring: %v", locked)
	}
}
