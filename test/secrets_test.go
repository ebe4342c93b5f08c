package test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aimsio-cli/aimsio/internal/cli"
)

// recordsVariable names the folder in which every run of the program in a script leaves a record.
const recordsVariable = "SCRIPT_RECORDS"

// program is what the test binary does where it stands for "aimsio". In a script it keeps the
// arguments that it was started with and everything that it prints.
func program() int {
	world := cli.System(testVersion)
	folder := os.Getenv(recordsVariable)
	if folder == "" {
		return cli.Run(os.Args[1:], world)
	}
	record, err := os.CreateTemp(folder, "run-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	defer func() { _ = record.Close() }()
	fmt.Fprintln(record, strings.Join(os.Args, "\n"))
	world.Out, world.Err = io.MultiWriter(world.Out, record), io.MultiWriter(world.Err, record)
	return cli.Run(os.Args[1:], world)
}

// passwordFile is where a script finds the password, and passwordStore where the program keeps it
// if it is told to: the two files that may hold it.
const (
	passwordFile  = "password.txt"
	passwordStore = "home/.local/state/aimsio/credentials.yaml"
)

// keepSecret gives a script its password, and at its end looks for it in everything that the
// program left: the arguments and the output of every run, and every file below the script's folder.
func keepSecret(env *testscript.Env) error {
	t := env.T().(testing.TB)
	records := t.TempDir()
	env.Setenv(recordsVariable, records)
	env.Setenv("PASSWORD", scriptPassword)
	env.Defer(func() {
		found := append(leaksBelow(t, records, scriptPassword), leaksBelow(t, env.WorkDir, scriptPassword, passwordFile, passwordStore)...)
		for _, leak := range found {
			t.Errorf("the password got out %s", leak)
		}
	})
	return os.WriteFile(filepath.Join(env.WorkDir, passwordFile), []byte(scriptPassword+"\n"), 0o600)
}

// leaksBelow finds a password in the files below a folder, and in their names. Some files may hold it.
func leaksBelow(t testing.TB, folder, password string, allowed ...string) []string {
	t.Helper()
	var found []string
	files := os.DirFS(folder)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || slices.Contains(allowed, name) {
			return err
		}
		var content []byte
		if entry.Type().IsRegular() {
			if content, err = fs.ReadFile(files, name); err != nil {
				return err
			}
		}
		content = append(content, "\n"+name...)
		if forms := leaks(string(content), password); len(forms) > 0 {
			found = append(found, fmt.Sprintf("in %s (%s):\n%s", filepath.Join(folder, name), strings.Join(forms, ", "), content))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return found
}

// partLength is how many characters of a password in a row are as bad as all of them.
const partLength = 8

// leaks names the forms in which a text holds a password. The looks are its own: it shares nothing
// with the program, which would make the same mistake twice.
func leaks(text, password string) []string {
	var found []string
	plain, secret := withoutEscapes(text), []rune(withoutEscapes(password))
	for at := range max(1, len(secret)-partLength+1) {
		if part := string(secret[at:min(len(secret), at+partLength)]); strings.Contains(plain, part) {
			found = append(found, fmt.Sprintf("%q as text", part))
			break
		}
	}
	for name, form := range map[string]string{
		"URL":       url.QueryEscape(password),
		"path":      url.PathEscape(password),
		"percent":   "%" + strings.TrimSuffix(hexPairs(password, "%"), "%"),
		"HTML":      html.EscapeString(password),
		"hex":       hex.EncodeToString([]byte(password)),
		"YAML":      strings.ReplaceAll(password, "'", "''"),
		"shell":     strings.ReplaceAll(password, "'", `'\''`),
		"caseless":  strings.ToUpper(password),
		"component": strings.ReplaceAll(url.QueryEscape(password), "+", "%20"),
	} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
			found = append(found, name)
		}
	}
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("-", shift) + password))
		// What its neighbours share a character with is left out at both ends.
		core := encoded[(shift*8+5)/6 : (shift+len(password))*8/6]
		if strings.Contains(strings.NewReplacer("-", "+", "_", "/").Replace(text), core) {
			found = append(found, "base64")
		}
	}
	return found
}

// withoutEscapes undoes what JSON, Go and shells do to a text, however often they did it, and
// leaves letter case out.
func withoutEscapes(text string) string {
	text = regexp.MustCompile(`(?i)\\+u[0-9a-f]{4}`).ReplaceAllStringFunc(text, func(escape string) string {
		code, err := strconv.ParseUint(escape[len(escape)-4:], 16, 16)
		if err != nil {
			return escape
		}
		return string(rune(code))
	})
	return strings.ToLower(strings.ReplaceAll(text, `\`, ""))
}

func hexPairs(text, between string) string {
	var pairs strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&pairs, "%02x%s", text[i], between)
	}
	return pairs.String()
}

// TestLeaksAreFound: the search of the scripts finds what it is there for, and nothing else.
func TestLeaksAreFound(t *testing.T) {
	t.Parallel()
	inJSON := func(value any) string {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, password := range []string{scriptPassword, "sesame", "a'b <c>&d", strings.Repeat("lång ", 40)} {
		for where, text := range map[string]string{
			"plain":               "the password " + password + " is wrong",
			"its middle":          string([]rune(password)[:min(utf8.RuneCountInString(password), 11)]),
			"JSON":                inJSON(map[string]string{"message": password}),
			"JSON in JSON":        inJSON(inJSON([]string{password})),
			"ASCII":               strconv.QuoteToASCII(password),
			"a query":             "GET /x?" + url.Values{"p": {password}}.Encode(),
			"a path":              (&url.URL{Path: "/x/" + password}).EscapedPath(),
			"Basic":               base64.StdEncoding.EncodeToString([]byte("integration:" + password)),
			"Basic, other user":   base64.StdEncoding.EncodeToString([]byte("me:" + password)),
			"base64 of JSON":      base64.URLEncoding.EncodeToString([]byte(`{"a":"` + password + `"}`)),
			"base64":              base64.RawURLEncoding.EncodeToString([]byte(password)),
			"hex":                 strings.ToUpper(hex.EncodeToString([]byte(password))),
			"HTML":                "<b>" + html.EscapeString(password) + "</b>",
			"a shell's word":      `'` + strings.ReplaceAll(password, "'", `'\''`) + `'`,
			"YAML":                `'` + strings.ReplaceAll(password, "'", "''") + `'`,
			"another letter case": strings.ToUpper(password),
		} {
			if len(leaks(text, password)) == 0 {
				t.Errorf("%q is not found in %s: %s", password, where, text)
			}
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "log"), []byte("first line\n"+text), 0o600); err != nil {
				t.Fatal(err)
			}
			if len(leaksBelow(t, folder, password)) != 1 || len(leaksBelow(t, folder, password, "log")) != 0 {
				t.Errorf("%q is not found in a file, or where it may be: %s", password, text)
			}
		}
		if found := leaks("GET /rest/api/standard/v1/JobOrder: 200, user integration, password •••, c2VzYW1", password); len(found) > 0 {
			t.Errorf("%q is found where it is not: %v", password, found)
		}
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "of sesame"), 0o700); err != nil || len(leaksBelow(t, folder, "sesame")) != 1 {
		t.Errorf("the name of a folder is not looked at: %v", err)
	}
}

// TestRunsAreRecorded: what a run of the program is called with and prints is there to be searched.
func TestRunsAreRecorded(t *testing.T) {
	t.Parallel()
	environment := with(variables(t, ""), recordsVariable+"="+t.TempDir())
	command := process(environment, "version", "--no-such-flag-"+scriptPassword)
	var said bytes.Buffer
	command.Stderr = &said
	_ = command.Run() // it fails, which is what is wanted
	if !strings.Contains(said.String(), "unknown flag") || len(leaksBelow(t, environment[recordsVariable], scriptPassword)) == 0 {
		t.Errorf("not recorded: %q", said.String())
	}
}
