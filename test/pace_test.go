package test

import (
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// keyringIsDBus tells that the system's keyring is reached through D-Bus.
const keyringIsDBus = runtime.GOOS != "windows" && runtime.GOOS != "darwin"

// TestPace: a server that bounds the calls in a second refuses none of list --full. It takes some more than
// the ten that are made: a busy machine brings some closer together on their way. How close, and how much
// of what is allowed is used, is measured by bench/run.
func TestPace(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs, o.Rate, o.Parallel, o.Queue = 25, 16, 10, 0 })
	got := run(with(variables(t, server), "AIMSIO_RATE="), "joborders", "list", "--full", "-o", "ndjson", "--columns", "jobNumber")
	if got.code != 0 || strings.Count(got.out, "\n") != 25 || got.err != "" {
		t.Errorf("code %d, %d records, standard error %q", got.code, strings.Count(got.out, "\n"), got.err)
	}
	if refused := strings.Count(strings.Join(log.all(), "\n"), " 429 "); refused > 0 || len(log.all()) != 26 {
		t.Errorf("%d of %d calls were refused", refused, len(log.all()))
	}
}

// TestKeyringIsNotTouched: with the password in a variable, nothing asks the keyring. Without, it
// is asked, which shows that the test sees it.
func TestKeyringIsNotTouched(t *testing.T) {
	t.Parallel()
	if !keyringIsDBus {
		t.Skip("the keyring of this system is no D-Bus service, so that nobody can listen in its place")
	}
	server, _ := simulated(t, nil)
	environment := variables(t, server)
	socket := environment["HOME"] + "/bus"
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	var asked atomic.Int32
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			_ = connection.Close()
		}
	}()
	environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + socket
	if out, err := process(environment, "joborders", "list").CombinedOutput(); err != nil || asked.Load() != 0 {
		t.Errorf("the keyring was asked %d times (%v): %s", asked.Load(), err, out)
	}
	if out, err := process(environment, "auth", "status").CombinedOutput(); err != nil || asked.Load() != 0 {
		t.Errorf("auth status asked the keyring %d times (%v): %s", asked.Load(), err, out)
	}
	_ = process(with(environment, "AIMSIO_PASSWORD="), "joborders", "list").Run() // fails: there is no password
	if asked.Load() == 0 {
		t.Error("without a variable the keyring was not asked")
	}
}

// TestHungKeyring: a keyring that never answers is given up, and the way out is named.
func TestHungKeyring(t *testing.T) {
	t.Parallel()
	if !keyringIsDBus {
		t.Skip("the keyring of this system is no D-Bus service, so that nobody can listen in its place")
	}
	environment := with(variables(t, "http://127.0.0.1:1"), "AIMSIO_PASSWORD=")
	listener, err := net.Listen("unix", environment["HOME"]+"/bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + environment["HOME"] + "/bus"
	command := process(environment, "joborders", "list")
	out, _ := command.CombinedOutput()
	if command.ProcessState.ExitCode() != 3 || !strings.Contains(string(out), "did not answer within 3s") || !strings.Contains(string(out), "AIMSIO_SANDBOX_PASSWORD") {
		t.Errorf("exit code %d: %s", command.ProcessState.ExitCode(), out)
	}
}
