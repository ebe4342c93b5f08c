package cmdkit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// CopyMirror makes a mirror of the environment that is gone when the run ends, for a command that has to know
// all records of an entity where no mirror does.
func (m *Mirrors) CopyMirror(ctx context.Context) (*mirror.Store, error) {
	options, err := m.MirrorOptions()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "aimsio-*") // of mode 0700
	if err != nil {
		return nil, fmt.Errorf("making a folder for a copy of the records (TMPDIR chooses another place): %w", err)
	}
	m.streams.TempFiles.Add(folder) // in case the program ends before its end
	m.invocation.AtEnd(func() {
		_ = os.RemoveAll(folder)
		m.streams.TempFiles.Drop(folder)
	})
	options.Address, options.Make, options.Own = filepath.Join(folder, "copy.db"), true, true
	store, err := mirror.Open(ctx, options)
	if err != nil {
		return nil, m.MirrorError(err)
	}
	m.invocation.AtEnd(func() { CloseQuietly(store) })
	return store, m.MirrorError(store.MakeViews(ctx))
}
