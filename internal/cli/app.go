package cli

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// app is what the commands of one run share. What costs time, or may be broken, is made when a
// command first asks for it, so that help and completion work on any machine.
type app struct {
	world   World
	catalog *api.Catalog
	// described tells where the catalog came from.
	described description
	// stderr is standard error as the world gave it, for what must see whether it is a terminal.
	stderr io.Writer
	// unfinished are the files that this run has begun and not ended.
	unfinished unfinished
	flags      globalFlags
	// unconfirmed tells that the run writes, and that neither a person nor --confirm has named the environment.
	unconfirmed bool
	// args is the command line without the program's name.
	args []string
	// command is what the run does, in the words of the command line without its arguments.
	command string
	// load reads the configuration once.
	load func() (*config.Config, error)
	// environment gives the environment that this run works with, chosen once.
	environment func() (*config.Environment, error)
	// reader gives the client of that environment, made once.
	reader func() (*reader, error)
	// closers end what the run has opened.
	closers []func()
	// hide are functions that blot out the passwords that the run has met.
	hide []func(string) string
	// messages keeps lines of concurrent calls on standard error whole.
	messages sync.Mutex
}

// globalFlags are the flags that every command takes.
type globalFlags struct {
	env, output, color, trace, maxWait, mirror string
	quiet                                      bool
}

func newApp(world World, catalog *api.Catalog) *app {
	a := &app{world: world, catalog: catalog, described: description{catalog: catalog}, stderr: world.Err}
	a.load = sync.OnceValues(a.loadConfig)
	a.environment = sync.OnceValues(a.chooseEnvironment)
	a.reader = sync.OnceValues(a.makeReader)
	return a
}

func (a *app) loadConfig() (*config.Config, error) {
	loaded, err := config.Load(config.Options{
		Getenv: a.world.Getenv,
		Flags:  a.flags.given(),
		Stderr: a.stderr,
	})
	if err != nil {
		return nil, err
	}
	if quiet, err := loaded.Value("quiet"); err == nil && quiet.Value == "true" {
		a.flags.quiet = true
	}
	for _, warning := range loaded.Warnings() {
		a.notef("warning: %s", warning)
	}
	return loaded, nil
}

// given lists the flags on the command line that are settings.
func (g globalFlags) given() map[string]string {
	flags := map[string]string{}
	for name, value := range map[string]string{"env": g.env, "output": g.output, "color": g.color, "max-wait": g.maxWait, "mirror": g.mirror} {
		if value != "" {
			flags[name] = value
		}
	}
	return flags
}

// sound gives the configuration, or why its file cannot be used.
func (a *app) sound() (*config.Config, error) {
	loaded, err := a.load()
	if err != nil {
		return nil, err
	}
	return loaded, loaded.Err()
}

func (a *app) chooseEnvironment() (*config.Environment, error) {
	loaded, err := a.sound()
	if err != nil {
		return nil, err
	}
	return loaded.Environment("")
}

// notef tells the user something on standard error, unless --quiet.
func (a *app) notef(format string, args ...any) {
	if a.flags.quiet {
		return
	}
	a.messages.Lock()
	defer a.messages.Unlock()
	fmt.Fprintln(a.world.Err, text.Safe(fmt.Sprintf(format, args...)))
}

// problemf tells the user of something that went wrong while the run goes on. It is printed with
// --quiet too.
func (a *app) problemf(format string, args ...any) {
	a.messages.Lock()
	defer a.messages.Unlock()
	fmt.Fprintln(a.world.Err, text.Safe(fmt.Sprintf(format, args...)))
}

// close ends what the run has opened, last first.
func (a *app) close() {
	for _, v := range slices.Backward(a.closers) {
		v()
	}
}

// colored tells whether a stream takes colour: a terminal, unless the user says otherwise.
func (a *app) colored(stream any) bool {
	switch choice := a.setting("color"); choice {
	case "always":
		return true
	case "never":
		return false
	}
	if value, set := a.world.Getenv("NO_COLOR"); set && value != "" {
		return false
	}
	if value, _ := a.world.Getenv("TERM"); value == "dumb" {
		return false
	}
	return isTerminal(stream)
}

// setting gives a program setting; where the configuration cannot be read, what the flags say.
func (a *app) setting(key string) string {
	loaded, err := a.load()
	if err != nil {
		return a.flags.given()[key]
	}
	setting, err := loaded.Value(key)
	if err != nil {
		return ""
	}
	return setting.Value
}

// validSetting gives a program setting, or says that its value is not one it takes.
func (a *app) validSetting(key string) (string, error) {
	loaded, err := a.load()
	if err != nil {
		return "", err
	}
	setting, err := loaded.Value(key)
	return setting.Value, usage(err)
}
