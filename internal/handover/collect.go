package handover

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// collect makes a batch of what matches and was never handed over, and puts it into the ledger. It is false where there
// is nothing.
func (r *Run) collect(ctx context.Context, kind ledger.Kind) (b ledger.Batch, found bool, err error) {
	c, err := r.chooseSome(ctx, kind)
	if err != nil || c == nil {
		return b, false, err
	}
	defer c.close()
	b, err = r.Ledger.Collect(ctx, ledger.Collecting{
		Export: r.Name, Entity: r.Entity.Name, Kind: kind, Format: string(r.Format), Status: r.Status,
		Settings: c.settings, Name: c.place, Manifest: c.manifest, Records: c.records(),
		Content: c.content.Reader(), Size: c.content.Size(), SHA256: c.sum(),
	})
	return b, err == nil, err
}

// chooseSome chooses what a batch will be made of. It is nil where there is nothing, which is said.
func (r *Run) chooseSome(ctx context.Context, kind ledger.Kind) (*choice, error) {
	c, err := r.choose(ctx, kind)
	if err != nil || c.count > 0 {
		return c, err
	}
	c.close()
	r.Notef("there is nothing%s to hand over to %s", map[ledger.Kind]string{ledger.Correction: " that changed"}[kind], r.Name)
	return nil, nil //nolint:nilnil // nothing is no error
}

// choice is what a batch will be made of, kept outside of memory where there is much of it.
type choice struct {
	run     *Run
	kind    ledger.Kind
	content *spool.Spool
	lines   *spool.Spool
	sum     func() string
	sink    Sink
	adder   *Adder
	frozen  func(record.Record) ([]byte, error)
	writer  *bufio.Writer
	count   int64
	// settings are frozen with the batch.
	settings []byte
	// cut tells that the limit left a record out that is to be handed over.
	cut bool
	// waiting are records that match, of which the ledger is asked together.
	waiting []candidate
	bytes   int
	// without names records of which the file would have no row, the first of so many.
	without  []string
	withouts int
	// refused are records that the receiver refused and that are not taken yet, by their GUIDs.
	refused map[string]ledger.Handed
}

// candidate is a record that matches.
type candidate struct {
	id     string
	record record.Record
}

// The ledger is asked of so many records, or so many bytes of them, at once.
const (
	askTogether      = 200
	askTogetherBytes = 4 << 20
)

// refresh brings the mirror up to date. What could not be read is as it was before, and stays for later.
func (r *Run) refresh(ctx context.Context) error {
	r.skip = map[string]bool{}
	result, err := r.Refresh(ctx, func(id string) { r.skip[id] = true })
	if err != nil {
		return err
	}
	if result.Held.Gone > 0 {
		return fail.New(fail.Guarded, "\"aimsio sync\" tells more; once it believes the list, the export goes on",
			"the server's list lost so much that it is doubted: %s: nothing was collected", hydrate.Loss{Name: r.Entity.Name, Loss: result.Held})
	}
	r.unread = int64(result.Failed)
	return r.doubtStatus(ctx)
}

// choose goes through the mirror, for what was not handed over yet or, for a correction, for what changed since.
func (r *Run) choose(ctx context.Context, kind ledger.Kind) (*choice, error) {
	c := &choice{
		run: r, kind: kind, content: spool.New(spool.DefaultMemory), lines: spool.New(spool.DefaultMemory),
		adder: NewAdder(r.Entity.Fields, r.Columns, r.Zones), frozen: Freezer(r.Columns),
	}
	c.adder.Within = r.Within
	if err := c.fill(ctx); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *choice) close() { _ = errors.Join(c.content.Close(), c.lines.Close()) }

// fill renders the records of the batch.
func (c *choice) fill(ctx context.Context) (err error) {
	hash := sha256.New()
	c.sum = func() string { return hex.EncodeToString(hash.Sum(nil)) }
	c.writer = bufio.NewWriterSize(c.lines, askTogetherBytes>>6)
	if c.sink, err = c.run.Render(ctx, io.MultiWriter(c.content, hash)); err != nil {
		return err
	}
	if c.kind == ledger.Correction {
		err = c.walkChanged(ctx)
	} else {
		err = c.walk(ctx)
	}
	if err := c.sink.Finish(err); err != nil {
		return err
	}
	if err := c.checkFilters(); err != nil {
		return err
	}
	if err := c.writer.Flush(); err != nil {
		return fmt.Errorf("keeping the records of a batch: %w", err)
	}
	c.settings, err = json.Marshal(Settings{
		Where: c.run.Where, Columns: c.run.Columns, Explode: c.run.Explode, Limit: c.run.Limit, Totals: c.adder.Totals(),
		Command: programOf(c.run.Command),
	})
	return err
}

func (c *choice) walk(ctx context.Context) error {
	if err := c.findRefused(ctx); err != nil {
		return err
	}
	for object, err := range c.run.Mirror.Objects(ctx, c.run.Entity) {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return err
		}
		if c.run.skip[object.ID] {
			continue
		}
		match, err := output.AllMatch(c.run.Filters, object.Record)
		if err != nil {
			return err
		}
		if !match && !c.isOwn(object) {
			continue
		}
		c.waiting = append(c.waiting, candidate{object.ID, object.Record})
		if c.bytes += len(object.Record.Raw()); len(c.waiting) < askTogether && c.bytes < askTogetherBytes {
			continue
		}
		if err := c.take(ctx); err != nil {
			return err
		}
		if c.cut {
			break
		}
	}
	if err := c.take(ctx); err != nil {
		return err
	}
	if c.cut {
		c.run.Notef("the limit of %s is reached; the next run goes on", text.Counted(c.run.Limit, "record"))
	}
	c.tellRefused()
	c.tellRowless()
	return c.run.tellStatuses(ctx)
}

// full tells that the batch takes no more.
func (c *choice) full() bool { return c.run.Limit > 0 && c.count >= int64(c.run.Limit) }

// take takes of the records that match those that were not handed over.
func (c *choice) take(ctx context.Context) error {
	guids := make([]string, 0, len(c.waiting))
	for _, one := range c.waiting {
		guids = append(guids, one.id)
	}
	known := map[string]ledger.Handing{}
	if c.run.Ledger != nil {
		var err error
		if known, err = c.run.Ledger.Known(ctx, c.run.Name, guids); err != nil {
			return err
		}
	}
	for _, one := range c.waiting {
		before, handed := known[one.id]
		if handed && !before.Queued() {
			continue
		}
		if c.rowless(one) {
			continue
		}
		if c.full() {
			c.cut = true
			break
		}
		if err := c.add(one, before.Handing+1); err != nil {
			return err
		}
	}
	c.waiting, c.bytes = c.waiting[:0], 0
	return nil
}

// add takes a record into the batch.
func (c *choice) add(one candidate, handing int64) error {
	if err := c.sink.Write(one.record); err != nil {
		return err
	}
	frozen, err := c.frozen(one.record)
	if err != nil {
		return err
	}
	c.adder.Add(one.record)
	c.count++
	delete(c.refused, one.id)
	line, err := json.Marshal(keptLine{
		GUID: one.id, Key: hydrate.KeyOf(c.run.Entity, one.record), Hash: HashOf(one.record.Raw()), Content: frozen, Handing: handing,
	})
	if err == nil {
		_, err = c.writer.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keeping the records of a batch: %w", err)
	}
	return nil
}

// keptLine is a record as it waits for the ledger. Its content is written as base64, so that its bytes stay.
type keptLine struct {
	GUID    string `json:"g"`
	Key     string `json:"k"`
	Hash    string `json:"h"`
	Content []byte `json:"c"`
	Handing int64  `json:"n"`
}

// records walks the records for the ledger.
func (c *choice) records() iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		lines := json.NewDecoder(c.lines.Reader())
		for range c.count {
			var line keptLine
			err := lines.Decode(&line)
			if !yield(ledger.Record(line), err) || err != nil {
				return
			}
		}
	}
}

// checkFilters refuses a filter on a field that no record has.
func (c *choice) checkFilters() error {
	for _, filter := range c.run.Filters {
		if err := filter.Check(); err != nil {
			return fail.AsUsage(err)
		}
	}
	return nil
}

// HashOf tells one content from another.
func HashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Freezer gives what is kept of a record that is handed over: all of it, or the columns by their names, as JSON.
func Freezer(columns []string) func(record.Record) ([]byte, error) {
	return func(r record.Record) ([]byte, error) {
		if columns == nil {
			return r.Raw(), nil
		}
		var kept bytes.Buffer
		w, err := output.New(&kept, output.Options{Format: output.NDJSON, Columns: columns})
		if err == nil {
			err = w.Write(r)
		}
		if err == nil {
			_ = w.Close() // which tells of columns that this record does not have
		}
		return bytes.TrimSuffix(kept.Bytes(), []byte("\n")), err
	}
}

// place gives the file of a batch, which must not be there yet.
func (c *choice) place(number int64) (path, folder string, err error) {
	r := c.run
	path, err = r.Out.Expand(Words{
		Number: number, Kind: c.kind, Name: r.Name, Entity: r.Entity.Name, Environment: r.Environment, Day: r.Now().In(r.Zones.OfTimes()),
	})
	if err != nil {
		return "", "", err
	}
	absolute := path
	if !filepath.IsAbs(absolute) {
		absolute = filepath.Join(r.Folder, path)
	}
	for _, taken := range []string{absolute, absolute + manifestEnding} {
		if _, err := os.Lstat(taken); !errors.Is(err, fs.ErrNotExist) {
			return "", "", fail.New(fail.Guarded, "move it away, or name another place by --out",
				"%s is there already and is not of this export: nothing was collected", taken)
		}
	}
	return path, r.Folder, nil
}

// manifest makes the file beside the file.
func (c *choice) manifest(number int64, path string) ([]byte, error) {
	r := c.run
	content, err := json.MarshalIndent(Manifest{
		Export: r.Name, Batch: number, Kind: string(c.kind), Entity: r.Entity.Name, Environment: r.Environment, Server: r.Server,
		MadeAt: r.Now().UTC().Truncate(time.Second), Program: r.Program, File: baseOf(path), Format: string(r.Format),
		Size: c.content.Size(), SHA256: c.sum(), Where: orEmpty(r.Where), Columns: orEmpty(r.Columns), Explode: r.Explode,
		ThenStatus: r.Status, Totals: c.adder.Totals(),
	}, "", "  ")
	return append(content, '\n'), err
}
