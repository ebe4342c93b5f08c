package spec

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/server"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

const (
	// timeToFetch bounds the fetching of a file, with its redirects.
	timeToFetch = 60 * time.Second
	// maxExtras is how much the files that a description refers to may hold together, in bytes.
	maxExtras = 64 << 20
)

// specSource is a description as it was given, with what it takes to follow its references.
type specSource struct {
	origin, address string
	content         []byte
	// fetch gets other files, nil where that is not allowed. What it got is kept in fetched.
	fetch   func(string) ([]byte, error)
	fetched map[string][]byte
}

func (s *specSource) extras() map[string][]byte { return s.fetched }

// openSpec reads a description from a file, an address or standard input.
func openSpec(ctx context.Context, a *cmdkit.Env, name string, remote bool) (specSource, error) {
	s := specSource{origin: name}
	var err error
	switch {
	case name == "-":
		s.origin = "standard input"
		s.content, err = readBounded(a.Stdin(ctx))
	case strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://"):
		s.address = name
		s.content, err = download(ctx, a, name)
	default:
		s.content, err = readFile(name)
		if whole, failed := filepath.Abs(name); failed == nil {
			s.address = (&url.URL{Scheme: "file", Path: filepath.ToSlash(whole)}).String()
		}
	}
	if err != nil {
		return s, err
	}
	if remote {
		s.fetched = map[string][]byte{}
		s.fetch = fetchFor(ctx, a, s)
	}
	return s, nil
}

// fetchFor gets the files that a description refers to: over the network, and for one that is a file
// also those in its folder and below.
func fetchFor(ctx context.Context, a *cmdkit.Env, s specSource) func(string) ([]byte, error) {
	total := 0
	return func(address string) ([]byte, error) {
		target, err := url.Parse(address)
		if err != nil {
			return nil, fmt.Errorf("the address cannot be read: %w", err)
		}
		var content []byte
		switch target.Scheme {
		case "http", "https":
			content, err = download(ctx, a, address)
		case "file":
			content, err = nearFile(s.address, target)
		default:
			err = errors.New("only files beside the description and addresses with https can be referred to")
		}
		if err != nil {
			return nil, err
		}
		if total += len(content); total > maxExtras {
			return nil, fmt.Errorf("with it the files that are referred to hold more than %d bytes", maxExtras)
		}
		s.fetched[address] = content
		return content, nil
	}
}

// nearFile reads a file in the folder of the description, or below.
func nearFile(from string, target *url.URL) ([]byte, error) {
	base, err := url.Parse(from)
	if err != nil || base.Scheme != "file" {
		return nil, errors.New("a description from elsewhere may not refer to files of this machine")
	}
	folder, err := os.OpenRoot(filepath.FromSlash(filepath.Dir(base.Path)))
	if err != nil {
		return nil, fmt.Errorf("opening its folder: %w", err)
	}
	defer cmdkit.CloseQuietly(folder)
	path, err := filepath.Rel(filepath.Dir(filepath.FromSlash(base.Path)), filepath.FromSlash(target.Path))
	if err != nil || !filepath.IsLocal(path) {
		return nil, errors.New("only files in the folder of the description, or below, can be referred to")
	}
	file, err := folder.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening it: %w", err)
	}
	defer cmdkit.CloseQuietly(file)
	return readBounded(file)
}

func readFile(name string) ([]byte, error) {
	file, err := cmdkit.OpenFile("the API description", name)
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
func download(ctx context.Context, a *cmdkit.Env, address string) ([]byte, error) {
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
	request.Header.Set("User-Agent", "aimsio/"+a.World.VersionName())
	request.Header.Set("Accept", "application/yaml, application/json, text/yaml, */*;q=0.5")
	proxy := func(r *http.Request) (*url.URL, error) {
		way, err := client.WayTo(r.URL, a.World.Getenv)
		return way.Proxy, err
	}
	if _, err := proxy(request); err != nil {
		return nil, fail.AsUsage(err)
	}
	transport := &http.Transport{Proxy: proxy, DialContext: a.World.Dial, OnProxyConnectResponse: client.PassedOn}
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
