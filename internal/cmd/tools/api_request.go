package tools

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// request reads what the call is made of.
func (o *apiOptions) request(ctx context.Context) (client.Request, error) {
	request := client.Request{Method: o.method, Path: o.path}
	if !strings.HasPrefix(o.path, "/") && !strings.Contains(o.path, "://") {
		request.Path = o.catalog.Prefix() + o.path
	}
	if strings.ContainsFunc(o.method, func(r rune) bool { return r < 'A' || r > 'Z' }) || o.method == "" {
		return request, fail.Usagef("%q is not a method: it is a word such as GET or POST", o.method)
	}
	var err error
	if request.Header, err = readHeaders(o.headers); err != nil {
		return request, err
	}
	if request.Header.Get("Range") != "" {
		request.Also = []int{http.StatusPartialContent}
	}
	if o.input != "" {
		return request, fail.New(fail.Usage, fmt.Sprintf("aimsio api %s %s -f %s", o.method, o.path, o.input),
			"--input names the format of records, which api sends as they are: the file with the body goes with -f")
	}
	request.Body, err = o.body(ctx)
	return request, err
}

// readHeaders reads headers as they are written on the command line.
func readHeaders(lines []string) (http.Header, error) {
	headers := http.Header{}
	for _, header := range lines {
		name, value, found := strings.Cut(header, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !found || name == "" || strings.ContainsFunc(header, unicode.IsControl) {
			return nil, fail.Usagef("--header %q: it is written 'Name: value'", header)
		}
		if strings.EqualFold(name, "Authorization") {
			return nil, fail.Usagef("--header Authorization: the credentials of the environment are sent; see \"aimsio auth --help\"")
		}
		if err := client.CheckHeader(name, value); err != nil {
			return nil, fail.Usagef("--header: %w", err)
		}
		headers.Add(name, value)
	}
	return headers, nil
}

// maxBody is the largest body that is sent, in bytes. It stands in memory, as it is sent again where a call is.
const maxBody = 64 << 20

// body reads what is sent, nothing where no file is named.
func (o *apiOptions) body(ctx context.Context) (body []byte, err error) {
	var source io.Reader
	switch o.file {
	case "":
		return nil, nil
	case "-":
		source = o.Stdin(ctx)
	default:
		file, err := cmdkit.OpenFile("-f", o.file)
		if err != nil {
			return nil, err
		}
		defer cmdkit.CloseQuietly(file)
		source = file
	}
	body, err = io.ReadAll(io.LimitReader(source, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the body: %w", err)
	case len(body) > maxBody:
		return nil, fail.New(fail.Invalid, "send it in parts", "the body is larger than %s: nothing was sent", text.Bytes(maxBody))
	}
	return body, nil
}
