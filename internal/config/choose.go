package config

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Names lists the environments: the built-in ones, then those of the configuration in its order.
// An entry that has the name of a built-in one, in any letter case, takes its place.
func (c *Config) Names() []string {
	var names []string
	for _, b := range builtins() {
		same := slices.ContainsFunc(c.file.entries, func(e entry) bool { return strings.EqualFold(e.name, b.name) })
		if !same {
			names = append(names, b.name)
		}
	}
	for _, e := range c.file.entries {
		names = append(names, e.name)
	}
	return names
}

// Configured tells whether an environment, by its exact name, has an entry in the configuration.
func (c *Config) Configured(name string) bool { return c.file.entry(name) != nil }

// Current tells which environment is chosen, by flag, variable or configuration. It fails with a
// *NoEnvironmentError or an *UnknownEnvironmentError. The value is the environment's own spelling.
func (c *Config) Current() (Setting, error) {
	setting, err := c.Value("env")
	if err != nil {
		return Setting{}, err
	}
	if setting.Value == "" {
		return Setting{}, &NoEnvironmentError{Choices: c.Names()}
	}
	setting.Value, err = match(setting.Value, c.Names())
	if err != nil {
		return Setting{}, fmt.Errorf("%s: %w", setting.Source, err)
	}
	return setting, nil
}

// Environment finds an environment by name, the current one by an empty name, and ranks its
// settings. It fails where the configuration is broken, since a guard may stand in the broken part.
func (c *Config) Environment(name string) (*Environment, error) {
	if c.err != nil {
		return nil, c.err
	}
	return c.Inspect(name)
}

// Inspect is Environment for commands that only show: a broken configuration does not fail it.
func (c *Config) Inspect(name string) (*Environment, error) {
	if name == "" {
		current, err := c.Current()
		if err != nil {
			return nil, err
		}
		name = current.Value
	}
	name, err := match(name, c.Names())
	if err != nil {
		// In a broken configuration the name may stand in the part that was not read.
		return nil, errors.Join(err, c.err)
	}
	r := c.ranking(name, c.file.entry(name))
	var faults []error
	for _, d := range environmentDefinitions() {
		faults = append(faults, r.override(d))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return c.environment(name, r)
}

func (c *Config) environment(name string, r *ranking) (*Environment, error) {
	address := r.get("url")
	if address.Value == "" {
		return nil, fmt.Errorf("%w: the environment %s has no url: run `aimsio env add %s --url ADDRESS`, or set AIMSIO_URL", ErrInvalid, name, name)
	}
	u, err := parseURL(address.Value)
	if err != nil {
		return nil, fmt.Errorf("reading the url of the environment %s: %w", name, err)
	}
	guarded := c.guarded()
	r.protectServer(identity(u), guarded)
	e := &Environment{
		Name:           name,
		URL:            u,
		ConnectTimeout: duration(r.get("connect_timeout").Value),
		Timeout:        duration(r.get("timeout").Value),
		MaxWait:        duration(r.get("max_wait").Value),
		CAFile:         c.pathOf(r.get("ca_file")),
		Mirror:         c.pathOf(r.get("mirror")),
		Output:         r.get("output").Value,
		ReadOnly:       r.get("read_only").Value == "true",
		Protected:      r.get("protected").Value == "true",
		Warnings:       r.warnings,
		Guarded:        guardedServers(guarded),
	}
	for key, to := range map[string]**time.Location{"time_zone": &e.TimeZone, "day_zone": &e.DayZone} {
		if *to, err = Location(r.get(key).Value); err != nil {
			return nil, err
		}
	}
	if e.Rate, err = strconv.ParseFloat(r.get("rate").Value, 64); err != nil {
		return nil, fmt.Errorf("reading rate: %w", err)
	}
	if e.Parallel, err = strconv.Atoi(r.get("parallel").Value); err != nil {
		return nil, fmt.Errorf("reading parallel: %w", err)
	}
	if _, name, trimmed := c.passwordVariable(name); trimmed && !e.Open() {
		e.Warnings = append(e.Warnings, fmt.Sprintf("%s ends in a line end, which is not taken for a part of the password", name))
	}
	e.credentials = c.credentials(e, r)
	e.settings = append(r.shown(e.credentials.command), c.tables(e)...)
	if e.Mock() { // which gets no other
		for i := range e.settings {
			if e.settings[i].Key == "username" && e.settings[i].Value != "" {
				e.settings[i].Value, e.settings[i].Source, _ = e.credentials.Username()
			}
		}
	}
	return e, nil
}

func (c *Config) credentials(e *Environment, r *ranking) *Credentials {
	command := passwordCommand{
		line:    r.get("password_command").Value,
		limit:   commandLimit,
		stderr:  c.options.Stderr,
		environ: c.options.Environ,
	}
	if entry := c.file.entry(e.Name); entry != nil {
		command.arguments = entry.arguments
	}
	return &Credentials{
		config:      c,
		environment: e.Name,
		server:      e.Origin(),
		demo:        e.Demo(),
		mock:        e.Mock(),
		username:    r.get("username"),
		command:     command,
	}
}

// shown lists the settings for people to see. Of a command only the name is: a secret may stand
// in its arguments.
func (r *ranking) shown(command passwordCommand) []Setting {
	var settings []Setting
	for _, d := range environmentDefinitions() {
		setting := r.get(d.Key)
		if d.Kind == Command && setting.Value != "" {
			setting.Value = command.name() + " …"
		}
		if d.Kind == Database && strings.Contains(setting.Value, "://") {
			setting.Value = scrub.URL(setting.Value)
		}
		settings = append(settings, setting)
	}
	return settings
}

// tables takes the values by name of an environment over, and gives them to be shown.
func (c *Config) tables(e *Environment) (shown []Setting) {
	entry := c.file.entry(e.Name)
	if entry == nil {
		return nil
	}
	e.Parameters, e.Headers = valuesOf(entry.parameters), valuesOf(entry.headers)
	e.Web = valuesOf(entry.web)
	e.headerCommands = map[string]passwordCommand{}
	for name, setting := range entry.headerCommands {
		command := e.credentials.command
		command.line, command.arguments = setting.Value, nil
		e.headerCommands[name] = command
	}
	for _, table := range []map[string]Setting{entry.parameters, entry.headers, entry.headerCommands, entry.web} {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			shown = append(shown, table[name])
		}
	}
	for _, one := range entry.groups {
		e.StatusGroups = append(e.StatusGroups, one.group)
		shown = append(shown, one.setting())
	}
	return shown
}

func valuesOf(settings map[string]Setting) map[string]string {
	values := make(map[string]string, len(settings))
	for name, setting := range settings {
		values[name] = setting.Value
	}
	return values
}

// pathOf is the path of a file that a setting names. A relative one counts from where it was
// written: the configuration's folder, or for a variable the working folder.
func (c *Config) pathOf(setting Setting) string {
	elsewhere := filepath.IsAbs(setting.Value) || strings.Contains(setting.Value, "://")
	if setting.Source.Kind != FromConfiguration || setting.Value == "" || elsewhere {
		return setting.Value
	}
	return filepath.Join(filepath.Dir(c.file.path), setting.Value)
}

// duration reads a value that was checked.
func duration(value string) time.Duration {
	d, _ := time.ParseDuration(value)
	return d
}
