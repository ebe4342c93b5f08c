package scrub

import (
	"net/url"
	"slices"
	"strings"
)

// Environment leaves out of a list of variables those with passwords for the program itself, which a command that
// it runs has no business with: AIMSIO_PASSWORD, that of an environment, and an address with a password in it.
func Environment(variables []string) []string {
	return slices.DeleteFunc(slices.Clone(variables), func(variable string) bool {
		name, value, _ := strings.Cut(variable, "=")
		name = strings.ToUpper(name) // Windows leaves letter case out
		return name == "AIMSIO_PASSWORD" || strings.HasPrefix(name, "AIMSIO_") && (strings.HasSuffix(name, "_PASSWORD") || holdsPassword(value))
	})
}

// holdsPassword tells whether a value is an address with a password in it. What cannot be read may be one.
func holdsPassword(value string) bool {
	u, err := url.Parse(value)
	if err != nil {
		return strings.Contains(value, "@")
	}
	_, has := u.User.Password()
	return has || secretAmong(u.RawQuery)
}
