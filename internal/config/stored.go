package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v3"

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
	return passwordFile{path: filepath.Join(dir, "credentials.yaml")}, err
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
	if private.Readable(info) {
		// Not mended: whoever wanted the passwords may have read them by now, and the user is to know.
		return nil, fmt.Errorf("reading the passwords in %s: other users can read this file (mode %04o): chmod 600 it, and change the passwords",
			p.path, info.Mode().Perm())
	}
	var list []stored
	if err := yaml.Unmarshal(content, &list); err != nil {
		// The error of the decoder may quote the file, and so a password.
		return nil, fmt.Errorf("reading the passwords in %s: a list of environment, server, username and password is expected", p.path)
	}
	return list, nil
}

func (p passwordFile) get(account stored) (string, error) {
	list, err := p.read()
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(list, account.same)
	if i < 0 || list[i].Password == "" {
		return "", ErrNotStored
	}
	return list[i].Password, nil
}

func (p passwordFile) set(account stored) error {
	list, err := p.read()
	if err != nil {
		return err
	}
	return p.write(append(slices.DeleteFunc(list, account.same), account))
}

// remove tells whether there was anything to remove.
func (p passwordFile) remove(account stored) (bool, error) {
	list, err := p.read()
	if err != nil {
		return false, err
	}
	rest := slices.DeleteFunc(slices.Clone(list), account.same)
	if len(rest) == len(list) {
		return false, nil
	}
	return true, p.write(rest)
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
	return writeFile(p.path, content)
}
