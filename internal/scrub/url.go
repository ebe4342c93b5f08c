package scrub

import "strings"

// URL gives an address as it may be shown: without a user name and a password, which may also stand
// among the parameters, as in that of a database.
func URL(address string) string {
	if before, parameters, _ := strings.Cut(address, "?"); secretAmong(parameters) {
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

// secretAmong tells whether something among parameters has a name of a secret. Parameters may be cut in
// odd places, so a part of such a name is enough.
func secretAmong(parameters string) bool {
	lower := joined(unescaped(parameters))
	for _, word := range append(secretWords(), "pass") {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
