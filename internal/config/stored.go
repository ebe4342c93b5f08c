package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// stored is one password in the credentials file. It counts for this server and user alone.
type stored struct {
	Environment string `yaml:"environment"`
	Server      string `yaml:"server"`
	Username    string `yaml:"username"`
	Password    string `yaml:"password"`
}

// MarshalYAML writes every text in double quotes: the library's other forms lose blanks.
func (s stored) MarshalYAML() (any, error) {
	account := &yaml.Node{Kind: yaml.MappingNode}
	for _, member := range [][2]string{
		{"environment", s.Environment}, {"server", s.Server}, {"username", s.Username}, {"password", s.Password},
	} {
		account.Content = append(account.Content,
			&yaml.Node{Kind: yaml.ScalarNode, Value: member[0]},
			&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: member[1]})
	}
	return account, nil
}

func (s stored) same(other stored) bool {
	return s.Environment == other.Environment && s.Server == other.Server && s.Username == other.Username
}

// passwordFile is the file for passwords where no keyring runs: readable by the user alone, but
// not encrypted.
type passwordFile struct {
	path string
}

func (c *Config) passwordFile() (passwordFile, error) {
	dir, err := c.paths.stateDir()
	if err != nil {
		return passwordFile{}, err
	}
	path, err := files.Follow(filepath.Join(dir, "credentials.yaml"))
	return passwordFile{path: path}, err
}

func (p passwordFile) read() ([]stored, error) {
	content, info, err := readBounded(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the passwords in %s: %w", p.path, err)
	}
	if err := private.Check(p.path, info); err != nil {
		return nil, fmt.Errorf("reading the passwords: %w", err)
	}
	if private.ReadableByOthers(info) {
		// Not mended: whoever wanted the passwords may have read them by now, and the user is to know.
		return nil, fmt.Errorf("reading the passwords in %s: other users can read this file (mode %04o): chmod 600 it, and change the passwords",
			p.path, info.Mode().Perm())
	}
	var list []stored
	if err := yaml.Unmarshal(files.Text(content), &list); err != nil {
		// The error of the decoder may quote the file, and so a password.
		return nil, fmt.Errorf("reading the passwords in %s: a list of environment, server, username and password is expected", p.path)
	}
	return list, nil
}

func (p passwordFile) get(ctx context.Context, account stored) (string, error) {
	if there, err := p.there(); err != nil {
		return "", err
	} else if !there {
		return "", ErrNotStored
	}
	var list []stored
	read := func() (err error) {
		list, err = p.read()
		return err
	}
	err := p.withLock(ctx, read)
	if _, busy := errors.AsType[*files.LockedError](err); err != nil && !busy && ctx.Err() == nil {
		err = read() // where no lock can be made, as in a folder that is read-only, nothing is written either
	}
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(list, account.same)
	if i < 0 || list[i].Password == "" {
		return "", ErrNotStored
	}
	return list[i].Password, nil
}

func (p passwordFile) set(ctx context.Context, account stored) error {
	if err := os.MkdirAll(filepath.Dir(p.path), 0o700); err != nil {
		return fmt.Errorf("making the folder of the passwords: %w", err)
	}
	return p.withLock(ctx, func() error {
		list, err := p.read()
		if err != nil {
			return err
		}
		return p.write(append(slices.DeleteFunc(list, account.same), account))
	})
}

// remove tells whether there was anything to remove. No user name stands for every one.
func (p passwordFile) remove(ctx context.Context, account stored) (had bool, err error) {
	return p.removeWhere(ctx, func(s stored) bool {
		return s.same(account) || account.Username == "" && s.Environment == account.Environment && s.Server == account.Server
	})
}

// removeAll removes what is stored for an environment, whatever its server and user.
func (p passwordFile) removeAll(ctx context.Context, environment string) (had bool, err error) {
	return p.removeWhere(ctx, func(s stored) bool { return s.Environment == environment })
}

func (p passwordFile) removeWhere(ctx context.Context, unwanted func(stored) bool) (had bool, err error) {
	if there, err := p.there(); err != nil || !there {
		return false, err
	}
	err = p.withLock(ctx, func() error {
		list, err := p.read()
		if err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(list), unwanted)
		if had = len(rest) < len(list); !had {
			return nil
		}
		return p.write(rest)
	})
	return had, err
}

// there tells whether passwords are stored, or parts of what a killed program was storing.
func (p passwordFile) there() (bool, error) {
	_, err := os.Stat(p.path)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return len(p.leftovers()) > 0, nil
	default:
		return false, fmt.Errorf("reading the passwords: %w", err)
	}
}

// leftovers are files with passwords that earlier versions of this program have left behind, when they
// were killed while they stored one.
func (p passwordFile) leftovers() []string {
	entries, _ := os.ReadDir(filepath.Dir(p.path)) // a folder that is not there has none
	var paths []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), "."+filepath.Base(p.path)+".") {
			paths = append(paths, filepath.Join(filepath.Dir(p.path), entry.Name()))
		}
	}
	return paths
}

// withLock runs do while no other process uses the file, which is changed in place: who reads it
// meanwhile would see half of it.
func (p passwordFile) withLock(ctx context.Context, do func() error) error {
	return files.Locked(ctx, p.path+".lock", lockPatience, func() error {
		for _, leftover := range p.leftovers() {
			if err := os.Remove(leftover); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("removing a password that was left behind: %w", err)
			}
		}
		return do()
	})
}

func (p passwordFile) write(list []stored) error {
	if len(list) == 0 {
		if err := os.Remove(p.path); err != nil {
			return fmt.Errorf("removing the passwords: %w", err)
		}
		return nil
	}
	content, err := yaml.Marshal(list)
	if err != nil {
		return fmt.Errorf("writing the passwords: %w", err)
	}
	return files.RewriteInPlace(p.path, content)
}
