package http

import (
	"crypto/subtle"
	"net/http"
)

// authorized checks HTTP Basic credentials, which every operation of the vendor asks for. Where a name or
// password is empty, any that is not empty will do.
func authorized(r *http.Request, username, password string) bool {
	givenName, givenPassword, given := r.BasicAuth()
	return given && accepted(givenName, username) && accepted(givenPassword, password)
}

func accepted(given, wanted string) bool {
	if wanted == "" {
		return given != ""
	}
	return subtle.ConstantTimeCompare([]byte(given), []byte(wanted)) == 1
}
