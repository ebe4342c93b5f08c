package setup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// loginOptions are what "auth login" needs.
type loginOptions struct {
	*cmdkit.Streams
	*cmdkit.Server

	configuration func() (*config.Config, error)
	environment   func() (*config.Environment, error)
	catalog       *api.Catalog
	// readHidden reads a line from the terminal without echo; nil where nobody sits at standard input.
	readHidden func(context.Context) ([]byte, error)

	username  string
	fromStdin bool
	insecure  bool
	unchecked bool
}

func newLoginCommand(env *cmdkit.Env) *cobra.Command {
	o := loginOptions{
		Streams: env.Streams, Server: env.Server, configuration: env.ValidConfig, environment: env.Environment, catalog: env.Catalog,
		readHidden: withoutEcho(env.In),
	}
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Check and store the password of an environment",
		Long: `Ask for the password of an environment, check it with one call, and store it in the system's
keyring, bound to the server and the user name. The user name is kept in the configuration.

Where no keyring runs, --insecure-storage keeps the password in a file that only you can
read, unencrypted. On servers and in CI, variables or password_command are the better way.`,
		Example: `  aimsio auth login --env sandbox --username integration

  # without a terminal
  pass show aimsio/sandbox | aimsio auth login --env sandbox --username integration --password-stdin`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLogin(cmd.Context(), &o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.username, "username", "", "user name (default: the configured one, or asked for)")
	flags.BoolVar(&o.fromStdin, "password-stdin", false, "read the password from standard input")
	flags.BoolVar(&o.insecure, "insecure-storage", false, "store in an unencrypted file instead of the keyring")
	flags.BoolVar(&o.unchecked, "no-check", false, "store without trying the password")
	return cmd
}

func runLogin(ctx context.Context, o *loginOptions) error {
	environment, err := o.environment()
	if err != nil {
		return err
	}
	if environment.Open() {
		return needsNoCredentials(environment)
	}
	input := bufio.NewReader(o.Stdin(ctx))
	user, err := o.findName(environment, input)
	if err != nil {
		return err
	}
	password, err := o.readPassword(ctx, environment, user, input)
	if err != nil {
		return err
	}
	if err := config.CheckPassword(password, "as it was given"); err != nil {
		return err
	}
	if !o.unchecked {
		if err := o.tryPassword(ctx, environment, user, password); err != nil {
			return err
		}
	}
	where, err := environment.Credentials().As(user).Store(ctx, password, o.insecure)
	if err != nil {
		return loginStorageError(err)
	}
	if err := o.keepUsername(ctx, environment, user); err != nil {
		return err
	}
	o.Notef("the password of %s for %s (%s) is stored: %s", user, environment.Name, environment.Origin(), where)
	return nil
}

// needsNoCredentials says that there is nothing to log in to.
func needsNoCredentials(environment *config.Environment) error {
	if environment.Demo() {
		return fail.Usagef("environment %q is the demo: it needs no credentials", environment.Name)
	}
	return fail.Usagef("environment %q is the vendor's mock, which gets made-up credentials and no real ones: there is nothing to log in to", environment.Name)
}

// findName finds the user name: the flag, what is configured, or what is typed.
func (o *loginOptions) findName(environment *config.Environment, input *bufio.Reader) (string, error) {
	if o.username != "" {
		return o.username, nil
	}
	if known, _, err := environment.Username(); err == nil {
		return known, nil
	}
	if o.fromStdin || o.readHidden == nil {
		return "", fail.Usagef("auth login needs --username, since none is configured for environment %q", environment.Name)
	}
	fmt.Fprintf(o.Err, "User name for %s: ", environment.Name)
	line, err := input.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading the user name: %w", err)
	}
	name := strings.TrimSpace(line)
	if name == "" {
		return "", fail.Usagef("no user name was given")
	}
	return name, nil
}

// readPassword reads the password: without echo from a terminal, or from standard input.
func (o *loginOptions) readPassword(ctx context.Context, environment *config.Environment, user string, input io.Reader) (string, error) {
	var password string
	switch {
	case o.fromStdin:
		var err error
		if password, err = onlyLine(input); err != nil {
			return "", err
		}
	case o.readHidden != nil:
		fmt.Fprintf(o.Err, "Password of %s for %s: ", user, environment.Name)
		typed, err := o.readHidden(ctx)
		fmt.Fprintln(o.Err)
		if err != nil {
			return "", fmt.Errorf("reading the password: %w", err)
		}
		password = string(typed)
	default:
		return "", fail.Usagef("standard input is no terminal: give the password with --password-stdin")
	}
	if password == "" {
		return "", fail.Usagef("no password was given")
	}
	return password, nil
}

// tryPassword makes one call that is answered whatever the user may read: for a record that
// cannot exist. Only a refused password counts against it; that the record is not there, or that
// the entity is not permitted, shows that the password was accepted.
func (o *loginOptions) tryPassword(ctx context.Context, environment *config.Environment, user, password string) error {
	r, err := o.SessionAs(environment, user, func(context.Context) (string, error) { return password, nil })
	if err != nil {
		return err
	}
	_, err = r.Service.Get(ctx, o.catalog.Entities[0], service.MissingID)
	var called *client.Error
	switch {
	case err == nil, !errors.As(err, &called):
		return err
	case called.Kind == client.NotFound, called.Kind == client.Rejected, called.Kind == client.NotAsked:
		return nil
	case called.Kind == client.Forbidden:
		o.Notef("warning: the password is right, but %s are not permitted: ask Aimsio's support to switch the API permission on", o.catalog.Entities[0].Name)
		return nil
	default:
		return r.CallError(err, nil)
	}
}

// keepUsername writes the user name to the configuration if it stands nowhere yet.
func (o *loginOptions) keepUsername(ctx context.Context, environment *config.Environment, user string) error {
	if known, _, err := environment.Username(); err == nil && known == user {
		return nil
	}
	loaded, err := o.configuration()
	if err != nil {
		return err
	}
	return loaded.SetEnvironment(ctx, environment.Name, config.Pair{Key: "username", Value: user})
}

// loginStorageError says what to do where there is no keyring.
func loginStorageError(err error) error {
	if _, ok := errors.AsType[*config.KeyringError](err); !ok {
		return err
	}
	return fail.New(fail.Failed,
		"set AIMSIO_PASSWORD or password_command, or use --insecure-storage to keep the password in a file",
		"the password was not stored: %w", err)
}
