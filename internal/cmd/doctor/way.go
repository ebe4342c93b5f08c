package doctor

import (
	"context"
	"crypto/tls"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// certificateDays is when the end of a certificate is near enough to warn of.
const certificateDays = 14 * 24 * time.Hour

func (d *doctor) proxy(context.Context) []finding {
	if proxy, variable := d.client.Proxy(); proxy != "" {
		return one(fine("%s, by the variable %s", proxy, variable))
	}
	return one(fine("none"))
}

// outside makes a check of the network one that is skipped where the server is a part of the program.
func (d *doctor) outside(run func(context.Context) []finding) func(context.Context) []finding {
	return func(ctx context.Context) []finding {
		if d.environment.Demo() {
			return one(skipped("inside the program"))
		}
		return run(ctx)
	}
}

func (d *doctor) dns(ctx context.Context) []finding {
	call, server := d.makeCall(ctx), d.environment.URL.Hostname()
	found := call.journey.Host + ": " + strings.Join(call.journey.Addresses, ", ")
	switch {
	case call.endedIn(client.Lookup):
		return one(failed(call.err, ""))
	case call.journey.Host == "":
		return one(fine("nothing to look up"))
	case !strings.EqualFold(call.journey.Host, server):
		return one(fine("%s; the proxy looks up %s", found, server))
	default:
		return one(fine("%s", found))
	}
}

func (d *doctor) connection(context.Context) []finding {
	switch {
	case d.call.endedIn(client.Connect), d.call.endedIn(client.NotBegun):
		found := failed(d.call.err, "")
		if proxy, _ := d.client.Proxy(); proxy != "" {
			found.detail = "through the proxy " + proxy + ": " + found.detail
		}
		return one(found)
	default:
		return one(fine("%s", d.call.journey.Peer))
	}
}

func (d *doctor) tls(context.Context) []finding {
	switch {
	case d.environment.URL.Scheme == "http":
		return one(skipped("plain http to this machine"))
	case d.call.endedIn(client.Handshake):
		return one(failed(d.call.err, "ask the operator of the server"))
	default:
		return one(d.certificate())
	}
}

// certificate warns of one that ends soon.
func (d *doctor) certificate() finding {
	state := d.call.journey.TLS
	if state == nil || len(state.PeerCertificates) == 0 {
		return skipped("the handshake was not seen")
	}
	end := state.PeerCertificates[0].NotAfter
	left := end.Sub(d.app.Now())
	words := tls.VersionName(state.Version) + ", certificate until " + end.UTC().Format(time.DateOnly)
	if left < certificateDays {
		return doubtful("have the operator of the server renew it before every call fails", "%s, %s from now", words, text.Counted(days(left), "day"))
	}
	return fine("%s", words)
}

func days(d time.Duration) int { return int(d / (24 * time.Hour)) }
