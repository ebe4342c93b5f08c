package service

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// page is what was read of one part of a list.
type page struct {
	count int
	// hash tells one page's entries from another's.
	hash string
	// next is what the member beside the entries says of the next page, and hasNext that it is there.
	next    string
	hasNext bool
	// total is the number of all records, -1 where the server does not say.
	total int
	link  string
	hint  hint
	// first tells the first entry from others, and last is the last one.
	first uint64
	last  []byte
}

// read makes a call and adds the entries of its answer to the others.
func (p *pages) read(ctx context.Context, request client.Request) (page, error) {
	answer, err := p.service.client.Do(ctx, request)
	if err != nil {
		return page{}, err
	}
	read, err := p.take(answer)
	if err != nil {
		err = fmt.Errorf("page %d: %w", p.number, err)
	}
	return read, errors.Join(err, answer.Close())
}

// take copies the entries of an answer.
func (p *pages) take(answer *client.Response) (page, error) {
	read := page{total: -1, link: nextLink(answer.Header), hint: hintOf(answer.Header)}
	array, err := p.open(answer, &read)
	if err != nil {
		return read, err
	}
	var hash maphash.Hash
	hash.SetSeed(p.seed)
	for entry, err := range record.Array(array, p.service.limits) {
		if err != nil {
			return read, err
		}
		separator := byte(',')
		if p.count == 0 {
			separator = '['
		}
		if read.count == 0 {
			read.first = maphash.Bytes(p.seed, entry.Raw())
		}
		p.count++
		read.count++
		read.last = append(read.last[:0], entry.Raw()...)
		// A hash takes everything.
		_, _ = hash.Write(entry.Raw())
		if _, err := p.entries.Write(append([]byte{separator}, entry.Raw()...)); err != nil {
			return read, err
		}
	}
	read.hash = strconv.FormatUint(hash.Sum64(), 36) + "/" + strconv.Itoa(read.count)
	return read, nil
}
