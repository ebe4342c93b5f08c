package server_test

import (
	"net/url"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/server"
)

func TestCanonical(t *testing.T) {
	const live = "https://portal.aimsio.com"
	for text, want := range map[string]string{
		live: live, live + "/": live, "HTTPS://Portal.Aimsio.COM/x?y": live, live + ".": live, live + "./": live, live + "..": live,
		live + ":/": live, live + ":443": live, live + ":0443": live, live + ".:00443/": live, live + ":0": "", live + ":70000": "",
		live + ":8443": live + ":8443", live + ":08443": live + ":8443", "http://portal.aimsio.com:443": "http://portal.aimsio.com:443",
		"https://ｐortal.aimsio.com": "", "https://portal。aimsio.com": "", "https://portal.aim\u00adsio.com": "", "https://portal.aimſio.com": "",
		"https://PORTAL.AIMSIO.COM": live, "https://portal.aimsio.com\u200b": "", "https://portal..aimsio.com": "", "https://.portal.aimsio.com": "",
		"https://port%61l.aimsio.com": "", "https://portal.aimsio.com%2e": "", "https://portal.aims%C4%B1o.com": "",
		"https://xn--bcher-kva.example": "https://xn--bcher-kva.example", "https://a_b.example": "https://a_b.example", "https://host": "https://host",
		"http://127.0.0.1:8080": "http://127.0.0.1:8080", "http://127.1": "", "http://0x7f.1": "", "http://2130706433": "", "http://0x7f000001": "",
		"http://127.0.0.01": "", "http://[::1]:80": "http://[::1]", "http://[::ffff:127.0.0.1]": "http://127.0.0.1", "http://[0:0:0:0:0:0:0:1]": "http://[::1]",
		"http://[fe80::1%25eth0]": "", "https://": "", "https://...": "", "https://:443": "",
	} {
		u, err := url.Parse(text)
		if err != nil {
			if want != "" {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if got := server.Origin(u); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LocalHost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true, "::ffff:127.0.0.1": true, "127.1": false,
		"localhost.example": false, "portal.aimsio.com": false, "0.0.0.0": false, "": false,
	} {
		if got := server.Loopback(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}

// A port of this machine has one server behind it, whatever name of the machine it is called by; other
// servers, ports and schemes stay apart.
func TestIdentity(t *testing.T) {
	const here = "http://localhost:8080"
	for text, want := range map[string]string{
		here: here, "http://127.0.0.1:8080/x": here, "http://[::1]:08080": here, "http://127.9.9.9:8080": here, "http://LOCALHOST.:8080": here,
		"http://[::ffff:127.0.0.1]:8080": here, "http://127.0.0.1:80": "http://localhost", "http://localhost": "http://localhost",
		"https://127.0.0.1:8080": "https://localhost:8080", "https://0.0.0.0:8080": "https://localhost:8080", "https://[::]:8080": "https://localhost:8080",
		"https://app.localhost:8080": "https://localhost:8080", "http://localhost:8081": "http://localhost:8081", "http://127.1:8080": "",
		"https://portal.aimsio.com:443": "https://portal.aimsio.com", "https://localhost.example": "https://localhost.example",
	} {
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := server.Identity(u); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

// Whatever a host is, its canonical form is stable and in ASCII.
func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"https://portal.aimsio.com.:0443/", "http://[::ffff:1.2.3.4]:080", "https://ſ。x", "https://0x1.2", "https://a%2eb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := url.Parse(text)
		if err != nil {
			return
		}
		once, err := server.Canonical(u)
		if err != nil {
			return
		}
		again, err := server.Canonical(once)
		if err != nil || again.Host != once.Host {
			t.Errorf("%q is %q and then %v (%v)", text, once.Host, again, err)
		}
		for _, r := range once.Host {
			if r > 0x7e || r < 0x21 || r >= 'A' && r <= 'Z' {
				t.Errorf("%q is %q", text, once.Host)
			}
		}
	})
}
