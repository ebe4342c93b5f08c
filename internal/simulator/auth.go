package simulator

import (
	"crypto/subtle"
	"net/http"
)

// authorized checks HTTP Basic credentials, which every operation of the vendor asks for.
func (s *Simulator) authorized(r *http.Request) bool {
	user, password, given := r.BasicAuth()
	return given && accepted(user, s.options.Username) && accepted(password, s.options.Password)
}

func accepted(given, wanted string) bool {
	if wanted == "" {
		return given != ""
	}
	return subtle.ConstantTimeCompare([]byte(given), []byte(wanted)) == 1
}
