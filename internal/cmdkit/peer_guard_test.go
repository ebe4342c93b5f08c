package cmdkit

import (
	"crypto/x509"
	"net/url"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/config"
)

// A certificate that names a protected server gives it away, whatever host or port was called.
func TestPeerGuard(t *testing.T) {
	const live, erp = "https://portal.aimsio.com", "https://erp.example:8443"
	for _, one := range []struct {
		called  string
		names   []string
		refused bool
	}{
		{"https://127.0.0.1:8443/", []string{"portal.aimsio.com"}, true},
		{"https://127.0.0.1:8443/", []string{"*.aimsio.com"}, true},
		{"https://sandbox.aimsio.com/", []string{"portal.aimsio.com", "sandbox.aimsio.com"}, false},
		{"https://test.aimsio.com/", []string{"*.aimsio.com"}, false},
		{"https://erp.example/", []string{"erp.example"}, true},
		{"https://erp.example:9443/", []string{"*.example"}, true},
		{"https://erp.example:8443/", []string{"erp.example"}, false}, // the server itself, which its own environment does not protect
		{"https://other.example/", []string{"*.example"}, false},
		{"https://other.example/", []string{"other.example", "ERP.example"}, true},
	} {
		u, err := url.Parse(one.called)
		if err != nil {
			t.Fatal(err)
		}
		guard := peerGuard(&config.Environment{Name: "x", URL: u, Guarded: map[string]string{live: "portal", erp: "live"}})
		if guard == nil {
			if one.refused {
				t.Errorf("%s is not looked at", one.called)
			}
			continue
		}
		if err := guard(&x509.Certificate{DNSNames: one.names}); (err != nil) != one.refused {
			t.Errorf("%s with a certificate for %v: %v", one.called, one.names, err)
		}
	}
}
