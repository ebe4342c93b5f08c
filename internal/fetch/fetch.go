// Package fetch gets files from servers that are not those of an environment: an API description, the list of a release.
// It sends no credentials, follows few redirects, and takes no more than it is told to. It knows no command and keeps nothing.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/server"
)

// Fetcher gets files on the way that the user's variables tell.
type Fetcher struct {
	Getenv func(string) (string, bool)
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	// Version is the program's, for the servers.
	Version string
}

// File is what is to be fetched.
type File struct {
	// What names it in errors, such as "the API description".
	What, Address string
	// Accept is the header of that name, "" for anything.
	Accept string
	// Limit bounds its bytes, Time the fetching with its redirects.
	Limit int64
	Time  time.Duration
}

// StatusError is the answer of a server that did not give the file.
type StatusError struct {
	// Host is that of the server, Status what it answered ("404 Not Found").
	Host, Status string
}

func (e *StatusError) Error() string { return e.Host + " answered " + e.Status }

// Get gives the bytes of a file.
func (f Fetcher) Get(ctx context.Context, file File) ([]byte, error) {
	target, err := url.Parse(file.Address)
	if err == nil {
		err = mayFetch(target)
	}
	if err != nil {
		return nil, fail.Usagef("%s: %w", file.Address, err)
	}
	ctx, cancel := context.WithTimeout(ctx, file.Time)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, file.Address, nil)
	if err != nil {
		return nil, fail.Usagef("%s: %w", file.Address, err)
	}
	request.Header.Set("User-Agent", "aimsio/"+f.Version)
	if file.Accept != "" {
		request.Header.Set("Accept", file.Accept)
	}
	proxy := func(r *http.Request) (*url.URL, error) {
		way, err := client.RouteTo(r.URL, f.Getenv)
		return way.Proxy, err
	}
	if _, err := proxy(request); err != nil {
		return nil, fail.AsUsage(err)
	}
	transport := &http.Transport{Proxy: proxy, DialContext: f.Dial, OnProxyConnectResponse: client.PassedOn}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport, CheckRedirect: checkHop}).Do(request)
	if err != nil {
		return nil, fail.New(fail.Unreachable, "", "fetching %s: %w", file.What, inTime(err, file.Time))
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, fail.New(fail.Unreachable, "", "fetching %s: %w", file.What, &StatusError{target.Host, answer.Status})
	}
	content, err := ReadBounded(answer.Body, file.What, file.Limit)
	if err != nil && !fail.Is(err, fail.Invalid) {
		err = fail.New(fail.Unreachable, "", "%w", inTime(err, file.Time))
	}
	return content, err
}

// inTime says of a fetch that took too long how long that was.
func inTime(err error, limit time.Duration) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("there was no whole answer within %s", limit)
	}
	return err
}

// ReadBounded reads what is to be no larger than a limit, in bytes.
func ReadBounded(r io.Reader, what string, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", what, err)
	case int64(len(content)) > limit:
		return nil, fail.New(fail.Invalid, "", "it is larger than %d MiB, and so not %s", limit>>20, what)
	}
	return content, nil
}

// checkHop keeps redirects few, and on addresses that may be fetched.
func checkHop(request *http.Request, before []*http.Request) error {
	const most = 5
	if len(before) > most {
		return fmt.Errorf("it redirects more than %d times", most)
	}
	return mayFetch(request.URL)
}

// mayFetch lets https through, and http to this machine alone.
func mayFetch(target *url.URL) error {
	_, err := server.Canonical(target)
	switch {
	case target.User != nil:
		return errors.New("a user name in an address is not sent: download the file with a browser and use that")
	case err != nil && target.Host != "":
		return fmt.Errorf("it leads to no server: expected %w", err)
	case target.Scheme == "https" && target.Host != "", target.Scheme == "http" && server.Loopback(target.Hostname()):
		return nil
	default:
		return errors.New("only https is fetched, and http from this machine")
	}
}
