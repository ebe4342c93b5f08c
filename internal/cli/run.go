// Package cli composes the program: it chooses the API description, makes the command tree of the packages
// below internal/cmd, and ends a run with its exit code. What a command does is not its business.
package cli

import (
	"cmp"
	"context"
	"io"
	"log"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// Run carries out a command line, without the program's name, and gives the exit code.
func Run(args []string, system cmdkit.System) (code int) {
	defer func() {
		if value := recover(); value != nil {
			code = endInPanic(cmdkit.NewEnv(system, spec.Description{Catalog: api.Builtin()}, args), value)
		}
	}()
	// net/http tells the standard log of servers that misbehave, in the server's own words. What
	// matters of that comes as an error.
	log.SetOutput(io.Discard)
	return run(chooseDescription(earlyFlags(args).Env, system), args, system)
}

// RunWith is Run with another API than the built-in one.
func RunWith(catalog *api.Catalog, args []string, system cmdkit.System) int {
	return run(spec.Description{Catalog: catalog}, args, system)
}

func run(d spec.Description, args []string, system cmdkit.System) int {
	ctx, interrupt := context.WithCancelCause(context.Background())
	defer interrupt(nil)
	a := cmdkit.NewEnv(system, d, args)
	a.Within = within(d, system)
	return carryOut(ctx, a, func() (stop func()) {
		return onSignals(interrupt, func(late bool) { abandon(a, late) }, a.Paging)
	})
}

// carryOut carries out the command line of a run. It begins with watch, whose end comes when the run has given back all that
// it opened.
func carryOut(ctx context.Context, a *cmdkit.Env, watch func() (stop func())) (code int) {
	flush := connect(ctx, a)
	defer flush()
	defer func() {
		if value := recover(); value != nil {
			code = endInPanic(a, value)
		}
	}()
	stop := watch()
	defer stop()
	defer a.Close()
	return execute(ctx, a)
}

// execute finds the command of a run and has it carried out. No context is needed to make the commands.
func execute(ctx context.Context, a *cmdkit.Env) int {
	root := newRoot(a, namedIn(a.Args)) //nolint:contextcheck // each command gets the context when it is carried out
	root.SetArgs(a.Args)
	return finish(a, cmp.Or(root.ExecuteContext(ctx), a.HelpError))
}

// within carries out command lines within a run, each with streams of its own. Where their context ends, they end as if they
// had been interrupted.
func within(d spec.Description, system cmdkit.System) cmdkit.Runner {
	return func(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
		inner, interrupt := context.WithCancelCause(context.WithoutCancel(ctx))
		defer interrupt(nil)
		stop := context.AfterFunc(ctx, func() { interrupt(fail.ErrInterrupted) })
		defer stop()
		system := system
		system.In, system.Out, system.Err = in, out, errs
		return carryOut(inner, cmdkit.NewEnv(system, d, args), func() func() { return func() {} })
	}
}

// Commands gives the whole command tree, for the generated reference. Nothing in it may be run.
func Commands(catalog *api.Catalog) *cobra.Command {
	return newRoot(cmdkit.NewEnv(cmdkit.Machine(""), spec.Description{Catalog: catalog}, nil), func(*api.Entity) bool { return true })
}

// namedIn tells of an entity whether a command line names it. Only such an entity needs its
// verbs, and to make all of them takes longer than the rest of a short command.
func namedIn(args []string) func(*api.Entity) bool {
	return func(entity *api.Entity) bool {
		return slices.ContainsFunc(args, func(arg string) bool {
			return arg == entity.Name || slices.Contains(entity.Aliases, arg)
		})
	}
}

// finish reports the error that ended a run, if any, and gives the exit code.
func finish(a *cmdkit.Env, err error) int {
	if err == nil {
		return 0
	}
	r := cmdkit.ReportOf(err)
	if cmdkit.KindOf(err) == fail.ClosedPipe {
		return r.Code
	}
	r.Message = cmdkit.WithoutSecretsOf(a.Args, r.Message)
	r.Print(a.Err, wantsJSON(a, earlyFlags(a.Args)), a.Colored(a.Err))
	return r.Code
}

// wantsJSON tells whether an error is to be printed as JSON. Where the command line could not be parsed, what
// was found in it beforehand counts, so that a script gets JSON for its typos too.
func wantsJSON(a *cmdkit.Env, early cmdkit.GlobalFlags) bool {
	return strings.EqualFold(cmp.Or(a.Flags.Output, early.Output, a.Setting("output")), string(output.JSON))
}
