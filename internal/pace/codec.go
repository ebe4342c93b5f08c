package pace

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"time"
)

// A state is kept in binary form, because it is read and written for every call, and JSON would
// cost more than all the rest. What it says, Look tells.
const (
	// format opens every state; another layout gets another one.
	format = "aimsio pace 2\n"
	// commandSize is how many bytes of a command are kept.
	commandSize = 60
	processSize = 4 + 8 + 8 + 8 + commandSize
	// stateSize is the fixed size of the file in bytes: it is written in one piece, and needs no
	// more room on a disk that has become full.
	stateSize = len(format) + 6*8 + 2*8 + maxListed*processSize + 4
)

// errDamaged says that a state file held something else than a state.
var errDamaged = errors.New("the file is damaged")

// encode gives the bytes of a state: its times, its parts of the full pace, who is listed (an ID
// of 0 ends the list), and a sum over all of it.
func (s *state) encode() []byte {
	b := append(make([]byte, 0, stateSize), format...)
	for _, at := range []time.Time{s.written, s.next, s.recoverAt, s.halvedAt, s.holdUntil, s.askedUntil} {
		b = appendTime(b, at)
	}
	for _, share := range []float64{s.floor, s.ceilingPart} {
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(share))
	}
	for _, p := range s.processes[:min(len(s.processes), maxListed)] {
		b = binary.BigEndian.AppendUint32(b, p.ID)
		b = binary.BigEndian.AppendUint64(b, uint64(p.PID))     //nolint:gosec // decoded the same way
		b = binary.BigEndian.AppendUint64(b, uint64(p.Waiting)) //nolint:gosec // decoded the same way
		b = appendTime(b, p.Turn)
		var command [commandSize]byte
		copy(command[:], p.Command)
		b = append(b, command[:]...)
	}
	b = append(b, make([]byte, stateSize-4-len(b))...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// decode reads what encode made. No bytes are a state that nobody has written to yet.
func decode(b []byte) (state, error) {
	if len(b) == 0 {
		return state{}, nil
	}
	if len(b) != stateSize || string(b[:len(format)]) != format ||
		binary.BigEndian.Uint32(b[stateSize-4:]) != crc32.ChecksumIEEE(b[:stateSize-4]) {
		return state{}, errDamaged
	}
	r := reader(b[len(format):])
	s := state{
		written: r.time(), next: r.time(), recoverAt: r.time(), halvedAt: r.time(), holdUntil: r.time(), askedUntil: r.time(),
		floor: math.Float64frombits(r.uint64()), ceilingPart: math.Float64frombits(r.uint64()),
	}
	for range maxListed {
		p := Process{ID: r.uint32(), PID: r.int(), Waiting: r.int(), Turn: r.time(), Command: r.text(commandSize)}
		if p.ID == 0 {
			break
		}
		s.processes = append(s.processes, p)
	}
	return s, nil
}

// appendTime adds a time in nanoseconds since 1970; 0 is none.
func appendTime(b []byte, at time.Time) []byte {
	nanoseconds := int64(0)
	if !at.IsZero() {
		nanoseconds = at.UnixNano()
	}
	return binary.BigEndian.AppendUint64(b, uint64(nanoseconds))
}

// reader takes values from the front of bytes that are long enough.
type reader []byte

func (r *reader) uint32() uint32 {
	value := binary.BigEndian.Uint32(*r)
	*r = (*r)[4:]
	return value
}

func (r *reader) uint64() uint64 {
	value := binary.BigEndian.Uint64(*r)
	*r = (*r)[8:]
	return value
}

func (r *reader) int() int { return int(r.uint64()) } //nolint:gosec // as encode wrote it

func (r *reader) time() time.Time {
	if nanoseconds := int64(r.uint64()); nanoseconds != 0 { //nolint:gosec // as appendTime wrote it
		return time.Unix(0, nanoseconds)
	}
	return time.Time{}
}

// text takes a text that is filled up with zeros.
func (r *reader) text(size int) string {
	end := 0
	for end < size && (*r)[end] != 0 {
		end++
	}
	value := string((*r)[:end])
	*r = (*r)[size:]
	return value
}
