package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"
)

// insecure says what is not acceptable about a server's certificate or TLS and what to do about
// it; "" if err is about something else. Trying again does not help, and going on would send
// the password to an unknown machine.
func insecure(err error, host string) string {
	var (
		unknown  x509.UnknownAuthorityError
		invalid  x509.CertificateInvalidError
		hostname x509.HostnameError
		verify   *tls.CertificateVerificationError
		notTLS   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &hostname):
		return fmt.Sprintf("the server's certificate is not for %s: check the url of the environment", host)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("the certificate of %s has expired or is not valid yet: check this machine's clock (%s), else its operator must renew it",
			host, time.Now().Format(time.DateOnly))
	case errors.As(err, &unknown):
		return fmt.Sprintf("the certificate of %s is signed by nobody this machine trusts: "+
			"if it should be, name its authority's PEM file as `ca_file` of the environment", host)
	case errors.As(err, &verify):
		return fmt.Sprintf("the certificate of %s cannot be verified: %v", host, verify.Err)
	case errors.As(err, &notTLS), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return fmt.Sprintf("%s does not speak TLS there: check the url of the environment", host)
	case strings.Contains(err.Error(), "protocol version"):
		return fmt.Sprintf("%s offers no TLS 1.2 or later", host)
	}
	return ""
}
