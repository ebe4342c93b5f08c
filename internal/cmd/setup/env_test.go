package setup

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// rowsOf reads rows that were printed as NDJSON.
func rowsOf[T any](t *testing.T, printed string) []T {
	t.Helper()
	var rows []T
	for line := range strings.Lines(printed) {
		var row T
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestEnvList: an operator sees what there is, which of it counts now, and what is wrong with any of it.
func TestEnvList(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "local")
	m.configure(`environments:
  - {name: local, url: "http://127.0.0.1:8080", username: me, read_only: true}
  - {name: broken}
`)
	run, err := m.do(NewEnvCommand, "list")
	if err != nil {
		t.Fatal(err)
	}
	rows := rowsOf[environmentRow](t, run.Printed.String())
	names := make([]string, 0, len(rows))
	for _, row := range rows {
		names = append(names, row.Name)
		if row.Current != (row.Name == "local") {
			t.Errorf("%s: current is %v", row.Name, row.Current)
		}
		switch row.Name {
		case "local":
			if row.URL != "http://127.0.0.1:8080/" || row.Username != "me" || !row.ReadOnly || row.Protected || row.Origin != "configuration" || row.Fault != "" {
				t.Errorf("%+v", row)
			}
		case "portal":
			if !row.Protected || row.Origin != "built-in" {
				t.Errorf("%+v", row)
			}
		case "broken":
			if !strings.Contains(row.Fault, "has no url") || !strings.Contains(run.Said.String(), "broken: ") {
				t.Errorf("%+v, said %s", row, run.Said)
			}
		}
	}
	if want := []string{"sandbox", "portal", "mock", "demo", "local", "broken"}; !slices.Equal(names, want) {
		t.Errorf("listed %q, want %q", names, want)
	}
}

// TestEnvOfABrokenConfiguration: what helps to mend it works, and says what is wrong, with --quiet too.
func TestEnvOfABrokenConfiguration(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "sandbox")
	m.configure("environments: [{name: local, url: nowhere}]\n")
	for _, args := range [][]string{{"list"}, {"show"}, {"show", "demo"}} {
		run := m.run("")
		run.Quiet = true
		o := envShowOptions{Streams: run.Streams, Output: run.Output, load: run.Load, name: strings.Join(args[1:], "")}
		var err error
		if args[0] == "show" {
			err = runEnvShow(t.Context(), &o)
		} else {
			err = runEnvList(t.Context(), &envListOptions{Streams: run.Streams, Output: run.Output, load: run.Load})
		}
		if err != nil || run.Printed.Len() == 0 || !strings.HasPrefix(run.Said.String(), "the configuration cannot be used: ") {
			t.Errorf("%q: %v, printed %s, said %s", args, err, run.Printed, run.Said)
		}
	}
}

// TestEnvShow: every setting says where it came from, so that a surprise can be traced.
func TestEnvShow(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "local")
	m.variables["AIMSIO_RATE"] = "7"
	m.configure("time: utc\nenvironments: [{name: local, url: 'http://127.0.0.1:8080', parallel: 3}]\n")
	for _, args := range [][]string{{"show"}, {"show", "local"}, {"show", "LOCAL"}} {
		run, err := m.do(NewEnvCommand, args...)
		if err != nil {
			t.Fatalf("%q: %v", args, err)
		}
		found := map[string]settingRow{}
		for _, row := range rowsOf[settingRow](t, run.Printed.String()) {
			if _, twice := found[row.Setting]; twice {
				t.Errorf("%s stands there twice", row.Setting)
			}
			found[row.Setting] = row
		}
		for setting, want := range map[string][2]string{
			"name":               {"local", ""},
			"rate":               {"7", "AIMSIO_RATE"},
			"parallel":           {"3", "configuration"},
			"time":               {"utc", "configuration"},
			"configuration file": {m.file(), ""},
			"username":           {"", ""},
		} {
			row, has := found[setting]
			if !has || row.Value != want[0] || !strings.Contains(row.Source, want[1]) || want[1] == "" && row.Source != "" {
				t.Errorf("%q: %s is %+v, want %q", args, setting, row, want)
			}
		}
		if _, has := found["env"]; has {
			t.Errorf("%q: the current environment stands among the settings of one", args)
		}
		for _, row := range found {
			if strings.Contains(strings.ToLower(row.Setting), "password") && row.Setting != "password_command" {
				t.Errorf("a password is shown: %+v", row)
			}
		}
	}
}

func TestEnvShowRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		current string
		args    []string
		says    string
	}{
		"none chosen": {"", []string{"show"}, "no environment chosen"},
		"unknown":     {"", []string{"show", "sandbux"}, "did you mean sandbox?"},
		"two":         {"", []string{"show", "sandbox", "demo"}, "at most one name"},
		"no command":  {"", []string{"remuve", "x"}, "remuve"},
	} {
		run, err := newMachine(t, test.current).do(NewEnvCommand, test.args...)
		if err == nil || cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), test.says) || run.Printed.Len() > 0 {
			t.Errorf("%s: %v, printed %s", name, err, run.Printed)
		}
	}
}

// TestWithoutAHome: on a machine without a home folder, what can be shown is, with why the rest cannot be.
func TestWithoutAHome(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "demo")
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} { // Windows asks for others, which are not set
		delete(m.variables, name)
	}
	run, err := m.do(NewEnvCommand, "show")
	if err != nil {
		t.Fatal(err)
	}
	rows := rowsOf[settingRow](t, run.Printed.String())
	for _, row := range rows[len(rows)-2:] {
		if !strings.Contains(row.Value, "set AIMSIO_") {
			t.Errorf("%+v", row)
		}
	}
}

// TestEnvAdd: settings are added and changed, and nothing else in the file is.
func TestEnvAdd(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "")
	m.configure("# mine\ntime: utc\n")
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"local", "--url", "http://127.0.0.1:8080", "--username", "me"}, "- name: local\n    url: http://127.0.0.1:8080/\n    username: me\n"},
		{[]string{"local", "--set", "rate = 5", "--set", "read_only=true"}, "    username: me\n    rate: 5\n    read_only: true\n"},
		{[]string{"local", "--username", "you"}, "    username: you\n    rate: 5\n"},
		{[]string{"local", "--set", "rate="}, "    username: you\n    read_only: true\n"},
		{[]string{"sandbox", "--set", "password_command=pass show a=b"}, "- name: sandbox\n    password_command: pass show a=b\n"},
	} {
		run, err := m.do(NewEnvCommand, append([]string{"add"}, test.args...)...)
		if err != nil {
			t.Fatalf("%q: %v", test.args, err)
		}
		if got := m.configured(); !strings.Contains(got, test.want) || !strings.HasPrefix(got, "# mine\ntime: utc\n") {
			t.Errorf("%q wrote\n%s, want\n%s", test.args, got, test.want)
		}
		if want := "environment " + test.args[0] + " is in " + m.file(); !strings.Contains(run.Said.String(), want) {
			t.Errorf("%q said %s", test.args, run.Said)
		}
	}
}

func TestEnvAddRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"no url":            {[]string{"local"}, "env add local needs --url"},
		"no value":          {[]string{"local", "--url", "http://127.0.0.1", "--set", "rate"}, `--set "rate": it is written key=value`},
		"another setting":   {[]string{"local", "--url", "http://127.0.0.1", "--set", "rat=5"}, "did you mean rate?"},
		"a wrong value":     {[]string{"local", "--url", "http://127.0.0.1", "--set", "rate=fast"}, `"fast" is not valid`},
		"a password":        {[]string{"local", "--url", "http://127.0.0.1", "--set", "password=x"}, "aimsio auth login"},
		"plain http abroad": {[]string{"local", "--url", "http://example.com"}, "http"},
		"a name with blank": {[]string{"a b", "--url", "https://example.com"}, "name"},
		"no name":           {nil, "takes one argument"},
	} {
		m := newMachine(t, "")
		_, err := m.do(NewEnvCommand, append([]string{"add"}, test.args...)...)
		if err == nil || cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
		if got := m.configured(); got != "" {
			t.Errorf("%s: wrote %s", name, got)
		}
	}
}

// TestAFileThatCannotBeWritten: that is no fault of the command line, whose exit code would blame it.
func TestAFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "")
	if err := os.MkdirAll(m.file()+".lock", 0o700); err != nil { // which is to be a file
		t.Fatal(err)
	}
	run := m.run("")
	o := envAddOptions{Streams: run.Streams, load: m.load, name: "sandbox", username: "me"}
	if err := runEnvAdd(t.Context(), &o); err == nil || cmdkit.KindOf(err) != fail.Failed {
		t.Errorf("kind %v: %v", cmdkit.KindOf(err), err)
	}
}

func TestEnvUse(t *testing.T) {
	t.Parallel()
	for variable, warns := range map[string]bool{"": false, "demo": false, "portal": true} {
		m := newMachine(t, variable)
		run, err := m.do(NewEnvCommand, "use", "demo")
		if err != nil || m.configured() != "env: demo\n" || !strings.Contains(run.Said.String(), "commands work with demo from now on") {
			t.Errorf("%v, wrote %s, said %s", err, m.configured(), run.Said)
		}
		if got := strings.Contains(run.Said.String(), "AIMSIO_ENV is set to portal and counts before it"); got != warns {
			t.Errorf("AIMSIO_ENV %q: said %s", variable, run.Said)
		}
	}
	m := newMachine(t, "")
	if _, err := m.do(NewEnvCommand, "use", "demmo"); cmdkit.KindOf(err) != fail.Usage || m.configured() != "" {
		t.Errorf("%v, wrote %s", err, m.configured())
	}
}

// TestEnvRemove: with an environment goes its password, wherever that is stored.
func TestEnvRemove(t *testing.T) {
	t.Parallel()
	const configured = "environments: [{name: local, url: 'http://127.0.0.1:8080', username: me}]\n"
	for name, test := range map[string]struct {
		held string
		says []string
	}{
		"in the keyring": {"sesame", []string{"environment local is removed", "its password is removed from keyring"}},
		"nowhere":        {"", []string{"environment local is removed"}},
	} {
		m := newMachine(t, "")
		m.configure(configured)
		if test.held != "" {
			m.keyring.held["local me http://127.0.0.1:8080"] = test.held
		}
		run := m.run("")
		if err := runEnvRemove(t.Context(), &envRemoveOptions{Streams: run.Streams, load: m.load, name: "local"}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(m.configured(), "local") || len(m.keyring.held) > 0 {
			t.Errorf("%s: left %s and %v", name, m.configured(), m.keyring.held)
		}
		if lines := strings.Count(run.Said.String(), "\n"); lines != len(test.says) {
			t.Errorf("%s: said %s", name, run.Said)
		}
		for _, want := range test.says {
			if !strings.Contains(run.Said.String(), want) {
				t.Errorf("%s: said %s, want %s", name, run.Said, want)
			}
		}
	}
	m := newMachine(t, "")
	if _, err := m.do(NewEnvCommand, "remove", "sandbox"); cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), "built in") {
		t.Errorf("of a built-in one: %v", err)
	}
}

// TestEnvRemoveWithoutAKeyring: one that is there and cannot be asked may still hold the password, which is said
// with --quiet too; where there is none, nothing is.
func TestEnvRemoveWithoutAKeyring(t *testing.T) {
	t.Parallel()
	for broken, want := range map[error]string{errLocked: "warning: a password of local may still be in the keyring", errNoBus: ""} {
		m := newMachine(t, "")
		m.configure("environments: [{name: local, url: 'http://127.0.0.1:8080', username: me}]\n")
		m.keyring.broken = broken
		run := m.run("")
		run.Quiet = true
		err := runEnvRemove(t.Context(), &envRemoveOptions{Streams: run.Streams, load: m.load, name: "local"})
		if said := run.Said.String(); err != nil || !strings.HasPrefix(said, want) || want == "" && said != "" {
			t.Errorf("%v: %v, said %s", broken, err, said)
		}
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "")
	m.configure("environments: [{name: local, url: 'http://127.0.0.1:8080'}]\n")
	words, _ := completeSettings(nil, nil, "")
	if !slices.Contains(words, "time_zone=") || slices.Contains(words, "env=") {
		t.Errorf("--set offers %q", words)
	}
	for _, name := range []string{"show", "use", "remove", "add"} {
		cmd, _, err := NewEnvCommand(m.run("").Env).Find([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		if words, _ := cmd.ValidArgsFunction(cmd, nil, ""); !slices.Contains(words, "local") {
			t.Errorf("%s offers %q", name, words)
		}
		if words, _ := cmd.ValidArgsFunction(cmd, []string{"local"}, ""); len(words) > 0 {
			t.Errorf("%s offers %q behind a name", name, words)
		}
	}
}

// TestTheHelpOfEnvAdd names every setting of an environment.
func TestTheHelpOfEnvAdd(t *testing.T) {
	t.Parallel()
	words, _ := completeSettings(nil, nil, "")
	for _, word := range words {
		if !strings.Contains(settingsHelp(), "  "+strings.TrimSuffix(word, "=")+" ") {
			t.Errorf("%s is not explained", word)
		}
	}
}
