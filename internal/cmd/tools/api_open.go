package tools

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/service/answer"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// maxComplaint is how much of what a server says against a call is repeated, in characters.
const maxComplaint = 300

// leftOpen tells of a call that writes and was answered with a success which leaves it open whether it was
// carried out; nil of any other. response is nil where none came; hide blots out
// passwords.
func leftOpen(catalog *api.Catalog, hide func(string) string, request client.Request, response *client.Response) *client.Error {
	if response == nil || !request.Writes() {
		return nil
	}
	var entity *api.Entity
	if about := cmdkit.EntitiesAt(catalog, request.Path); len(about) > 0 {
		entity = about[0]
	}
	said := ""
	if body, err := response.Bytes(); err == nil { // or whoever prints it will tell
		said = answer.Complaint(entity, response.Status, response.Header, body)
	}
	if said == "" {
		return nil
	}
	shown := func(words string) string { return text.Shorten(text.OneLine(hide(words)), maxComplaint) }
	return &client.Error{
		Kind: client.BadAnswer, Status: response.Status, Request: shown(request.Method + " " + scrub.Text(request.Path)),
		Message: shown(said), Tries: response.Tries,
	}
}

// openFailure is the error of a call of which nobody knows whether it was carried out.
func openFailure(open *client.Error) error {
	return fail.New(fail.Partial, "look whether it was carried out before you send it again",
		"%w; it may or may not have been carried out", open)
}
