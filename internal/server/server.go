// Package server brings the address of a server into one form, by which it is known whatever way it is
// written: what guards, credentials, redirects and the local copy go by is the server, not its spelling.
// Nothing is looked up and no connection is made here.
package server

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// errHost says what a host must look like. Letters beyond ASCII are refused rather than converted: that
// names which look alike lead to one server would depend on the tables of whoever converts them.
var errHost = errors.New("an address with the name of a server in plain letters (an international name in its form xn--…), or its IP address")

// Canonical gives a URL with its host in one form: lower case, no dot at the end, IP addresses in their
// usual form, no port where it is the usual one. It refuses hosts that could be understood in two ways:
// with letters beyond ASCII, escapes, empty parts, or numbers that only some programs take for an address.
// The rest of the URL stays as it is.
func Canonical(u *url.URL) (*url.URL, error) {
	host, err := canonicalHost(u.Hostname())
	if err != nil {
		return nil, err
	}
	port, err := canonicalPort(u)
	if err != nil {
		return nil, err
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	same := *u
	same.Scheme, same.Host = strings.ToLower(u.Scheme), host
	return &same, nil
}

// Origin gives scheme, host and port of a URL as one text, the usual port left out, and "" where they
// cannot be told.
func Origin(u *url.URL) string {
	same, err := Canonical(u)
	if err != nil || same.Host == "" || same.Scheme == "" {
		return ""
	}
	return same.Scheme + "://" + same.Host
}

// Identity gives what a server is known by: its Origin, in which all names of this machine are one, since
// a port has one server behind it whichever of them it is called by.
func Identity(u *url.URL) string {
	same, err := Canonical(u)
	if err != nil || !thisMachine(same.Hostname()) {
		return Origin(u)
	}
	port := same.Port()
	if same.Host = loopbackName; port != "" {
		same.Host += ":" + port
	}
	return Origin(same)
}

// loopbackName is the name of this machine that stands for all the others.
const loopbackName = "localhost"

// thisMachine tells whether a canonical host leads to this machine. It goes further than Loopback, which
// says where passwords may go in the open.
func thisMachine(host string) bool {
	address, err := netip.ParseAddr(host)
	return Loopback(host) || err == nil && address.IsUnspecified() || strings.HasSuffix(host, "."+loopbackName) ||
		slices.Contains([]string{"localhost.localdomain", "ip6-localhost", "ip6-loopback"}, host)
}

// Loopback tells whether a host is this machine, without asking any name server but the fixed meaning
// of "localhost".
func Loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return strings.EqualFold(host, loopbackName) || err == nil && address.Unmap().IsLoopback()
}

func canonicalHost(host string) (string, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		if address.Zone() != "" {
			return "", errHost
		}
		return address.Unmap().String(), nil
	}
	host = strings.ToLower(strings.TrimRight(host, "."))
	parts := strings.Split(host, ".")
	for _, part := range parts {
		if part == "" || strings.ContainsFunc(part, isForeign) {
			return "", errHost
		}
	}
	if looksNumeric(parts[len(parts)-1]) {
		return "", errHost
	}
	return host, nil
}

// isForeign tells of characters that no name of a server has.
func isForeign(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
}

// looksNumeric tells of a last part that makes some programs take the whole for an IP address: 0x7f000001,
// 2130706433, 127.1.
func looksNumeric(part string) bool {
	_, err := strconv.ParseUint(strings.TrimPrefix(part, "0x"), 16, 64)
	digits := strings.Trim(part, "0123456789") == ""
	return digits || strings.HasPrefix(part, "0x") && (err == nil || part == "0x")
}

// canonicalPort gives the port of a URL, "" for the usual one.
func canonicalPort(u *url.URL) (string, error) {
	text := u.Port()
	if text == "" {
		return "", nil
	}
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil || number == 0 {
		return "", errors.New("an address with a port from 1 to 65535, or none")
	}
	port := strconv.FormatUint(number, 10)
	if usual := map[string]string{"https": "443", "http": "80"}[strings.ToLower(u.Scheme)]; port == usual {
		return "", nil
	}
	return port, nil
}
