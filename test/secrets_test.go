package test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// recordsVariable names the folder in which every run of the program in a script leaves a record.
const recordsVariable = "SCRIPT_RECORDS"

// program is what the test binary does where it stands for "aimsio". In a script it keeps the
// arguments that it was started with and everything that it prints.
func program() int {
	world := cmdkit.Machine(testVersion)
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

func leaksBelow(t testing.TB, folder, password string, allowed ...string) []string {
	t.Helper()
	return harness.LeaksBelow(t, folder, password, allowed...)
}

func leaks(text, password string) []string { return harness.Leaks(text, password) }

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
