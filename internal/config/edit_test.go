package config

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const commented = `# The environments of the team.
env: acme # changed by env use
# Machines read JSON.
output: json
environments:
  # The test system, until March.
  - name: acme
    url: https://acme.example/ # behind the VPN
    # Granted on request.
    rate: 25
  - name: Other.One
    url: https://other.example/
# the end
`

func TestEditsKeepCommentsAndOrder(t *testing.T) {
	w := configured(t, commented)
	steps := []struct {
		edit     func(*Config) error
		old, new string
	}{
		{func(c *Config) error { return c.Use(t.Context(), "other.one") }, "env: acme #", "env: Other.One #"},
		{func(c *Config) error { return c.SetEnvironment(t.Context(), "acme", Pair{"rate", "12.5"}) }, "rate: 25", "rate: 12.5"},
		{
			func(c *Config) error { return c.SetEnvironment(t.Context(), "Acme", Pair{"username", "0042"}) },
			"rate: 12.5\n", "rate: 12.5\n    username: \"0042\"\n",
		},
		{func(c *Config) error { return c.SetEnvironment(t.Context(), "acme", Pair{"username", ""}) }, "    username: \"0042\"\n", ""},
		{
			func(c *Config) error {
				return c.AddEnvironment(t.Context(), "new", []Pair{{"url", "https://new.example"}, {"read_only", "yes"}, {"output", "CSV"}})
			},
			"    url: https://other.example/\n",
			"    url: https://other.example/\n  - name: new\n    url: https://new.example/\n    read_only: true\n    output: csv\n",
		},
		{
			func(c *Config) error { return c.SetEnvironment(t.Context(), "sandbox", Pair{"username", "robot"}) },
			"    output: csv\n", "    output: csv\n  - name: sandbox\n    username: robot\n",
		},
		{func(c *Config) error { return c.Remove(t.Context(), "new") }, "  - name: new\n    url: https://new.example/\n    read_only: true\n    output: csv\n", ""},
		{
			func(c *Config) error { return c.Remove(t.Context(), "Other.One") },
			"  - name: Other.One\n    url: https://other.example/\n", "",
		},
	}
	want := commented
	for i, step := range steps {
		if err := step.edit(w.load()); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		want = strings.Replace(want, step.old, step.new, 1)
		if i == len(steps)-1 {
			want = strings.Replace(want, "env: Other.One # changed by env use\n", "", 1)
		}
		if diff := cmp.Diff(want, w.read()); diff != "" {
			t.Fatalf("step %d (-want +got):\n%s", i, diff)
		}
	}
}

// A file whose lines end as those of Windows keeps these ends, in its comments and in what is new.
func TestEditsKeepLineEnds(t *testing.T) {
	windows := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	for name, old := range map[string]string{"a file with entries": commented, "comments alone": "# mine\n# and yours\n"} {
		plain, w := configured(t, old), configured(t, windows(old))
		for range 2 { // a second edit finds what the first one wrote
			for _, world := range []*world{plain, w} {
				if err := world.load().SetEnvironment(t.Context(), "sandbox", Pair{"username", "robot"}); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
		if diff := cmp.Diff(windows(plain.read()), w.read()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFirstEditMakesPrivateFile(t *testing.T) {
	w := newWorld(t)
	if err := w.load().AddEnvironment(t.Context(), "acme", []Pair{{"url", "https://a"}, {"password_command", "pass show 'a b' | head -1"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.load().Use(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	want := "environments:\n  - name: acme\n    url: https://a/\n    password_command: pass show 'a b' | head -1\nenv: acme\n"
	if diff := cmp.Diff(want, w.read()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for path, mode := range map[string]os.FileMode{w.path(): 0o600, w.path() + ".lock": 0o600, filepath.Dir(w.path()): 0o700} {
		info, err := os.Stat(path)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
		}
	}
	left, err := os.ReadDir(filepath.Dir(w.path()))
	if err != nil || len(left) != 2 {
		t.Errorf("more than the configuration and its lock is left: %v, %v", left, err)
	}
}

func TestRefusedEditsWriteNothing(t *testing.T) {
	tests := map[string]struct {
		edit func(*Config) error
		want string
	}{
		"name taken": {func(c *Config) error { return c.AddEnvironment(t.Context(), "acme", []Pair{{"url", "https://x"}}) }, "already"},
		"bad name":   {func(c *Config) error { return c.AddEnvironment(t.Context(), "a/b", nil) }, "without blanks, slashes"},
		"no url":     {func(c *Config) error { return c.AddEnvironment(t.Context(), "x", nil) }, "needs a url"},
		"bad url": {func(c *Config) error {
			return c.AddEnvironment(t.Context(), "x", []Pair{{"url", "http://example.com"}})
		}, "https://"},
		"a password": {func(c *Config) error { return c.SetEnvironment(t.Context(), "acme", Pair{"password", "hunter2"}) }, "auth login"},
		"password in url": {func(c *Config) error {
			return c.SetEnvironment(t.Context(), "acme", Pair{"url", "https://u:hunter2@a"})
		}, "auth login"},
		"unknown key":     {func(c *Config) error { return c.SetEnvironment(t.Context(), "acme", Pair{"readonly", "true"}) }, "read_only"},
		"program key":     {func(c *Config) error { return c.SetEnvironment(t.Context(), "acme", Pair{"color", "never"}) }, "no setting"},
		"bad value":       {func(c *Config) error { return c.SetEnvironment(t.Context(), "acme", Pair{"rate", "0"}) }, "from 0.01 to 1000"},
		"unknown env":     {func(c *Config) error { return c.Use(t.Context(), "acne") }, "did you mean acme"},
		"remove built-in": {func(c *Config) error { return c.Remove(t.Context(), "portal") }, "built in"},
		"set unknown":     {func(c *Config) error { return c.SetEnvironment(t.Context(), "nope", Pair{"rate", "1"}) }, "no environment"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := configured(t, commented)
			err := test.edit(w.load())
			if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v; want %q", err, test.want)
			}
			if w.read() != commented {
				t.Errorf("the file was changed:\n%s", w.read())
			}
		})
	}
}

func TestBrokenFileIsNotEdited(t *testing.T) {
	const broken = "environments: {}\nenv: a\n"
	w := configured(t, broken)
	if err := w.load().Use(t.Context(), "demo"); !errors.Is(err, ErrInvalid) || w.read() != broken {
		t.Errorf("got %v, file:\n%s", err, w.read())
	}
}

// A fault that an edit takes away does not stop it; one that would stay does.
func TestEditsMendABrokenFile(t *testing.T) {
	const broken = "environments:\n  - name: bad\n    url: \"::\"\n  - name: good\n    url: https://good/\n"
	for name, edit := range map[string]func(*Config) error{
		"remove": func(c *Config) error { return c.Remove(t.Context(), "bad") },
		"change": func(c *Config) error { return c.SetEnvironment(t.Context(), "bad", Pair{"url", "https://better"}) },
	} {
		w := configured(t, broken)
		if err := edit(w.load()); err != nil || w.load().Err() != nil {
			t.Errorf("%s: got %v, file:\n%s", name, err, w.read())
		}
	}
	w := configured(t, broken)
	if err := w.load().Use(t.Context(), "good"); !errors.Is(err, ErrInvalid) || w.read() != broken {
		t.Errorf("got %v, file:\n%s", err, w.read())
	}
}

func TestEmptyFilesTakeEntries(t *testing.T) {
	for _, yaml := range []string{"", "# mine\n", "environments:\n", "environments: []\n", "---\n"} {
		w := configured(t, yaml)
		if err := w.load().AddEnvironment(t.Context(), "acme", []Pair{{"url", "https://a"}}); err != nil {
			t.Errorf("%q: %v", yaml, err)
			continue
		}
		if e := w.environment("acme"); e.Origin() != "https://a" {
			t.Errorf("%q: %s", yaml, e.Origin())
		}
		if strings.HasPrefix(yaml, "#") && !strings.HasPrefix(w.read(), yaml) {
			t.Errorf("the comment is lost:\n%s", w.read())
		}
	}
}

func TestLinkStaysLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right of their own on Windows")
	}
	for _, exists := range []bool{true, false} {
		w := newWorld(t)
		target := filepath.Join(w.dir, "dotfiles", "aimsio.yaml")
		for _, dir := range []string{filepath.Dir(target), filepath.Dir(w.path())} {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if exists {
			if err := os.WriteFile(target, []byte("color: never\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(filepath.Join("..", "dotfiles", "aimsio.yaml"), w.path()); err != nil {
			t.Fatal(err)
		}
		if err := w.load().Use(t.Context(), "demo"); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(w.path())
		if err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link is gone: %v", err)
		}
		if content, err := os.ReadFile(target); err != nil || !strings.Contains(string(content), "env: demo") {
			t.Errorf("the target holds %q, %v", content, err)
		}
	}
}
