package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

// TestSystemKeyring uses the library's own stand-in, since a daemon runs on few machines.
func TestSystemKeyring(t *testing.T) {
	keyring.MockInit()
	var k systemKeyring
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
