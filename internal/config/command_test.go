package config

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestPasswordCommand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are written for sh")
	}
	tests := map[string]struct {
		line      string
		arguments []string
		want      string
		err       string
	}{
		"first line":         {line: "printf 'pass word \\r\\nuser: x\\n'", want: "pass word "},
		"no line end":        {line: "printf secret", want: "secret"},
		"a pipe":             {line: "echo terces | rev 2>/dev/null || echo secret", want: "secret"},
		"a list, no shell":   {arguments: []string{"echo", "$HOME; 'a b'"}, want: "$HOME; 'a b'"},
		"no standard input":  {line: "cat; echo secret", want: "secret"},
		"much output":        {line: "echo secret; head -c 1000000 /dev/zero", want: "secret"},
		"failure":            {line: "echo hunter2; exit 3", err: "the password command echo failed: exit status 3"},
		"nothing":            {line: "true", err: "the password command true printed no password"},
		"an empty first":     {line: "echo; echo hunter2", err: "printed no password on its first line"},
		"not there":          {arguments: []string{"/no/such/tool", "hunter2"}, err: "the password command tool failed"},
		"secret in variable": {line: "TOKEN=hunter2 false", err: "the password command password_command failed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			command := passwordCommand{line: test.line, arguments: test.arguments, limit: time.Minute, environ: os.Environ}
			got, err := command.run(t.Context())
			if got != test.want || (err != nil) != (test.err != "") {
				t.Errorf("got %q, %v", got, err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("got %v\nwant %s", err, test.err)
			}
		})
	}
}

func TestPasswordCommandFromConfiguration(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are written for sh")
	}
	for _, command := range []string{"printf '%s\\n' 'a  b' >&1; echo note >&2", "[printf, 'a  b']"} {
		w := configured(t, "environments:\n- name: a\n  url: https://a\n  username: u\n  password_command: "+command+"\n")
		w.keyring = untouchable{t}
		if password, source, err := w.environment("a").Password(t.Context()); password != "a  b" || source.Name != "printf" || err != nil {
			t.Errorf("%s: got %q from %v, %v", command, password, source, err)
		}
	}
}

func TestPasswordCommandEnds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are written for sh")
	}
	var stderr bytes.Buffer
	command := passwordCommand{line: "echo unlock first >&2; exec sleep 100", limit: 200 * time.Millisecond, stderr: &stderr, environ: os.Environ}
	if _, err := command.run(t.Context()); err == nil || !strings.Contains(err.Error(), "did not end within 200ms") {
		t.Errorf("got %v", err)
	}
	if stderr.String() != "unlock first\n" {
		t.Errorf("its standard error is not passed on: %q", stderr.String())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := command.run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestPasswordCommandSeesNoPassword: a command has what it needs to run, and no password that is
// meant for the program.
func TestPasswordCommandSeesNoPassword(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are written for sh")
	}
	w := configured(t, "environments:\n- {name: a, url: 'https://a', username: u, password_command: env | grep -c hunter2; echo $TOKEN}\n")
	c := w.load()
	c.options.Environ = func() []string {
		return []string{"PATH=" + os.Getenv("PATH"), "AIMSIO_PASSWORD=hunter2", "aimsio_B_Password=hunter2", "AIMSIO_B_PASSWORD=hunter2", "TOKEN=t"}
	}
	e, err := c.Environment("a")
	if err != nil {
		t.Fatal(err)
	}
	if seen, _, err := e.Password(t.Context()); seen != "0" || err != nil {
		t.Errorf("the command sees %s passwords, %v", seen, err)
	}
}
