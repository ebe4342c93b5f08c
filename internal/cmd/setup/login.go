package setup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// loginOptions are the flags of "auth login".
type loginOptions struct {
	username  string
	fromStdin bool
	insecure  bool
	unchecked bool
}

func newLoginCommand(a *cmdkit.Env) *cobra.Command {
	var options loginOptions
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
			return runLogin(cmd.Context(), a, options)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.username, "username", "", "user name (default: the configured one, or asked for)")
	flags.BoolVar(&options.fromStdin, "password-stdin", false, "read the password from standard input")
	flags.BoolVar(&options.insecure, "insecure-storage", false, "store in an unencrypted file instead of the keyring")
	flags.BoolVar(&options.unchecked, "no-check", false, "store without trying the password")
	return cmd
}

func runLogin(ctx context.Context, a *cmdkit.Env, options loginOptions) error {
	environment, err := a.Environment()
	if err != nil {
		return err
	}
	if environment.Open() {
		return needsNoCredentials(environment)
	}
	input := bufio.NewReader(a.Stdin(ctx))
	user, err := loginName(a, environment, options, input)
	if err != nil {
		return err
	}
	password, err := loginPassword(ctx, a, user, environment, options, input)
	if err != nil {
		return err
	}
	if err := config.CheckPassword(password, "as it was given"); err != nil {
		return err
	}
	if !options.unchecked {
		if err := tryPassword(ctx, a, environment, user, password); err != nil {
			return err
		}
	}
	where, err := environment.Credentials().As(user).Store(ctx, password, options.insecure)
	if err != nil {
		return loginStorageError(err)
	}
	if err := keepUsername(ctx, a, environment, user); err != nil {
		return err
	}
	a.Notef("the password of %s for %s (%s) is stored: %s", user, environment.Name, environment.Origin(), where)
	return nil
}

// needsNoCredentials says that there is nothing to log in to.
func needsNoCredentials(environment *config.Environment) error {
	if environment.Demo() {
		return fail.Usagef("environment %q is the demo: it needs no credentials", environment.Name)
	}
	return fail.Usagef("environment %q is the vendor's mock, which gets made-up credentials and no real ones: there is nothing to log in to", environment.Name)
}

// loginName finds the user name: the flag, what is configured, or what is typed.
func loginName(a *cmdkit.Env, environment *config.Environment, options loginOptions, input *bufio.Reader) (string, error) {
	if options.username != "" {
		return options.username, nil
	}
	if known, _, err := environment.Username(); err == nil {
		return known, nil
	}
	if options.fromStdin || !cmdkit.IsTerminal(a.In) {
		return "", fail.Usagef("auth login needs --username, since none is configured for environment %q", environment.Name)
	}
	fmt.Fprintf(a.Err, "User name for %s: ", environment.Name)
	line, err := input.ReadString('\n')
	if ignoreEnd(err) != nil {
		return "", fmt.Errorf("reading the user name: %w", err)
	}
	name := strings.TrimSpace(line)
	if name == "" {
		return "", fail.Usagef("no user name was given")
	}
	return name, nil
}

// loginPassword reads the password: without echo from a terminal, or from standard input.
func loginPassword(ctx context.Context,
	a *cmdkit.Env, user string, environment *config.Environment, options loginOptions, input *bufio.Reader,
) (string, error) {
	terminal, _ := a.In.(*os.File)
	var password string
	switch {
	case options.fromStdin:
		var err error
		if password, err = onlyLine(input); err != nil {
			return "", err
		}
	case terminal != nil && cmdkit.IsTerminal(terminal):
		fmt.Fprintf(a.Err, "Password of %s for %s: ", user, environment.Name)
		typed, err := typedPassword(ctx, int(terminal.Fd()))
		fmt.Fprintln(a.Err)
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

// typedPassword reads from a terminal without echo. An end of ctx in its middle must not leave the
// terminal without echo.
func typedPassword(ctx context.Context, terminal int) ([]byte, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return nil, err
	}
	typed, err := cmdkit.Waiting(ctx, func() ([]byte, error) { return term.ReadPassword(terminal) })
	if ctx.Err() != nil {
		err = errors.Join(err, term.Restore(terminal, before))
	}
	return typed, err
}

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// tryPassword makes one call that is answered whatever the user may read: for a record that
// cannot exist. Only a refused password counts against it; that the record is not there, or that
// the entity is not permitted, shows that the password was accepted.
func tryPassword(ctx context.Context, a *cmdkit.Env, environment *config.Environment, user, password string) error {
	r, err := a.SessionAs(environment, user, func(context.Context) (string, error) { return password, nil })
	if err != nil {
		return err
	}
	_, err = r.Service.Get(ctx, a.Catalog.Entities[0], service.MissingID)
	var called *client.Error
	switch {
	case err == nil, !errors.As(err, &called):
		return err
	case called.Kind == client.NotFound, called.Kind == client.Rejected, called.Kind == client.NotAsked:
		return nil
	case called.Kind == client.Forbidden:
		a.Notef("warning: the password is right, but %s are not permitted: ask Aimsio's support to switch the API permission on", a.Catalog.Entities[0].Name)
		return nil
	default:
		return r.CallError(err, nil)
	}
}

// keepUsername writes the user name to the configuration if it stands nowhere yet.
func keepUsername(ctx context.Context, a *cmdkit.Env, environment *config.Environment, user string) error {
	if known, _, err := environment.Username(); err == nil && known == user {
		return nil
	}
	loaded, err := a.ValidConfig()
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

// onlyLine reads a password that is all there is to read. One of several lines is none: mostly it is a file
// of another kind, of which the first line would be stored.
func onlyLine(input io.Reader) (string, error) {
	const most = 64 << 10 // bytes
	whole, err := io.ReadAll(io.LimitReader(input, most))
	if err == nil {
		_, err = io.Copy(io.Discard, input) // who writes it is not to fail
	}
	if err != nil {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	line, ended := strings.CutSuffix(string(whole), "\n")
	if ended {
		line = strings.TrimSuffix(line, "\r")
	}
	if strings.ContainsAny(line, "\r\n") {
		return "", fail.Usagef("standard input has more than one line: give the password alone")
	}
	return line, nil
}
