package test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheOwnPasswordIsNotLogged: whatever is written with it in its midst, the log does not keep the password
// of the environment. What is sent, it keeps.
func TestTheOwnPasswordIsNotLogged(t *testing.T) {
	t.Parallel()
	for kind, password := range passwords() {
		if kind == "200 characters" || kind == "null" {
			continue // whose parts are found in anything, and a word of JSON
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			var sent strings.Builder
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				sent.Write(body)
				if r.Method == http.MethodGet {
					_, _ = io.WriteString(w, "[]")
				}
			})
			environment := with(variables(t, server), "AIMSIO_PASSWORD="+password)
			quoted, err := json.Marshal(password)
			if err != nil {
				t.Fatal(err)
			}
			record := `{"employeeCode":"E-1","employeeNotes":` + string(quoted) + `,"x":[{` + string(quoted) + `:1}],"y":"` + base64.StdEncoding.EncodeToString([]byte("me:"+password)) + `"}`
			file := filepath.Join(t.TempDir(), "in.json")
			if err := os.WriteFile(file, []byte(record), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{
				{"employees", "create", "--set", "employeeCode=E-1", "--set", "employeeNotes=" + password, "--no-validate", "--if-exists", "update"},
				{"employees", "create", "-f", file, "--no-validate", "--if-exists", "update"},
				{"api", "POST", "Employee?q=" + url.QueryEscape(password), "-f", file},
				{"api", "POST", "Employee/" + url.PathEscape(password), "-H", "X-Note: " + strings.ReplaceAll(password, "\t", " ")},
			} {
				if got := run(environment, args...); got.code != 0 && args[0] == "employees" {
					t.Errorf("%v: %+v", args, got)
				}
			}
			if !strings.Contains(sent.String(), string(quoted)) {
				t.Errorf("the record was sent without it: %s", sent.String())
			}
			log, err := os.ReadFile(filepath.Join(environment["XDG_STATE_HOME"], "aimsio", "writes.ndjson"))
			if err != nil || strings.Count(string(log), `"employeeCode":"E-1"`) < 3 || !strings.Contains(string(log), "***") {
				t.Errorf("the log: %v\n%s", err, log)
			}
			for _, leak := range leaksBelow(t, environment["XDG_STATE_HOME"], password) {
				t.Errorf("the password is %s", leak)
			}
		})
	}
}

// TestSecretsByTheirNamesAreNotLogged, however those are written.
func TestSecretsByTheirNamesAreNotLogged(t *testing.T) {
	t.Parallel()
	const secret = "qUiEt-hErOn-71"
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[]") })
	environment := variables(t, server)
	body := filepath.Join(t.TempDir(), "body.json")
	text := `{"sessionId":"` + secret + `","to\u006ben":"` + secret + `","a":{"jwt":"` + secret + `","link":"/x?to%6ben=` + secret + `&sid=` + secret + `"},"kept":"E-1"}`
	if err := os.WriteFile(body, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"Employee?to%6ben=" + secret, "Employee?sessionId=" + secret, "Employee;jsessionid=" + secret, "Employee?%2574oken=" + secret} {
		got := run(environment, "api", "POST", path, "-f", body, "--trace")
		if got.code != 0 || !strings.Contains(got.err, "POST /rest/") || len(leaks(got.err, secret)) > 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if got := run(environment, "log", "-o", "ndjson"); strings.Count(got.out, "\n") != 4 {
		t.Errorf("the log: %+v", got)
	}
	for _, leak := range leaksBelow(t, environment["XDG_STATE_HOME"], secret) {
		t.Errorf("the secret is %s", leak)
	}
}

// TestHiddenValuesAreNamed: the log says where it has *** in the place of a value, and a file of such values is
// not taken for one of records.
func TestHiddenValuesAreNamed(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
		case strings.HasSuffix(r.URL.Path, "/g1"):
			_, _ = io.WriteString(w, `{"employeeGuid":"g1","employeeCode":"E-1","sessionId":"s","employeeNotes":"***"}`)
		default:
			_, _ = io.WriteString(w, `[{"guid":"g1","dtype":"Employee","updatedAt":1}]`)
		}
	})
	environment := variables(t, server)
	if got := run(environment, "employees", "update", "g1", "--set", "employeeNickName=x", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	runs := run(environment, "log", "-o", "ndjson", "--jq", ".run")
	got := run(environment, "log", "show", strings.TrimSpace(runs.out), "-o", "ndjson", "--jq", ".hidden[]")
	if got.out != "/body/employeeList/0/sessionId\n/before/0/sessionId\n" {
		t.Errorf("%+v", got)
	}
	back := run(environment, "employees", "create", "--set", "employeeCode=***", "--dry-run")
	if back.code != 5 || !strings.Contains(back.err, "in the place of a secret") {
		t.Errorf("%+v", back)
	}
}
