package cmdkit

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/config"
)

// peerGuard refuses a server whose certificate names one that an environment protects, whatever it was
// called by: an IP address, another name or port, a tunnel. It is for writes that nobody has confirmed.
func peerGuard(environment *config.Environment) func(*x509.Certificate) error {
	called := environment.URL
	if len(environment.Guarded) == 0 || slices.Contains(config.BuiltinHosts(), called.Hostname()) {
		return nil // a test server of the vendor's may share a certificate with the live one
	}
	return func(certificate *x509.Certificate) error {
		for origin, name := range environment.Guarded {
			guarded, err := url.Parse(origin)
			if err == nil && origin != environment.Origin() && identifies(certificate, guarded.Hostname(), called.Hostname()) {
				return fmt.Errorf("the certificate of %s names %s, which environment %q protects: nothing was sent", called.Host, guarded.Host, name)
			}
		}
		return nil
	}
}

// identifies tells whether a certificate is that of a guarded host, and not only one for many hosts of a
// domain to which the called host belongs too.
func identifies(certificate *x509.Certificate, guarded, called string) bool {
	if guarded == called || slices.ContainsFunc(certificate.DNSNames, func(name string) bool { return strings.EqualFold(name, guarded) }) {
		return true
	}
	_, domain, _ := strings.Cut(guarded, ".")
	_, err := netip.ParseAddr(called)
	elsewhere := err == nil || !strings.HasSuffix(called, "."+domain)
	return elsewhere && certificate.VerifyHostname(guarded) == nil
}
