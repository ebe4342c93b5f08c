package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// outcome is what a run of the program left.
type outcome struct {
	code     int
	out, err string
}

// machine is one on which the program is run.
type machine struct {
	t         *testing.T
	variables map[string]string
	input     string
}

// newMachine makes one that works with the demo.
func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{t: t, variables: cmdtest.Variables(t, "")}
	for _, name := range []string{"AIMSIO_URL", "AIMSIO_USERNAME", "AIMSIO_PASSWORD", "AIMSIO_RATE"} {
		delete(m.variables, name)
	}
	m.variables["AIMSIO_ENV"] = "demo"
	return m
}

// system is the machine as the program sees it, and what it prints there.
func (m *machine) system() (system cmdkit.System, out, err *bytes.Buffer) {
	out, err = &bytes.Buffer{}, &bytes.Buffer{}
	return cmdkit.System{
		In: strings.NewReader(m.input), Out: out, Err: err, Now: time.Now, Local: time.UTC, Version: cmdtest.Version,
		Getenv: func(name string) (string, bool) { value, set := m.variables[name]; return value, set },
	}, out, err
}

// do runs the program with the words of a line.
func (m *machine) do(line string) outcome {
	m.t.Helper()
	system, out, err := m.system()
	code := Run(strings.Fields(line), system)
	return outcome{code, out.String(), err.String()}
}

// env is what the commands of a run are made with.
func (m *machine) env(args ...string) *cmdkit.Env {
	m.t.Helper()
	system, _, _ := m.system()
	env := cmdkit.NewEnv(system, spec.Description{Catalog: api.Builtin()}, args)
	m.t.Cleanup(env.Close)
	return env
}

// configure writes the configuration.
func (m *machine) configure(text string) {
	m.t.Helper()
	write(m.t, filepath.Join(m.variables["XDG_CONFIG_HOME"], "aimsio", "config.yaml"), text)
}

func (m *machine) state() string { return filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio") }

// imports keeps a description with one entity, for an environment or for all.
func (m *machine) imports(environment, resource string) {
	m.t.Helper()
	source := []byte("openapi: 3.0.3\ninfo: {title: " + resource + ", version: '7'}\npaths:\n  /rest/" + resource + ":\n    get:\n" +
		"      responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {type: object, properties: " +
		"{guid: {type: string}, number: {type: string}}}}}}}}\n")
	catalog, err := compile.With(source, cmdkit.CompileOptions())
	if err != nil {
		m.t.Fatal(err)
	}
	about := spec.About{Origin: "a file", Environment: environment, Imported: time.Unix(1, 0), Program: cmdtest.Version}
	err = spec.In(m.state()).Keep(m.t.Context(), spec.Import{About: about, Source: source, Catalog: catalog, Fingerprint: spec.Fingerprint(cmdtest.Version)})
	if err != nil {
		m.t.Fatal(err)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// refused fails a test unless a run ended with a code, printed nothing and said something.
func (o outcome) refused(t *testing.T, what string, kind fail.Kind, says string) {
	t.Helper()
	if o.code != cmdkit.ExitCode(kind) || o.out != "" || !strings.Contains(o.err, says) {
		t.Errorf("%s: code %d, printed %q, said %q; want code %d and %q", what, o.code, o.out, o.err, cmdkit.ExitCode(kind), says)
	}
}
