package doctor

import (
	"context"
	"crypto/tls"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/text"
)

const (
	// certificateDays is when the end of a certificate is near enough to warn of.
	certificateDays = 14 * 24 * time.Hour
	// clockTolerance is the difference to the server's clock that does no harm. Its answers tell whole
	// seconds, and are some time on their way.
	clockTolerance = 10 * time.Second
)

func proxyCheck(c *caller) check {
	return check{checkProxy, needs(checkCalls), one(func(context.Context) finding {
		if proxy, variable := c.client.Proxy(); proxy != "" {
			return passed("%s, by the variable %s", proxy, variable)
		}
		return passed("none")
	})}
}

func dnsCheck(c *caller) check {
	return check{checkDNS, needs(checkProxy), one(func(ctx context.Context) finding {
		call, server := c.makeFirst(ctx), c.target.URL.Hostname()
		found := call.journey.Host + ": " + strings.Join(call.journey.Addresses, ", ")
		switch {
		case call.endedIn(client.Lookup):
			return failed(call.err, "")
		case call.journey.Host == "":
			return passed("nothing to look up")
		case !strings.EqualFold(call.journey.Host, server):
			return passed("%s; the proxy looks up %s", found, server)
		default:
			return passed("%s", found)
		}
	})}
}

func connectionCheck(c *caller) check {
	return check{checkConnection, needs(checkDNS), one(func(context.Context) finding {
		if !c.first.endedIn(client.Connect) && !c.first.endedIn(client.NotBegun) {
			return passed("%s", c.first.journey.Peer)
		}
		found := failed(c.first.err, "")
		if proxy, _ := c.client.Proxy(); proxy != "" {
			found.detail = "through the proxy " + proxy + ": " + found.detail
		}
		return found
	})}
}

func tlsCheck(c *caller) check {
	return check{checkTLS, needs(checkConnection), one(func(context.Context) finding {
		switch {
		case c.target.URL.Scheme == "http":
			return skipped("plain http to this machine")
		case c.first.endedIn(client.Handshake):
			return failed(c.first.err, "ask the operator of the server")
		default:
			return certificate(c.first.journey.TLS, c.now())
		}
	})}
}

// certificate warns of one that ends soon.
func certificate(state *tls.ConnectionState, now time.Time) finding {
	if state == nil || len(state.PeerCertificates) == 0 {
		return skipped("the handshake was not seen")
	}
	end := state.PeerCertificates[0].NotAfter
	left := end.Sub(now)
	words := tls.VersionName(state.Version) + ", certificate until " + end.UTC().Format(time.DateOnly)
	if left < certificateDays {
		return warning("have the operator of the server renew it before every call fails", "%s, %s from now", words, text.Counted(days(left), "day"))
	}
	return passed("%s", words)
}

func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

func clockCheck(c *caller) check {
	return check{"clock", needs(checkTLS), one(func(context.Context) finding { return clock(&c.first) })}
}

// clock compares this machine's with what the server's answer told.
func clock(call *firstCall) finding {
	switch {
	case call.journey.Stage < client.Answered:
		return skipped("no answer came")
	case call.journey.Date.IsZero():
		return skipped("the answer does not tell the server's time")
	}
	ahead := call.answered.Sub(call.journey.Date).Round(time.Second)
	if ahead.Abs() <= clockTolerance {
		return passed("as the server's, to %s", clockTolerance)
	}
	way := "ahead of"
	if ahead < 0 {
		way = "behind"
	}
	return warning("set the clock of this machine by NTP: --since, updatedAt and the dates of Retry-After are off by as much",
		"this machine is %s %s the server", ahead.Abs(), way)
}
