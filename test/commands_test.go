package test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// The credentials that the simulator of a script accepts. The password looks different in every
// form that a program can give it, so that each would be noticed where it does not belong.
const (
	scriptUser     = harness.User
	scriptPassword = harness.Password
)

// startSimulator starts a server for the rest of the script and points AIMSIO_URL at it. The
// server has no limits unless --rate sets one, and the pace of the program is raised, so that
// scripts are quick.
func startSimulator(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("simulator cannot be negated")
	}
	options, name, err := simulatorOptions(args)
	ts.Check(err)
	if name == "" {
		options.Log = requestsOf(ts)
	}
	made, err := simulator.New(options)
	ts.Check(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- made.Serve(ctx, listener) }()
	ts.Defer(func() {
		stop()
		ts.Check(errors.Join(<-done, made.Close()))
	})
	if name != "" {
		ts.Setenv(name, "http://"+listener.Addr().String())
		return
	}
	ts.Setenv("AIMSIO_URL", "http://"+listener.Addr().String())
	ts.Setenv("AIMSIO_ENV", "sandbox")
	ts.Setenv("AIMSIO_USERNAME", scriptUser)
	ts.Setenv("AIMSIO_PASSWORD", scriptPassword)
	ts.Setenv("AIMSIO_RATE", "1000")
}

// simulatorOptions reads the arguments. The name is that of the variable which another server's address goes to.
func simulatorOptions(args []string) (options simulator.Options, name string, err error) {
	options = simulator.Options{Catalog: api.Builtin(), Jobs: 12, Username: scriptUser, Password: scriptPassword, Queue: 5 * time.Second}
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	flags.IntVar(&options.Jobs, "jobs", options.Jobs, "")
	flags.StringVar(&name, "as", "", "")
	flags.Uint64Var(&options.Seed, "seed", 0, "")
	flags.Float64Var(&options.Rate, "rate", 0, "")
	flags.IntVar(&options.Parallel, "parallel", 0, "")
	flags.DurationVar(&options.Queue, "queue", options.Queue, "")
	flags.StringVar((*string)(&options.Answer), "answer", "", "")
	flags.Func("fault", "", func(text string) error {
		fault, err := simulator.ParseFault(text)
		options.Faults = append(options.Faults, fault)
		return err
	})
	err = flags.Parse(args)
	return options, name, err
}

// expectCode runs a command that must end with the given exit code. What it printed is there for
// the lines that follow, as after exec.
func expectCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// expectMode is the command "mode 0600 FILE…": the permissions of files and folders.
func expectMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: mode 0600 FILE...")
	}
	for _, file := range args[1:] {
		info, err := os.Stat(ts.MkAbs(file))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
			ts.Fatalf("%s has mode %s, want %s", file, got, args[0])
		}
	}
}
