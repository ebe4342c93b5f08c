package completionfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/completionfile"
)

func machine(goos string, variables map[string]string) completionfile.Machine {
	return completionfile.Machine{GOOS: goos, Getenv: func(name string) (string, bool) { value, set := variables[name]; return value, set }}
}

func TestFor(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	own := filepath.Join(home, ".zfunc")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	usual := machine("linux", map[string]string{"HOME": home, "XDG_DATA_HOME": "relative"})
	told := usual
	told.Fpath = func() []string { return []string{"/usr/share/zsh", home, filepath.Join(home, "no-such"), own} }
	for _, test := range []struct {
		name, shell string
		machine     completionfile.Machine
		path        string
		line        bool
	}{
		{"bash", "bash", usual, home + "/.local/share/bash-completion/completions/aimsio", false},
		{"zsh", "zsh", usual, home + "/.local/share/zsh/site-functions/_aimsio", true},
		{"zsh with a folder of its own", "zsh", told, own + "/_aimsio", false},
		{"fish", "fish", usual, home + "/.config/fish/completions/aimsio.fish", false},
		{"powershell", "powershell", usual, home + "/.local/share/aimsio/completion.ps1", true},
	} {
		place, err := test.machine.For(test.shell, "aimsio")
		if err != nil || place.Path != filepath.FromSlash(test.path) || (place.Line != "") != test.line {
			t.Errorf("%s: %+v, %v", test.name, place, err)
		}
	}
	if _, err := usual.For("tcsh", "aimsio"); err == nil {
		t.Error("there is a place for any shell")
	}
	if _, err := machine("linux", nil).For("bash", "aimsio"); err == nil {
		t.Error("there is a place without a home")
	}
}

func TestUsual(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ goos, shell, want string }{
		{"linux", "/usr/bin/zsh", "zsh"}, {"linux", "/usr/bin/pwsh", "powershell"}, {"linux", "", ""}, {"windows", "", "powershell"},
	} {
		if got := machine(test.goos, map[string]string{"SHELL": test.shell}).Usual(); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

// TestInstall: done again it changes nothing, and a file of somebody else's stays.
func TestInstall(t *testing.T) {
	t.Parallel()
	place := completionfile.Place{Path: filepath.Join(t.TempDir(), "deep", "_aimsio")}
	script := []byte("#compdef aimsio\nfirst\n")
	for i, want := range []bool{true, false} {
		if changed, err := completionfile.Install(place, "aimsio", script); err != nil || changed != want {
			t.Errorf("time %d: %v, %v", i, changed, err)
		}
	}
	if changed, err := completionfile.Install(place, "aimsio", []byte("#compdef aimsio\nsecond\n")); err != nil || !changed {
		t.Errorf("another version: %v, %v", changed, err)
	}
	for i, want := range []bool{true, false} {
		if changed, err := completionfile.Uninstall(place, "aimsio"); err != nil || changed != want {
			t.Errorf("taken away, time %d: %v, %v", i, changed, err)
		}
	}
	if err := os.WriteFile(place.Path, []byte("mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := completionfile.Install(place, "aimsio", script); !errors.Is(err, completionfile.ErrNotOurs) {
		t.Errorf("another file: %v", err)
	}
	if _, err := completionfile.Uninstall(place, "aimsio"); !errors.Is(err, completionfile.ErrNotOurs) {
		t.Errorf("another file, taken away: %v", err)
	}
}
