package tools

import (
	"context"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// print writes the body as it came, or what a jq program makes of it.
func (o *apiOptions) print(ctx context.Context, answer *client.Response, query *output.Query) (err error) {
	destination, err := o.OpenOutput(o.out)
	if err != nil {
		return err
	}
	defer func() { err = destination.Finish(err) }()
	if query != nil {
		body, err := answer.Bytes()
		if err != nil || len(body) == 0 { // there is nothing to run it over
			return err
		}
		return query.Run(ctx, destination, body, destination.Terminal)
	}
	if !destination.Terminal {
		_, err = io.Copy(destination, answer.Reader())
		return cmdkit.WrapWrite(err)
	}
	body, err := answer.Bytes()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(destination, "%s\n", body)
	return cmdkit.WrapWrite(err)
}
