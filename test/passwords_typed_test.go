//go:build linux

package test

import (
	"os"
	"strings"
	"testing"
)

// TestPasswordsAreTyped: what a person types without echo is what the server gets, and what is
// stored.
func TestPasswordsAreTyped(t *testing.T) {
	t.Parallel()
	for name, password := range passwords() {
		environment := with(variables(t, locked(t, password)), "AIMSIO_PASSWORD=")
		shown, code := typed(t, environment, []string{"auth", "login", "--insecure-storage"},
			[2]string{"Password of integration for sandbox: ", password})
		if forms := leaks(shown, password); code != 0 || len(forms) > 0 {
			t.Errorf("%s: code %d, the terminal shows the password as %v: %q", name, code, forms, shown)
		}
		wantLogin(t, environment, name)
	}
}

// spy is a program that keeps its arguments and its variables, as everybody on the machine and the
// user's other programs can see them, in the file that is its name and ".seen".
const spy = `#!/bin/sh
{ tr '\0' '\n' </proc/$$/cmdline; tr '\0' '\n' </proc/$$/environ; } >>"$0.seen"
`

// spied gives what a program saw.
func spied(t *testing.T, program string) string {
	t.Helper()
	content, err := os.ReadFile(program + ".seen")
	if err != nil {
		t.Fatalf("%s was not started: %v", program, err)
	}
	return string(content)
}

// newSpy puts such a program below the home of a run, with more for it to do.
func newSpy(t *testing.T, environment map[string]string, name, more string) string {
	t.Helper()
	path := writeFile(t, environment, name, spy+more)
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPasswordCommandIsShownNoPassword: not the one that it finds as an argument, and none of other
// environments in its variables.
func TestPasswordCommandIsShownNoPassword(t *testing.T) {
	t.Parallel()
	const password, other = "correct horse", "battery staple"
	environment := with(variables(t, locked(t, password)), "AIMSIO_PASSWORD=", "AIMSIO_PORTAL_PASSWORD="+other, "NOT_OURS=kept")
	program := newSpy(t, environment, "spy", "echo "+password+"\n")
	for _, command := range []string{program + " --for sandbox", "[" + program + ", --for, sandbox]"} {
		writeFile(t, environment, "config/aimsio/config.yaml", "environments:\n- name: sandbox\n  password_command: "+command+"\n")
		if output, err := process(environment, "joborders", "list", "--trace=body").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		seen := spied(t, program)
		if len(leaks(seen, password)) > 0 || len(leaks(seen, other)) > 0 || !strings.Contains(seen, "NOT_OURS=kept\n") {
			t.Errorf("password_command %s is shown a password, or not its variables:\n%s", command, seen)
		}
	}
}
