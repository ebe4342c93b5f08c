package config

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Credentials find, store and remove the password of an environment and its server. Nothing is
// opened, run or asked before Password, Store or Forget is called.
type Credentials struct {
	config      *Config
	environment string
	server      string
	demo, mock  bool
	username    Setting
	command     passwordCommand
}

// As gives the credentials of another user name, as `auth login` needs them before the name
// stands in the configuration.
func (c *Credentials) As(username string) *Credentials {
	other := *c
	other.username = Setting{Key: "username", Value: username}
	return &other
}

// Username gives the user name, or a *NoCredentialsError.
func (c *Credentials) Username() (string, Source, error) {
	switch {
	case c.mock:
		return mockUser, Source{Kind: FromBuiltin, Name: c.environment}, nil
	case c.username.Value != "":
		return c.username.Value, c.username.Source, nil
	case c.demo:
		return "demo", Source{Kind: FromBuiltin, Name: c.environment}, nil
	}
	return "", Source{}, &NoCredentialsError{Environment: c.environment, Missing: "user name", Help: []string{
		c.loginCommand(),
		fmt.Sprintf("set %s or AIMSIO_USERNAME", variableFor(c.environment, "USERNAME")),
	}}
}

// Password finds the password: in AIMSIO_<ENV>_PASSWORD, AIMSIO_PASSWORD, by the password command,
// in the credentials file, in the keyring. An empty variable counts as not set. Of file and keyring,
// the one that was stored to last is the only one that has it, so the order of the two does not
// matter; the file comes first because a keyring that hangs costs three seconds. One of absurd length is a
// *PasswordError wherever it comes from.
func (c *Credentials) Password(ctx context.Context) (string, Source, error) {
	password, source, err := c.findPassword(ctx)
	if err == nil {
		err = CheckPassword(password, source.String())
	}
	if err != nil {
		password = ""
	}
	return password, source, err
}

func (c *Credentials) findPassword(ctx context.Context) (string, Source, error) {
	if c.demo {
		return "demo", Source{Kind: FromBuiltin, Name: c.environment}, nil
	}
	if c.mock {
		return mockPassword, Source{Kind: FromBuiltin, Name: c.environment}, nil
	}
	if password, name, _ := c.config.passwordVariable(c.environment); name != "" {
		return password, Source{Kind: FromVariable, Name: name}, nil
	}
	if c.command.line != "" {
		password, err := c.command.run(ctx)
		return password, Source{Kind: FromCommand, Name: c.command.name()}, err
	}
	if c.username.Value == "" {
		return "", Source{}, c.noPassword(nil)
	}
	return c.stored(ctx)
}

// passwordVariable gives the password of the first variable that has one, and the variable's name. A line
// end behind it, which "$(cat file)" of some shells and most secret stores leave there, is no part of it.
func (c *Config) passwordVariable(environment string) (password, name string, trimmed bool) {
	for _, name := range []string{variableFor(environment, "PASSWORD"), "AIMSIO_PASSWORD"} {
		whole, _ := c.paths.set(name)
		if password := strings.TrimRight(whole, "\r\n"); password != "" {
			return password, name, password != whole
		}
	}
	return "", "", false
}

func (c *Credentials) stored(ctx context.Context) (string, Source, error) {
	file, fileErr := c.config.passwordFile()
	var password string
	if fileErr == nil {
		password, fileErr = file.get(ctx, c.account(""))
	}
	if fileErr == nil {
		return password, Source{Kind: FromFile, Name: file.path}, nil
	}
	if errors.Is(fileErr, ErrNotStored) {
		fileErr = nil
	}
	password, err := withinLimit(ctx, func() (string, error) {
		return c.config.options.Keyring.Get(c.keyringAccount())
	})
	switch {
	case err == nil && password != "":
		return password, Source{Kind: FromKeyring}, nil
	case ctx.Err() != nil:
		return "", Source{}, err
	case errors.Is(err, ErrNotStored):
		err = nil
	}
	return "", Source{}, c.noPassword(errors.Join(fileErr, err))
}

func (c *Credentials) noPassword(reason error) error {
	return &NoCredentialsError{Environment: c.environment, Missing: "password", Err: reason, Help: []string{
		c.loginCommand(),
		fmt.Sprintf("set %s or AIMSIO_PASSWORD", variableFor(c.environment, "PASSWORD")),
		"give the environment a password_command",
	}}
}

func (c *Credentials) loginCommand() string {
	return fmt.Sprintf("run `aimsio auth login --env %s`", c.environment)
}

// account is the key of a stored password, in the credentials file.
func (c *Credentials) account(password string) stored {
	return stored{Environment: c.environment, Server: c.server, Username: c.username.Value, Password: password}
}

// keyringAccount is the key of a stored password in the keyring. Neither the environment nor the
// server can hold a blank, so that no two accounts look the same.
func (c *Credentials) keyringAccount() string {
	return fmt.Sprintf("%s %s %s", c.environment, c.username.Value, c.server)
}

// commandLimit bounds a password command; a person may have to unlock something first.
const commandLimit = 60 * time.Second
