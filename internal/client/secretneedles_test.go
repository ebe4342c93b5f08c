package client

import (
	"encoding/base64"
	"strings"
	"testing"
)

// FuzzNeedles: what the needles rule out, the pattern does not find either.
func FuzzNeedles(f *testing.F) {
	for _, password := range []string{"Sup3r-Secret!x9", "pass~word?>", "ab", "    ", "a+b/c=d", "пароль 密码", "1234", "a b c d e", `\x\\`} {
		f.Add("integration", password, "{", "}")
		f.Add("", password, "", "xyz")
	}
	f.Fuzz(func(t *testing.T, username, password, before, after string) {
		s := &secrets{}
		s.learn(username, password)
		if password == "" {
			return
		}
		whole := []byte(before + username + ":" + password + after)
		for _, text := range []string{
			before, before + password + after, base64.StdEncoding.EncodeToString(whole), base64.RawURLEncoding.EncodeToString(whole),
			base64.StdEncoding.EncodeToString([]byte(before + password + after)), strings.Join(strings.Fields(password), " "),
		} {
			if forms := s.forms.Load(); forms.needles.ruleOut(text) && len(forms.pattern().places(text)) > 0 {
				t.Errorf("the password %q of %q is not looked for in %q", password, username, text)
			}
		}
	})
}

// The log of a write looks through all that is sent, which may be files in base64.
func TestLargeTextsAreLookedThroughAtOnce(t *testing.T) {
	s := &secrets{}
	s.learn("integration", "Sup3r-Secret!x9")
	s.learn("proxy", "open-Sesame-4711")
	file := strings.Repeat("QUJDREVGR0hJSktMTU5PUFFS", 1<<20)
	if forms := s.forms.Load(); !forms.needles.ruleOut(file) {
		t.Error("the pattern is tried on a file without either")
	}
	for _, secret := range []string{"Sup3r-Secret!x9", "open-Sesame-4711", base64.StdEncoding.EncodeToString([]byte("integration:Sup3r-Secret!x9"))} {
		if got := s.hide("QUJD " + secret + " x"); got != "QUJD "+hidden+" x" {
			t.Errorf("%s: %s", secret, got)
		}
	}
}
