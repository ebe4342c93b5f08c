package setup

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/config"
)

// machine is one on which commands are carried out one after the other.
type machine struct {
	t         *testing.T
	variables map[string]string
	keyring   *keyring
}

// newMachine makes one where nothing is set up, and the environment named by a variable. An empty name sets none.
func newMachine(t *testing.T, environment string) *machine {
	t.Helper()
	m := &machine{t: t, variables: cmdtest.Variables(t, ""), keyring: &keyring{held: map[string]string{}}}
	for _, name := range []string{"AIMSIO_ENV", "AIMSIO_URL", "AIMSIO_USERNAME", "AIMSIO_PASSWORD"} {
		delete(m.variables, name)
	}
	if environment != "" {
		m.variables["AIMSIO_ENV"] = environment
	}
	return m
}

// do carries out a command with arguments.
func (m *machine) do(constructor func(*cmdkit.Env) *cobra.Command, args ...string) (*cmdtest.Run, error) {
	m.t.Helper()
	run := m.run("")
	return run, cmdtest.Do(m.t.Context(), constructor(run.Env), args...)
}

// run is what a command is made with that prints as NDJSON.
func (m *machine) run(input string) *cmdtest.Run {
	m.t.Helper()
	run := cmdtest.New(m.t, m.variables, input)
	run.Flags.Output = "ndjson"
	return run
}

func (m *machine) file() string {
	return filepath.Join(m.variables["XDG_CONFIG_HOME"], "aimsio", "config.yaml")
}

// configure writes the configuration.
func (m *machine) configure(text string) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(m.file()), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(m.file(), []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// configured is what the configuration holds, "" where there is none.
func (m *machine) configured() string {
	content, _ := os.ReadFile(m.file())
	return string(content)
}

// load reads the configuration, with the keyring of the test.
func (m *machine) load() (*config.Config, error) {
	return config.Load(config.Options{
		Getenv:  func(name string) (string, bool) { value, set := m.variables[name]; return value, set },
		Keyring: m.keyring,
	})
}

func (m *machine) environment() (*config.Environment, error) {
	loaded, err := m.load()
	if err != nil {
		return nil, err
	}
	return loaded.Environment("")
}

// password is what a command would log in with, and where it comes from.
func (m *machine) password() (string, string) {
	m.t.Helper()
	environment, err := m.environment()
	if err != nil {
		m.t.Fatal(err)
	}
	password, source, err := environment.Password(m.t.Context())
	if err != nil {
		return "", ""
	}
	return password, source.String()
}

// errLocked and errNoBus are why a keyring cannot be asked: there is one, or there is none.
var (
	errLocked = errors.New("it is locked")
	errNoBus  = config.ErrNoBus
)

// keyring is one of the test's own; broken is why it cannot be asked.
type keyring struct {
	held   map[string]string
	broken error
}

func (k *keyring) Get(account string) (string, error) {
	password, has := k.held[account]
	if k.broken == nil && !has {
		return "", config.ErrNotStored
	}
	return password, k.broken
}

func (k *keyring) Set(account, password string) error {
	if k.broken == nil {
		k.held[account] = password
	}
	return k.broken
}

func (k *keyring) Delete(account string) error {
	_, err := k.Get(account)
	delete(k.held, account)
	return err
}
