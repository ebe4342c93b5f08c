package handover

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// desk is a machine on which hand-overs are carried out one after the other, with a simulator of 20 invoices: seven of
// them are "Approved", INV-00001 to INV-00019, 804584.26 in all.
type desk struct {
	t         *testing.T
	variables map[string]string
	folder    string
	// output is the format that is set, and input what commands read.
	output, input string

	mu sync.Mutex
	// writes are the bodies that changed something, and refuse, if set, answers a call in the place of the simulator.
	writes []string
	refuse func(http.ResponseWriter, *http.Request) bool
}

// approved are the numbers of the invoices with this status.
func approved() []string {
	return []string{"INV-00001", "INV-00002", "INV-00003", "INV-00005", "INV-00008", "INV-00012", "INV-00019"}
}

const sumOfApproved = "804584.26"

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, folder: t.TempDir(), output: "ndjson"}
	made, err := simulator.New(simulator.Options{Catalog: api.Builtin(), Jobs: 20})
	ok(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		refuse := d.refuse
		d.mu.Unlock()
		if refuse != nil && refuse(w, r) {
			return
		}
		if r.Method != http.MethodGet {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			d.mu.Lock()
			d.writes = append(d.writes, string(body))
			d.mu.Unlock()
		}
		made.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { server.Close(); ok(t, made.Close()) })
	d.variables = cmdtest.Variables(t, server.URL)
	return d
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refusing has calls of a method to a path with a part answered with a status.
func (d *desk) refusing(method, part string, status int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != method || !strings.Contains(r.URL.Path, part) {
			return false
		}
		http.Error(w, "not today", status)
		return true
	}
}

func (d *desk) refusesNothing() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse = nil
}

// sent gives what was written since it was asked last.
func (d *desk) sent() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	sent := d.writes
	d.writes = nil
	return sent
}

// ended is what a command printed and said, and how it ended.
type ended struct {
	t             *testing.T
	args          []string
	printed, said string
	err           error
}

// do carries out "export" with further words or, where they begin with an entity, the export of that.
func (d *desk) do(args ...string) ended {
	d.t.Helper()
	run := cmdtest.New(d.t, d.variables, d.input)
	run.Flags.Output = d.output
	command, words := NewExportCommand(run.Env), args
	if len(args) > 0 {
		if entity, is := api.Builtin().Entity(args[0]); is {
			command, words = NewEntityExportCommand(run.Env, entity), args[1:]
		}
	}
	err := cmdtest.Do(d.t.Context(), command, words...)
	run.Close()
	return ended{d.t, args, run.Printed.String(), run.Said.String(), err}
}

// exporting are the words of an export of approved invoices, with further ones.
func (d *desk) exporting(more ...string) []string {
	return append([]string{
		"invoices", "--to", "erp", "--where", "invoiceStatus=Approved", "--columns", "invoiceNumber,invoiceAmount,invoiceDate",
		"--out", d.at("b-{batch}.csv"),
	}, more...)
}

// export hands over approved invoices.
func (d *desk) export(more ...string) ended {
	d.t.Helper()
	return d.do(d.exporting(more...)...)
}

// at is a path in the folder of the test.
func (d *desk) at(name string) string { return filepath.Join(d.folder, name) }

// write makes a file in it, and gives its path.
func (d *desk) write(name, content string) string {
	d.t.Helper()
	ok(d.t, os.WriteFile(d.at(name), []byte(content), 0o600))
	return d.at(name)
}

func (d *desk) read(name string) string {
	d.t.Helper()
	content, err := os.ReadFile(d.at(name))
	ok(d.t, err)
	return string(content)
}

// configure writes the configuration.
func (d *desk) configure(text string) {
	d.t.Helper()
	folder := filepath.Join(d.variables["XDG_CONFIG_HOME"], "aimsio")
	ok(d.t, os.MkdirAll(folder, 0o700))
	ok(d.t, os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(text), 0o600))
}

// ledger opens the ledger as the commands do, to look into it.
func (d *desk) ledger() *ledger.Ledger {
	d.t.Helper()
	run := cmdtest.New(d.t, d.variables, "")
	opened, err := run.OpenLedger(d.t.Context(), true)
	ok(d.t, err)
	d.t.Cleanup(run.Close)
	return opened
}

// collectedNothing asks that the ledger knows no batch of any export.
func (d *desk) collectedNothing(what string) {
	d.t.Helper()
	if got := d.do("list"); got.err != nil || got.printed != "" {
		d.t.Errorf("%s: the ledger has %s, %v", what, got.printed, got.err)
	}
}

// batches gives what the ledger knows of batches of the export erp, as "number state kind".
func (d *desk) batches() []string {
	d.t.Helper()
	var list []string
	for _, row := range rowsOf[batchRow](d.do("show", "erp").went()) {
		list = append(list, strings.Join([]string{string(rune('0' + row.Batch)), row.State, row.Kind}, " "))
	}
	return list
}

// went asks that a command did not fail, and that it said some words.
func (e ended) went(says ...string) ended {
	e.t.Helper()
	if e.err != nil {
		e.t.Fatalf("%q: %v\n%s", e.args, e.err, e.said)
	}
	e.tells(says)
	return e
}

// failed asks that a command ended with an exit code and said some words.
func (e ended) failed(code int, says ...string) ended {
	e.t.Helper()
	if e.err == nil || cmdkit.ExitCode(cmdkit.KindOf(e.err)) != code {
		e.t.Fatalf("%q: code %d is due, but %v\n%s", e.args, code, e.err, e.said)
	}
	e.tells(says)
	return e
}

// refused is failed for what prints no data.
func (e ended) refused(code int, says ...string) ended {
	e.t.Helper()
	if e.failed(code, says...); e.printed != "" {
		e.t.Errorf("%q printed %q", e.args, e.printed)
	}
	return e
}

func (e ended) tells(says []string) {
	e.t.Helper()
	told := e.said
	if e.err != nil {
		told += e.err.Error() + "; " + fail.HintOf(e.err)
	}
	for _, one := range says {
		if !strings.Contains(told, one) {
			e.t.Errorf("%q tells\n%s\nwithout %q", e.args, told, one)
		}
	}
}

// rowsOf reads rows that were printed as NDJSON.
func rowsOf[T any](e ended) []T {
	e.t.Helper()
	var rows []T
	for line := range strings.Lines(e.printed) {
		var row T
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			e.t.Fatalf("%v in %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

// only gives the one row that was printed.
func only[T any](e ended) T {
	e.t.Helper()
	rows := rowsOf[T](e)
	if len(rows) != 1 {
		e.t.Fatalf("%q printed %d rows: %s", e.args, len(rows), e.printed)
	}
	return rows[0]
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}
