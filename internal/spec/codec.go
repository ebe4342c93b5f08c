package spec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/bits"
	"reflect"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// A catalog is kept in a form of its own, because it is read at every start: JSON and gob take ten
// times as long. First come all texts, each once, then the values in the order of the types; of a
// struct only those fields that say something, which a number tells bit by bit. A sum at the end
// tells a damaged file.

var errDamaged = errors.New("the compiled description is damaged")

// encode writes a catalog.
func encode(c *api.Catalog) []byte {
	w := &writer{at: map[string]uint64{}}
	w.value(reflect.ValueOf(c).Elem())
	var out []byte
	out = binary.AppendUvarint(out, uint64(len(w.texts)))
	for _, text := range w.texts {
		out = binary.AppendUvarint(out, uint64(len(text)))
	}
	for _, text := range w.texts {
		out = append(out, text...)
	}
	out = append(out, w.out...)
	return binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(out))
}

// Copy gives a catalog that shares nothing with another one but texts.
func Copy(c *api.Catalog) (*api.Catalog, error) { return decode(encode(c)) }

type writer struct {
	out   []byte
	texts []string
	at    map[string]uint64
}

func (w *writer) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }

func (w *writer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		place, known := w.at[text]
		if !known {
			place = uint64(len(w.texts))
			w.at[text] = place
			w.texts = append(w.texts, text)
		}
		w.number(place)
	case reflect.Int:
		w.out = binary.AppendVarint(w.out, v.Int())
	case reflect.Bool: // that it is there says it all
	case reflect.Pointer:
		w.value(v.Elem())
	case reflect.Slice:
		w.number(uint64(v.Len())) //nolint:gosec // a length is not negative
		for i := range v.Len() {
			w.value(v.Index(i))
		}
	case reflect.Struct:
		said := uint64(0)
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				said |= 1 << i
			}
		}
		w.number(said)
		for i := range v.NumField() {
			if said&(1<<i) != 0 {
				w.value(v.Field(i))
			}
		}
	default:
		panic("a catalog holds a " + v.Kind().String())
	}
}

// decode reads what encode wrote.
func decode(content []byte) (*api.Catalog, error) {
	const sum = 4
	if len(content) < sum {
		return nil, errDamaged
	}
	body := content[:len(content)-sum]
	if crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(content[len(body):]) {
		return nil, errDamaged
	}
	r := &reader{rest: body, room: len(body)}
	r.readTexts()
	var c api.Catalog
	r.value(reflect.ValueOf(&c).Elem())
	if r.err == nil && len(r.rest) > 0 {
		r.err = errDamaged
	}
	return &c, r.err
}

type reader struct {
	rest  []byte
	texts []string
	// room is how many elements there can still be, since each of them takes a byte.
	room int
	err  error
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) fail() {
	r.err, r.rest = errDamaged, nil
}

// count reads how many things follow, each of which takes a byte at least.
func (r *reader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n) //nolint:gosec // it is at most as much as is left
}

func (r *reader) readTexts() {
	sizes := make([]int, r.count())
	total := 0
	for i := range sizes {
		sizes[i] = r.count()
		total += sizes[i]
	}
	if total > len(r.rest) {
		r.fail()
		return
	}
	all := string(r.rest[:total]) // of which all texts are parts
	r.rest = r.rest[total:]
	r.texts = make([]string, len(sizes))
	for i, size := range sizes {
		r.texts[i], all = all[:size], all[size:]
	}
}

func (r *reader) value(v reflect.Value) {
	if r.err != nil {
		return
	}
	switch v.Kind() {
	case reflect.String:
		place := r.number()
		if place >= uint64(len(r.texts)) {
			r.fail()
			return
		}
		v.SetString(r.texts[place])
	case reflect.Int:
		n, size := binary.Varint(r.rest)
		if size <= 0 {
			r.fail()
			return
		}
		r.rest = r.rest[size:]
		v.SetInt(n)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(v.Elem())
	case reflect.Slice:
		n := r.count()
		if r.room -= n; r.room < 0 {
			r.fail()
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			r.value(v.Index(i))
		}
	case reflect.Struct:
		said := r.number()
		if bits.Len64(said) > v.NumField() {
			r.fail()
			return
		}
		for said != 0 && r.err == nil {
			i := bits.TrailingZeros64(said)
			said &^= 1 << i
			r.value(v.Field(i))
		}
	default:
		r.fail()
	}
}

// layout describes the types of a catalog, so that one written with other types is not read.
func layout() string {
	var out bytes.Buffer
	describe(&out, reflect.TypeFor[api.Catalog](), map[reflect.Type]bool{})
	return out.String()
}

func describe(out *bytes.Buffer, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(out, "%s ", t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		describe(out, t.Elem(), seen)
	case reflect.Struct:
		if seen[t] {
			return
		}
		seen[t] = true
		for field := range t.Fields() {
			out.WriteString(field.Name + " ")
			describe(out, field.Type, seen)
		}
	default:
	}
}
