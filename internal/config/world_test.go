package config

import (
	"os"
	"path/filepath"
	"testing"
)

// world is a machine with a home of its own, variables, flags and a keyring.
type world struct {
	t         *testing.T
	dir       string
	variables map[string]string
	flags     map[string]string
	keyring   Keyring
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	return &world{
		t:   t,
		dir: dir,
		variables: map[string]string{
			"AIMSIO_CONFIG":    filepath.Join(dir, "config", "config.yaml"),
			"AIMSIO_STATE_DIR": filepath.Join(dir, "state"),
		},
		flags:   map[string]string{},
		keyring: memoryKeyring{},
	}
}

// configured is a world with a configuration file.
func configured(t *testing.T, yaml string) *world {
	t.Helper()
	w := newWorld(t)
	w.write(yaml)
	return w
}

func (w *world) path() string { return w.variables["AIMSIO_CONFIG"] }

func (w *world) write(yaml string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path()), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(w.path(), []byte(yaml), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) read() string {
	w.t.Helper()
	content, err := os.ReadFile(w.path())
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

func (w *world) load() *Config {
	w.t.Helper()
	c, err := Load(Options{
		Getenv: func(name string) (string, bool) {
			value, ok := w.variables[name]
			return value, ok
		},
		Flags:   w.flags,
		Keyring: w.keyring,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) environment(name string) *Environment {
	w.t.Helper()
	e, err := w.load().Environment(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// memoryKeyring is a keyring that runs.
type memoryKeyring map[string]string

func (k memoryKeyring) Get(account string) (string, error) {
	password, ok := k[account]
	if !ok {
		return "", ErrNotStored
	}
	return password, nil
}

func (k memoryKeyring) Set(account, password string) error {
	k[account] = password
	return nil
}

func (k memoryKeyring) Delete(account string) error {
	if _, ok := k[account]; !ok {
		return ErrNotStored
	}
	delete(k, account)
	return nil
}

// brokenKeyring answers every call with an error.
type brokenKeyring struct{ err error }

func (k brokenKeyring) Get(string) (string, error) { return "", k.err }
func (k brokenKeyring) Set(string, string) error   { return k.err }
func (k brokenKeyring) Delete(string) error        { return k.err }

// set sets a variable; an empty value takes it away.
func (w *world) set(name, value string) {
	if value == "" {
		delete(w.variables, name)
		return
	}
	w.variables[name] = value
}
