package config

import (
	"errors"
	"fmt"
	"path/filepath"
)

// paths finds the program's files. It asks variables only, as os.UserConfigDir does, so that the
// rules of every platform can be tested on any.
type paths struct {
	goos     string
	variable func(string) (string, bool)
}

func (p paths) configFile() (string, error) {
	if path, ok := p.set("AIMSIO_CONFIG"); ok {
		return path, nil
	}
	if dir, ok := p.absolute("XDG_CONFIG_HOME"); ok {
		return filepath.Join(dir, "aimsio", "config.yaml"), nil
	}
	dir, err := p.platform("AppData", ".config")
	if err != nil {
		return "", fmt.Errorf("finding the configuration: %w; set AIMSIO_CONFIG to the path of a file", err)
	}
	return filepath.Join(dir, "aimsio", "config.yaml"), nil
}

func (p paths) stateDir() (string, error) {
	if path, ok := p.set("AIMSIO_STATE_DIR"); ok {
		return path, nil
	}
	if dir, ok := p.absolute("XDG_STATE_HOME"); ok {
		return filepath.Join(dir, "aimsio"), nil
	}
	dir, err := p.platform("LocalAppData", filepath.Join(".local", "state"))
	if err != nil {
		return "", fmt.Errorf("finding the state folder: %w; set AIMSIO_STATE_DIR to the path of a folder", err)
	}
	if p.goos == "darwin" || p.goos == "ios" {
		// macOS has one folder for both, so the state gets a folder of its own in it.
		return filepath.Join(dir, "aimsio", "state"), nil
	}
	return filepath.Join(dir, "aimsio"), nil
}

// platform is the folder that the operating system has for such files.
func (p paths) platform(windows, unix string) (string, error) {
	switch p.goos {
	case "windows":
		if dir, ok := p.set(windows); ok {
			return dir, nil
		}
		return "", fmt.Errorf("the variable %s is not set", windows)
	case "darwin", "ios":
		unix = filepath.Join("Library", "Application Support")
	}
	home, ok := p.set("HOME")
	if !ok {
		return "", errors.New("there is no home folder (HOME is not set)")
	}
	return filepath.Join(home, unix), nil
}

// absolute leaves out a relative path, as the XDG base directory specification asks.
func (p paths) absolute(name string) (string, bool) {
	path, ok := p.set(name)
	return path, ok && filepath.IsAbs(path)
}

// set looks up a variable; an empty one counts as not set.
func (p paths) set(name string) (string, bool) {
	value, ok := p.variable(name)
	return value, ok && value != ""
}

// StateDir is the path of the folder for what lasts between runs, which may not exist, found without
// reading the configuration.
func StateDir(getenv func(string) (string, bool), goos string) (string, error) {
	return paths{goos: goos, variable: getenv}.stateDir()
}
