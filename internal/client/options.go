package client

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/server"
)

// What the vendor allows, and what is reasonable, where the options leave it open.
const (
	defaultRate           = 10
	defaultParallel       = 10
	defaultConnectTimeout = 10 * time.Second
	defaultTimeout        = 60 * time.Second
	defaultMaxWait        = 2 * time.Minute
	defaultTries          = 6
	defaultMaxBody        = 64 << 20
	defaultMaxHeader      = 1 << 20
)

// Options say which server a client calls, as whom, and how. Zero values mean the default.
type Options struct {
	// Base is the server, with the path that all calls stand below.
	Base *url.URL
	// Username and Password are sent with HTTP Basic authentication. Password is asked once,
	// by the first call; nil means calls without credentials.
	Username string
	Password func(context.Context) (string, error)
	// PublicPassword says that everybody knows the password, an ordinary word that is not taken out of texts.
	PublicPassword bool
	// PathParameter gives the value of a parameter in braces that stands in a path, the same for all calls; nil knows
	// none.
	PathParameter func(name string) (value string, known bool)
	// Headers go with every call; SecretHeaders gives further ones, is asked once, by the first call, and nil for none.
	Headers       map[string]string
	SecretHeaders func(context.Context) (map[string]string, error)
	// UserAgent is the program's name and version as the server sees it.
	UserAgent string
	// Pace gives out the turns of the calls; nil is a pace of this client alone, at Rate.
	Pace *pace.Pace
	// Rate is the highest number of calls in any second (10), Parallel at once (10).
	Rate     float64
	Parallel int
	// ConnectTimeout bounds connecting (10 s), Timeout one try from its start to the end of the
	// body (60 s), MaxWait how long one call goes on being tried,
	// tries and waits together, before its last try begins (2 min).
	ConnectTimeout, Timeout, MaxWait time.Duration
	// Tries is how often a call is sent at most (6).
	Tries int
	// MaxBody is the largest answer in bytes, decompressed (64 MiB).
	MaxBody int64
	// MaxHeader is how long the headers of an answer may be together, in bytes (1 MiB).
	MaxHeader int64
	// CAFile names a PEM file of certificates that are trusted beside the system's.
	CAFile string
	// Peer looks at the certificate of a server before anything is sent there, and refuses it with an
	// error; nil takes all that can be verified.
	Peer func(*x509.Certificate) error
	// Dial connects to an address; nil goes by way of the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Transport takes the place of all that leads to the server; nil is HTTP over Dial.
	Transport http.RoundTripper
	// Lasting are statuses that another try would not mend, although others like them pass.
	Lasting []int
	// Getenv looks up the variables that name a proxy; nil is a direct way.
	Getenv func(string) (string, bool)
	// Trace shows every try; nil shows none.
	Trace *Trace

	// route is how calls leave.
	route Route
}

func (o Options) withDefaults() Options {
	o.Rate = orDefault(o.Rate, defaultRate)
	o.Parallel = orDefault(o.Parallel, defaultParallel)
	o.ConnectTimeout = orDefault(o.ConnectTimeout, defaultConnectTimeout)
	o.Timeout = orDefault(o.Timeout, defaultTimeout)
	o.MaxWait = orDefault(o.MaxWait, defaultMaxWait)
	o.Tries = orDefault(o.Tries, defaultTries)
	o.MaxBody = orDefault(o.MaxBody, defaultMaxBody)
	o.MaxHeader = orDefault(o.MaxHeader, defaultMaxHeader)
	return o
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

// check refuses what would send credentials in the open or could never work.
func (o Options) check() error {
	switch {
	case o.Base == nil || originOf(o.Base) == nowhere:
		return errors.New("the environment has no server, or none that is named in plain letters: set its url")
	case o.Base.User != nil:
		return fmt.Errorf("the server's url carries a user name: remove it and use `username` and a stored password: %s", scrub.URL(o.Base.String()))
	case o.Base.Scheme != "https" && o.Base.Scheme != "http":
		return fmt.Errorf("the server's url begins with %q: only https is possible, and http to this machine", o.Base.Scheme)
	case o.Base.Scheme == "http" && o.Transport == nil && !server.Loopback(o.Base.Hostname()):
		return fmt.Errorf("the server %s would get the password in the open: use https (http is for this machine alone)", o.Base.Host)
	case strings.Contains(o.Username, ":"):
		return fmt.Errorf("the user name %q has a colon, which HTTP Basic authentication cannot send", o.Username)
	case !(o.Rate > 0) || o.Parallel < 0 || o.Tries < 0 || o.MaxBody < 0 || o.MaxHeader < 0:
		return errors.New("rate, parallel, tries and the bounds of answers must be more than 0")
	case o.ConnectTimeout < 0 || o.Timeout < 0 || o.MaxWait < 0:
		return errors.New("connect_timeout, timeout and max_wait must be more than 0")
	}
	return nil
}
