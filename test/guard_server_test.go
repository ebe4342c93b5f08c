package test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// The live system asks before a write however its address is written, and an address that could be
// understood in two ways is none.
func TestTheLiveServerIsKnownInEverySpelling(t *testing.T) {
	t.Parallel()
	write := []string{"joborders", "create", "--set", "jobNumber=1", "--no-validate", "--if-exists", "update"}
	for address, want := range map[string]string{
		"https://portal.aimsio.com./": "is protected", "https://portal.aimsio.com:/": "is protected", "https://portal.aimsio.com:0443/": "is protected",
		"HTTPS://Portal.AIMSIO.com:443/x": "is protected", "https://portal.aimsio.com..": "is protected",
		"https://ｐortal.aimsio.com/": "plain letters", "https://portal。aimsio.com/": "plain letters", "https://portal.aimſio.com/": "plain letters",
		"https://portal.aim\u00adsio.com/": "plain letters", "https://portal.aimsio%2ecom/": "address", "http://127.1/": "address", "http://0x7f000001/": "address",
	} {
		environment := with(variables(t, address), "AIMSIO_MAX_WAIT=1ms", "AIMSIO_CONNECT_TIMEOUT=1ms")
		got := run(environment, write...)
		code := 2
		if want == "is protected" {
			code = 9
		}
		if got.code != code || got.out != "" || !strings.Contains(got.err, want) {
			t.Errorf("%s: %+v, want exit code %d", address, got, code)
		}
	}
}

// certified is a server on this machine with a certificate for it and for other names, and the number of
// calls that it got. The file holds the certificate.
func certified(t *testing.T, names ...string) (server, file string, calls *atomic.Int32) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, DNSNames: names, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	calls = &atomic.Int32{}
	made := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `[{"guid":"1"}]`)
		}
	}))
	made.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	made.Config.ErrorLog = log.New(io.Discard, "", 0)
	made.StartTLS()
	t.Cleanup(made.Close)
	file = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return made.URL, file, calls
}

// A server that was named by its IP address is known as the live one by its certificate, before a write
// reaches it; reading needs no leave.
func TestTheLiveServerIsKnownByItsCertificate(t *testing.T) {
	t.Parallel()
	for names, refused := range map[string]bool{"portal.aimsio.com": true, "*.aimsio.com": true, "sandbox.aimsio.com": false, "other.example": false} {
		server, file, calls := certified(t, names)
		environment := with(variables(t, server), "AIMSIO_CA_FILE="+file)
		if got := run(environment, "joborders", "list", "-o", "csv", "--columns", "guid", "--no-header"); got.code != 0 || got.out != "1\n" {
			t.Errorf("%s: reading: %+v", names, got)
		}
		calls.Store(0)
		write := []string{"joborders", "create", "--set", "jobNumber=1", "--no-validate", "--if-exists", "update"}
		update := []string{"joborders", "update", "1", "--set", "jobName=x", "--no-mirror"}
		for _, args := range [][]string{write, {"api", "POST", "JobOrder"}, update, {"invoices", "update-status", "1", "--status", "Paid"}} {
			if !refused && args[1] != "create" && args[0] != "api" {
				continue // the server has no such record
			}
			got := run(environment, args...)
			if refused && (got.code != 9 || calls.Load() != 0 || !strings.Contains(got.err, "portal.aimsio.com") || !strings.Contains(got.err, "--confirm sandbox")) {
				t.Errorf("%s: %v: %d calls, %+v", names, args, calls.Load(), got)
			}
			if !refused && got.code != 0 {
				t.Errorf("%s: %v: %+v", names, args, got)
			}
		}
		if got := run(environment, append(write, "--confirm", "sandbox")...); got.code != 0 {
			t.Errorf("%s: confirmed: %+v", names, got)
		}
	}
}

// A protected server is known at another port too: before a write reaches it, and reading needs no leave.
func TestAProtectedServerIsKnownAtAnotherPort(t *testing.T) {
	t.Parallel()
	server, file, calls := certified(t, "erp.example")
	environment := with(variables(t, ""), "AIMSIO_CA_FILE="+file, "AIMSIO_ENV=other")
	delete(environment, "AIMSIO_URL")
	writeFile(t, environment, "config/aimsio/config.yaml",
		"environments:\n- {name: live, url: 'https://erp.example', protected: true}\n- {name: other, url: 'https://erp.example:9443'}\n")
	there := func(args ...string) outcome {
		return runIn(func(world cmdkit.System) int {
			world.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, strings.TrimPrefix(server, "https://"))
			}
			return cli.RunWith(api.Builtin(), args, world)
		}, "", environment)
	}
	if got := there("joborders", "list", "-o", "csv", "--columns", "guid", "--no-header"); got.code != 0 || got.out != "1\n" {
		t.Errorf("reading: %+v", got)
	}
	calls.Store(0)
	for _, write := range [][]string{
		{"joborders", "create", "--set", "jobNumber=1", "--no-validate", "--if-exists", "update"}, {"api", "POST", "JobOrder"}, {"api", "GET", "JobOrder?method=delete"},
	} {
		got := there(write...)
		if got.code != 9 || calls.Load() != 0 || !strings.Contains(got.err, `erp.example, which environment "live" protects`) || !strings.Contains(got.err, "--confirm other") {
			t.Errorf("%v: %d calls, %+v", write, calls.Load(), got)
		}
	}
	if got := there("api", "POST", "JobOrder", "--confirm", "other"); got.code != 0 || calls.Load() != 1 {
		t.Errorf("confirmed: %d calls, %+v", calls.Load(), got)
	}
}
