package client

import (
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/server"
)

// origin is the part of a URL that credentials belong to, in its one form.
type origin string

// nowhere is the origin of a URL of which no server can be told. No other is the same.
const nowhere origin = "an address that names no server"

func originOf(u *url.URL) origin {
	if o := server.Origin(u); o != "" {
		return origin(o)
	}
	if same, err := server.Canonical(u); err == nil {
		return origin("//" + same.Host) // of no scheme, and so the same as no other
	}
	return nowhere
}

// String gives the origin as a URL.
func (o origin) String() string { return string(o) }
