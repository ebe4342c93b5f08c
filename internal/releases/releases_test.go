package releases

import (
	"strings"
	"testing"
)

func sum(name string) string { return strings.Repeat("0123456789abcdef", 4) + "  " + name + "\n" }

func TestNewest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ list, version, fault string }{
		"a release":      {sum("aimsio-1.2.3-1.x86_64.rpm") + sum("aimsio_1.2.3_linux_amd64.tar.gz") + sum("aimsio_1.2.3_windows_arm64.zip"), "1.2.3", ""},
		"a pre-release":  {sum("aimsio_1.2.3-rc.1_macos_arm64.tar.gz"), "1.2.3-rc.1", ""},
		"lines of DOS":   {strings.ReplaceAll(sum("aimsio_1.2.3_windows_amd64.zip"), "\n", "\r\n"), "1.2.3", ""},
		"empty":          {"", "", "names no archive"},
		"HTML":           {"<html>aimsio_1.2.3_linux_amd64.tar.gz", "", "names no archive"},
		"two versions":   {sum("aimsio_1.2.3_linux_amd64.tar.gz") + sum("aimsio_1.2.4_linux_arm64.tar.gz"), "", "several versions"},
		"an odd version": {sum("aimsio_1.2.3\x1b[31m_linux_amd64.tar.gz"), "", "names no archive"},
		"another thing":  {sum("other_1.2.3_linux_amd64.tar.gz"), "", "names no archive"},
	} {
		got, err := Newest([]byte(test.list))
		if got != test.version || (err == nil) != (test.fault == "") || (err != nil && !strings.Contains(err.Error(), test.fault)) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestNewer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version, than string
		newer, known  bool
	}{
		{"1.2.3", "1.2.3", false, true},
		{"1.10.0", "1.9.9", true, true},
		{"1.2.3", "1.2.3-rc.1", true, true},
		{"1.2.3-rc.2", "1.2.3-rc.10", false, true},
		{"1.2.3", "v1.2.2", true, true},
		{"1.2.3", "1.2.4-next+abc", false, true},
		{"1.2.3", "dev", false, false},
		{"1.2.3", "", false, false},
	} {
		if newer, known := Newer(test.version, test.than); newer != test.newer || known != test.known {
			t.Errorf("%s after %s: %t, %t", test.version, test.than, newer, known)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	if got := List("http://localhost/") + " " + Page("http://localhost", "1.2.3"); got != "http://localhost/latest/download/SHA256SUMS http://localhost/tag/v1.2.3" {
		t.Error(got)
	}
}
