// Package harness runs the program within a test, away from the machine that the test runs on, and looks
// for passwords in what it leaves. What is tested does not come in here.
package harness

import (
	"bytes"
	"context"
	"maps"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// Who the program calls as, and its version.
const (
	User     = "integration"
	Password = `Ouvre-toi: "sésame" 100%+\o/` //nolint:gosec // it opens nothing
	Version  = "1.2.3"
)

// With -race a process waits for a second before it ends, unless it is told not to.
const (
	RaceVariable = "GORACE"
	RaceOptions  = "atexit_sleep_ms=0"
)

// Outcome is what a run of the program left.
type Outcome struct {
	Code     int
	Out, Err string
}

// Variables are the environment variables of a run that goes to a server. They keep it away from the
// machine: a home of its own, no keyring, no proxy.
func Variables(t testing.TB, server string) map[string]string {
	t.Helper()
	home := t.TempDir()
	path := os.Getenv("PATH") //nolint:forbidigo // the programs of the machine are those that a test may start
	return map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_STATE_HOME": home + "/state",
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + home + "/no-keyring",
		"TZ":                       "UTC", "PATH": path, "TMPDIR": home, RaceVariable: RaceOptions,
		"AIMSIO_ENV": "sandbox", "AIMSIO_URL": server,
		"AIMSIO_USERNAME": User, "AIMSIO_PASSWORD": Password, "AIMSIO_RATE": "1000",
		"AIMSIO_PAGER": "", // what is on the machine draws as it likes
	}
}

// With gives a copy of the variables with some of them changed: "NAME=value".
func With(variables map[string]string, changes ...string) map[string]string {
	changed := maps.Clone(variables)
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		changed[name] = value
	}
	return changed
}

// Run carries something out on a machine with these variables, something on standard input, and a clock
// that stands at noon of 1 November 2026.
func Run(carryOut func(cmdkit.System) int, input string, variables map[string]string) Outcome {
	return RunAt(time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC), carryOut, input, variables)
}

// RunAt is Run with a clock that stands at another time.
func RunAt(now time.Time, carryOut func(cmdkit.System) int, input string, variables map[string]string) Outcome {
	return run(carryOut, cmdkit.System{In: strings.NewReader(input), Now: func() time.Time { return now }}, variables)
}

// RunOver carries out a command line over a network of the test's own, with the clock of the test.
func RunOver(dial func(ctx context.Context, network, address string) (net.Conn, error), variables map[string]string, args ...string) Outcome {
	return run(func(world cmdkit.System) int { return cli.RunWith(api.Builtin(), args, world) },
		cmdkit.System{In: strings.NewReader(""), Now: time.Now, Dial: dial}, variables)
}

func run(carryOut func(cmdkit.System) int, world cmdkit.System, variables map[string]string) Outcome {
	var out, said Buffer
	world.Out, world.Err, world.Local, world.Version = &out, &said, time.UTC, Version
	world.Getenv = func(name string) (string, bool) { value, ok := variables[name]; return value, ok }
	code := carryOut(world)
	return Outcome{Code: code, Out: out.String(), Err: said.String()}
}

// Buffer collects what is written to it. It may be written by several calls at once.
type Buffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write adds to what is there.
func (b *Buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

// String gives what was written so far.
func (b *Buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
