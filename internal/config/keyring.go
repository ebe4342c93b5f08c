package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// keyringService is the name under which the keyring shows the program's passwords.
const keyringService = "aimsio"

// keyringLimit bounds a call of the keyring, which can hang for ever on a machine without a
// desktop session.
const keyringLimit = 3 * time.Second

// ErrNotStored is what a Keyring answers where it holds no such password.
var ErrNotStored = errors.New("no password is stored")

// Keyring holds passwords by account. Its calls may hang; they are given up after three seconds.
type Keyring interface {
	// Get and Delete fail with ErrNotStored where there is nothing.
	Get(account string) (string, error)
	Set(account, password string) error
	Delete(account string) error
}

// KeyringError says that the keyring could not be asked.
type KeyringError struct {
	Err error
}

// Error says what failed.
func (e *KeyringError) Error() string {
	return fmt.Sprintf("the system's keyring cannot be used: %v", e.Err)
}

// Unwrap gives the reason.
func (e *KeyringError) Unwrap() error { return e.Err }

// systemKeyring is the keyring of the operating system.
type systemKeyring struct {
	goos   string
	getenv func(string) (string, bool)
	// session is the folder of the user's session, the only one in which the library looks for a bus.
	session string
}

// sessionFolder is where a login makes the folder of the user's session, whatever XDG_RUNTIME_DIR says.
func sessionFolder() string { return fmt.Sprintf("/run/user/%d", os.Getuid()) }

// ErrNoBus says that there is no keyring to ask.
var ErrNoBus = errors.New("no session bus runs here (DBUS_SESSION_BUS_ADDRESS is not set)")

// reachable sees that the bus is there by which a keyring is asked on Unix, and that the library finds it
// where it looks. Else it would start a bus of its own, which stays behind when the program ends.
func (k systemKeyring) reachable() error {
	if k.goos == "windows" || k.goos == "darwin" || k.goos == "ios" {
		return nil
	}
	if address, _ := k.getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(k.session, "bus")); err == nil {
		return nil
	}
	address, _ := os.ReadFile(filepath.Join(k.session, "dbus-session"))
	if at, found := strings.CutPrefix(string(address), "DBUS_SESSION_BUS_ADDRESS="); found && strings.TrimSpace(at) != "" {
		return nil
	}
	return ErrNoBus
}

// asked calls the keyring where it can be reached, and says in plain words that it is locked.
func (k systemKeyring) asked(call func() error) error {
	err := k.reachable()
	if err == nil {
		err = call()
	}
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotStored
	case err != nil && strings.Contains(err.Error(), "unlock"):
		return fmt.Errorf("it is locked: unlock it in your desktop session, or give the password in another way (%w)", err)
	}
	return err
}

// Get reads a password.
func (k systemKeyring) Get(account string) (password string, err error) {
	err = k.asked(func() (err error) {
		password, err = keyring.Get(keyringService, account)
		return err
	})
	return password, err
}

// Set stores a password.
func (k systemKeyring) Set(account, password string) error {
	return k.asked(func() error { return keyring.Set(keyringService, account, password) })
}

// Delete removes a password.
func (k systemKeyring) Delete(account string) error {
	return k.asked(func() error { return keyring.Delete(keyringService, account) })
}

// withinLimit gives up a call of the keyring that takes too long. A call that hangs cannot be
// stopped, so it is left behind; the program ends soon after.
func withinLimit(ctx context.Context, call func() (string, error)) (string, error) {
	type answer struct {
		password string
		err      error
	}
	answers := make(chan answer, 1)
	go func() {
		password, err := call()
		answers <- answer{password, err}
	}()
	limit := time.NewTimer(keyringLimit)
	defer limit.Stop()
	select {
	case a := <-answers:
		if a.err != nil && !errors.Is(a.err, ErrNotStored) {
			return "", &KeyringError{Err: a.err}
		}
		return a.password, a.err
	case <-limit.C:
		return "", &KeyringError{Err: fmt.Errorf("it did not answer within %s: it may be locked, and wait for somebody to unlock it", keyringLimit)}
	case <-ctx.Done():
		return "", fmt.Errorf("asking the keyring: %w", ctx.Err())
	}
}
