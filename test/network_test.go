package test

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// network is a server of job orders with real HTTP over pipes in memory, so that it works with the
// clock of a synctest bubble. Its calls fall victim to a fault where it says so.
type network struct {
	fault *fault
	// strikes tells whether the fault befalls a call, by its path and how often that was asked.
	strikes func(path string, try int) bool
	// records is how many job orders there are.
	records int
	*harness.Pipes
	dials atomic.Int32

	mu    sync.Mutex
	asked map[string]int
}

func newNetwork(t *testing.T, f *fault, strikes func(path string, try int) bool) *network {
	t.Helper()
	n := &network{fault: f, strikes: strikes, records: 5, Pipes: harness.NewPipes(t), asked: map[string]int{}}
	server := &http.Server{Handler: n, ReadHeaderTimeout: time.Hour, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(n) }()
	t.Cleanup(func() { _ = server.Close() })
	return n
}

// run carries out a command line on this network.
func (n *network) run(t *testing.T, args ...string) outcome {
	t.Helper()
	environment := with(variables(t, cmp.Or(n.fault.server, "http://127.0.0.1:80")), n.fault.variables...)
	if n.fault.trusted {
		environment["AIMSIO_CA_FILE"] = filepath.Join(t.TempDir(), "ca.pem")
		block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: n.fault.certificate.Certificate[0]})
		if err := os.WriteFile(environment["AIMSIO_CA_FILE"], block, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := harness.RunOver(n.dial, environment, args...)
	return outcome{code: got.Code, out: got.Out, err: got.Err}
}

// certificate makes one for 127.0.0.1 that nobody but itself has signed.
func certificate(t *testing.T, from, until time.Time) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: until, IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

// tries is how often the server was asked, or for a fault of the way there how often it was tried.
func (n *network) tries() int {
	if n.fault.dial != nil {
		return int(n.dials.Load())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	all := 0
	for _, tries := range n.asked {
		all += tries
	}
	return all
}

// ServeHTTP answers as the API does, or with the fault.
func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	n.asked[r.URL.Path]++
	try := n.asked[r.URL.Path]
	n.mu.Unlock()
	path, number, _ := strings.Cut(r.URL.Path, "/JobOrder/")
	switch {
	case n.fault.answer != nil && n.strikes(r.URL.Path, try):
		n.fault.answer(w, r)
	case number != "":
		_, _ = fmt.Fprintf(w, `{"jobGuid":%q,"jobNumber":"J%s"}`, number, number)
	case strings.HasSuffix(path, "/JobOrder"):
		stubs := make([]string, n.records)
		for i := range stubs {
			stubs[i] = fmt.Sprintf(`{"guid":"%d"}`, i+1)
		}
		_, _ = fmt.Fprintf(w, "[%s]", strings.Join(stubs, ","))
	default:
		http.NotFound(w, r)
	}
}

// dial connects to the server. Where the fault is one of the way there, it befalls every dial, or
// every other one.
func (n *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	try := int(n.dials.Add(1))
	if n.fault.dial != nil && n.strikes("", 2-try%2) {
		if err := n.fault.dial(n.Life()); err != nil { //nolint:contextcheck // it lasts as long as the network
			return nil, &net.OpError{Op: "dial", Net: network, Err: err}
		}
	}
	return n.Dial(ctx, network, address)
}

// Accept gives the other end of the next connection, encrypted where the fault says so.
func (n *network) Accept() (net.Conn, error) {
	c, err := n.Pipes.Accept()
	if own := n.fault.certificate; err == nil && own != nil {
		return tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*own}, MinVersion: tls.VersionTLS12}), nil
	}
	return c, err
}
