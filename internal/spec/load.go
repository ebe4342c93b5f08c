package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/api/overlay"
	"github.com/aimsio-cli/aimsio/internal/files"
)

const (
	// MaxSource is the largest description that is read, in bytes.
	MaxSource = 64 << 20
	// maxCatalog is the largest compiled one.
	maxCatalog = 256 << 20
	// edition goes up when the compiler makes something else of the same file.
	edition = 6
)

// Fingerprint tells which program compiled a catalog: its version, and the form of catalogs.
func Fingerprint(version string) string {
	return sumOf(fmt.Appendf(nil, "%s %d %s", version, edition, layout()))
}

// sealed is a compiled catalog as it is kept: the fingerprint of its program, then the catalog.
func sealed(fingerprint string, c *api.Catalog) []byte {
	return append([]byte(fingerprint+"\n"), encode(c)...)
}

// Load gives the compiled catalog. One that another program compiled, or that is damaged, is compiled
// anew and kept, with options that need not say names.
func (k *Kept) Load(fingerprint string, o compile.Options) (*api.Catalog, error) {
	c, err := k.load(fingerprint, o)
	if errors.Is(err, fs.ErrNotExist) && k.renew() {
		c, err = k.load(fingerprint, o)
	}
	return c, err
}

// renew reads again which files are meant, since another import may have come in between. It tells
// whether those are others now.
func (k *Kept) renew() bool {
	about, err := readAbout(k.folder)
	if err != nil || about.catalogName() == k.catalogName() {
		return false
	}
	k.About = about
	return true
}

func (k *Kept) load(fingerprint string, o compile.Options) (*api.Catalog, error) {
	path := filepath.Join(k.folder, k.catalogName())
	content, err := read(path, maxCatalog)
	if err == nil {
		if mark, rest, _ := bytes.Cut(content, []byte("\n")); string(mark) == fingerprint {
			if c, err := decode(rest); err == nil {
				return c, nil
			}
		}
	}
	c, err := k.compile(o)
	if err != nil {
		return nil, err
	}
	// Where it cannot be kept, the next start takes longer again, and works as well.
	_ = files.WriteWhole(path, sealed(fingerprint, c))
	return c, nil
}

// Source gives the description as it was given.
func (k *Kept) Source() ([]byte, error) {
	content, err := k.source()
	if errors.Is(err, fs.ErrNotExist) && k.renew() {
		content, err = k.source()
	}
	return content, err
}

func (k *Kept) source() ([]byte, error) { return k.given(sourceName(k.Sum), k.Sum) }

// given reads a file that was imported, and sees that it is still that.
func (k *Kept) given(name, sum string) ([]byte, error) {
	path := filepath.Join(k.folder, name)
	content, err := read(path, MaxSource)
	if err != nil {
		return nil, err
	}
	if sumOf(content) != sum {
		return nil, fmt.Errorf("%s is not what was imported: it was changed or is damaged", path)
	}
	return content, nil
}

// GivenOverlays gives the overlays as they were given.
func (k *Kept) GivenOverlays() ([]overlay.File, error) {
	files := make([]overlay.File, 0, len(k.Overlays))
	for _, o := range k.Overlays {
		content, err := k.given(overlayName(o.Sum), o.Sum)
		if err != nil {
			return nil, err
		}
		files = append(files, overlay.File{Name: o.Origin, Content: content})
	}
	return files, nil
}

func (k *Kept) compile(o compile.Options) (*api.Catalog, error) {
	source, err := k.source()
	if err != nil {
		return nil, err
	}
	o.Names = k.Names
	if o.Overlays, err = k.GivenOverlays(); err != nil {
		return nil, err
	}
	return compile.With(source, o)
}
