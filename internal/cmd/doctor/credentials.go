package doctor

import (
	"context"
	"errors"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
)

// credentials are those that calls to the target would use, as far as their checks have found them.
type credentials struct {
	target *target
	user   string
	// password is nil while there is none.
	password cmdkit.PasswordSource
	// source is where the password came from, missing why there is none.
	source  config.Source
	missing error
}

func (c *credentials) userCheck() check {
	return check{checkUser, needs(checkEnvironment), one(func(context.Context) finding {
		if c.target.Demo() {
			c.user = cmdkit.DemoUser
			return skipped("the demo needs none")
		}
		name, source, err := c.target.Username()
		if err != nil {
			return failed(err, "")
		}
		c.user = name
		return passed("%s (%s)", name, source)
	})}
}

// passwordCheck asks for the password once, as a command may want something of a person. All calls
// use what it gave.
func (c *credentials) passwordCheck() check {
	return check{checkPassword, needs(checkUser), one(func(ctx context.Context) finding {
		if c.target.Demo() {
			c.password = cmdkit.DemoPassword
			return skipped("the demo needs none")
		}
		password, source, err := c.target.Password(ctx)
		if c.source, c.missing = source, err; err != nil {
			return failed(err, "")
		}
		c.password = func(context.Context) (string, error) { return password, nil }
		return passed("set (%s)", source)
	})}
}

// keyringCheck tells what came of asking it for the password, if it was asked.
func (c *credentials) keyringCheck() check {
	return check{"keyring", needs(checkUser), one(func(context.Context) finding {
		broken, asked := errors.AsType[*config.KeyringError](c.missing)
		var missing *config.NoCredentialsError
		switch {
		case asked:
			return warning("give the password in a variable, by password_command, or store it with `aimsio auth login --insecure-storage`", "%s", broken)
		case c.target.Demo():
			return skipped("the demo needs none")
		case errors.As(c.missing, &missing):
			return passed("it answers, and holds no password of this user for this server")
		case c.source.Kind == config.FromKeyring:
			return passed("it answers, and holds the password")
		default:
			return skipped("not asked: the %s gives the password", c.source)
		}
	})}
}

// loginAdvice depends on where the password came from: what is stored would not count over it.
func (c *credentials) loginAdvice() string {
	switch c.source.Kind {
	case config.FromVariable, config.FromCommand:
		return "correct the password of " + c.user + ", which comes from the " + c.source.String()
	default:
		return "`aimsio auth login --env " + c.target.Name + "` stores another password"
	}
}
