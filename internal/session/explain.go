package session

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// CallError adds to an error of a call what only the command knows: the environment and the
// entity, and what to do next. entity is nil where the call is not about one.
func (s *Session) CallError(err error, entity *api.Entity) error {
	if _, explained := errors.AsType[*fail.Error](err); explained {
		return err
	}
	name := s.Environment.Name
	if broken := service.ListFault(err); broken != nil {
		kind := fail.Unreachable
		if _, above := errors.AsType[*record.LimitError](err); above {
			kind = fail.Failed // as for any answer that is too large
		}
		return fail.New(kind, "", "environment %q: the list of %s that the server sent cannot be read: %w", name, what(entity), broken)
	}
	var called *client.Error
	if !errors.As(err, &called) {
		return err
	}
	switch {
	case called.Kind == client.Unauthorized && called.Accepted:
		return fail.New(fail.Denied, "try again later, or more slowly with a lower rate; the password need not be changed",
			"environment %q refused a call: %w", name, err)
	case called.Kind == client.Unauthorized:
		return fail.New(fail.Denied,
			fmt.Sprintf("\"aimsio auth status --env %s\" shows what was used; \"aimsio auth login --env %s\" stores another password", name, name),
			"environment %q refused the user name or the password: %w", name, err)
	case called.Kind == client.Forbidden:
		return fail.New(fail.Denied,
			"a right password is not enough: ask Aimsio's support to switch the API permission on for this user",
			"environment %q does not permit this user to use %s: %w", name, what(entity), err)
	case called.Status == http.StatusInsufficientStorage && s.Environment.Demo():
		return fail.New(fail.Failed, "", "environment %q: %w", name, err) // a fault of this machine: the demo is in the program
	case called.Kind == client.PeerRefused:
		return fail.New(fail.Guarded, fmt.Sprintf("give --confirm %s if this is meant", name), "environment %q: %w", name, err)
	case called.Kind == client.Unavailable, called.Kind == client.ProxyRefused:
		return fail.New(fail.Unreachable, "", "environment %q: %w", name, err)
	default:
		return err
	}
}

// what names the thing that a permission is about.
func what(entity *api.Entity) string {
	if entity == nil {
		return "this call"
	}
	return entity.Name
}

// FetchMessage says in a line why one record could not be read.
func FetchMessage(entity *api.Entity, fetched service.Fetched) string {
	var called *client.Error
	switch {
	case fetched.ID == "":
		return fmt.Sprintf("%s: %s", entity.Title, fetched.Err)
	case errors.As(fetched.Err, &called) && called.Kind == client.NotFound:
		return fmt.Sprintf("%s %s: not found; it is gone, or hidden from this user", entity.Title, fetched.ID)
	default:
		return fmt.Sprintf("%s %s: %s", entity.Title, fetched.ID, fetched.Err)
	}
}

// GetError explains why the one record asked for could not be read.
func (s *Session) GetError(err error, entity *api.Entity, id string) error {
	var called *client.Error
	if !errors.As(err, &called) || called.Kind != client.NotFound {
		return s.CallError(err, entity)
	}
	return fail.New(fail.NotFound,
		fmt.Sprintf("\"aimsio %s list --env %s\" shows the GUIDs that this user can see", entity.Name, s.Environment.Name),
		"there is no %s %q in environment %q, or it is hidden from this user: %w", entity.Title, id, s.Environment.Name, err)
}
