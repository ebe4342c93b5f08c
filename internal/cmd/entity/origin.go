package entity

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/planning"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// origin is the environment that records are taken from. Nothing is written to it.
type origin struct {
	environment *config.Environment
	session     func() (*session.Session, error)
	mirrors     *cmdkit.Mirrors
}

// originOf gives what chooses an origin by its name.
func originOf(env *cmdkit.Env) func(string) (*origin, error) {
	return func(name string) (*origin, error) {
		from, err := env.Source(name)
		if err != nil {
			return nil, err
		}
		environment, err := from.Environment()
		if err != nil {
			return nil, err
		}
		return &origin{environment: environment, session: from.Session, mirrors: from.Mirrors}, nil
	}
}

// known gives a local copy of all records of an entity as the origin has them now. What the run shows of its progress
// is shown as in setup.
func (o *origin) known(ctx context.Context, entity *api.Entity, setup bulk.Setup, flags cmdkit.MirrorFlags) (*mirror.Store, error) {
	reader := planning.Planner{
		Setup: bulk.Setup{
			Reporter: setup.Reporter, Entity: entity, Environment: o.environment, Session: o.session, Progress: setup.Progress,
			Mirror:      func(ctx context.Context) (*mirror.Store, error) { return o.mirrors.ReadMirror(ctx, flags) },
			MirrorError: o.mirrors.MirrorError,
		},
		Copy: o.mirrors.CopyMirror,
	}
	return reader.Known(ctx)
}
