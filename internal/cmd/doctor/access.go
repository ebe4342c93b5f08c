package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// enoughReads is how many reads in a row may fail, other than for what may be a permission, before
// the rest is left alone: a server in trouble is not helped by more calls.
const enoughReads = 3

// authenticationCheck tells what the first answer says of the credentials.
func authenticationCheck(c *caller) check {
	return check{checkAuthentication, needs(checkPassword, checkTLS), one(func(ctx context.Context) finding {
		call := c.makeFirst(ctx)
		called, failedCall := errors.AsType[*client.Error](call.err)
		switch {
		case service.CanRead(call.request, call.err), failedCall && called.Kind == client.Forbidden:
			if c.target.Demo() {
				return passed("the demo takes everybody")
			}
			return passed("%s is accepted", c.user)
		case !failedCall:
			return failed(call.err, "")
		case called.Kind == client.Unauthorized:
			return failed(call.err, c.loginAdvice())
		case call.journey.Stage == client.Answered:
			return skipped("not known from what the server answered; see below")
		default:
			return failed(call.err, "the server is reached but does not answer: try again later, or with a longer `timeout`")
		}
	})}
}

// reads are the checks of the entities. inRow counts the latest that failed in a row.
type reads struct {
	*caller

	inRow int
}

func (r *reads) checks() []check {
	made := make([]check, 0, len(r.catalog.Entities))
	for _, entity := range r.catalog.Entities {
		made = append(made, check{"read " + entity.Name, needs(checkAuthentication), one(func(ctx context.Context) finding {
			return r.read(ctx, entity)
		})})
	}
	return made
}

// read tells whether an entity can be read.
func (r *reads) read(ctx context.Context, entity *api.Entity) finding {
	request, ok := service.ProbeRequest(entity)
	switch {
	case !ok:
		return skipped("the API does not read them, or not without a parameter")
	case r.inRow >= enoughReads:
		return skipped("the last %d reads failed", enoughReads)
	}
	err := r.sample(ctx, entity, request)
	if service.CanRead(request, err) {
		r.inRow = 0
		return passed("%s %s", request.Method, request.Path)
	}
	advice := fmt.Sprintf("ask Aimsio's support to switch on the API permission for %q for user %s", permission(entity), r.user)
	called, ok := errors.AsType[*client.Error](err)
	switch {
	case ok && called.Kind == client.Forbidden:
		return failed(err, advice)
	case ok && called.Accepted:
		return failed(err, "try again later; if it stays so, "+advice)
	case ok && called.Kind == client.NotFound:
		r.inRow++
		return failed(err, adviceFor(called)+"; where others are there, its path is another one: "+
			"`aimsio spec import --vendor` gets the vendor's own description")
	default:
		r.inRow++
		return failed(err, "")
	}
}

// permission is an entity's name as people say it, from that of its resource: "Job Order".
func permission(entity *api.Entity) string {
	var name strings.Builder
	lower := false
	for _, letter := range entity.Resource {
		if lower && unicode.IsUpper(letter) {
			name.WriteByte(' ')
		}
		name.WriteRune(letter)
		lower = unicode.IsLower(letter)
	}
	return name.String()
}
