package config

import (
	"errors"
	"fmt"

	"github.com/spf13/viper"
)

// Value ranks a setting for commands that work on no environment: flag, variable, top level of
// the configuration, default. A setting without a value has an empty one.
func (c *Config) Value(key string) (Setting, error) {
	d, ok := definition(key)
	if !ok {
		return Setting{}, fmt.Errorf("there is no setting %q", key)
	}
	r := c.ranking("", nil)
	if err := r.override(d); err != nil {
		return Setting{}, err
	}
	return r.get(key), nil
}

// Settings lists the settings of the program, as Value gives them.
func (c *Config) Settings() ([]Setting, error) {
	var settings []Setting
	var faults []error
	for _, d := range programDefinitions() {
		setting, err := c.Value(d.Key)
		settings, faults = append(settings, setting), append(faults, err)
	}
	return settings, errors.Join(faults...)
}

// ranking lets viper say which of several values counts. It is a private instance that holds
// whole Settings, so that a value's source goes with it, and only keys of the definitions.
type ranking struct {
	config      *Config
	environment string
	viper       *viper.Viper
	warnings    []string
}

// ranking holds the values below flags and variables. An empty environment stands for none.
func (c *Config) ranking(environment string, e *entry) *ranking {
	r := &ranking{config: c, environment: environment, viper: viper.New()}
	for _, d := range Definitions() {
		r.viper.SetDefault(d.Key, Setting{Key: d.Key, Value: d.Default, Source: Source{Kind: FromDefault, Assumed: d.Assumed}})
	}
	if b, ok := builtinNamed(environment); ok {
		for key, value := range b.values {
			r.viper.SetDefault(key, Setting{Key: key, Value: value, Source: Source{Kind: FromBuiltin, Name: b.name}})
		}
	}
	merged := map[string]any{}
	for key, setting := range c.file.top {
		merged[key] = setting
	}
	if e != nil {
		for key, setting := range e.values {
			merged[key] = setting
		}
	}
	// MergeConfigMap has no way to fail; its error is for files.
	_ = r.viper.MergeConfigMap(merged)
	return r
}

// urlVariable is the one variable that must not be set to nothing.
const urlVariable = "AIMSIO_URL"

// override takes variable and flag of a setting into account.
func (r *ranking) override(d Definition) error {
	setting, ok, err := r.given(d)
	if err != nil || !ok {
		return err
	}
	if d.Variable == urlVariable && r.get(d.Key).Value == DemoURL {
		r.warnings = append(r.warnings, fmt.Sprintf("%s does not move %s, which stays inside the program", setting.Source.Name, r.environment))
		return nil
	}
	if d.Guard && setting.Value == "false" && r.get(d.Key).Value == "true" {
		r.warnings = append(r.warnings, fmt.Sprintf("%s does not switch %s off: that takes a change of the configuration",
			setting.Source.Name, d.Key))
		return nil
	}
	r.viper.Set(d.Key, setting)
	return nil
}

// given is the flag, else the variable.
func (r *ranking) given(d Definition) (Setting, bool, error) {
	if value, ok := r.config.options.Flags[d.Flag]; ok && d.Flag != "" {
		setting, err := d.from(value, Source{Kind: FromFlag, Name: "--" + d.Flag})
		return setting, true, err
	}
	if value, ok := r.config.paths.variable(urlVariable); d.Variable == urlVariable && ok && value == "" {
		// A script that meant a test server must not reach the environment's own by an oversight.
		_, err := d.from("", Source{Kind: FromVariable, Name: urlVariable})
		return Setting{}, false, err
	}
	for _, name := range r.variables(d) {
		if value, ok := r.config.paths.set(name); ok {
			setting, err := d.from(value, Source{Kind: FromVariable, Name: name})
			return setting, true, err
		}
	}
	return Setting{}, false, nil
}

func (r *ranking) variables(d Definition) []string {
	var names []string
	if d.Own && r.environment != "" {
		names = append(names, variableFor(r.environment, "USERNAME"))
	}
	if d.Variable != "" {
		names = append(names, d.Variable)
	}
	return names
}

func (r *ranking) get(key string) Setting {
	setting, _ := r.viper.Get(key).(Setting)
	return setting
}
