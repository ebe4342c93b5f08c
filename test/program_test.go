package test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// outcome is what a run of the program left.
type outcome struct {
	code     int
	out, err string
}

func variables(t *testing.T, server string) map[string]string {
	t.Helper()
	return harness.Variables(t, server)
}

func with(variables map[string]string, changes ...string) map[string]string {
	return harness.With(variables, changes...)
}

// run carries out a command line in this process.
func run(variables map[string]string, args ...string) outcome {
	return runOn(api.Builtin(), variables, args...)
}

// runOn carries out a command line in this process with another API.
func runOn(catalog *api.Catalog, variables map[string]string, args ...string) outcome {
	return runFed(catalog, "", variables, args...)
}

// runReal carries out a command line in this process as the program itself would, with whatever API
// description was imported.
func runReal(variables map[string]string, input string, args ...string) outcome {
	return runIn(func(world cmdkit.System) int { return cli.Run(args, world) }, input, variables)
}

// runFed carries out a command line in this process with something on standard input.
func runFed(catalog *api.Catalog, input string, variables map[string]string, args ...string) outcome {
	return runIn(func(world cmdkit.System) int { return cli.RunWith(catalog, args, world) }, input, variables)
}

func runIn(carryOut func(cmdkit.System) int, input string, variables map[string]string) outcome {
	got := harness.Run(carryOut, input, variables)
	return outcome{code: got.Code, out: got.Out, err: got.Err}
}

// safeBuffer may be written by several calls at once.
type safeBuffer = harness.Buffer

// process prepares a real process of the program.
func process(variables map[string]string, args ...string) *exec.Cmd {
	command := exec.Command("aimsio", args...)
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		command.Env = append(command.Env, name+"="+variables[name])
	}
	return command
}

// simulated starts a simulator over real HTTP and gives its address and its log.
func simulated(t *testing.T, change func(*simulator.Options)) (string, *requestLog) {
	t.Helper()
	return simulatedBehind(t, change, func(next http.Handler) http.Handler { return next })
}

// simulatedBehind starts a simulator with a handler before it.
func simulatedBehind(t *testing.T, change func(*simulator.Options), before func(http.Handler) http.Handler) (string, *requestLog) {
	t.Helper()
	log := &requestLog{}
	options := simulator.Options{Catalog: api.Builtin(), Jobs: 12, Queue: 5 * time.Second, Log: log}
	if change != nil {
		change(&options)
	}
	made, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(before(made))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		if err := made.Close(); err != nil {
			t.Error(err)
		}
	})
	return server.URL, log
}

// serving starts a server that answers every call in the same way.
func serving(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// theID stands, in a body of answering, for the identifier that was asked for.
const theID = `"the one asked for"`

// answering gives an index of one job order, "1", and a body for the job order itself.
func answering(t *testing.T, index, body string) string {
	t.Helper()
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		text := index
		if !strings.HasSuffix(r.URL.Path, "/JobOrder") {
			quoted, err := json.Marshal(path.Base(r.URL.Path))
			if err != nil {
				t.Error(err)
			}
			text = strings.ReplaceAll(body, theID, string(quoted))
		}
		_, _ = io.WriteString(w, text)
	})
}
