package spec

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/private"
)

const (
	// Folder is the name of that of the descriptions, in the state folder.
	Folder = "spec"
	// forAll is the folder of the description of all environments, prefix begins those of one.
	forAll = "all"
	prefix = "env-"
	// aboutName is the file that says which of the others count. It is written last.
	aboutName = "about.json"
	// maxAbout is the largest such file, in bytes.
	maxAbout = 16 << 20
)

// About is what is known of an imported description beside what stands in it.
type About struct {
	// Origin is where it came from: a file, an address, standard input.
	Origin   string    `json:"origin"`
	Imported time.Time `json:"imported"`
	// Environment is the one that it is for, empty for all.
	Environment string `json:"environment,omitempty"`
	// Program is the version of the program that imported it.
	Program string `json:"program"`
	// Sum is the SHA-256 of the description as it was given, Size its bytes.
	Sum  string `json:"sha256"`
	Size int    `json:"bytes"`
	// Overlays are those that correct it, in their order.
	Overlays []Overlay `json:"overlays,omitempty"`
	// Names are those that entities keep, by path, whatever is imported later.
	Names []api.Naming `json:"names,omitempty"`
	// Gone are the verbs that there were before the import.
	Gone []Gone `json:"gone,omitempty"`
}

// Overlay is what is known of an overlay beside what stands in it.
type Overlay struct {
	// Origin is the file that it came from.
	Origin string `json:"origin"`
	// Sum is the SHA-256 of it as it was given.
	Sum string `json:"sha256"`
}

// Gone is an entity that an import took verbs from, or all of it.
type Gone struct {
	Entity string   `json:"entity"`
	Verbs  []string `json:"verbs"`
}

// Store is the folder of all imported descriptions.
type Store struct{ folder string }

// In gives the store in a state folder, which need not be there.
func In(state string) *Store { return &Store{folder: filepath.Join(state, Folder)} }

// Any tells whether a description was imported, and whether one for a single environment was.
func (s *Store) Any() (all, single bool, err error) {
	entries, err := os.ReadDir(s.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("looking for imported API descriptions: %w", err)
	}
	for _, entry := range entries {
		all = all || entry.Name() == forAll
		single = single || strings.HasPrefix(entry.Name(), prefix)
	}
	return all, single, nil
}

// Environments lists those that have a description of their own.
func (s *Store) Environments() []string {
	entries, err := os.ReadDir(s.folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if escaped, own := strings.CutPrefix(entry.Name(), prefix); own {
			if name, err := url.QueryUnescape(escaped); err == nil {
				names = append(names, name)
			}
		}
	}
	return names
}

// scope is the folder of the description of an environment, or of all with "". The letter case of a
// name does not count.
func (s *Store) scope(environment string) string {
	if environment == "" {
		return filepath.Join(s.folder, forAll)
	}
	for _, name := range s.Environments() {
		if strings.EqualFold(name, environment) {
			environment = name
		}
	}
	return filepath.Join(s.folder, prefix+url.QueryEscape(environment))
}

// Kept is an imported description.
type Kept struct {
	About
	folder string
}

// Find gives the description that counts for an environment: its own, else that of all. It is nil
// where none was imported.
func (s *Store) Find(environment string) (*Kept, error) {
	if environment != "" {
		if found, err := s.exactly(environment); found != nil || err != nil {
			return found, err
		}
	}
	return s.exactly("")
}

// exactly gives the description of an environment alone, or of all with "".
func (s *Store) exactly(environment string) (*Kept, error) {
	k := &Kept{folder: s.scope(environment)}
	about, err := readAbout(k.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // that there is none is no error
	}
	k.About = about
	if err != nil {
		return k, fmt.Errorf("%s: %w", filepath.Join(k.folder, aboutName), err)
	}
	return k, nil
}

// readAbout reads what a folder says of its description.
func readAbout(folder string) (About, error) {
	var about About
	content, err := read(filepath.Join(folder, aboutName), maxAbout)
	if err != nil {
		return about, err
	}
	if err := json.Unmarshal(content, &about); err != nil {
		return About{}, fmt.Errorf("it is damaged: %w", err)
	}
	if !isSum(about.Sum) {
		return About{}, errors.New("it is damaged: it does not say which description is meant")
	}
	for _, o := range about.Overlays {
		if !isSum(o.Sum) {
			return About{}, errors.New("it is damaged: it does not say which overlays are meant")
		}
	}
	return about, nil
}

// Remove goes back to what there was before an import: for one environment to the description of
// all, for all with "" to the built-in one. It tells whether there was any.
func (s *Store) Remove(ctx context.Context, environment string) (bool, error) {
	folder := s.scope(environment)
	if _, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	err := s.exclusive(ctx, func() error { return s.remove(folder) })
	if err != nil {
		return true, fmt.Errorf("removing the imported API description: %w", err)
	}
	return true, nil
}

func (s *Store) remove(folder string) error {
	// First what makes the rest count, so that an end in the middle leaves nothing that is half there.
	err := os.Remove(filepath.Join(folder, aboutName))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	err = errors.Join(err, os.RemoveAll(folder))
	// The folder of all goes with the last one; it stays where others are.
	_ = os.Remove(s.folder)
	return err
}

// read reads a file of the store that is the user's own and not too large.
func read(path string, most int64) ([]byte, error) {
	file, err := private.Open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if int64(len(content)) > most {
		return nil, fmt.Errorf("%s is larger than %d bytes", path, most)
	}
	return content, nil
}

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func isSum(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size
}
