package spec

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/fetch"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// timeToFetch bounds the fetching of a file, with its redirects.
const timeToFetch = 60 * time.Second

// whatIsFetched names it in errors.
const whatIsFetched = "the API description"

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
		s.content, err = from.download(ctx, name, timeToFetch)
		err = withHint(err)
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
	return fetch.ReadBounded(r, whatIsFetched, spec.MaxSource)
}

// download gets a file without any credentials.
func (from sources) download(ctx context.Context, address string, limit time.Duration) ([]byte, error) {
	return fetch.Fetcher{Getenv: from.getenv, Dial: from.dial, Version: from.version}.Get(ctx, fetch.File{
		What: whatIsFetched, Address: address, Accept: "application/yaml, application/json, text/yaml, */*;q=0.5",
		Limit: spec.MaxSource, Time: limit,
	})
}

// withHint says of a file that a server refuses how it is had all the same.
func withHint(err error) error {
	if _, refused := errors.AsType[*fetch.StatusError](err); refused {
		return fail.New(fail.Unreachable, "if it takes a login, download the file with a browser and import that", "%w", err)
	}
	return err
}
