//go:build !windows

package browser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/browser"
)

// TestOpen: the user's own choice is taken before the system's programs, those before others, and one that is not there is passed
// over. The address is one word that no shell reads, and what is said goes to the messages.
func TestOpen(t *testing.T) {
	const address = "https://app.example/#/jobs/1?a=$(id)&b='c"
	folder := t.TempDir()
	t.Setenv("PATH", folder)
	program := func(name, script string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	open := func(system, chosen string) (string, error) {
		var said bytes.Buffer
		err := browser.Open(t.Context(), system, func(string) (string, bool) { return chosen, chosen != "" }, address, &said)
		return strings.TrimSpace(said.String()), err
	}
	if said, err := open("linux", ""); err == nil || said != "" {
		t.Errorf("without any program: %q, %v", said, err)
	}
	for _, name := range []string{"x-www-browser", "wslview", "xdg-open", "open", "rundll32", "mine"} {
		program(name, `echo "${0##*/} $# $*"`)
	}
	for _, c := range []struct{ system, chosen, want string }{
		{"linux", "", "xdg-open 1 " + address},
		{"linux", "mine --new", "mine 2 --new " + address},
		{"linux", "missing:mine --tab %s --new", "mine 3 --tab " + address + " --new"},
		{"darwin", " ", "open 1 " + address},
		{"windows", "", "rundll32 2 url.dll,FileProtocolHandler " + address},
	} {
		if said, err := open(c.system, c.chosen); err != nil || said != c.want {
			t.Errorf("%s, %q: %q, %v; want %q", c.system, c.chosen, said, err, c.want)
		}
	}
	if said, err := open("linux", "missing"); err == nil || said != "" || !strings.Contains(err.Error(), `BROWSER is "missing"`) {
		t.Errorf("a choice that is not there: %q, %v", said, err)
	}
	program("xdg-open", "echo no display >&2; exit 3")
	if said, err := open("linux", ""); err == nil || said != "no display" {
		t.Errorf("a program that fails: %q, %v", said, err)
	}
}
