// Package config knows environments, settings and credentials: what the user set, where, and
// which of several values counts. Settings are a table (definitions.go), so that a new one is a
// row. Nothing here opens a keyring, runs a command or makes a call before a password is asked
// for. No HTTP, no entity of the API and no Cobra come in.
package config

import (
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// Options are what the configuration depends on from outside. The zero value is the real world.
type Options struct {
	// Getenv looks up an environment variable; nil is os.LookupEnv.
	Getenv func(string) (string, bool)
	// Environ lists the variables that a password command runs with, NAME=VALUE; nil is os.Environ.
	Environ func() []string
	// Flags holds the flags that the user gave, by name without dashes: "env", "output".
	Flags map[string]string
	// GOOS chooses the platform's folders, as runtime.GOOS, which is the default.
	GOOS string
	// Keyring holds passwords; nil is the keyring of the operating system.
	Keyring Keyring
	// Stderr receives what a password command writes to its standard error; nil drops it.
	Stderr io.Writer
}

// Config is the configuration file, the flags and the variables of one run of the program.
type Config struct {
	options Options
	paths   paths
	file    *file
	err     error
}

// Load reads the configuration file, if there is one. A file that is broken does not fail Load:
// Err tells it, and the built-in environments remain.
func Load(options Options) (*Config, error) {
	if options.Getenv == nil {
		options.Getenv = os.LookupEnv //nolint:forbidigo // where nobody hands one in
	}
	if options.Environ == nil {
		options.Environ = os.Environ //nolint:forbidigo // as above
	}
	if options.GOOS == "" {
		options.GOOS = runtime.GOOS
	}
	if options.Keyring == nil {
		options.Keyring = systemKeyring{goos: options.GOOS, getenv: options.Getenv, session: sessionFolder()}
	}
	if options.Stderr == nil {
		options.Stderr = io.Discard
	}
	for name := range options.Flags {
		if !hasFlag(name) {
			return nil, fmt.Errorf("no setting has a flag --%s", name)
		}
	}
	c := &Config{options: options, paths: paths{goos: options.GOOS, variable: options.Getenv}, file: &file{}}
	path, err := c.paths.configFile()
	if err != nil {
		// Without a home folder there is no file to read; the path is an error only to those who write.
		return c, nil //nolint:nilerr // told by File when it is asked for
	}
	c.file, c.err = readFile(path)
	return c, nil
}

// Err tells why the configuration file cannot be used, or nil. The errors in it match ErrInvalid
// and name file and line.
func (c *Config) Err() error { return c.err }

// Warnings are sentences about the configuration file that stop nothing: unknown keys, a file
// that others can read.
func (c *Config) Warnings() []string { return c.file.warnings }

// EntityNames are the names and keys that the configuration sets for entities, by a path of theirs. They count
// for imported API descriptions.
func (c *Config) EntityNames() []api.Naming { return c.file.names }

// File is the path of the configuration file, which may not exist. It fails where the machine
// has no home folder and no variable names a place.
func (c *Config) File() (string, error) { return c.paths.configFile() }

// StateDir is the path of the folder for the mirror, the log and the like. It is not made here;
// see MakeStateDir. It fails where the machine has no home folder and no variable names a place.
func (c *Config) StateDir() (string, error) { return c.paths.stateDir() }

// MakeStateDir makes the state folder, for the user alone (0700), and gives its path. It fails with
// a *private.Error where others can change what lies in the folder. One that they can list is
// closed to them, unless the user named it and may keep other things there.
func (c *Config) MakeStateDir() (string, error) {
	path, err := c.paths.stateDir()
	if err != nil {
		return "", err
	}
	keep := private.Folder
	if _, chosen := c.paths.set("AIMSIO_STATE_DIR"); chosen {
		keep = private.UserFolder
	}
	if err := keep(path); err != nil {
		return "", fmt.Errorf("making the state folder: %w", err)
	}
	return path, nil
}

// HeadMaps are the named sets of heads that the configuration has.
func (c *Config) HeadMaps() []HeadMap { return c.file.maps }
