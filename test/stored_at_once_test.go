package test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// atOnce does something twenty times at the same time.
func atOnce(do func(i int)) {
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() { do(i) })
	}
	group.Wait()
}

func login(environment map[string]string, name, password string) outcome {
	return runFed(api.Builtin(), password, environment,
		"auth", "login", "--env", name, "--username", "me", "--password-stdin", "--insecure-storage", "--no-check")
}

func storing(t *testing.T) map[string]string {
	t.Helper()
	return with(variables(t, "http://127.0.0.1:1"), "AIMSIO_USERNAME=", "AIMSIO_PASSWORD=")
}

// TestNothingIsLostAmongManyWhoStore: whoever says that a setting or a password is stored, has it
// stored, whatever others store at the same moment.
func TestNothingIsLostAmongManyWhoStore(t *testing.T) {
	t.Parallel()
	environment := storing(t)
	atOnce(func(i int) {
		name := fmt.Sprintf("e%02d", i)
		if got := run(environment, "env", "add", name, "--url", "https://"+name+".example/"); got.code != 0 {
			t.Errorf("env add %s: %+v", name, got)
		}
	})
	config := contentOf(t, environment["XDG_CONFIG_HOME"]+"/aimsio/config.yaml")
	if n := strings.Count(config, "- name: e"); n != 20 {
		t.Errorf("%d of 20 environments are stored:\n%s", n, config)
	}
	atOnce(func(i int) {
		if got := login(environment, fmt.Sprintf("e%02d", i), fmt.Sprintf("pass word %d", i)); got.code != 0 {
			t.Errorf("auth login: %+v", got)
		}
	})
	atOnce(func(i int) {
		got := run(environment, "auth", "status", "--env", fmt.Sprintf("e%02d", i), "-o", "csv", "--no-header")
		if got.code != 0 || !strings.Contains(got.out, "password,set,file ") || !strings.Contains(got.out, "username,me,configuration ") {
			t.Errorf("auth status: %+v", got)
		}
	})
	atOnce(func(i int) {
		if got := run(environment, "env", "add", "same", "--url", "https://same.example", "--set", fmt.Sprintf("rate=%d", i+1)); got.code != 0 && got.code != 2 {
			t.Errorf("env add same: %+v", got)
		}
	})
	if got := run(environment, "env", "show", "same"); got.code != 0 || got.err != "" {
		t.Errorf("an environment that many add: %+v", got)
	}
}

// holding lists the files below a folder in which a text stands.
func holding(t *testing.T, folder, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // nobody else is in this folder
		if strings.Contains(string(content), text) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestAKilledLoginLeavesNoPassword: a program that is killed while it stores a password harms none of
// those that are stored, and leaves nothing that a logout does not remove.
func TestAKilledLoginLeavesNoPassword(t *testing.T) {
	t.Parallel()
	environment := storing(t)
	const first, second = "first-pass", "second-pass"
	if got := login(environment, "sandbox", first); got.code != 0 {
		t.Fatalf("auth login: %+v", got)
	}
	store := environment["XDG_STATE_HOME"] + "/aimsio/credentials.yaml"
	for range 12 {
		command := process(environment, "auth", "login", "--env", "portal", "--username", "me", "--password-stdin", "--insecure-storage", "--no-check")
		command.Stdin = strings.NewReader(second)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		before, err := os.Stat(store)
		if err != nil {
			t.Fatal(err)
		}
		waitFor(t, "a change of the passwords, or the end", func() bool {
			now, err := os.Stat(store)
			return err != nil || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime())
		})
		_ = command.Process.Kill() // it may have ended
		_ = command.Wait()
		if got := run(environment, "auth", "status", "--env", "sandbox"); got.code != 0 {
			t.Fatalf("the password that was stored before: %+v", got)
		}
		if found := holding(t, environment["HOME"], second); len(found) > 1 || len(found) == 1 && found[0] != store {
			t.Fatalf("the password stands in %v", found)
		}
	}
	run(environment, "auth", "logout", "--env", "portal")
	if found := holding(t, environment["HOME"], second); len(found) > 0 {
		t.Errorf("after the logout the password stands in %v", found)
	}
}

// TestWhatWasLeftBehindIsRemoved: files with passwords that a killed program of an earlier version
// left go with the next command that looks for passwords, and what was half written counts for nothing.
func TestWhatWasLeftBehindIsRemoved(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"auth", "logout"}, {"auth", "status"}, {"joborders", "list"}} {
		environment := storing(t)
		environment["AIMSIO_USERNAME"] = "me"
		left := writeFile(t, environment, "state/aimsio/.credentials.yaml.123456", "- password: \"spy\"\n")
		other := writeFile(t, environment, "state/aimsio/.other.yaml.1", "spy")
		run(environment, command...)
		if found := holding(t, environment["HOME"], "spy"); !slices.Equal(found, []string{other}) {
			t.Errorf("%v: the password stands in %v, not in %s alone; %s was left", command, found, other, left)
		}
	}
	environment := storing(t)
	if got := login(environment, "sandbox", "first-pass"); got.code != 0 {
		t.Fatalf("auth login: %+v", got)
	}
	store := environment["XDG_STATE_HOME"] + "/aimsio/credentials.yaml"
	half := contentOf(t, store) + "\n# aimsio: a text that replaces the one above as soon as it is whole\n- environment: \"portal\"\n  password: \"seco"
	writeFile(t, environment, "state/aimsio/credentials.yaml", half)
	if got := run(environment, "auth", "status"); got.code != 0 {
		t.Errorf("with a half-written password: %+v", got)
	}
	if got := run(environment, "auth", "logout"); got.code != 0 || len(holding(t, environment["HOME"], "seco")) > 0 {
		t.Errorf("after the logout: %+v", got)
	}
}
