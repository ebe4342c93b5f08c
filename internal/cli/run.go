// Package cli holds the commands: it parses what the user typed, calls the rooms below and
// renders what they give. A verb is written once, for every entity. What an entity is, how a
// call is made and how a record is printed do not belong here.
package cli

import (
	"context"
	"io"
	"log"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Run carries out a command line, without the program's name, and gives the exit code.
func Run(args []string, world World) (code int) {
	defer func() {
		if value := recover(); value != nil {
			code = newApp(world, api.Builtin()).stopped(args, value)
		}
	}()
	// net/http tells the standard log of servers that misbehave, in the server's own words. What
	// matters of that comes as an error.
	log.SetOutput(io.Discard)
	return run(chooseDescription(args, world), args, world)
}

// RunWith is Run with another API than the built-in one.
func RunWith(catalog *api.Catalog, args []string, world World) int {
	return run(description{catalog: catalog}, args, world)
}

func run(d description, args []string, world World) (code int) {
	ctx, interrupt := context.WithCancelCause(context.Background())
	defer interrupt(nil)
	a := newApp(world, d.catalog)
	a.described = d
	a.args = args
	flush := a.connect(ctx)
	defer flush()
	defer func() {
		if value := recover(); value != nil {
			code = a.stopped(args, value)
		}
	}()
	stop := onSignals(interrupt, func(late bool) { a.abandon(late) })
	defer stop()
	defer a.close()
	root := newRoot(a, namedIn(args))
	root.SetArgs(args)
	return a.finish(args, root.ExecuteContext(ctx))
}

// Commands gives the whole command tree, for the generated reference. Nothing in it may be run.
func Commands(catalog *api.Catalog) *cobra.Command {
	return newRoot(newApp(System(""), catalog), func(*api.Entity) bool { return true })
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
func (a *app) finish(args []string, err error) int {
	if err == nil {
		return exitOK
	}
	r := reportOf(err)
	if r.Code == exitClosedPipe {
		return r.Code
	}
	r.Message = withoutSecretsOf(args, r.Message)
	r.print(a.world.Err, a.wantsJSON(args), a.colored(a.world.Err))
	return r.Code
}

// wantsJSON tells whether an error is to be printed as JSON. A command line that cannot be
// parsed is searched for the flag, so that a script gets JSON for its typos too.
func (a *app) wantsJSON(args []string) bool {
	if a.flags.output != "" {
		return strings.EqualFold(a.flags.output, "json")
	}
	for i, arg := range args {
		switch arg {
		case "--":
			return a.setting("output") == "json"
		case "-ojson", "-o=json", "--output=json":
			return true
		case "-o", "--output":
			return i+1 < len(args) && args[i+1] == "json"
		}
	}
	return a.setting("output") == "json"
}
