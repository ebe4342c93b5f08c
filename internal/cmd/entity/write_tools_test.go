package entity

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// writing is a bench whose server is the simulator, which keeps what is written. It notes the calls that write.
type writing struct {
	*bench

	folder string
	lock   sync.Mutex
	bodies []string
}

// write makes one for an entity of the built-in description.
func write(t *testing.T, name string) *writing {
	t.Helper()
	return writeWith(t, api.Builtin(), name)
}

func writeWith(t *testing.T, catalog *api.Catalog, name string) *writing {
	t.Helper()
	w := &writing{bench: start(t, 0), folder: t.TempDir()}
	server, err := simulator.New(simulator.Options{Catalog: catalog, Jobs: 4})
	ok(t, err)
	t.Cleanup(func() { ok(t, server.Close()) })
	answer := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			w.lock.Lock()
			w.bodies = append(w.bodies, string(body))
			w.lock.Unlock()
		}
		server.ServeHTTP(rw, r)
	})
	w.instead.Store(&answer)
	entity, known := catalog.Entity(name)
	if !known {
		t.Fatalf("there are no %s", name)
	}
	w.entity, w.described = entity, spec.Description{Catalog: catalog}
	return w
}

// sent gives the bodies of the calls that wrote since it was last asked.
func (w *writing) sent() []string {
	w.lock.Lock()
	defer w.lock.Unlock()
	sent := w.bodies
	w.bodies = nil
	return sent
}

// do carries a verb out, with one object a line.
func (w *writing) do(constructor making, args ...string) ended {
	w.t.Helper()
	return w.with("", "ndjson", constructor, args...)
}

// file makes a file of the test and gives its path.
func (w *writing) file(name, content string) string {
	w.t.Helper()
	path := filepath.Join(w.folder, name)
	ok(w.t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func (w *writing) content(path string) string {
	w.t.Helper()
	content, err := os.ReadFile(path)
	ok(w.t, err)
	return string(content)
}

// ids lists the records that the server has.
func (w *writing) ids() []string {
	w.t.Helper()
	got := w.list()
	ok(w.t, got.err)
	return got.ids()
}

// field gives a field of a record on the server as text.
func (w *writing) field(id, name string) string {
	w.t.Helper()
	run := cmdtest.With(w.t, w.described, w.variables, "")
	defer run.Close()
	session, err := run.Session()
	ok(w.t, err)
	r, err := session.Service.Get(w.t.Context(), w.entity, id)
	ok(w.t, err)
	return record.FirstScalar(r, name)
}

// state is the folder of what lasts between runs.
func (w *writing) state() string { return filepath.Join(w.variables["XDG_STATE_HOME"], "aimsio") }

// logged gives the calls that the log of writes has.
func (w *writing) logged() []journal.Call {
	w.t.Helper()
	var calls []journal.Call
	for call, err := range journal.Read(w.state(), journal.Filter{}) {
		ok(w.t, err)
		calls = append(calls, call)
	}
	return calls
}

// refusal is a command line that is not carried out, and what the error says of it.
type refusal struct {
	args []string
	kind fail.Kind
	says string
}

// refuses asks that command lines are refused with nothing printed and nothing sent.
func (w *writing) refuses(constructor making, refusals ...refusal) {
	w.t.Helper()
	for _, refused := range refusals {
		got := w.do(constructor, refused.args...)
		if got.err == nil || cmdkit.KindOf(got.err) != refused.kind || got.printed != "" {
			w.t.Errorf("%q: %v, printed %q", refused.args, got.err, got.printed)
			continue
		}
		contains(w.t, strings.Join(refused.args, " "), got.said+got.err.Error()+" "+fail.HintOf(got.err), refused.says)
	}
	if sent := w.sent(); len(sent) != 0 {
		w.t.Errorf("sent %q", sent)
	}
}

// outcomes gives the outcome of every row that was printed one a line.
func (e ended) outcomes(t *testing.T) []string {
	t.Helper()
	var list []string
	for line := range strings.Lines(e.printed) {
		row := object(t, strings.TrimSpace(line))
		list = append(list, strings.TrimSpace(record.FirstScalar(row, "key")+" "+record.FirstScalar(row, "outcome")))
	}
	return list
}

const employeeHeader = "employeeCode,employmentType,employeeStatusUname,employeeFirstName,employeeLastName,employeeTradeCode\n"

// employees makes a CSV of new employees with these codes.
func employees(codes ...string) string {
	text := employeeHeader
	for _, code := range codes {
		text += code + ",DIRECT_HIRE,active_employee_status,Ann,Ash,BI-005\n"
	}
	return text
}
