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
// the rest is left alone: a server in trouble is not helped by more calls. A run that fetches records bears more
// (hydrate.FailureBreaker), for it would fall short of what it was asked for; here the trouble itself is the answer.
const enoughReads = 3

// read tells whether an entity can be read.
func (d *doctor) read(ctx context.Context, entity *api.Entity) finding {
	request, ok := service.ProbeRequest(entity)
	switch {
	case !ok:
		return skipped("the API does not read them, or not without a parameter")
	case d.inRow >= enoughReads:
		return skipped("the last %d reads failed", enoughReads)
	}
	err := d.call.err
	if entity != d.call.entity {
		err = d.sample(ctx, entity, request)
	}
	if service.CanRead(request, err) {
		d.inRow = 0
		return fine("%s %s", request.Method, request.Path)
	}
	advice := fmt.Sprintf("ask Aimsio's support to switch on the API permission for %q for user %s", permission(entity), d.user)
	called, ok := errors.AsType[*client.Error](err)
	switch {
	case ok && called.Kind == client.Forbidden:
		return failed(err, advice)
	case ok && called.Accepted:
		return failed(err, "try again later; if it stays so, "+advice)
	default:
		d.inRow++
		return failed(err, "")
	}
}

func (d *doctor) sample(ctx context.Context, entity *api.Entity, request client.Request) error {
	answer, err := d.client.Do(ctx, request)
	if err != nil {
		return err
	}
	d.keepIDs(entity, request, answer)
	return answer.Close()
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
