package completion

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/completionfile"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// timeToTell is how long zsh may take to say where it looks: it reads the user's own files for that.
const timeToTell = 3 * time.Second

// installOptions are what an installation works with.
type installOptions struct {
	*cmdkit.Streams
	machine          completionfile.Machine
	program          string
	script           func(shell string) ([]byte, error)
	shell            string
	uninstall, print bool
}

func newInstallCommand(env *cmdkit.Env) *cobra.Command {
	o := installOptions{Streams: env.Streams}
	cmd := &cobra.Command{
		Use:   "install [bash | zsh | fish | powershell]",
		Short: "Install the completion of a shell for you",
		Long: `Write the completion of a shell, else of the one in $SHELL, into the folder of yours in which it looks. Where
there is none that it knows of, a line is told that has to stand in a file you keep, such as ~/.zshrc. No such file
is changed. Done again, it brings what is there up to date; --uninstall takes it away.`,
		Example: `  aimsio completion install

  # where it would go
  aimsio completion install zsh --print`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fail.Usagef("one shell at a time: %s", strings.Join(completionfile.Shells(), ", "))
			}
			return nil
		},
		ValidArgsFunction: cmdkit.CompleteWords(completionfile.Shells()...),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.machine = completionfile.Machine{Getenv: env.Getenv, GOOS: runtime.GOOS, Fpath: func() []string { return fpath(cmd.Context()) }}
			o.program = cmd.Root().Name()
			o.script = func(shell string) ([]byte, error) { return scriptFor(cmd.Root(), shell, true) }
			if o.shell = o.machine.Usual(); len(args) > 0 {
				o.shell = args[0]
			}
			return runInstall(&o)
		},
	}
	cmd.Flags().BoolVar(&o.uninstall, "uninstall", false, "take it away again")
	cmd.Flags().BoolVar(&o.print, "print", false, "print the path of the file and change nothing")
	cmdkit.NoteFlag(cmd, "print", cmdkit.IdleWith, "uninstall")
	return cmd
}

func runInstall(o *installOptions) error {
	if o.shell == "" {
		return fail.Usagef("SHELL does not tell your shell: name it: %s", strings.Join(completionfile.Shells(), ", "))
	}
	place, err := o.machine.For(o.shell, o.program)
	if err != nil {
		return fail.AsUsage(err)
	}
	if o.print {
		_, err := fmt.Fprintln(o.Out, place.Path)
		return cmdkit.WrapWrite(err)
	}
	if o.uninstall {
		changed, err := completionfile.Uninstall(place, o.program)
		if err == nil {
			o.Notef("%s", map[bool]string{true: place.Path + " is gone", false: "there is no " + place.Path}[changed])
		}
		return refused(err)
	}
	script, err := o.script(o.shell)
	if err != nil {
		return err
	}
	changed, err := completionfile.Install(place, o.program, script)
	if err != nil {
		return refused(err)
	}
	o.tell(place, changed)
	return nil
}

// refused says of a file of somebody else's that it stays.
func refused(err error) error {
	if errors.Is(err, completionfile.ErrNotOurs) {
		return fail.New(fail.Guarded, "move it away first", "%w", err)
	}
	return err
}

// tell says what was done, and what is left for the user.
func (o *installOptions) tell(place completionfile.Place, changed bool) {
	done := " is written"
	if !changed {
		done = " is up to date"
	}
	o.Notef("%s%s", place.Path, done)
	switch {
	case place.Line != "":
		o.Notef("put this line into %s:", place.In)
		o.Notef("  %s", place.Line)
	case place.Needs != "":
		o.Notef("a new %s completes command lines, where it has %s", o.shell, place.Needs)
	default:
		o.Notef("a new %s completes command lines", o.shell)
	}
}

// fpath asks zsh where it looks for functions, with what the user's own files say of that.
func fpath(ctx context.Context) []string {
	limited, cancel := context.WithTimeout(ctx, timeToTell)
	defer cancel()
	const mark = "fpath of zsh:"
	command := exec.CommandContext(limited, "zsh", "-ic", `print -rl -- "`+mark+`" $fpath`)
	command.WaitDelay = timeToTell
	said, err := command.Output()
	if err != nil {
		return nil
	}
	_, folders, _ := strings.Cut(string(said), mark+"\n") // a greeting may come before
	return strings.Split(strings.TrimSpace(folders), "\n")
}
