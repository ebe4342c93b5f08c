package config

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// ParseURL checks the address of a server and brings it to one form, which ends in a slash.
// Plain http is for loopback addresses only, because credentials go with every call. The errors
// say what is expected, and repeat nothing of the address, which may hold a password.
func ParseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case strings.Contains(text, "@"):
		return nil, errors.New("an address without user name and password: give them to `aimsio auth login`, or in AIMSIO_USERNAME and AIMSIO_PASSWORD")
	case err != nil || u.Opaque != "" || u.Scheme == "":
		return nil, errors.New("an address such as https://sandbox.aimsio.com/")
	case u.Scheme == "demo":
		return &url.URL{Scheme: "demo", Host: "simulator", Path: "/"}, nil
	case u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return nil, errors.New("an address that starts with https://, with the name of a server")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, errors.New("an address that starts with https://; plain http is for this machine only (http://localhost, http://127.0.0.1)")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return nil, errors.New("an address without ? and #")
	}
	u.Host = strings.ToLower(u.Host)
	return u.JoinPath("/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// origin is scheme, host and port: what a stored password is bound to. The usual port is left out.
func origin(u *url.URL) string {
	host := strings.ToLower(u.Host)
	usual := map[string]string{"https": ":443", "http": ":80"}[u.Scheme]
	return u.Scheme + "://" + strings.TrimSuffix(host, usual)
}

// withoutUser leaves out what may be a user name and a password, also that of a database, which may
// stand among the parameters.
func withoutUser(address string) string {
	if before, parameters, _ := strings.Cut(address, "?"); strings.Contains(strings.ToLower(parameters), "password") {
		if strings.Contains(parameters, "@") {
			return "…" // of which any part may belong to the password
		}
		address = before + "?…"
	}
	at := strings.LastIndex(address, "@")
	if at < 0 {
		return address
	}
	scheme, _, ok := strings.Cut(address[:at], "://")
	if !ok {
		return "…" + address[at:]
	}
	return scheme + "://…" + address[at:]
}

// isDatabase tells whether a value can be the path of a file or an address of PostgreSQL.
func isDatabase(value string) bool {
	scheme, _, address := strings.Cut(value, "://")
	if !address { // but for what is meant as an address, and may hold a password
		lower := strings.ToLower(value)
		return !strings.HasPrefix(lower, "postgres") && !strings.Contains(lower, "host=") && !strings.Contains(lower, "password=")
	}
	_, err := url.Parse(value)
	return err == nil && (scheme == "postgres" || scheme == "postgresql")
}
