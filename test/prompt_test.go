//go:build linux

package test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// typed runs a program on a terminal where a person types an answer to each prompt, and gives
// what the terminal showed and the exit code.
func typed(t *testing.T, environment map[string]string, arguments []string, answers ...[2]string) (string, int) {
	t.Helper()
	command := process(environment, arguments...)
	terminal, err := pty.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var shown bytes.Buffer
	for _, answer := range answers {
		readUntil(t, terminal, answer[0], &shown)
		if strings.HasPrefix(answer[0], "Password") {
			waitFor(t, "the end of the echo", func() bool { return !echoes(t, terminal) })
		}
		if _, err := terminal.WriteString(answer[1] + "\n"); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = shown.ReadFrom(terminal) // a terminal ends with an error
	_ = command.Wait()              // the exit code is given back
	return shown.String(), command.ProcessState.ExitCode()
}

// readUntil reads what a terminal shows until a prompt has come.
func readUntil(t *testing.T, terminal *os.File, prompt string, shown *bytes.Buffer) {
	t.Helper()
	for buffer := make([]byte, 4096); !strings.Contains(shown.String(), prompt); {
		n, err := terminal.Read(buffer)
		if err != nil {
			t.Fatalf("the prompt %q did not come: %q", prompt, shown.String())
		}
		shown.Write(buffer[:n])
	}
}

// echoes tells whether a terminal shows what is typed.
func echoes(t *testing.T, terminal *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// TestLoginPrompts: user name and password are asked for, the password without echo.
func TestLoginPrompts(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "AIMSIO_USERNAME=", "AIMSIO_PASSWORD=")
	shown, code := typed(t, environment, []string{"auth", "login", "--insecure-storage"},
		[2]string{"User name for sandbox: ", "integration"},
		[2]string{"Password of integration for sandbox: ", "sesame"})
	if code != 0 || strings.Contains(shown, "sesame") {
		t.Errorf("code %d, the terminal showed %q", code, shown)
	}
	if got := run(environment, "joborders", "list", "-o", "json", "--jq", "length"); got.out != "12\n" {
		t.Errorf("after the login: %+v", got)
	}
}

// TestGuardPrompts: a protected environment asks a person for its name.
func TestGuardPrompts(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	environment := with(variables(t, server), "AIMSIO_PROTECTED=true")
	file := environment["HOME"] + "/job.json"
	body := `{"companyList":[{"companyCode":"N","companyName":"n","companyTypeName":"Vendor"}]}`
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	call := []string{"api", "POST", "Company", "-f", file}
	const prompt = "Type its name to go on: "
	if shown, code := typed(t, environment, call, [2]string{prompt, "yes"}); code != 9 || len(log.all()) != 0 {
		t.Errorf("another word: code %d, calls %v, shown %q", code, log.all(), shown)
	}
	if shown, code := typed(t, environment, call, [2]string{prompt, "sandbox"}); code != 0 || len(log.all()) != 1 {
		t.Errorf("the name: code %d, calls %v, shown %q", code, log.all(), shown)
	}
}

// TestInterruptedPrompts: one Ctrl-C ends a program that waits for an answer, and gives the terminal
// back with its echo.
func TestInterruptedPrompts(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	environment := variables(t, server)
	const interrupt = "\x03"
	for prompt, arguments := range map[string][]string{
		"User name for sandbox: ":               {"auth", "login"},
		"Password of integration for sandbox: ": {"auth", "login", "--username", "integration"},
		"Type its name to go on: ":              {"api", "POST", "Company"},
	} {
		environment := with(environment, "AIMSIO_PROTECTED=true", "AIMSIO_USERNAME=", "AIMSIO_PASSWORD=")
		command := process(environment, arguments...)
		terminal, err := pty.Start(command)
		if err != nil {
			t.Fatal(err)
		}
		var shown bytes.Buffer
		readUntil(t, terminal, prompt, &shown)
		if strings.HasPrefix(prompt, "Password") {
			waitFor(t, "the end of the echo", func() bool { return !echoes(t, terminal) })
		}
		if _, err := terminal.WriteString(interrupt); err != nil {
			t.Fatal(err)
		}
		_, _ = shown.ReadFrom(terminal) // a terminal ends with an error
		_ = command.Wait()              // the exit code is looked at here
		if code := command.ProcessState.ExitCode(); code != 130 || !echoes(t, terminal) {
			t.Errorf("%s: code %d, the terminal showed %q", prompt, code, shown.String())
		}
		_ = terminal.Close()
	}
	if calls := log.all(); len(calls) != 0 {
		t.Errorf("the server was called: %v", calls)
	}
}
