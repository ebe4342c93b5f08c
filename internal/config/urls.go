package config

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/server"
)

// parseURL checks the address of a server and brings it to its one form, which ends in a slash.
// Plain http is for loopback addresses only, because credentials go with every call. The errors
// say what is expected, and repeat nothing of the address, which may hold a password.
func parseURL(text string) (*url.URL, error) {
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
	case u.Scheme == "http" && !server.Loopback(u.Hostname()):
		return nil, errors.New("an address that starts with https://; plain http is for this machine only (http://localhost, http://127.0.0.1)")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return nil, errors.New("an address without ? and #")
	}
	same, err := server.Canonical(u)
	if err != nil {
		return nil, err
	}
	return same.JoinPath("/"), nil
}

// hasPassword tells whether something among parameters is called a password.
func hasPassword(parameters string) bool {
	lower := strings.ToLower(parameters)
	return strings.Contains(lower, "pass") || strings.Contains(lower, "pwd")
}

// isDatabase tells whether a value can be the path of a file or an address of PostgreSQL. What may hold a
// password in a place where nobody looks for one is neither.
func isDatabase(value string) bool {
	scheme, _, address := strings.Cut(value, "://")
	if !address {
		return !meantAsDatabase(value)
	}
	u, err := url.Parse(value)
	return err == nil && (scheme == "postgres" || scheme == "postgresql") &&
		!strings.Contains(value, "#") && !strings.ContainsAny(u.Path, "&=")
}

// meantAsDatabase tells whether a value without a scheme is meant as an address: "postgres:…",
// "user:password@host" or "host=… password=…".
func meantAsDatabase(value string) bool {
	lower := strings.ToLower(value)
	first, _, _ := strings.Cut(strings.ReplaceAll(lower, `\`, "/"), "/")
	_, behind, named := strings.Cut(first, ":")
	if strings.HasPrefix(lower, "postgres") || named && strings.Contains(behind, "@") {
		return true
	}
	words := strings.Fields(strings.ReplaceAll(strings.Join(strings.Fields(lower), " "), " =", "="))
	return slices.ContainsFunc(words, func(word string) bool {
		name, _, assigned := strings.Cut(word, "=")
		return assigned && (slices.Contains(databaseWords(), name) || hasPassword(name))
	})
}

// databaseWords are those that PostgreSQL takes in an address of the form "host=… dbname=…", and what
// they are mistaken for.
func databaseWords() []string {
	return []string{
		"host", "hostaddr", "port", "dbname", "database", "user", "username", "service", "sslmode", "sslcert", "sslkey", "options",
	}
}

// databaseShown is what may be shown of a value that is no address: how it begins.
func databaseShown(value string) string {
	scheme, _, address := strings.Cut(value, "://")
	if !address || strings.ContainsAny(scheme, "=@: ") {
		return "…"
	}
	return scheme + "://…"
}
