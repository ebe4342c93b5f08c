package cmdkit

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// Settings are the machine's variables, clock and zone, the flags that every command takes, and the
// configuration that they and its file make.
type Settings struct {
	Flags GlobalFlags
	// Getenv, Now, Dial, Local and LocalFault are those of the System.
	Getenv     func(string) (string, bool)
	Now        func() time.Time
	Dial       func(ctx context.Context, network, address string) (net.Conn, error)
	Local      *time.Location
	LocalFault error
	// Load reads the configuration once.
	Load func() (*config.Config, error)
	// Environment gives the environment that this run works with, chosen once.
	Environment func() (*config.Environment, error)

	streams *Streams
}

// GlobalFlags are the flags that every command takes and that are settings, but for --quiet.
type GlobalFlags struct {
	Env, Output, Color, Trace, MaxWait, mirror string
	// NoPager has nothing shown page by page.
	NoPager bool
}

// given lists the flags on the command line that are settings.
func (g GlobalFlags) given() map[string]string {
	flags := map[string]string{}
	for name, value := range map[string]string{"env": g.Env, "output": g.Output, "color": g.Color, "max-wait": g.MaxWait, "mirror": g.mirror} {
		if value != "" {
			flags[name] = value
		}
	}
	return flags
}

func (s *Settings) loadConfig() (*config.Config, error) {
	loaded, err := config.Load(config.Options{
		Getenv: s.Getenv,
		Flags:  s.Flags.given(),
		Stderr: s.streams.terminal,
	})
	if err != nil {
		return nil, err
	}
	if quiet, err := loaded.Value("quiet"); err == nil && quiet.Value == "true" {
		s.streams.Quiet = true
	}
	for _, warning := range loaded.Warnings() {
		s.streams.Notef("warning: %s", warning)
	}
	return loaded, nil
}

// ValidConfig gives the configuration, or why its file cannot be used.
func (s *Settings) ValidConfig() (*config.Config, error) {
	loaded, err := s.Load()
	if err != nil {
		return nil, err
	}
	return loaded, loaded.Err()
}

func (s *Settings) chooseEnvironment() (*config.Environment, error) {
	loaded, err := s.ValidConfig()
	if err != nil {
		return nil, err
	}
	return loaded.Environment("")
}

// EnvironmentName names the environment in a sentence.
func (s *Settings) EnvironmentName() string {
	environment, err := s.Environment()
	if err != nil {
		return "the environment"
	}
	return environment.Name
}

// Setting gives a program setting; where the configuration cannot be read, what the flags say.
func (s *Settings) Setting(key string) string {
	loaded, err := s.Load()
	if err != nil {
		return s.Flags.given()[key]
	}
	setting, err := loaded.Value(key)
	if err != nil {
		return ""
	}
	return setting.Value
}

// ofEnvironment gives a setting of environments: as the chosen one has it or, where none can be chosen, as it is
// set for all.
func (s *Settings) ofEnvironment(key string) (config.Setting, error) {
	environment, err := s.Environment()
	if wrong, ok := errors.AsType[*config.ValueError](err); ok && wrong.Key == key {
		return config.Setting{}, err
	}
	if err == nil {
		return environment.Setting(key), nil
	}
	loaded, err := s.Load()
	if err != nil {
		return config.Setting{}, err
	}
	return loaded.Value(key)
}

// validSetting gives a program setting, or says that its value is not one it takes.
func (s *Settings) validSetting(key string) (string, error) {
	loaded, err := s.Load()
	if err != nil {
		return "", err
	}
	setting, err := loaded.Value(key)
	return setting.Value, fail.AsUsage(err)
}
