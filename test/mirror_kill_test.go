//go:build unix

package test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// killsVariable says how often the first sync of TestSyncIsKilled is killed; 10 without it.
const killsVariable = "AIMSIO_TEST_KILLS"

// oneTransaction is how many records a sync stores at once at most: what one that is killed may lose.
const oneTransaction = 250

// gets counts the calls that read a whole job order.
func (l *requestLog) gets() int {
	count := 0
	for _, line := range l.all() {
		if strings.Contains(line, " GET /rest/api/standard/v1/JobOrder/") {
			count++
		}
	}
	return count
}

// TestSyncIsKilled: a first sync of 2,000 records is killed at random moments, from its very beginning
// on. Each time the mirror is sound, and the next run fetches no more again than one transaction
// holds. In the end all is there, once. It keeps the processors busy, and so does not run beside the
// tests of the pace.
func TestSyncIsKilled(t *testing.T) { //nolint:paralleltest // see above
	kills := 10
	if text := os.Getenv(killsVariable); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	const jobs = 2000
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = jobs })
	environment := with(variables(t, server), "AIMSIO_RATE=100000", "AIMSIO_PARALLEL=32")
	path := strings.TrimSpace(run(environment, "mirror", "path").out)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	stored := 0
	for n := range kills {
		if stored == jobs { // one that got through before it was killed is no first sync any more
			for _, ending := range []string{"", "-wal", "-shm"} {
				_ = os.Remove(path + ending) // not all are there
			}
			stored = 0
		}
		log.forget()
		command := process(environment, "sync", "joborders", "-q")
		var said bytes.Buffer
		command.Stderr = &said
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		if n%5 > 0 { // the others are killed while they begin
			calls := random.IntN(jobs/4) + 1
			waitFor(t, "calls", func() bool { return log.gets() >= calls || log.gets() >= jobs-stored })
		}
		time.AfterFunc(time.Duration(random.IntN(20_000))*time.Microsecond, func() { _ = command.Process.Kill() })
		_ = command.Wait() // it was killed, or had ended
		fetched := log.gets()
		if _, err := os.Stat(path); err != nil {
			continue // it did not get so far
		}
		status := run(environment, "mirror", "status", "--check", "-o", "csv", "--no-header", "--columns", "objects")
		if status.code != 0 && !strings.Contains(status.err, "there is no mirror") {
			t.Fatalf("kill %d, after %d calls: %+v, the sync said %s", n+1, fetched, status, said.String())
		}
		now, _ := strconv.Atoi(strings.TrimSpace(status.out)) // nothing is 0
		if lost := stored + fetched - now; lost > oneTransaction || now < stored {
			t.Errorf("kill %d: %d were stored, %d fetched, and %d are there", n+1, stored, fetched, now)
		}
		stored = now
	}
	log.forget()
	if got := synced(t, environment); !strings.HasPrefix(got, "2000,"+strconv.Itoa(jobs-stored)+",0,") || log.gets() != jobs-stored {
		t.Errorf("the last run: %s, %d calls, where %d were there", got, log.gets(), stored)
	}
	if got := asked(t, environment, "select count(*), count(distinct id), sum(length(body) > 100) from objects"); got != "2000,2000,2000" {
		t.Errorf("the mirror has %s", got)
	}
}

// inTheMiddle is after how many calls the server of startSync stalls: more than a sync has begun before it
// takes in the first record.
const inTheMiddle = 80

// startSync starts a sync of many records, and waits until it is in its middle.
func startSync(t *testing.T, environment map[string]string, log *requestLog, arguments ...string) (ended func() (int, string), stop func(os.Signal)) {
	t.Helper()
	command := process(environment, append([]string{"sync", "joborders"}, arguments...)...)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() }) // most have ended
	waitFor(t, "calls", func() bool { return log.gets() >= inTheMiddle })
	return func() (int, string) {
			_ = command.Wait() // the exit code is given back
			return command.ProcessState.ExitCode(), said.String()
		}, func(signal os.Signal) {
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
}

// TestSyncsAtOnce: a second sync of one mirror says who is at it; with --wait it waits, and then finds
// nothing left to fetch. Reading goes on meanwhile.
func TestSyncsAtOnce(t *testing.T) {
	t.Parallel()
	for name, environment := range mirrored(t, with(variables(t, ""), "AIMSIO_RATE=100000")) {
		server, log, release := stalledAfter(t, inTheMiddle)
		environment = with(environment, "AIMSIO_URL="+server)
		ended, _ := startSync(t, environment, log, "--limit", "200")
		second := run(environment, "sync", "joborders")
		if second.code != 1 || !strings.Contains(second.err, "sync") || !strings.Contains(second.err, "process ") || !strings.Contains(second.err, "hint: --wait waits until it is done") {
			t.Errorf("%s: the second says %+v", name, second)
		}
		if got := run(environment, "mirror", "clear", "--yes"); got.code != 1 || !strings.Contains(got.err, "process ") {
			t.Errorf("%s: removing it meanwhile: %+v", name, got)
		}
		if got := run(environment, "sql", "-q", "select count(*) >= 0 as n from joborders"); got.code != 0 {
			t.Errorf("%s: asking meanwhile: %+v", name, got)
		}
		third := process(environment, "sync", "joborders", "--wait", "--limit", "1", "-o", "csv", "--no-header", "--columns", "new,unchanged,pending")
		var out, said safeBuffer
		third.Stdout, third.Stderr = &out, &said
		if err := third.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "the third to wait", func() bool { return strings.Contains(said.String(), "waiting: the mirror ") })
		release()
		if err := third.Wait(); err != nil || out.String() != "1,200,1799\n" {
			t.Errorf("%s: one that waits: %v, %s%s", name, err, out.String(), said.String())
		}
		if code, said := ended(); code != 0 {
			t.Errorf("%s: the first: code %d, %s", name, code, said)
		}
	}
}

// TestSyncIsInterrupted: Ctrl-C ends a sync, which says what was done, and that is kept. How much it is depends on
// how busy the machine is: what is not stored half a second later is given up.
func TestSyncIsInterrupted(t *testing.T) {
	t.Parallel()
	for name, environment := range mirrored(t, with(variables(t, ""), "AIMSIO_RATE=100000")) {
		server, log, _ := stalledAfter(t, inTheMiddle)
		environment = with(environment, "AIMSIO_URL="+server)
		ended, stop := startSync(t, environment, log, "-o", "csv", "--no-header", "--columns", "new,pending")
		stop(syscall.SIGINT)
		code, said := ended()
		if code != 130 {
			t.Errorf("%s: code %d: %s", name, code, said)
		}
		there := asked(t, environment, "select count(*) from objects")
		if count, err := strconv.Atoi(there); err != nil || !strings.HasPrefix(said, there+","+strconv.Itoa(2000-count)+"\n") {
			t.Errorf("%s: %s records are kept; it said %s", name, there, said)
		}
	}
}

// TestSyncsOfManyProcesses: several processes sync one mirror at the same time, as several machines do.
// Each comes to its turn, and each record is fetched once. It does not run beside the tests of the pace
// either.
func TestSyncsOfManyProcesses(t *testing.T) { //nolint:paralleltest // see above
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 300 })
	for name, environment := range mirrored(t, with(variables(t, server), "AIMSIO_RATE=100000")) {
		log.forget()
		const processes = 4
		done := make(chan string, processes)
		for range processes {
			go func() {
				output, err := process(environment, "sync", "joborders", "--wait", "-q", "-o", "csv", "--no-header", "--columns", "indexed,failed,pending").Output()
				if err != nil {
					output = []byte(err.Error())
				}
				done <- string(output)
			}()
		}
		for range processes {
			if got := <-done; got != "300,0,0\n" {
				t.Errorf("%s: a sync gave %q", name, got)
			}
		}
		if log.gets() != 300 {
			t.Errorf("%s: %d records were fetched", name, log.gets())
		}
		if got := asked(t, environment, "select count(*), count(distinct id) from objects"); got != "300,300" {
			t.Errorf("%s: the mirror has %s", name, got)
		}
	}
}
