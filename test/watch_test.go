//go:build unix

package test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// watched is an environment whose records a watch "w" has begun with, in a mirror at an address, "" being its own.
func watched(t *testing.T, mirror string) map[string]string {
	t.Helper()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 40 })
	environment := with(variables(t, server), "AIMSIO_RATE=10000")
	if mirror != "" {
		environment = with(environment, "AIMSIO_MIRROR="+mirror)
	}
	if got := run(environment, "watch", "joborders", "--name", "w", "--once"); got.code != 0 || got.out != "" {
		t.Fatalf("the first: %+v", got)
	}
	return environment
}

// rename changes some records at the server.
func rename(t *testing.T, environment map[string]string, name string, keys ...string) {
	t.Helper()
	got := run(environment, append([]string{"joborders", "update", "--set", "jobName=" + name, "-q"}, keys...)...)
	if got.code != 0 {
		t.Fatalf("%+v", got)
	}
}

// once makes a round of the watch that must succeed, and gives what it handed on.
func once(t *testing.T, environment map[string]string) string {
	t.Helper()
	got := run(environment, "watch", "joborders", "--name", "w", "--once")
	if got.code != 0 {
		t.Fatalf("%+v", got)
	}
	return got.out
}

// postgresWithLedger gives the address of a mirror whose ledger is dropped too.
func postgresWithLedger(t *testing.T) string {
	t.Helper()
	address := postgresMirror(t)
	server, schema, _ := strings.Cut(address, "?search_path=")
	t.Cleanup(func() { direct(t, server, "drop schema if exists "+schema+"_ledger cascade") })
	return address
}

// TestWatchIsKilled: a watch that is killed while its command runs gives that the same events again, byte for byte, and
// none of them a third time.
func TestWatchIsKilled(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": postgresWithLedger,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := watched(t, place(t))
			rename(t, environment, "renamed", "J-00002", "J-00003", "J-00005")
			given := filepath.Join(t.TempDir(), "given")
			kill := `cat >>"$0"; echo end >>"$0"; kill -KILL $PPID`
			command := process(environment, "watch", "joborders", "--name", "w", "--once", "--", "sh", "-c", kill, given)
			_ = command.Run() // it is killed
			if !command.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
				t.Fatalf("it ended with %s", command.ProcessState)
			}
			out := once(t, environment)
			if before, rest, _ := strings.Cut(contentOf(t, given), "end\n"); before != out || rest != "" || strings.Count(out, "\n") != 3 {
				t.Errorf("first\n%s\nthen\n%s", before, out)
			}
			if again := once(t, environment); again != "" {
				t.Errorf("a third time: %s", again)
			}
		})
	}
}

// TestWatchIsInterrupted: a signal ends a watch and its command at once, wherever it is; its place stays, and nothing
// is held any more.
func TestWatchIsInterrupted(t *testing.T) {
	t.Parallel()
	environment := watched(t, "")
	for i, one := range []struct{ ready, script string }{
		{"begun", "echo begun >&2; sleep 600 & wait"},
		{"begun", "trap '' TERM; echo begun >&2; while :; do sleep 600 & wait; done"},
		{"1 change handed on", "cat >/dev/null"},
	} {
		rename(t, environment, "n"+string(rune('a'+i)), "J-00002")
		command := process(environment, "watch", "joborders", "--name", "w", "--", "sh", "-c", one.script)
		text := said(t, command)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, one.ready, func() bool { return strings.Contains(text(), one.ready) })
		if got := run(environment, "watch", "joborders", "--name", "w", "--once"); got.code != 9 || got.out != "" {
			t.Errorf("a second run: %+v", got)
		}
		if code := interrupted(t, command, syscall.SIGTERM); code != 130 || !strings.Contains(text(), "error: interrupted: ") {
			t.Errorf("%s: exit code %d: %s", one.script, code, text())
		}
		want := 1
		if one.ready != "begun" {
			want = 0
		}
		if out := once(t, environment); strings.Count(out, "\n") != want {
			t.Errorf("%s: then\n%s", one.script, out)
		}
	}
}

// TestWatchWithoutReader: where nobody reads the output any more, the place stays before what was not written.
func TestWatchWithoutReader(t *testing.T) {
	t.Parallel()
	environment := watched(t, "")
	rename(t, environment, "renamed", "J-00002", "J-00003")
	command := process(environment, "watch", "joborders", "--name", "w", "--once")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout = writer
	_ = reader.Close()
	if _, exited := command.Run().(*exec.ExitError); !exited || command.ProcessState.ExitCode() != 141 { //nolint:errorlint // that and nothing around it
		t.Errorf("it ended with %s", command.ProcessState)
	}
	_ = writer.Close()
	if out := once(t, environment); strings.Count(out, "\n") != 2 {
		t.Errorf("then\n%s", out)
	}
}

// TestWatchReaderStops: a reader that takes the first event and goes away leaves the rest to the next run.
func TestWatchReaderStops(t *testing.T) {
	t.Parallel()
	environment := watched(t, "")
	var keys []string
	for n := range 40 {
		keys = append(keys, "J-000"+string(rune('0'+(n+1)/10))+string(rune('0'+(n+1)%10)))
	}
	rename(t, environment, strings.Repeat("long", 2000), keys...)
	command := process(environment, "watch", "joborders", "--name", "w", "--once", "--batch-size", "10")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 13)
	if _, err := io.ReadFull(out, first); err != nil || !bytes.Equal(first, []byte(`{"sequence":1`)) {
		t.Errorf("%s, %v", first, err)
	}
	_ = out.Close()
	_ = command.Wait() // the exit code is looked at
	if code := command.ProcessState.ExitCode(); code != 141 {
		t.Errorf("exit code %d", code)
	}
	rest := once(t, environment)
	if lines := strings.Count(rest, "\n"); lines%10 != 0 || lines < 20 || !strings.Contains(rest, `"key":"J-00040"`) {
		t.Errorf("%d events are left", lines)
	}
}
