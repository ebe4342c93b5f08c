package handover

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

func baseOf(path string) string { return filepath.Base(path) }

// File is the path of a batch's file.
func File(b *ledger.Batch) string {
	if filepath.IsAbs(b.Path) {
		return b.Path
	}
	return filepath.Join(b.Folder, b.Path)
}

// CheckFolder finds, before anything is collected, that a batch's file could not be written.
func (r *Run) CheckFolder() error {
	path, err := r.Out.Expand(Words{
		Number: 1, Kind: ledger.New, Name: r.Name, Entity: r.Entity.Name, Environment: r.Environment, Day: r.Now().In(r.Zones.OfTimes()),
	})
	if err != nil {
		return err
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.Folder, path)
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fail.Usagef("--out %s: there is no folder %s", r.Out, folder)
	}
	return checkWritable(path)
}

// checkWritable finds that a file could not be written into its folder, and leaves nothing there.
func checkWritable(path string) error {
	path, err := files.Destination(path)
	if err != nil {
		return err
	}
	tried, err := files.Begin(path)
	if err != nil {
		return err
	}
	if err := tried.Discard(); err != nil {
		return fmt.Errorf("removing what tried %s: %w", filepath.Dir(path), err)
	}
	return nil
}

// write puts the file of a batch into its place, with its manifest first: who finds the file has both. Where no
// command delivers it, that is the delivery.
func (r *Run) write(ctx context.Context, b *ledger.Batch) error {
	if err := r.moveFolder(b); err != nil {
		return err
	}
	if len(r.Command) == 0 {
		if err := r.Ledger.BeginDelivery(ctx, b); err != nil {
			return err
		}
	}
	if err := r.putInPlace(ctx, b); err != nil {
		return err
	}
	return r.Ledger.MarkWritten(ctx, b)
}

// moveFolder takes the folder of this run where the one that the batch was made for is not on this machine.
func (r *Run) moveFolder(b *ledger.Batch) error {
	folder := filepath.Dir(File(b))
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if r.Out != "" {
		path, err := r.Out.Expand(Words{
			Number: b.Number, Kind: b.Kind, Name: b.Export, Entity: b.Entity, Environment: r.Environment, Day: b.Made.In(r.Zones.OfTimes()),
		})
		if err != nil {
			return err
		}
		moved := *b
		moved.Path, moved.Folder = path, r.Folder
		if info, err := os.Stat(filepath.Dir(File(&moved))); err == nil && info.IsDir() {
			r.Notef("there is no folder %s here: batch %d is written to %s", folder, b.Number, File(&moved))
			*b = moved
			return nil
		}
	}
	return fail.New(fail.Failed, "make it, or name another place by --out", "there is no folder %s for the file of the batch", folder)
}

// putInPlace writes file and manifest, unless they are there. What is there and has other bytes is never replaced.
func (r *Run) putInPlace(ctx context.Context, b *ledger.Batch) error {
	path := File(b)
	sum := HashOf(b.Manifest)
	if err := putFile(path+manifestEnding, sum, func() io.Reader { return bytes.NewReader(b.Manifest) }); err != nil {
		return err
	}
	return putFile(path, b.SHA256, func() io.Reader { return r.Ledger.Content(ctx, b) })
}

// stands tells whether a file is there as it is to be. One that has other bytes is never replaced.
func stands(path, sum string) (bool, error) {
	there, err := hashOfFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err == nil && there != sum:
		return false, fail.New(fail.Guarded, "move it away, then run again", "%s is there already, with other bytes: it is left as it is", path)
	default:
		return err == nil, err
	}
}

func putFile(path, sum string, content func() io.Reader) error {
	there, err := stands(path, sum)
	if err != nil || there {
		return err
	}
	if path, err = files.Destination(path); err != nil {
		return err
	}
	if err := files.Sweep(path); err != nil { // the lock of the export keeps others away
		return fmt.Errorf("removing what a killed run left: %w", err)
	}
	whole, err := files.Begin(path)
	if err != nil {
		return err
	}
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(whole, hash), content()); err != nil {
		return errors.Join(err, whole.Discard())
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != sum {
		return errors.Join(fmt.Errorf("the ledger has other bytes than it had when the batch was made: %s is not written", path), whole.Discard())
	}
	return whole.Commit()
}

func hashOfFile(path string) (sum string, err error) {
	file, err := os.Open(path) //nolint:gosec // the file of a batch
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("reading %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
