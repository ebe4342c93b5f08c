package spec

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/server"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// timeToFetch bounds the fetching of a file, with its redirects.
const timeToFetch = 60 * time.Second

// specSource is a description as it was given, and where it came from.
type specSource struct {
	origin  string
	content []byte
}

// sources are where descriptions come from: standard input, files, and servers on the way that the variables tell.
type sources struct {
	stdin   func(context.Context) io.Reader
	getenv  func(string) (string, bool)
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	version string
}

// open reads a description from a file, an address or standard input.
func (from sources) open(ctx context.Context, name string) (specSource, error) {
	s := specSource{origin: name}
	var err error
	switch {
	case name == "-":
		s.origin = "standard input"
		s.content, err = readBounded(from.stdin(ctx))
	case strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://"):
		s.content, err = from.download(ctx, name)
	default:
		s.content, err = readFile("the API description", name)
	}
	return s, err
}

// readFile reads a file that a flag, or an argument, names.
func readFile(flag, name string) ([]byte, error) {
	file, err := cmdkit.OpenFile(flag, name)
	if err != nil {
		return nil, err
	}
	defer cmdkit.CloseQuietly(file)
	return readBounded(file)
}

func readBounded(r io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, spec.MaxSource+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the API description: %w", err)
	case len(content) > spec.MaxSource:
		return nil, fail.New(fail.Invalid, "", "it is larger than %d MiB, which no API description is", spec.MaxSource>>20)
	default:
		return content, nil
	}
}

// download gets a file without any credentials.
func (from sources) download(ctx context.Context, address string) ([]byte, error) {
	target, err := url.Parse(address)
	if err == nil {
		err = mayFetch(target)
	}
	if err != nil {
		return nil, fail.Usagef("%s: %w", address, err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeToFetch)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fail.Usagef("%s: %w", address, err)
	}
	request.Header.Set("User-Agent", "aimsio/"+from.version)
	request.Header.Set("Accept", "application/yaml, application/json, text/yaml, */*;q=0.5")
	proxy := func(r *http.Request) (*url.URL, error) {
		way, err := client.RouteTo(r.URL, from.getenv)
		return way.Proxy, err
	}
	if _, err := proxy(request); err != nil {
		return nil, fail.AsUsage(err)
	}
	transport := &http.Transport{Proxy: proxy, DialContext: from.dial, OnProxyConnectResponse: client.PassedOn}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport, CheckRedirect: checkHop}).Do(request)
	if err != nil {
		return nil, fail.New(fail.Unreachable, "", "fetching the API description: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, fail.New(fail.Unreachable, "if it takes a login, download the file with a browser and import that",
			"fetching the API description: %s answered %s", target.Host, answer.Status)
	}
	return readBounded(answer.Body)
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
		return errors.New("a user name in an address is not sent: download the file with a browser and import that")
	case err != nil && target.Host != "":
		return fmt.Errorf("it leads to no server: expected %w", err)
	case target.Scheme == "https" && target.Host != "", target.Scheme == "http" && server.Loopback(target.Hostname()):
		return nil
	default:
		return errors.New("only https is fetched, and http from this machine")
	}
}
