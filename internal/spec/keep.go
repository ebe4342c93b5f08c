package spec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/overlay"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// Import is a description that is to be kept.
type Import struct {
	About
	Source []byte
	// Corrections are the overlays of the source, one after the other.
	Corrections []overlay.File
	// Catalog is what the program, of a fingerprint, compiled of it.
	Catalog     *api.Catalog
	Fingerprint string
}

// Keep puts a description in the place of the one that there was for its environment, or for all. It
// counts as a whole or not at all.
func (s *Store) Keep(ctx context.Context, i Import) error {
	err := private.Folder(s.folder) // and so the one above it, where the lock stands
	if err == nil {
		err = s.exclusive(ctx, func() error { return s.keep(s.scope(i.Environment), i) })
	}
	if err != nil {
		return fmt.Errorf("keeping the API description: %w", err)
	}
	return nil
}

func (s *Store) keep(folder string, i Import) error {
	for _, path := range []string{s.folder, folder} {
		if err := private.Folder(path); err != nil {
			return err
		}
	}
	i.Sum, i.Size = sumOf(i.Source), len(i.Source)
	i.Overlays = nil
	for _, o := range i.Corrections {
		i.Overlays = append(i.Overlays, Overlay{Origin: o.Name, Sum: sumOf(o.Content)})
	}
	contents := map[string][]byte{
		sourceName(i.Sum): i.Source,
		i.catalogName():   sealed(i.Fingerprint, i.Catalog),
	}
	for n, o := range i.Overlays {
		contents[overlayName(o.Sum)] = i.Corrections[n].Content
	}
	for name, content := range contents {
		if err := files.WriteWhole(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	about, err := json.MarshalIndent(i.About, "", "  ")
	if err != nil {
		return err
	}
	if err := files.WriteWhole(filepath.Join(folder, aboutName), append(about, '\n')); err != nil {
		return err
	}
	contents[aboutName] = nil
	return sweep(folder, contents)
}

// settled is the age from which a file that nothing names is of no use: a younger one may be what
// another process is making, or has just been told of.
const settled = time.Minute

// sweep removes what an earlier import has left.
func sweep(folder string, keep map[string][]byte) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var faults []error
	for _, entry := range entries {
		if _, needed := keep[entry.Name()]; needed {
			continue
		}
		info, err := entry.Info()
		if err == nil && time.Since(info.ModTime()) > settled {
			err = os.Remove(filepath.Join(folder, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func sourceName(sum string) string  { return "source-" + sum[:16] }
func overlayName(sum string) string { return "overlay-" + sum[:16] }

// catalogName is the name of what was compiled, of a description and its overlays.
func (a *About) catalogName() string {
	sum := a.Sum
	if len(a.Overlays) > 0 {
		for _, o := range a.Overlays {
			sum += o.Sum
		}
		sum = sumOf([]byte(sum))
	}
	return "catalog-" + sum[:16]
}
