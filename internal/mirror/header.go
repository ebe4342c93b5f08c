package mirror

import (
	"errors"
	"fmt"
	"os"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// applicationID tells a mirror from other files of SQLite; it reads "Aims" in the file's header.
const applicationID = 0x41696d73

// checkHeader sees that a file is a mirror or empty, before it is opened as one, so that nothing is done
// to a file that is something else. own tells that the file lies where only mirrors are: then one that
// cannot be read is a damaged mirror.
func checkHeader(file *os.File, own bool) error {
	header, err := database.SQLiteHeader(file, applicationID)
	switch {
	case err != nil:
		return fmt.Errorf("reading the mirror: %w", err)
	case header == database.Empty, header == database.Ours:
		return nil
	case header == database.NoDatabase && own:
		return &database.DamagedError{Store: database.Mirror, Place: file.Name(), Err: errors.New("its first bytes are not those of a database")}
	default:
		return fmt.Errorf("%s: %w", file.Name(), ErrNotOurs)
	}
}
