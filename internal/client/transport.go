package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"
)

// idleTimeout is how long a connection is kept for the next call: not as long as servers keep
// theirs, since a write on a connection that was just closed cannot be sent again.
const idleTimeout = 30 * time.Second

// newTransport makes the way to the network. It goes by way of the proxy that the options found,
// speaks HTTP/2 where the server does, and asks for gzip.
func newTransport(o Options) (*http.Transport, error) {
	roots, err := rootCertificates(o.CAFile)
	if err != nil {
		return nil, err
	}
	dial := o.Dial
	if dial == nil {
		dial = (&net.Dialer{Timeout: o.ConnectTimeout}).DialContext
	}
	return &http.Transport{
		Proxy:                  http.ProxyURL(o.route.Proxy),
		OnProxyConnectResponse: PassedOn,
		DialContext:            dial,
		TLSHandshakeTimeout:    o.ConnectTimeout,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, VerifyConnection: o.verifyPeer},
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           o.Parallel,
		MaxIdleConnsPerHost:    o.Parallel,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: o.MaxHeader,
	}, nil
}

// verifyPeer has the certificate judged at the end of a handshake, when nothing of a call has left.
func (o Options) verifyPeer(state tls.ConnectionState) error {
	if o.Peer == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	if err := o.Peer(state.PeerCertificates[0]); err != nil {
		return &peerError{err}
	}
	return nil
}

// peerError is the refusal of a server by its certificate.
type peerError struct{ err error }

func (e *peerError) Error() string { return e.err.Error() }

func (e *peerError) Unwrap() error { return e.err }

// PassedOn is the http.Transport.OnProxyConnectResponse of a transport whose errors name the proxy that
// does not pass a call on.
func PassedOn(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusalError{(Route{Proxy: proxy}).address(), answer.StatusCode}
}

// rootCertificates gives the system's certificates with those of a file added; nil stands for
// the system's alone.
func rootCertificates(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("reading the certificates of ca_file: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("reading the system's certificates: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("ca_file %s holds no certificate in PEM form", file)
	}
	return roots, nil
}
