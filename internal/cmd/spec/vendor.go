package spec

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/fetch"
)

const (
	// timeForVendor bounds each address that is tried.
	timeForVendor = 20 * time.Second
	// vendorVariable names another documentation site.
	vendorVariable = "AIMSIO_VENDOR_DOCS"
)

// vendor gets the description from the vendor's documentation site: the first of the likely addresses that has one. Notef is
// told of those before it that have none.
func (from sources) vendor(ctx context.Context, notef func(format string, args ...any)) (specSource, error) {
	site := api.VendorSite
	if other, set := from.getenv(vendorVariable); set && other != "" {
		site = strings.TrimRight(other, "/")
	}
	var tried []string
	answered := false
	for _, path := range api.VendorDescriptions() {
		address := site + path
		content, err := from.download(ctx, address, timeForVendor)
		if ctx.Err() != nil || fail.Is(err, fail.Usage) {
			return specSource{}, err
		}
		if err == nil {
			err = isDescription(content)
		}
		if err == nil {
			for _, words := range tried {
				notef("note: %s", words)
			}
			return specSource{origin: address, content: content}, nil
		}
		_, refused := errors.AsType[*fetch.StatusError](err)
		answered = answered || refused || fail.Is(err, fail.Invalid)
		tried = append(tried, address+": "+problem(err))
	}
	kind := fail.Unreachable
	if answered {
		kind = fail.NotFound
	}
	return specSource{}, fail.New(kind, fmt.Sprintf("open %s in a browser, choose \"Download OpenAPI description\", and give that file: "+
		"aimsio spec import FILE", site), "no API description was found where the vendor's documentation most likely has it: %s", strings.Join(tried, "; "))
}

// isDescription tells HTML and other files from a description. What is wrong inside of one is found when it is compiled.
func isDescription(content []byte) error {
	root, err := tree.Read(content)
	if err != nil {
		return fail.New(fail.Invalid, "", "%w", err)
	}
	if root.Get("openapi") == nil && root.Get("swagger") == nil {
		return fail.New(fail.Invalid, "", "it is not an OpenAPI file: it does not say \"openapi: 3…\" at its top")
	}
	return nil
}

// problem is what stood in the way, without that a description was to be fetched, which the reader knows.
func problem(err error) string {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		return "answered " + status.Status
	}
	if called, ok := errors.AsType[*url.Error](err); ok {
		return called.Err.Error() // the address stands before it already
	}
	return strings.TrimPrefix(fail.OneLine(err), "fetching "+whatIsFetched+": ")
}
