package cmdkit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Words walks the arguments, and the lines of standard input where an argument is "-".
func (s *Streams) Words(ctx context.Context, args []string, broken *error) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, arg := range args {
			if arg != "-" {
				if !yield(arg) {
					return
				}
				continue
			}
			for id, err := range linesOf(s.Stdin(ctx)) {
				if err != nil {
					*broken = fmt.Errorf("reading GUIDs from standard input: %w", err)
					return
				}
				if !yield(id) {
					return
				}
			}
		}
	}
}

// linesOf walks the lines that hold something, without blanks around them and without the byte
// order mark that some programs put first. Of an input that breaks off in the middle of a line, that line is
// left out: half a GUID may be another record's key.
func linesOf(r io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		lines, number := bufio.NewScanner(r), 1
		lines.Buffer(nil, record.Limits{}.WithDefaults().Size)
		for ; lines.Scan() && lines.Err() == nil; number++ {
			line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
			if line != "" && !yield(line, nil) {
				return
			}
		}
		err := lines.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("line %d %s; each line is one GUID", number, record.Limits{}.TooLarge().Fault)
		}
		if err != nil {
			yield("", err)
		}
	}
}
