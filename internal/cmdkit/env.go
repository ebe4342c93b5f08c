// Package cmdkit is what every command needs: the run that it is part of, with its streams, configuration,
// environment and the things made of them when first asked for; flags that several commands share, and their
// completion; output, notes and errors as the user gets them. What one command alone does, and what is decided
// about records, does not come in.
package cmdkit

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/spec"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Env is what the commands of one run share. What costs time, or may be broken, is made when a
// command first asks for it, so that help and completion work on any machine.
type Env struct {
	World   System
	Catalog *api.Catalog
	// Described tells where the catalog came from.
	Described spec.Description
	// stderr is standard error as the world gave it, for what must see whether it is a terminal.
	stderr io.Writer
	// Unfinished are the files that this run has begun and not ended.
	Unfinished TempFiles
	Flags      globalFlags
	// unconfirmed tells that the run writes, and that neither a person nor --confirm has named the environment.
	unconfirmed bool
	// Args is the command line without the program's name.
	Args []string
	// Command is what the run does, in the words of the command line without its arguments.
	Command string
	// Load reads the configuration once.
	Load func() (*config.Config, error)
	// Environment gives the environment that this run works with, chosen once.
	Environment func() (*config.Environment, error)
	// Session gives the client of that environment, made once.
	Session func() (*session.Session, error)
	// Closers end what the run has opened.
	Closers []func()
	// Hide are functions that blot out the passwords that the run has met.
	Hide []func(string) string
	// messages keeps lines of concurrent calls on standard error whole.
	messages sync.Mutex
}

// globalFlags are the flags that every command takes.
type globalFlags struct {
	Env, Output, Color, Trace, MaxWait, mirror string
	Quiet                                      bool
}

// NewEnv makes the run of a program on a machine, with a catalog of entities. It opens and reads nothing.
func NewEnv(world System, catalog *api.Catalog) *Env {
	a := &Env{World: world, Catalog: catalog, Described: spec.Description{Catalog: catalog}, stderr: world.Err}
	a.Load = sync.OnceValues(a.loadConfig)
	a.Environment = sync.OnceValues(a.chooseEnvironment)
	a.Session = sync.OnceValues(a.makeSession)
	return a
}

func (a *Env) loadConfig() (*config.Config, error) {
	loaded, err := config.Load(config.Options{
		Getenv: a.World.Getenv,
		Flags:  a.Flags.given(),
		Stderr: a.stderr,
	})
	if err != nil {
		return nil, err
	}
	if quiet, err := loaded.Value("quiet"); err == nil && quiet.Value == "true" {
		a.Flags.Quiet = true
	}
	for _, warning := range loaded.Warnings() {
		a.Notef("warning: %s", warning)
	}
	return loaded, nil
}

// given lists the flags on the command line that are settings.
func (g globalFlags) given() map[string]string {
	flags := map[string]string{}
	for name, value := range map[string]string{"env": g.Env, "output": g.Output, "color": g.Color, "max-wait": g.MaxWait, "mirror": g.mirror} {
		if value != "" {
			flags[name] = value
		}
	}
	return flags
}

// ValidConfig gives the configuration, or why its file cannot be used.
func (a *Env) ValidConfig() (*config.Config, error) {
	loaded, err := a.Load()
	if err != nil {
		return nil, err
	}
	return loaded, loaded.Err()
}

func (a *Env) chooseEnvironment() (*config.Environment, error) {
	loaded, err := a.ValidConfig()
	if err != nil {
		return nil, err
	}
	return loaded.Environment("")
}

// Notef tells the user something on standard error, unless --quiet.
func (a *Env) Notef(format string, args ...any) {
	if a.Flags.Quiet {
		return
	}
	a.messages.Lock()
	defer a.messages.Unlock()
	fmt.Fprintln(a.World.Err, text.Safe(fmt.Sprintf(format, args...)))
}

// Problemf tells the user of something that went wrong while the run goes on. It is printed with
// --quiet too.
func (a *Env) Problemf(format string, args ...any) {
	a.messages.Lock()
	defer a.messages.Unlock()
	fmt.Fprintln(a.World.Err, text.Safe(fmt.Sprintf(format, args...)))
}

// Close ends what the run has opened, last first.
func (a *Env) Close() {
	for _, v := range slices.Backward(a.Closers) {
		v()
	}
}

// Colored tells whether a stream takes colour: a terminal, unless the user says otherwise.
func (a *Env) Colored(stream any) bool {
	switch choice := a.Setting("color"); choice {
	case "always":
		return true
	case "never":
		return false
	}
	if value, set := a.World.Getenv("NO_COLOR"); set && value != "" {
		return false
	}
	if value, _ := a.World.Getenv("TERM"); value == "dumb" {
		return false
	}
	return IsTerminal(stream)
}

// Setting gives a program setting; where the configuration cannot be read, what the flags say.
func (a *Env) Setting(key string) string {
	loaded, err := a.Load()
	if err != nil {
		return a.Flags.given()[key]
	}
	setting, err := loaded.Value(key)
	if err != nil {
		return ""
	}
	return setting.Value
}

// validSetting gives a program setting, or says that its value is not one it takes.
func (a *Env) validSetting(key string) (string, error) {
	loaded, err := a.Load()
	if err != nil {
		return "", err
	}
	setting, err := loaded.Value(key)
	return setting.Value, fail.AsUsage(err)
}
