package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// The file of passwords gives back what was put in, for this account alone, and nothing of a damaged
// one goes into an error.
func FuzzPasswordFile(f *testing.F) {
	f.Add("- {environment: a, server: https://a, username: u, password: hunter2}\n", "prod", "https://a", "me", "pä\"ss: wörd'\n")
	f.Add("hunter2: [", "", "", "", "x")
	f.Add("- hunter2\n", "no", "1e3", "~", "0012")
	f.Add("[]", "", "", "", " 0\n")
	f.Add("[]", "a", "b", "c", " \t\u2028\x00")
	f.Fuzz(func(t *testing.T, content, environment, server, username, password string) {
		for _, text := range []string{environment, server, username, password} {
			if !utf8.ValidString(text) {
				t.Skip()
			}
		}
		if password == "" {
			t.Skip()
		}
		file := passwordFile{path: filepath.Join(t.TempDir(), "credentials.yaml")}
		if err := os.WriteFile(file.path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := file.read()
		if err != nil {
			if strings.Contains(content, "hunter2") && strings.Contains(err.Error(), "hunter2") {
				t.Fatalf("the error quotes the file: %v", err)
			}
			return
		}
		account := stored{environment, server, username, password}
		if err := file.set(t.Context(), account); err != nil {
			t.Fatal(err)
		}
		if got, err := file.get(t.Context(), account); err != nil || got != password {
			t.Fatalf("%q is read as %q (%v)", password, got, err)
		}
		after, err := file.read()
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range before {
			if found, err := file.get(t.Context(), other); !other.same(account) && other.Password != "" && (err != nil || found == "") {
				t.Fatalf("%+v is lost: %+v", other, after)
			}
		}
	})
}

// A value that is taken is taken again as it was written down, and one that is not is told of.
func FuzzValues(f *testing.F) {
	for _, d := range Definitions() {
		f.Add(d.Key, d.Default)
	}
	for _, value := range []string{"1e3", "NaN", "-0", "1h", "0x10", "https://a/../b", "https://u:p@a", "America/Edmonton", "../etc/passwd", "yes"} {
		for _, key := range []string{"rate", "parallel", "timeout", "url", "time_zone", "read_only"} {
			f.Add(key, value)
		}
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		d, ok := definition(key)
		if !ok {
			t.Skip()
		}
		checked, err := d.Check(value)
		if err != nil {
			if !strings.Contains(err.Error(), "expected") {
				t.Fatalf("%s: %v", key, err)
			}
			return
		}
		if again, err := d.Check(checked); err != nil || again != checked {
			t.Fatalf("%s: %q is kept as %q, which reads as %q (%v)", key, value, checked, again, err)
		}
	})
}
