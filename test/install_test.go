package test

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// releasesPage serves files below the addresses that a release has, and keeps what was asked for.
type releasesPage struct {
	*httptest.Server

	files map[string]string
	mu    sync.Mutex
	asked []string
}

// installedProgram stands for the program: it only knows its version.
const installedProgram = "#!/bin/sh\n[ \"$1\" = version ] && echo \"aimsio 1.2.3 (a test)\"\n"

func packed(t *testing.T, program string) string {
	t.Helper()
	var archive strings.Builder
	squeezed := gzip.NewWriter(&archive)
	files := tar.NewWriter(squeezed)
	if err := files.WriteHeader(&tar.Header{Name: "aimsio", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write([]byte(program)); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := squeezed.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.String()
}

func checksumLine(content, name string) string {
	return fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(content)), name)
}

// aRelease is a place with the release 1.2.3 for the system of this test, and for none other.
func aRelease(t *testing.T) *releasesPage {
	t.Helper()
	system := map[string]string{"darwin": "macos"}[runtime.GOOS]
	if system == "" {
		system = runtime.GOOS
	}
	name := "aimsio_1.2.3_" + system + "_" + runtime.GOARCH + ".tar.gz"
	archive := packed(t, installedProgram)
	sums := checksumLine("other", "aimsio-1.2.3-1.x86_64.rpm") + checksumLine(archive, name)
	page := &releasesPage{files: map[string]string{
		"/latest/download/SHA256SUMS": sums, "/download/v1.2.3/SHA256SUMS": sums, "/download/v1.2.3/" + name: archive,
		"ARCHIVE": "/download/v1.2.3/" + name,
	}}
	page.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.mu.Lock()
		defer page.mu.Unlock()
		page.asked = append(page.asked, r.URL.Path)
		content, found := page.files[r.URL.Path]
		if !found {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write([]byte(content))
	}))
	t.Cleanup(page.Close)
	return page
}

// installing runs install.sh in a shell with only the named tools, and a home whose path has a blank.
func installing(t *testing.T, shell []string, tools string, page *releasesPage, args ...string) (home, said string, err error) {
	t.Helper()
	home = filepath.Join(t.TempDir(), "a home")
	bin := filepath.Join(home, "tools")
	if err := os.MkdirAll(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	for tool := range strings.FieldsSeq("sh uname mktemp rm sed awk cut tar gzip mkdir cp chmod mv " + tools) {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Skipf("there is no %s here", tool)
		}
		if err := os.Symlink(path, filepath.Join(bin, tool)); err != nil {
			t.Fatal(err)
		}
	}
	path, err := exec.LookPath(shell[0])
	if err != nil {
		t.Skipf("there is no %s here", shell[0])
	}
	script, err := filepath.Abs("../install.sh")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), path, append(append(shell[1:], script), args...)...)
	command.Env = []string{"PATH=" + bin, "HOME=" + home, "TMPDIR=" + home, "AIMSIO_RELEASES=" + page.URL}
	out, err := command.CombinedOutput()
	return home, string(out), err
}

func unixOnly(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("install.ps1 is for Windows")
	}
}

func TestInstall(t *testing.T) {
	t.Parallel()
	unixOnly(t)
	for name, how := range map[string]struct {
		shell string
		tools string
		args  []string
	}{
		"the newest":      {"sh", "curl sha256sum", nil},
		"one version":     {"sh", "curl sha256sum", []string{"--version", "v1.2.3"}},
		"wget, openssl":   {"sh", "wget openssl", nil},
		"shasum":          {"sh", "curl shasum", nil},
		"in bash":         {"bash --posix", "curl sha256sum", nil},
		"in BusyBox":      {"busybox sh", "curl sha256sum", nil},
		"another address": {"sh", "curl sha256sum", []string{"--from", "ADDRESS/"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := aRelease(t)
			args := strings.Fields(strings.ReplaceAll(strings.Join(how.args, " "), "ADDRESS", page.URL))
			home, said, err := installing(t, strings.Fields(how.shell), how.tools, page, args...)
			target := filepath.Join(home, ".local", "bin", "aimsio")
			if err != nil || contentOf(t, target) != installedProgram {
				t.Fatalf("%v\n%s", err, said)
			}
			for _, want := range []string{"installed: aimsio 1.2.3 (a test)", target, "is not in your PATH", "remove: rm '" + target + "'"} {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q:\n%s", want, said)
				}
			}
			left, err := filepath.Glob(filepath.Join(home, "aimsio.*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// TestInstallRefuses whatever is not what the release says: nothing is in the folder then, or what was there before.
func TestInstallRefuses(t *testing.T) {
	t.Parallel()
	unixOnly(t)
	for name, how := range map[string]struct {
		change func(*releasesPage)
		tools  string
		args   []string
		says   string
	}{
		"a wrong checksum": {func(p *releasesPage) { p.files[p.files["ARCHIVE"]] += "x" }, "curl sha256sum", nil, "the checksum of aimsio_1.2.3"},
		"a cut archive": {func(p *releasesPage) {
			cut := p.files[p.files["ARCHIVE"]]
			cut = cut[:len(cut)/2]
			p.files[p.files["ARCHIVE"]] = cut
			p.files["/latest/download/SHA256SUMS"] = checksumLine(cut, filepath.Base(p.files["ARCHIVE"]))
		}, "curl sha256sum", nil, "cannot be unpacked"},
		"no program of this machine": {func(p *releasesPage) {
			p.files["/latest/download/SHA256SUMS"] = checksumLine("", "aimsio_1.2.3_plan9_mips.tar.gz")
		}, "curl sha256sum", nil, "no archive for"},
		"several": {func(p *releasesPage) {
			p.files["/latest/download/SHA256SUMS"] += strings.ReplaceAll(p.files["/latest/download/SHA256SUMS"], "1.2.3", "1.2.4")
		}, "curl sha256sum", nil, "several archives"},
		"no such release":  {nil, "curl sha256sum", []string{"--version", "9.9.9"}, "cannot be downloaded"},
		"an odd version":   {nil, "curl sha256sum", []string{"--version", "../../x"}, "cannot be downloaded"},
		"no list":          {func(p *releasesPage) { delete(p.files, "/latest/download/SHA256SUMS") }, "wget sha256sum", nil, "cannot be downloaded"},
		"nothing to fetch": {nil, "sha256sum", nil, "neither curl nor wget"},
		"nothing to check": {nil, "curl", nil, "nothing is installed unchecked"},
		"without TLS":      {nil, "curl sha256sum", []string{"--from", "http://example.com"}, "only https is used"},
		"no value":         {nil, "curl sha256sum", []string{"--to"}, "--to wants a value"},
		"an unknown word":  {nil, "curl sha256sum", []string{"--help-me"}, "unknown: --help-me"},
		"a program that cannot start": {func(p *releasesPage) {
			broken := packed(t, "#!/bin/sh\nexit 1\n")
			p.files[p.files["ARCHIVE"]] = broken
			p.files["/latest/download/SHA256SUMS"] = checksumLine(broken, filepath.Base(p.files["ARCHIVE"]))
		}, "curl sha256sum", nil, "does not start on this machine"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := aRelease(t)
			if how.change != nil {
				how.change(page)
			}
			home, said, err := installing(t, []string{"sh"}, how.tools, page, how.args...)
			if err == nil || !strings.Contains(said, how.says) {
				t.Errorf("%v\n%s", err, said)
			}
			if _, err := os.Stat(filepath.Join(home, ".local", "bin", "aimsio")); err == nil {
				t.Error("it was installed")
			}
		})
	}
}

// TestInstallIsCutOff: a script that does not arrive whole does nothing.
func TestInstallIsCutOff(t *testing.T) {
	t.Parallel()
	unixOnly(t)
	script := contentOf(t, "../install.sh")
	home := t.TempDir()
	command := exec.CommandContext(t.Context(), lookPath(t, "sh"), "-c", script[:strings.LastIndex(script, "\nmain ")])
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "AIMSIO_RELEASES=http://127.0.0.1:1"}
	if out, err := command.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
