package server

import "net/url"

// Same tells whether two addresses are those of one server, however they are written.
func Same(one, other string) bool { return form(one) == form(other) }

// form is the one form of an address; one that is none stands for itself.
func form(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	same, err := Canonical(u)
	if err != nil {
		return address
	}
	return same.String()
}
