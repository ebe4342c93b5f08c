package tools

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// simulateOptions are what "simulate" needs.
type simulateOptions struct {
	*cmdkit.Streams

	catalog *api.Catalog
	getenv  func(string) (string, bool)
	now     func() time.Time
	// demoStore is the file with the data of the demo.
	demoStore func() (string, error)

	addr, asOf, answer, log, store string
	seed                           uint64
	jobs, parallel                 int
	rate                           float64
	queue, retryAfter              time.Duration
	faults                         []string
	login, reset                   bool
}

// NewSimulateCommand makes the command simulate.
func NewSimulateCommand(env *cmdkit.Env) *cobra.Command {
	o := simulateOptions{Streams: env.Streams, catalog: env.Catalog, getenv: env.Getenv, now: env.Now, demoStore: env.DemoStore}
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
			if o.reset {
				return resetDemo(&o)
			}
			return runSimulate(cmd.Context(), &o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "address to serve at; port 0 takes a free one")
	flags.Uint64Var(&o.seed, "seed", 0, "which made-up data")
	flags.IntVar(&o.jobs, "jobs", simulator.DefaultJobs, "number of job orders; the other entities follow")
	flags.StringVar(&o.asOf, "as-of", "", "day up to which the data reach (default 2026-11-01; today for the demo)")
	flags.Float64Var(&o.rate, "rate", cmdkit.VendorRate, "calls a second that are answered; 0 is no limit")
	flags.IntVar(&o.parallel, "parallel", cmdkit.VendorParallel, "calls at once that are answered; 0 is no limit")
	flags.DurationVar(&o.queue, "queue", cmdkit.VendorQueue, "how long a call above the limits waits; 0 refuses it at once")
	flags.DurationVar(&o.retryAfter, "retry-after", 0, "announce this with every refusal of a call above the limits")
	flags.StringArrayVar(&o.faults, "fault", nil, "misbehave: 503=2%, timeout=1%, reset=1%, cut=1%, html=1%, empty=1%, slow=500ms (repeatable)")
	flags.StringVar(&o.answer, "answer", "", "what a write answers: stubs, empty, text, wrapped or none (default stubs)")
	flags.BoolVar(&o.login, "require-login", false, "accept only AIMSIO_USERNAME with AIMSIO_PASSWORD")
	flags.StringVar(&o.log, "log", "", "write a line for each request to this file; - is standard error")
	flags.StringVar(&o.store, "store", "", "file that keeps what is written (default: memory)")
	flags.BoolVar(&o.reset, "reset", false, "start the data of --env demo afresh")
	cmdkit.RegisterCompletion(cmd, "answer", cmdkit.CompleteWords("stubs", "empty", "text", "wrapped", "none"))
	return cmd
}

// simulator turns the flags into the simulator's o.
func (o *simulateOptions) simulator() (simulator.Options, error) {
	made := simulator.Options{
		Catalog: o.catalog, Seed: o.seed, Jobs: o.jobs,
		Rate: o.rate, Parallel: o.parallel, Queue: o.queue, RetryAfter: o.retryAfter,
		Answer: simulator.Answer(o.answer), Store: o.store, Clock: o.now,
	}
	if o.asOf != "" {
		day, err := timetext.ParseOrAge(o.asOf, o.now(), time.UTC)
		if err != nil {
			return made, fail.Usagef("--as-of: %w", err)
		}
		made.AsOf = day
	}
	for _, text := range o.faults {
		fault, err := simulator.ParseFault(text)
		if err != nil {
			return made, fail.Usagef("--fault: %w", err)
		}
		made.Faults = append(made.Faults, fault)
	}
	if o.login {
		made.Username, _ = o.getenv("AIMSIO_USERNAME")
		made.Password, _ = o.getenv("AIMSIO_PASSWORD")
		if made.Username == "" || made.Password == "" {
			return made, fail.Usagef("--require-login needs AIMSIO_USERNAME and AIMSIO_PASSWORD")
		}
	}
	return made, nil
}

func runSimulate(ctx context.Context, o *simulateOptions) (err error) {
	made, err := o.simulator()
	if err != nil {
		return err
	}
	if err := cmdkit.Distinct(cmdkit.NamedFile{Flag: "--log", Path: o.log}, cmdkit.NamedFile{Flag: "--store", Path: o.store}); err != nil {
		return err
	}
	if o.log == "-" {
		made.Log = o.Err
	} else if o.log != "" {
		file, err := os.OpenFile(o.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
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
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return fail.Usagef("--addr %s: %w", o.addr, err)
	}
	if _, err := fmt.Fprintf(o.Out, "http://%s\n", listener.Addr()); err != nil {
		return fmt.Errorf("writing the address: %w", err)
	}
	o.Notef("simulating %s; Ctrl-C ends it", o.catalog.Title)
	return server.Serve(ctx, listener)
}

// resetDemo makes the demo's data new.
func resetDemo(o *simulateOptions) error {
	made, err := o.simulator()
	if err != nil {
		return err
	}
	if made.Store, err = o.demoStore(); err != nil {
		return err
	}
	if err := simulator.Reset(made.Store); err != nil {
		return err
	}
	if made.AsOf.IsZero() {
		made.AsOf = o.now()
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
	o.Notef("the demo starts afresh: seed %d, %s, up to %s", set.Seed, text.Counted(set.Jobs, "job"), set.AsOf.Format(time.DateOnly))
	return nil
}
