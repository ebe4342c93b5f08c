package test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// passwords are such as people and generators make, and such as trip programs up.
func passwords() map[string]string {
	return map[string]string{
		"colons":         ":pass:word:",
		"blanks":         "  leading, in  the middle, and trailing ",
		"quotes":         "\"double\" 'single' `back`",
		"shell":          `\back\\slash\n $HOME $(id) %PATH% !! *`,
		"URL":            "a+b%20c&d=e/f?g#h@i;j",
		"YAML":           "- &x {y: *z} # |",
		"null":           "null",
		"number":         "0070",
		"combining":      "cre\u0301me bru\u0302le\u0301e",
		"other alphabet": "пароль 密码 🔑\u2028",
		"tab":            "tab\tstop",
		"HTML":           "<b>&amp;&#34;</b>",
		"200 characters": strings.Repeat("0123456789 abcdé:\"'\\", 10),
	}
}

// locked starts a server that lets in only whoever has this password.
func locked(t *testing.T, password string) string {
	t.Helper()
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		if user, sent, ok := r.BasicAuth(); !ok || user != scriptUser || sent != password {
			http.Error(w, strconv.Quote(sent)+" is another password", http.StatusUnauthorized)
			return
		}
		if !strings.HasSuffix(r.URL.Path, "/JobOrder") {
			http.NotFound(w, r) // what a login asks for cannot exist
			return
		}
		_, _ = fmt.Fprint(w, `[{"guid":"1"}]`)
	})
}

// wantLogin fails the test unless the server lets a list in.
func wantLogin(t *testing.T, environment map[string]string, how string) {
	t.Helper()
	if got := run(environment, "joborders", "list", "-o", "ndjson"); got.code != 0 || got.out != "{\"guid\":\"1\"}\n" {
		t.Errorf("%s: the server gets another password: code %d, %s", how, got.code, got.err)
	}
}

// writeFile puts a file for the user alone below the home of a run.
func writeFile(t *testing.T, environment map[string]string, name, content string) string {
	t.Helper()
	path := filepath.Join(environment["HOME"], name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPasswordsArriveWhole: whatever a password consists of, and whichever way it comes, the server
// gets it as it is.
func TestPasswordsArriveWhole(t *testing.T) {
	t.Parallel()
	for name, password := range passwords() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := locked(t, password)
			without := with(variables(t, server), "AIMSIO_PASSWORD=")
			wantLogin(t, with(without, "AIMSIO_PASSWORD="+password), "AIMSIO_PASSWORD")
			wantLogin(t, with(without, "AIMSIO_PASSWORD=other", "AIMSIO_SANDBOX_PASSWORD="+password), "AIMSIO_SANDBOX_PASSWORD")
			for _, end := range []string{"", "\n", "\r\n"} {
				login := []string{"auth", "login", "--password-stdin", "--insecure-storage"}
				if got := runFed(api.Builtin(), password+end, without, login...); got.code != 0 {
					t.Errorf("--password-stdin, ended by %q: %+v", end, got)
				}
				wantLogin(t, without, "stored in a file")
				run(without, "auth", "logout")
			}
			if runtime.GOOS == "windows" {
				return // the commands are written for sh
			}
			for _, end := range []string{"", "\n", "\r\n", "\nuser: somebody\n"} {
				file := writeFile(t, without, "secret", password+end)
				for _, command := range []string{"cat '" + file + "'", "[cat, '" + file + "']"} {
					writeFile(t, without, "config/aimsio/config.yaml", "environments:\n- name: sandbox\n  password_command: "+command+"\n")
					wantLogin(t, without, fmt.Sprintf("password_command: %s, ended by %q", command, end))
				}
			}
		})
	}
}

// TestPasswordsFromKeyring uses the library's own stand-in for the system's keyring. It takes the
// keyring's place in the whole process, and so does not run beside other tests.
func TestPasswordsFromKeyring(t *testing.T) { //nolint:paralleltest // see above
	keyring.MockInit()
	for name, password := range passwords() {
		environment := with(variables(t, locked(t, password)), "AIMSIO_PASSWORD=")
		if got := runFed(api.Builtin(), password+"\n", environment, "auth", "login", "--password-stdin"); got.code != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		wantLogin(t, environment, name)
		if found := leaksBelow(t, environment["HOME"], password); len(found) > 0 {
			t.Errorf("%s: what the keyring has stands in files too: %v", name, found)
		}
	}
}

// repeat is an answer that repeats the password and the header that it came in.
type repeat func(w http.ResponseWriter, r *http.Request, password, header string)

// repeats are answers of servers, and of what stands before them, that repeat what they were sent.
func repeats() map[string]repeat {
	answer := func(status int, text func(password, header string) string) repeat {
		return func(w http.ResponseWriter, _ *http.Request, password, header string) {
			w.WriteHeader(status)
			_, _ = fmt.Fprint(w, text(password, header))
		}
	}
	message := func(password, header string) string {
		text, _ := json.Marshal(map[string]string{"message": "no " + password + " and " + header})
		return string(text)
	}
	all := map[string]repeat{
		"text": answer(400, func(p, h string) string { return "refused: " + p + ", " + h + "!" }),
		"text at the edge of what is quoted": answer(200, func(p, _ string) string {
			return strings.Repeat("x", 50) + p
		}),
		"page": answer(502, func(p, h string) string {
			return "<!DOCTYPE html><title>" + strings.Repeat("x", 50) + html.EscapeString(p+h) + "</title>"
		}),
		"page instead of data": answer(200, func(p, h string) string {
			return "<html><head><title>" + html.EscapeString(p+" "+h) + "</title>"
		}),
		"object instead of data": answer(200, message),
		"JSON in JSON":           answer(400, func(p, h string) string { return message(message(p, h), "") }),
		"ASCII":                  answer(400, func(p, _ string) string { return `{"error":` + strconv.QuoteToASCII(p) + `}` }),
		"a URL":                  answer(400, func(p, _ string) string { return "?p=" + url.QueryEscape(p) + "&q=" + url.PathEscape(p) + "&" }),
		"small percents":         answer(400, func(p, _ string) string { return "%" + strings.TrimSuffix(harness.HexPairs(p, "%"), "%") }),
		"base64 of more":         answer(400, func(p, _ string) string { return base64.StdEncoding.EncodeToString([]byte(`{"p":"` + p + `"}`)) }),
		"a list that complains":  answer(200, func(p, h string) string { return `[{"guid":"1","error":` + strconv.Quote(p+h) + `}]` }),
		"headers": func(w http.ResponseWriter, _ *http.Request, _, header string) {
			w.Header().Set("Www-Authenticate", header)
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusUnauthorized)
		},
		"another path": func(w http.ResponseWriter, _ *http.Request, password, _ string) {
			w.Header().Set("Location", "/x/"+url.PathEscape(password))
			w.WriteHeader(http.StatusFound)
		},
		"another server": func(w http.ResponseWriter, _ *http.Request, password, header string) {
			w.Header().Set("Location", "https://"+url.PathEscape(password)+".example/"+url.PathEscape(header))
			w.WriteHeader(http.StatusTemporaryRedirect)
		},
		"no HTTP": func(w http.ResponseWriter, _ *http.Request, password, header string) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			_, _ = fmt.Fprintf(connection, "HTTP/1.1 %s %s\r\n\r\n", password, header)
			_ = connection.Close()
		},
	}
	for _, status := range []int{401, 403, 500} {
		all[strconv.Itoa(status)] = answer(status, message)
	}
	return all
}

// TestPasswordsAreNotRepeated: what a server says about a call is shown without the password, in
// messages, traces, results and the log of writes.
func TestPasswordsAreNotRepeated(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	for name, password := range passwords() {
		if len(password) < harness.PartLength {
			continue // such a word stands in texts that do not speak of it
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for how, answer := range repeats() {
				var calls atomic.Int32
				server := serving(t, func(w http.ResponseWriter, r *http.Request) {
					calls.Add(1)
					answer(w, r, password, r.Header.Get("Authorization"))
				})
				environment := with(variables(t, server), "AIMSIO_PASSWORD="+password, "AIMSIO_MAX_WAIT=1ms")
				for _, arguments := range [][]string{
					{"joborders", "get", "1", "--trace=body"},
					{"companies", "create", "--set", "companyCode=N", "--set", "companyName=n", "--set", "companyTypeName=Vendor", "-o", "json", "--trace"},
					{"api", "POST", "Company", "--trace=body", "--jq", "1"},
				} {
					calls.Store(0)
					got := run(environment, arguments...)
					if calls.Load() == 0 {
						t.Fatalf("aimsio %s does not call the server: %s", strings.Join(arguments, " "), got.err)
					}
					said := got.err
					if arguments[1] != "get" { // a record is data, and shown as it is
						said += got.out
					}
					if forms := leaks(said, password); len(forms) > 0 {
						t.Errorf("%s: aimsio %s shows the password as %v:\n%s", how, strings.Join(arguments, " "), forms, said)
					}
				}
				for _, leak := range leaksBelow(t, environment["HOME"], password) {
					t.Errorf("%s: the password is %s", how, leak)
				}
			}
		})
	}
}

// TestPasswordsInDataStay: a record that happens to hold the password is shown as the server has it.
func TestPasswordsInDataStay(t *testing.T) {
	t.Parallel()
	for name, password := range passwords() {
		text, err := json.Marshal([]map[string]string{{"guid": password}})
		if err != nil {
			t.Fatal(err)
		}
		server := answering(t, string(text), "{}")
		var list []map[string]string
		got := run(with(variables(t, server), "AIMSIO_PASSWORD="+password), "joborders", "list", "-o", "json")
		if err := json.Unmarshal([]byte(got.out), &list); err != nil || len(list) != 1 || list[0]["guid"] != password {
			t.Errorf("%s: %v, %s", name, err, got.out)
		}
	}
}
