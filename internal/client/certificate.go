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
func insecure(err error, host string) (problem, advice string) {
	const checkURL = "check the url of the environment"
	var (
		unknown  x509.UnknownAuthorityError
		invalid  x509.CertificateInvalidError
		hostname x509.HostnameError
		verify   *tls.CertificateVerificationError
		notTLS   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &hostname):
		return "the server's certificate is not for " + host, checkURL
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("the certificate of %s has expired or is not valid yet", host),
			fmt.Sprintf("check this machine's clock (%s), else its operator must renew it", time.Now().Format(time.DateOnly))
	case errors.As(err, &unknown):
		return fmt.Sprintf("the certificate of %s is signed by nobody this machine trusts", host),
			"if it should be, name its authority's PEM file as `ca_file` of the environment"
	case errors.As(err, &verify):
		return fmt.Sprintf("the certificate of %s cannot be verified: %v", host, verify.Err), ""
	case errors.As(err, &notTLS), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return host + " does not speak TLS there", checkURL
	case strings.Contains(err.Error(), "protocol version"):
		return host + " offers no TLS 1.2 or later", ""
	}
	return "", ""
}
