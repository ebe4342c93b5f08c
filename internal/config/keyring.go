package config

import (
	"context"
	"errors"
	"fmt"
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
type systemKeyring struct{}

// Get reads a password.
func (systemKeyring) Get(account string) (string, error) {
	password, err := keyring.Get(keyringService, account)
	return password, notStored(err)
}

// Set stores a password.
func (systemKeyring) Set(account, password string) error {
	return notStored(keyring.Set(keyringService, account, password))
}

// Delete removes a password.
func (systemKeyring) Delete(account string) error {
	return notStored(keyring.Delete(keyringService, account))
}

func notStored(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return ErrNotStored
	}
	return err //nolint:wrapcheck // withinLimit wraps all errors of the keyring
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
		return "", &KeyringError{Err: fmt.Errorf("it did not answer within %s", keyringLimit)}
	case <-ctx.Done():
		return "", fmt.Errorf("asking the keyring: %w", ctx.Err())
	}
}
