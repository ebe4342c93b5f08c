package data

import (
	"encoding/binary"
	"encoding/hex"
)

// No two records of a kind have the same GUID: its last 48 bits are the ordinal, scrambled under the
// key by steps that lead from two numbers to two numbers. The rest is drawn, with version and
// variant set as RFC 9562 wants.
const (
	guidBits = 48
	guidMask = 1<<guidBits - 1
	// guidOdd is any odd number of 48 bits: only by such a one multiplication keeps numbers apart.
	guidOdd = 0x5bd1e995cc35
)

func scramble(key uint64, ordinal int) uint64 {
	x := (uint64(ordinal) + key) & guidMask
	x ^= x >> 24
	x = x * guidOdd & guidMask
	x ^= x >> 24
	return (x ^ key>>16) & guidMask
}

// appendGUID appends the 36 characters of the GUID of a place.
func appendGUID(dst []byte, key uint64, at Place) []byte {
	var b [16]byte
	high := at.Draw(key)
	binary.BigEndian.PutUint64(b[:8], high)
	rest := uint64(0x8000)<<guidBits | mix(high)>>50<<guidBits | scramble(key+uint64(at.Element), at.Ordinal)
	binary.BigEndian.PutUint64(b[8:], rest)
	b[6] = b[6]&0x0f | 0x40
	dst = append(hex.AppendEncode(dst, b[:4]), '-')
	dst = append(hex.AppendEncode(dst, b[4:6]), '-')
	dst = append(hex.AppendEncode(dst, b[6:8]), '-')
	dst = append(hex.AppendEncode(dst, b[8:10]), '-')
	return hex.AppendEncode(dst, b[10:])
}

func guids(key uint64) Maker {
	return func(dst []byte, at Place) []byte { return append(appendGUID(append(dst, '"'), key, at), '"') }
}
