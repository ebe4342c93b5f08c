//go:build linux

package test

import (
	"encoding/base64"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// TestProtectedWritePrompts: a person types the environment's name before a write.
func TestProtectedWritePrompts(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	environment := with(variables(t, server), "AIMSIO_PROTECTED=true")
	write := []string{"employees", "create", "-f", employeesFile(t, 3), "--if-exists", "update"}
	const prompt = "Type its name to go on: "
	for _, answer := range []string{"yes", "", "Sandbox", "portal"} {
		if shown, code := typed(t, environment, write, [2]string{prompt, answer}); code != 9 || len(log.all()) != 0 || !strings.Contains(shown, "nothing was sent") {
			t.Errorf("the answer %q: code %d, calls %v, shown %q", answer, code, log.all(), shown)
		}
	}
	shown, code := typed(t, environment, write, [2]string{prompt, "sandbox"})
	if code != 0 || log.posts() != 1 {
		t.Errorf("the name: code %d, calls %v, shown %q", code, log.all(), shown)
	}
	matches(t, "the banner", shown, `writing to environment sandbox \(`+server+`/\)`)
	wantEmployees(t, with(environment, "AIMSIO_PROTECTED="), 3)
	// An input that is wrong is refused before anybody is asked.
	if shown, code := typed(t, environment, []string{"employees", "create", "--set", "employmentType=x", "--if-exists", "update"}); code != 5 || strings.Contains(shown, prompt) {
		t.Errorf("a wrong record: code %d, shown %q", code, shown)
	}
}

// TestNoPasswordIsKept: neither the log nor anything else in the state folder holds the password,
// in whatever way a user puts it there.
func TestNoPasswordIsKept(t *testing.T) {
	t.Parallel()
	const password = "correct-horse-battery"
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "AIMSIO_PASSWORD="+password)
	address := strings.Replace(server, "http://", "http://integration:"+password+"@", 1)
	body := fileWith(t, "body.json", `{"companyList":[{"companyCode":"N","companyName":"n","companyTypeName":"Vendor","portalPassword":"`+password+`"}]}`)
	for _, arguments := range [][]string{
		{"employees", "create", "-f", employeesFile(t, 2)},
		{"companies", "create", "-f", body, "--no-validate"},
		{"api", "POST", "Company", "-f", body},
		{"api", "POST", "Company?token=" + password, "-f", body},
		{"api", "POST", "Company", "-f", body, "-H", "X-Api-Token: " + password},
		{"api", "POST", strings.TrimSuffix(address, "/") + "/rest/api/standard/v1/Company", "-f", body},
	} {
		run(environment, arguments...)
	}
	if got := run(environment, "log", "-o", "ndjson"); strings.Count(got.out, "\n") < 5 {
		t.Errorf("the log: %+v", got)
	}
	secrets := []string{password, base64.StdEncoding.EncodeToString([]byte(password)), base64.StdEncoding.EncodeToString([]byte("integration:" + password))}
	state := os.DirFS(environment["XDG_STATE_HOME"])
	err := fs.WalkDir(state, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if wrong := info.Mode().Perm() & 0o077; wrong != 0 && path != "." {
			t.Errorf("%s is open to others: %v", path, info.Mode())
		}
		if entry.IsDir() {
			return nil
		}
		content, err := fs.ReadFile(state, path)
		for _, secret := range secrets {
			if strings.Contains(string(content), secret) {
				t.Errorf("%s holds the password as %s:\n%s", path, secret, content)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
