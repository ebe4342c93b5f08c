package mirror

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// applicationID tells a mirror from other files of SQLite; it reads "Aims" in the file's header.
const applicationID = 0x41696d73

// checkHeader sees that a file is a mirror or empty, before it is opened as one, so that nothing is done
// to a file that is something else. own tells that the file lies where only mirrors are: then one that
// cannot be read is a damaged mirror.
func checkHeader(file *os.File, own bool) error {
	const mark, place = "SQLite format 3\x00", 68
	header := make([]byte, 100)
	n, err := io.ReadFull(file, header)
	if n == 0 && errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("reading the mirror: %w", err)
	}
	isDatabase := n == len(header) && string(header[:len(mark)]) == mark
	switch {
	case isDatabase && binary.BigEndian.Uint32(header[place:]) == applicationID:
		return nil
	case !isDatabase && own:
		return &DamagedError{Place: file.Name(), Err: errors.New("its first bytes are not those of a database")}
	default:
		return fmt.Errorf("%s: %w", file.Name(), ErrNotOurs)
	}
}
