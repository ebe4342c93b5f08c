package harness

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// LeaksBelow finds a password in the files below a folder, and in their names. Some files may hold it.
func LeaksBelow(t testing.TB, folder, password string, allowed ...string) []string {
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
		if forms := Leaks(string(content), password); len(forms) > 0 {
			found = append(found, fmt.Sprintf("in %s (%s):\n%s", filepath.Join(folder, name), strings.Join(forms, ", "), content))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return found
}

// PartLength is how many characters of a password in a row are as bad as all of them.
const PartLength = 8

// Leaks names the forms in which a text holds a password. The looks are its own: it shares nothing
// with the program, which would make the same mistake twice.
func Leaks(text, password string) []string {
	var found []string
	plain, secret := withoutEscapes(text), []rune(withoutEscapes(password))
	for at := range max(1, len(secret)-PartLength+1) {
		if part := string(secret[at:min(len(secret), at+PartLength)]); strings.Contains(plain, part) {
			found = append(found, fmt.Sprintf("%q as text", part))
			break
		}
	}
	for name, form := range map[string]string{
		"URL":       url.QueryEscape(password),
		"path":      url.PathEscape(password),
		"percent":   "%" + strings.TrimSuffix(HexPairs(password, "%"), "%"),
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

// HexPairs gives the bytes of a text in hexadecimal, with something between each two.
func HexPairs(text, between string) string {
	var pairs strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&pairs, "%02x%s", text[i], between)
	}
	return pairs.String()
}
