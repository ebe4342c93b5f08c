package config

import (
	"context"
	"errors"
	"fmt"
)

// Store keeps a password for the environment, its server and user name: in the keyring, or where
// insecure is true in a file that is not encrypted. What the other place held is removed. It tells
// where the password went. A *KeyringError says that there is no keyring to use.
func (c *Credentials) Store(ctx context.Context, password string, insecure bool) (Source, error) {
	if _, _, err := c.Username(); err != nil {
		return Source{}, err
	}
	if password == "" {
		return Source{}, errors.New("storing the password: it is empty")
	}
	if err := CheckPassword(password, "to be stored"); err != nil {
		return Source{}, err
	}
	if insecure {
		return c.storeInFile(ctx, password)
	}
	_, err := withinLimit(ctx, func() (string, error) {
		return "", c.config.options.Keyring.Set(c.keyringAccount(), password)
	})
	if err != nil {
		return Source{}, fmt.Errorf("storing the password: %w; use --insecure-storage for a file that is not encrypted, a password_command, or %s",
			err, variableFor(c.environment, "PASSWORD"))
	}
	file, err := c.config.passwordFile()
	if err == nil {
		_, err = file.remove(ctx, c.account(""))
	}
	if err != nil {
		return Source{}, fmt.Errorf("removing the password that was stored before: %w", err)
	}
	return Source{Kind: FromKeyring}, nil
}

func (c *Credentials) storeInFile(ctx context.Context, password string) (Source, error) {
	file, err := c.config.passwordFile()
	if err != nil {
		return Source{}, err
	}
	if err := file.set(ctx, c.account(password)); err != nil {
		return Source{}, err
	}
	// The file counts before the keyring, so a keyring that cannot be asked does no harm.
	if _, err := c.forgetInKeyring(ctx); ctx.Err() != nil {
		return Source{}, err
	}
	return Source{Kind: FromFile, Name: file.path}, nil
}

// Forget removes the password from every place that Store may have put it in, and tells which had
// it. Where one place cannot be asked (a *KeyringError), the others are seen to all the same. Where
// no user name is set, as after a login that was killed in its middle, the file is seen to for all.
func (c *Credentials) Forget(ctx context.Context) ([]Source, error) {
	var removed []Source
	file, fileErr := c.config.passwordFile()
	if fileErr == nil {
		var had bool
		if had, fileErr = file.remove(ctx, c.account("")); had && fileErr == nil {
			removed = append(removed, Source{Kind: FromFile, Name: file.path})
		}
	}
	if _, _, err := c.Username(); err != nil {
		if len(removed) > 0 {
			err = nil
		}
		return removed, errors.Join(fileErr, err)
	}
	had, keyringErr := c.forgetInKeyring(ctx)
	if had {
		removed = append(removed, Source{Kind: FromKeyring})
	}
	return removed, errors.Join(fileErr, keyringErr)
}

func (c *Credentials) forgetInKeyring(ctx context.Context) (bool, error) {
	_, err := withinLimit(ctx, func() (string, error) {
		return "", c.config.options.Keyring.Delete(c.keyringAccount())
	})
	if errors.Is(err, ErrNotStored) {
		return false, nil
	}
	return err == nil, err
}

// ForgetEnvironment removes the passwords that are stored for an environment, whatever server and user they
// are for: all of the file, and what the keyring has for the user and the server that the configuration
// names. The environment need not be known any more. It tells where there were some.
func (c *Config) ForgetEnvironment(ctx context.Context, name string) ([]Source, error) {
	if known, err := match(name, c.Names()); err == nil {
		name = known
	}
	var removed []Source
	file, err := c.passwordFile()
	if err == nil {
		var had bool
		if had, err = file.removeAll(ctx, name); had && err == nil {
			removed = append(removed, Source{Kind: FromFile, Name: file.path})
		}
	}
	environment, unknown := c.Inspect(name)
	if unknown != nil || environment.Open() {
		return removed, err // then the keyring cannot be asked for it
	}
	inKeyring, keyringErr := environment.Credentials().Forget(ctx)
	if _, nobody := errors.AsType[*NoCredentialsError](keyringErr); nobody {
		keyringErr = nil
	}
	return append(removed, inKeyring...), errors.Join(err, keyringErr)
}
