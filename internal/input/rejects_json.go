package input

import (
	"fmt"
	"io"
)

// rejectedArray writes records as a JSON array.
type rejectedArray struct {
	w io.Writer
	// back goes to where the closing bracket stands, to write the next record in its place; nil
	// where w cannot seek.
	back  io.Seeker
	count int
}

// closing ends the array. It is shorter than any record that may take its place.
const closing = "\n]\n"

func newRejectedArray(w io.Writer) (*rejectedArray, error) {
	r := &rejectedArray{w: w}
	if seeker, ok := w.(io.Seeker); ok {
		// A pipe has the method too, and fails.
		if _, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			r.back = seeker
		}
	}
	return r, r.write("[")
}

func (r *rejectedArray) Add(item Item, _ string) error {
	before := ",\n"
	if r.count == 0 {
		before = "\n"
	}
	r.count++
	return r.write(before + string(item.Raw))
}

// write appends to the array and closes it, for now, if that can be taken back.
func (r *rejectedArray) write(text string) error {
	if r.back == nil {
		return r.put(text)
	}
	if err := r.put(text + closing); err != nil {
		return err
	}
	if _, err := r.back.Seek(-int64(len(closing)), io.SeekCurrent); err != nil {
		return fmt.Errorf("writing rejected records: %w", err)
	}
	return nil
}

func (r *rejectedArray) put(text string) error {
	if _, err := io.WriteString(r.w, text); err != nil {
		return fmt.Errorf("writing rejected records: %w", err)
	}
	return nil
}

func (r *rejectedArray) Close() error { return r.put(closing) }
