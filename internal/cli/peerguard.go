package cli

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/config"
)

// peerGuard refuses a server whose certificate names one that an environment protects, whatever it was
// called by: an IP address, another name, a tunnel. It is for writes that nobody has confirmed.
func peerGuard(environment *config.Environment) func(*x509.Certificate) error {
	host := environment.URL.Hostname()
	if len(environment.Guarded) == 0 || slices.Contains(config.BuiltinHosts(), host) {
		return nil // a test server of the vendor's may share a certificate with the live one
	}
	return func(certificate *x509.Certificate) error {
		for guarded, name := range environment.Guarded {
			if guarded != host && identifies(certificate, guarded, host) {
				return fmt.Errorf("the certificate of %s names %s, which environment %q protects: nothing was sent", host, guarded, name)
			}
		}
		return nil
	}
}

// identifies tells whether a certificate is that of a guarded host, and not only one for many hosts of a
// domain to which the called host belongs too.
func identifies(certificate *x509.Certificate, guarded, called string) bool {
	if slices.ContainsFunc(certificate.DNSNames, func(name string) bool { return strings.EqualFold(name, guarded) }) {
		return true
	}
	_, domain, _ := strings.Cut(guarded, ".")
	_, err := netip.ParseAddr(called)
	elsewhere := err == nil || !strings.HasSuffix(called, "."+domain)
	return elsewhere && certificate.VerifyHostname(guarded) == nil
}
