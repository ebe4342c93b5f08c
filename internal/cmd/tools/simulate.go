package tools

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// simulateOptions are the flags of "simulate".
type simulateOptions struct {
	addr, asOf, answer, log, store string
	seed                           uint64
	jobs, parallel                 int
	rate                           float64
	queue, retryAfter              time.Duration
	faults                         []string
	login, reset                   bool
}

// NewSimulateCommand makes the command simulate.
func NewSimulateCommand(a *cmdkit.Env) *cobra.Command {
	var options simulateOptions
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Stand in for the Aimsio server, for tests and demos",
		Long: `Serve the whole API over HTTP with made-up data of an oilfield contractor, the same for the
same --seed, --jobs and --as-of. The address is the only line on standard output.

It keeps the vendor's limits: calls above 10 a second or 10 at once wait in a queue, and are
refused with 503 when they would wait longer than 5 seconds. With --queue 0 they are refused
at once with 429. What the real server answers then is not documented.

Any user name and password will do, unless --require-login asks for those of AIMSIO_USERNAME
and AIMSIO_PASSWORD.

--fault makes it misbehave: a status (503=2%), timeout=1%, reset=1%, cut=1%, html=1%, empty=1%,
slow=500ms. A part of a path limits a fault: 403=100%@Timecard.

--reset starts the data of "--env demo" afresh, with the --seed, --jobs and --as-of given, and
serves nothing.`,
		Example: `  # a server for the tests of an integration
  aimsio simulate --addr 127.0.0.1:8080 --jobs 2000 --fault 503=2% --log requests.log

  # use it
  AIMSIO_URL=http://127.0.0.1:8080 AIMSIO_USERNAME=me AIMSIO_PASSWORD=sesame aimsio joborders list --env sandbox

  # make the demo new
  aimsio simulate --reset`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if options.reset {
				return resetDemo(a, options)
			}
			return runSimulate(cmd.Context(), a, options)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.addr, "addr", "127.0.0.1:8080", "address to serve at; port 0 takes a free one")
	flags.Uint64Var(&options.seed, "seed", 0, "which made-up data")
	flags.IntVar(&options.jobs, "jobs", simulator.DefaultJobs, "number of job orders; the other entities follow")
	flags.StringVar(&options.asOf, "as-of", "", "day up to which the data reach (default 2026-11-01; today for the demo)")
	flags.Float64Var(&options.rate, "rate", cmdkit.VendorRate, "calls a second that are answered; 0 is no limit")
	flags.IntVar(&options.parallel, "parallel", cmdkit.VendorParallel, "calls at once that are answered; 0 is no limit")
	flags.DurationVar(&options.queue, "queue", cmdkit.VendorQueue, "how long a call above the limits waits; 0 refuses it at once")
	flags.DurationVar(&options.retryAfter, "retry-after", 0, "announce this with every refusal of a call above the limits")
	flags.StringArrayVar(&options.faults, "fault", nil, "misbehave: 503=2%, timeout=1%, reset=1%, cut=1%, html=1%, empty=1%, slow=500ms (repeatable)")
	flags.StringVar(&options.answer, "answer", "", "what a write answers: stubs, empty, text, wrapped or none (default stubs)")
	flags.BoolVar(&options.login, "require-login", false, "accept only AIMSIO_USERNAME with AIMSIO_PASSWORD")
	flags.StringVar(&options.log, "log", "", "write a line for each request to this file; - is standard error")
	flags.StringVar(&options.store, "store", "", "file that keeps what is written (default: memory)")
	flags.BoolVar(&options.reset, "reset", false, "start the data of --env demo afresh")
	cmdkit.RegisterCompletion(cmd, "answer", cmdkit.CompleteWords("stubs", "empty", "text", "wrapped", "none"))
	return cmd
}

// simulatorOptions turns the flags into the simulator's options.
func simulatorOptions(a *cmdkit.Env, options simulateOptions) (simulator.Options, error) {
	made := simulator.Options{
		Catalog: a.Catalog, Seed: options.seed, Jobs: options.jobs,
		Rate: options.rate, Parallel: options.parallel, Queue: options.queue, RetryAfter: options.retryAfter,
		Answer: simulator.Answer(options.answer), Store: options.store, Clock: a.Now,
	}
	if options.asOf != "" {
		day, err := timetext.ParseOrAge(options.asOf, a.Now(), time.UTC)
		if err != nil {
			return made, fail.Usagef("--as-of: %w", err)
		}
		made.AsOf = day
	}
	for _, text := range options.faults {
		fault, err := simulator.ParseFault(text)
		if err != nil {
			return made, fail.Usagef("--fault: %w", err)
		}
		made.Faults = append(made.Faults, fault)
	}
	if options.login {
		made.Username, _ = a.Getenv("AIMSIO_USERNAME")
		made.Password, _ = a.Getenv("AIMSIO_PASSWORD")
		if made.Username == "" || made.Password == "" {
			return made, fail.Usagef("--require-login needs AIMSIO_USERNAME and AIMSIO_PASSWORD")
		}
	}
	return made, nil
}

func runSimulate(ctx context.Context, a *cmdkit.Env, options simulateOptions) (err error) {
	made, err := simulatorOptions(a, options)
	if err != nil {
		return err
	}
	if err := cmdkit.Distinct(cmdkit.NamedFile{Flag: "--log", Path: options.log}, cmdkit.NamedFile{Flag: "--store", Path: options.store}); err != nil {
		return err
	}
	if options.log == "-" {
		made.Log = a.Err
	} else if options.log != "" {
		file, err := os.OpenFile(options.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("opening the log: %w", err)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		made.Log = file
	}
	server, err := simulator.New(made)
	if err != nil {
		return fail.AsUsage(err)
	}
	defer cmdkit.CloseQuietly(server)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", options.addr)
	if err != nil {
		return fail.Usagef("--addr %s: %w", options.addr, err)
	}
	if _, err := fmt.Fprintf(a.Out, "http://%s\n", listener.Addr()); err != nil {
		return fmt.Errorf("writing the address: %w", err)
	}
	a.Notef("simulating %s; Ctrl-C ends it", a.Catalog.Title)
	return server.Serve(ctx, listener)
}

// resetDemo makes the demo's data new.
func resetDemo(a *cmdkit.Env, options simulateOptions) error {
	made, err := simulatorOptions(a, options)
	if err != nil {
		return err
	}
	if made.Store, err = a.DemoStore(); err != nil {
		return err
	}
	if err := simulator.Reset(made.Store); err != nil {
		return err
	}
	if made.AsOf.IsZero() {
		made.AsOf = a.Now()
	}
	fresh, err := simulator.New(made)
	if err != nil {
		return fail.AsUsage(err)
	}
	defer cmdkit.CloseQuietly(fresh)
	set, err := fresh.Setup()
	if err != nil {
		return err
	}
	a.Notef("the demo starts afresh: seed %d, %s, up to %s", set.Seed, text.Counted(set.Jobs, "job"), set.AsOf.Format(time.DateOnly))
	return nil
}
