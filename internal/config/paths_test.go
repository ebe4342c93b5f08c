package config

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	home := t.TempDir() // absolute on every platform
	at := func(parts ...string) string { return filepath.Join(append([]string{home}, parts...)...) }
	tests := map[string]struct {
		goos          string
		variables     map[string]string
		config, state string
	}{
		"linux": {
			"linux", map[string]string{"HOME": home},
			at(".config", "aimsio", "config.yaml"), at(".local", "state", "aimsio"),
		},
		"macOS": {
			"darwin", map[string]string{"HOME": home},
			at("Library", "Application Support", "aimsio", "config.yaml"), at("Library", "Application Support", "aimsio", "state"),
		},
		"windows": {
			"windows", map[string]string{"AppData": at("Roaming"), "LocalAppData": at("Local")},
			at("Roaming", "aimsio", "config.yaml"), at("Local", "aimsio"),
		},
		"XDG": {
			"darwin", map[string]string{"HOME": home, "XDG_CONFIG_HOME": at("c"), "XDG_STATE_HOME": at("s")},
			at("c", "aimsio", "config.yaml"), at("s", "aimsio"),
		},
		"a relative XDG folder is ignored": {
			"linux", map[string]string{"HOME": home, "XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": "s"},
			at(".config", "aimsio", "config.yaml"), at(".local", "state", "aimsio"),
		},
		"own variables": {
			"linux", map[string]string{"AIMSIO_CONFIG": at("my.yaml"), "AIMSIO_STATE_DIR": at("st"), "XDG_CONFIG_HOME": at("c"), "XDG_STATE_HOME": at("s")},
			at("my.yaml"), at("st"),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := loadAt(t, test.goos, test.variables)
			if path, err := c.File(); path != test.config || err != nil {
				t.Errorf("configuration %q, %v; want %q", path, err, test.config)
			}
			if path, err := c.StateDir(); path != test.state || err != nil {
				t.Errorf("state %q, %v; want %q", path, err, test.state)
			}
		})
	}
}

func TestNoHomeFolder(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		c := loadAt(t, goos, map[string]string{"AIMSIO_ENV": "demo"})
		if e, err := c.Environment(""); err != nil || e.Name != "demo" || c.Err() != nil {
			t.Errorf("%s: what needs no file fails: %v, %v", goos, err, c.Err())
		}
		_, configErr := c.File()
		_, stateErr := c.MakeStateDir()
		useErr := c.Use(t.Context(), "demo")
		for variable, err := range map[string]error{"AIMSIO_CONFIG": configErr, "AIMSIO_STATE_DIR": stateErr} {
			if err == nil || !strings.Contains(err.Error(), variable) {
				t.Errorf("%s: the error does not name %s: %v", goos, variable, err)
			}
		}
		if useErr == nil || !strings.Contains(useErr.Error(), "AIMSIO_CONFIG") {
			t.Errorf("%s: an edit without a place to write: %v", goos, useErr)
		}
	}
}

func loadAt(t *testing.T, goos string, variables map[string]string) *Config {
	t.Helper()
	c, err := Load(Options{GOOS: goos, Keyring: memoryKeyring{}, Getenv: func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
