package paging

import (
	"errors"
	"hash/maphash"
	"io"
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// maxBytes bounds a list: some 20 million entries of an index. It is read to disk, not to memory.
const maxBytes = 2 << 30

// collector puts the entries of pages together as one array. It lies in a spool, so that memory does not grow
// with the number of pages.
type collector struct {
	entries *spool.Spool
	count   int
	// before is where the latest page begins, in bytes and in entries.
	before struct {
		size  int64
		count int
	}
	seed maphash.Seed
}

func newCollector(seed maphash.Seed) *collector {
	return &collector{entries: spool.New(spool.DefaultMemory), seed: seed}
}

// take copies the entries of an answer, which is the page of that number.
func (c *collector) take(o *api.Operation, answer *client.Response, number int) (page, error) {
	c.before.size, c.before.count = c.entries.Size(), c.count
	read := page{number: number, sum: c.count, total: -1, link: nextLink(answer.Header), hint: hintOf(answer.Header)}
	array, err := openEntries(o, answer, &read)
	if err != nil {
		return read, err
	}
	var hash maphash.Hash
	hash.SetSeed(c.seed)
	for entry, err := range record.Array(array, record.Limits{}) {
		if err != nil {
			return read, err
		}
		separator := byte(',')
		if c.count == 0 {
			separator = '['
		}
		if read.count == 0 {
			read.first = maphash.Bytes(c.seed, entry.Raw())
		}
		c.count++
		read.count++
		read.last = append(read.last[:0], entry.Raw()...)
		// A hash takes everything.
		_, _ = hash.Write(entry.Raw())
		if _, err := c.entries.Write(append([]byte{separator}, entry.Raw()...)); err != nil {
			return read, err
		}
	}
	read.sum = c.count
	read.hash = strconv.FormatUint(hash.Sum64(), 36) + "/" + strconv.Itoa(read.count)
	return read, nil
}

// dropLatest takes the latest page away again.
func (c *collector) dropLatest() error {
	kept := spool.New(spool.DefaultMemory)
	_, err := io.Copy(kept, io.LimitReader(c.entries.Reader(), c.before.size))
	err = errors.Join(err, c.entries.Close())
	c.entries, c.count = kept, c.before.count
	return err
}

// whole ends the array, or gives it up after an error.
func (c *collector) whole(err error) (*spool.Spool, error) {
	if err == nil {
		_, err = c.entries.Write(closing(c.count))
	}
	if err != nil {
		return nil, errors.Join(err, c.entries.Close())
	}
	return c.entries, nil
}

// closing ends the array, which an empty one has not begun yet.
func closing(count int) []byte {
	if count == 0 {
		return []byte("[]")
	}
	return []byte("]")
}
