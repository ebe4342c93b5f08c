package client

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// secureServer runs a TLS server with the certificate of net/http/httptest, which is for
// example.com and 127.0.0.1, and gives a file with that certificate.
func secureServer(t *testing.T, setup func(*httptest.Server)) (server *httptest.Server, caFile string) {
	t.Helper()
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Proto)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	setup(server)
	server.StartTLS()
	t.Cleanup(server.Close)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(caFile, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return server, caFile
}

func clientOf(t *testing.T, address, caFile string) *Client {
	t.Helper()
	o := testOptions(t, nil)
	o.CAFile = caFile
	var err error
	if o.Base, err = url.Parse(address); err != nil {
		t.Fatal(err)
	}
	return newTestClient(t, o)
}

func TestTLSWithACertificateOfOnesOwn(t *testing.T) {
	for proto, enable := range map[string]bool{"HTTP/2.0": true, "HTTP/1.1": false} {
		server, caFile := secureServer(t, func(s *httptest.Server) { s.EnableHTTP2 = enable })
		got, _ := mustWork(t, clientOf(t, server.URL, caFile), Request{Method: "GET", Path: "/x"})
		if got != proto {
			t.Errorf("the server saw %s, want %s", got, proto)
		}
	}
}

func TestWhatIsNotSecureIsRefusedAtOnce(t *testing.T) {
	nothing := func(*httptest.Server) {}
	self, selfCA := secureServer(t, nothing)
	old, oldCA := secureServer(t, func(s *httptest.Server) {
		s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11} //nolint:gosec // what is tested
	})
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for name, tt := range map[string]struct{ address, caFile, message string }{
		"self-signed": {self.URL, "", "is signed by nobody this machine trusts: if it should be, name its authority's PEM file as `ca_file` of the environment"},
		"wrong host":  {strings.Replace(self.URL, "127.0.0.1", "localhost", 1), selfCA, "the server's certificate is not for localhost"},
		"old TLS":     {old.URL, oldCA, "offers no TLS 1.2 or later"},
		"no TLS":      {strings.Replace(plain.URL, "http", "https", 1), "", "does not speak TLS there"},
	} {
		t.Run(name, func(t *testing.T) {
			failed := mustFail(t, clientOf(t, tt.address, tt.caFile), Request{Method: "GET", Path: "/x"})
			if failed.Kind != Insecure || failed.Tries != 1 || !strings.Contains(failed.Message, tt.message) {
				t.Errorf("kind %q, %d tries, message %q", failed.Kind, failed.Tries, failed.Message)
			}
		})
	}
}

func TestAnExpiredCertificate(t *testing.T) {
	server, caFile := secureServer(t, func(*httptest.Server) {})
	o := testOptions(t, nil)
	o.Base, _ = url.Parse(server.URL)
	o.CAFile = caFile
	transport, err := newTransport(o.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	transport.TLSClientConfig.Time = func() time.Time { return time.Now().AddDate(100, 0, 0) }
	o.Transport = transport
	failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x"})
	if failed.Kind != Insecure || !strings.Contains(failed.Message, "has expired or is not valid yet") {
		t.Errorf("kind %q, message %q", failed.Kind, failed.Message)
	}
}

func TestOptionsThatCannotWork(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Options){
		"the environment has no server":            func(o *Options) { o.Base = nil },
		"the server's url begins with \"ftp\"":     func(o *Options) { o.Base.Scheme = "ftp" },
		"would get the password in the open":       func(o *Options) { o.Base.Scheme = "http" },
		"carries a user name":                      func(o *Options) { o.Base.User = url.UserPassword("eve", testPassword) },
		"has a colon":                              func(o *Options) { o.Username = "a:b" },
		"must be more than 0":                      func(o *Options) { o.Rate = -1 },
		"timeout and max_wait must be more than 0": func(o *Options) { o.MaxWait = -1 },
		"reading the certificates of ca_file":      func(o *Options) { o.CAFile = filepath.Join(t.TempDir(), "missing") },
		"holds no certificate in PEM form":         func(o *Options) { o.CAFile = empty },
	} {
		o := testOptions(t, nil)
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), testPassword) {
			t.Errorf("got %v, want … %s …", err, want)
		}
	}
}

func TestPlainHTTPToThisMachine(t *testing.T) {
	for address, want := range map[string]bool{
		"http://127.0.0.1:1": true, "http://localhost": true, "http://[::1]:80": true,
		"http://127.0.0.1.evil.test": false, "http://10.0.0.1": false, "http://localhost.evil.test": false,
	} {
		o := testOptions(t, nil)
		o.Base, _ = url.Parse(address)
		o.Password = func(context.Context) (string, error) { return "", nil }
		if _, err := New(o); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}
