package simulator

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// A simulated GUID hides its record's ordinal, so that a record is found by GUID without any
// table. The last 48 bits are the ordinal, scrambled under the key by steps that can be undone;
// the rest is drawn, with version and variant set as RFC 9562 wants.
const (
	guidBits = 48
	guidMask = 1<<guidBits - 1
	// guidOdd is any odd number of 48 bits.
	guidOdd = 0x5bd1e995cc35
)

func scramble(key uint64, ordinal int) uint64 {
	x := (uint64(ordinal) + key) & guidMask
	x ^= x >> 24
	x = x * guidOdd & guidMask
	x ^= x >> 24
	return (x ^ key>>16) & guidMask
}

func unscramble(key, x uint64) int {
	x = (x ^ key>>16) & guidMask
	x ^= x >> 24
	x = x * inverse48(guidOdd) & guidMask
	x ^= x >> 24
	return int((x - key) & guidMask)
}

// inverse48 finds the number that undoes a multiplication by an odd one modulo 2^48: each step
// doubles the number of right bits (Newton's method).
func inverse48(odd uint64) uint64 {
	x := odd
	for range 6 {
		x *= 2 - odd*x
	}
	return x & guidMask
}

// appendGUID appends the 36 characters of the GUID of a place.
func appendGUID(dst []byte, key uint64, at place) []byte {
	var b [16]byte
	high := at.draw(key)
	binary.BigEndian.PutUint64(b[:8], high)
	rest := uint64(0x8000)<<guidBits | mix(high)>>50<<guidBits | scramble(key+uint64(at.element), at.ordinal)
	binary.BigEndian.PutUint64(b[8:], rest)
	b[6] = b[6]&0x0f | 0x40
	dst = append(hex.AppendEncode(dst, b[:4]), '-')
	dst = append(hex.AppendEncode(dst, b[4:6]), '-')
	dst = append(hex.AppendEncode(dst, b[6:8]), '-')
	dst = append(hex.AppendEncode(dst, b[8:10]), '-')
	return hex.AppendEncode(dst, b[10:])
}

// ordinalOfGUID finds the record of a GUID, or says that it is none of this key's.
func ordinalOfGUID(key uint64, text string) (int, bool) {
	if len(text) != 36 {
		return 0, false
	}
	tail, err := hex.DecodeString(text[24:])
	if err != nil {
		return 0, false
	}
	var x uint64
	for _, b := range tail {
		x = x<<8 | uint64(b)
	}
	ordinal := unscramble(key, x)
	made := appendGUID(nil, key, place{ordinal: ordinal})
	return ordinal, strings.EqualFold(string(made), text)
}
