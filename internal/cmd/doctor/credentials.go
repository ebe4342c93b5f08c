package doctor

import (
	"context"
	"errors"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
)

func (d *doctor) userName(context.Context) []finding {
	if d.environment.Demo() {
		d.user = cmdkit.DemoUser
		return one(skipped("the demo needs none"))
	}
	name, source, err := d.environment.Username()
	if err != nil {
		return one(failed(err, ""))
	}
	d.user = name
	return one(fine("%s (%s)", name, source))
}

// findPassword asks for the password once, as a command may want something of a person. All calls
// use what it gave.
func (d *doctor) findPassword(ctx context.Context) []finding {
	if d.environment.Demo() {
		d.password = cmdkit.DemoPassword
		return one(skipped("the demo needs none"))
	}
	password, source, err := d.environment.Password(ctx)
	if d.source, d.noPassword = source, err; err != nil {
		return one(failed(err, ""))
	}
	d.password = func(context.Context) (string, error) { return password, nil }
	return one(fine("set (%s)", source))
}

// keyring tells what came of asking it for the password, if it was asked.
func (d *doctor) keyring(context.Context) []finding {
	unusable, asked := errors.AsType[*config.KeyringError](d.noPassword)
	var missing *config.NoCredentialsError
	switch {
	case asked:
		return one(doubtful("give the password in a variable, by password_command, or store it with `aimsio auth login --insecure-storage`", "%s", unusable))
	case d.environment.Demo():
		return one(skipped("the demo needs none"))
	case errors.As(d.noPassword, &missing):
		return one(fine("it answers, and holds no password of this user for this server"))
	case d.source.Kind == config.FromKeyring:
		return one(fine("it answers, and holds the password"))
	default:
		return one(skipped("not asked: the %s gives the password", d.source))
	}
}
