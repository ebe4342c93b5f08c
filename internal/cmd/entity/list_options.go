package entity

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// listOptions are what a list is made with, and what the user asks of it.
type listOptions struct {
	entity   *api.Entity
	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
	session  func() (*session.Session, error)

	full    bool
	filters cmdkit.FilterFlags
	since   string
	until   string
	sort    string
	// explode names a list of whose elements rows are made.
	explode string
	limit   int
	mirror  cmdkit.MirrorFlags
	output  cmdkit.OutputFlags
	// parameters are those of the API's own call.
	parameters cmdkit.ParameterFlag
}

func newListOptions(env *cmdkit.Env, entity *api.Entity) listOptions {
	return listOptions{
		entity: entity, streams: env.Streams, settings: env.Settings, printing: env.Output, mirrors: env.Mirrors, session: env.Session,
	}
}
