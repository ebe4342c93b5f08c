//go:build unix

package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// handing runs exports of invoices to a simulator, with files in a folder of its own.
type handing struct {
	t         *testing.T
	variables map[string]string
	folder    string
}

func newHanding(t *testing.T) (handing, *requestLog) {
	t.Helper()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 20 })
	return handing{t: t, variables: variables(t, server), folder: t.TempDir()}, log
}

// export hands over what is approved, and marks it.
func (h handing) export(more ...string) outcome {
	return run(h.variables, append([]string{
		"invoices", "export", "--env", "sandbox", "--to", "erp", "--where", "invoiceStatus=Approved", "--then-status", "Exported",
		"--columns", "invoiceNumber,invoiceAmount", "--out", filepath.Join(h.folder, "b-{batch}.csv"), "-o", "ndjson",
	}, more...)...)
}

// read gives a file of the folder.
func (h handing) read(name string) string {
	h.t.Helper()
	content, err := os.ReadFile(filepath.Join(h.folder, name))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(content)
}

// TestHandOverOnce: a batch is delivered, marked and never made again.
func TestHandOverOnce(t *testing.T) {
	t.Parallel()
	h, log := newHanding(t)
	received := filepath.Join(h.folder, "received")
	first := h.export("--", "sh", "-c", `cat > "$0" && cp "$1" "$0.file"`, received)
	if first.code != 0 || !strings.Contains(first.out, `"state":"done"`) || !strings.Contains(first.out, `"batch":1`) {
		t.Fatalf("%+v", first)
	}
	if batch := h.read("b-1.csv"); h.read("received") != batch || h.read("received.file") != batch || !strings.HasPrefix(batch, "invoiceNumber,") {
		t.Errorf("the command got %q of %q", h.read("received"), batch)
	}
	if !strings.Contains(h.read("b-1.csv.manifest.json"), `"sha256"`) {
		t.Error("the manifest lacks the hash of the file")
	}
	log.forget()
	if again := h.export(); again.code != 0 || again.out != "" || !strings.Contains(again.err, "nothing to hand over") || log.posts() != 0 {
		t.Errorf("%+v", again)
	}
}

// TestCommandsReadTheFileItself: through a pipe, what a command reads ends in the middle where the program is killed, and
// passes for all of the batch.
func TestCommandsReadTheFileItself(t *testing.T) {
	t.Parallel()
	h, _ := newHanding(t)
	if got := h.export("--", "sh", "-c", "[ -f /dev/stdin ]"); got.code != 0 {
		t.Errorf("%+v", got)
	}
}

// TestFailedDelivery: nothing is marked that was not delivered, and the next run goes on with the same bytes.
func TestFailedDelivery(t *testing.T) {
	t.Parallel()
	h, log := newHanding(t)
	failed := h.export("--", "sh", "-c", "exit 3")
	if failed.code != 1 || !strings.Contains(failed.out, `"state":"written"`) || !strings.Contains(failed.err, "code 3") || log.posts() != 0 {
		t.Fatalf("%+v", failed)
	}
	batch := h.read("b-1.csv")
	if err := os.Remove(filepath.Join(h.folder, "b-1.csv")); err != nil {
		t.Fatal(err)
	}
	next := h.export("--", "sh", "-c", "true")
	if next.code != 0 || !strings.Contains(next.err, "finishing batch 1 of erp first") || h.read("b-1.csv") != batch || strings.Contains(next.out, `"batch":2`) {
		t.Errorf("%+v", next)
	}
}

// TestHandOverGuards: what is not allowed is refused before anything is collected.
func TestHandOverGuards(t *testing.T) {
	t.Parallel()
	h, log := newHanding(t)
	for name, test := range map[string]struct {
		code int
		args []string
	}{
		"no number in the name":   {2, []string{"--env", "sandbox", "--out", "x.csv"}},
		"no such column":          {2, []string{"--env", "sandbox", "--columns", "invoiceNmber"}},
		"no such command":         {2, []string{"--env", "sandbox", "--", "/no/such/command"}},
		"no such form":            {2, []string{"--env", "sandbox", "--out", "x-{batch}.docx"}},
		"a protected environment": {9, []string{"--env", "portal"}},
	} {
		if got := h.export(test.args...); got.code != test.code || got.out != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for _, entity := range []string{"users", "joborders"} { // of which one has no writes, and the other a list of statuses
		got := run(h.variables, entity, "export", "--env", "sandbox", "--to", "x", "--out", filepath.Join(h.folder, "x-{batch}.csv"), "--then-status", "Exported")
		if got.code != 2 && got.code != 5 || got.out != "" {
			t.Errorf("a status that the API cannot set: %+v", got)
		}
	}
	if log.posts() != 0 {
		t.Error("a status was set")
	}
	if got := run(h.variables, "export", "list", "--env", "sandbox", "-o", "ndjson"); got.code != 0 || got.out != "" {
		t.Errorf("something was collected: %+v", got)
	}
}

// TestHandOverDryRun: it tells what the run would do, ends with the run's code, and leaves neither a batch nor a file.
func TestHandOverDryRun(t *testing.T) {
	t.Parallel()
	h, log := newHanding(t)
	planned := h.export("--dry-run", "--", "true", "--token=x")
	for _, want := range []string{
		"as batch 1 of erp (new): " + filepath.Join(h.folder, "b-1.csv"), "sum of invoiceAmount ", "would run true --token=*** ", `to "Exported"`,
	} {
		if !strings.Contains(planned.err, want) {
			t.Errorf("it does not tell %q: %s", want, planned.err)
		}
	}
	if planned.code != 0 || !strings.Contains(planned.out, `"state":"planned"`) {
		t.Errorf("%+v", planned)
	}
	if got := run(h.variables, "export", "list", "--env", "sandbox", "-o", "ndjson"); got.out != "" {
		t.Errorf("something was collected: %+v", got)
	}
	first := h.export("--", "false")
	if first.code != 1 {
		t.Fatalf("%+v", first)
	}
	// From here on there is an unfinished batch.
	locked := handing{t: t, variables: with(h.variables, "AIMSIO_READ_ONLY=true"), folder: h.folder}
	for name, test := range map[string]struct {
		in   handing
		code int
		says string
		args []string
	}{
		"as it is":        {h, 0, "would finish batch 1 of erp first, which is written", []string{"--", "true"}},
		"without command": {h, 2, "a command is to deliver", nil},
		"read-only":       {locked, 9, "is read-only", []string{"--", "true"}},
	} {
		if got := test.in.export(append([]string{"--dry-run"}, test.args...)...); got.code != test.code || !strings.Contains(got.err, test.says) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if log.posts() != 0 {
		t.Error("a status was set")
	}
	if err := os.WriteFile(filepath.Join(h.folder, "b-1.csv"), []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--dry-run", "--", "true"}, {"--", "true"}} {
		if got := h.export(args...); got.code != 9 || !strings.Contains(got.err, "with other bytes") {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// TestARefusedCorrection: the receiver keeps what it had. The record is no new one, reconcile counts what the receiver took, and
// --again hands the change over once more.
func TestARefusedCorrection(t *testing.T) {
	t.Parallel()
	h, _ := newHanding(t)
	file := func(name, content string) string {
		path := filepath.Join(h.folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	do := func(code int, says string, args ...string) {
		t.Helper()
		if got := run(h.variables, append(args, "--env", "sandbox")...); got.code != code || !strings.Contains(got.out+got.err, says) {
			t.Fatalf("%q: %+v, without %q", args, got, says)
		}
	}
	jobs := func(code int, says string, more ...string) {
		t.Helper()
		do(code, says, append([]string{
			"joborders", "export", "--to", "jobs", "--where", "jobNumber=J-00007,J-00008", "--columns", "jobNumber,jobName",
			"--out", filepath.Join(h.folder, "{kind}-{batch}.csv"),
		}, more...)...)
	}
	jobs(0, "batch 1 of jobs (new) is done: 2 records")
	do(0, "2 accepted", "export", "accept", "jobs", "1", "-f", file("a1.csv", "key,outcome\nJ-00007,posted\nJ-00008,posted\n"))
	do(0, "updated", "joborders", "update", "J-00007", "--set", "jobName=Renamed")
	jobs(0, "batch 2 of jobs (correction) is done: 1 record", "--again")
	do(0, "refused as a correction", "export", "accept", "jobs", "2", "-f", file("a2.csv", "key,outcome\nJ-00007,rejected\n"))

	do(8, "only here", "export", "reconcile", "jobs", "-f", file("lost.csv", "key\nJ-00008\n"))
	do(0, "2 equal", "export", "reconcile", "jobs", "-f", file("has.csv", "key\nJ-00007\nJ-00008\n"))
	jobs(0, "there is nothing to hand over to jobs")
	do(0, "J-00007", "export", "changed", "jobs")
	jobs(0, "batch 3 of jobs (correction) is done: 1 record", "--again")
}
