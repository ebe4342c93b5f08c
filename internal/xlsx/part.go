package xlsx

import (
	"compress/flate"
	"fmt"
	"hash"
	"hash/crc32"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

const (
	// partMemory is how many compressed bytes of a part are held in memory; more go to a file.
	partMemory = 1 << 20
	// partBuffer is how many bytes are compressed at a time.
	partBuffer = 32 << 10
)

// part is a file of the archive that is kept aside, compressed, until it is its turn.
type part struct {
	buffer []byte
	spool  *spool.Spool
	flate  *flate.Writer
	sum    hash.Hash32
	size   uint64
}

func newPart() (*part, error) {
	p := &part{spool: spool.New(partMemory), sum: crc32.NewIEEE()}
	var err error
	if p.flate, err = flate.NewWriter(p.spool, flate.BestSpeed); err != nil {
		return nil, fmt.Errorf("compressing a sheet: %w", err)
	}
	return p, nil
}

// settle writes what is in the buffer, where that is enough.
func (p *part) settle() error {
	if len(p.buffer) < partBuffer {
		return nil
	}
	return p.flush()
}

func (p *part) flush() error {
	p.size += uint64(len(p.buffer))
	_, _ = p.sum.Write(p.buffer) // which never fails
	_, err := p.flate.Write(p.buffer)
	p.buffer = p.buffer[:0]
	if err != nil {
		return fmt.Errorf("keeping a sheet aside: %w", err)
	}
	return nil
}

// end writes the rest. Nothing can be added any more.
func (p *part) end() error {
	if p.flate == nil {
		return nil
	}
	if err := p.flush(); err != nil {
		return err
	}
	err := p.flate.Close()
	p.flate = nil // which takes more memory than all the rest
	if err != nil {
		return fmt.Errorf("keeping a sheet aside: %w", err)
	}
	return nil
}

func (p *part) close() error { return p.spool.Close() }
