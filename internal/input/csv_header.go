package input

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/excel"
)

// layout is what the beginning of a CSV file tells, and what rejected rows are written with.
type layout struct {
	// names are those of the columns; empty for a column without one.
	names []string
	// leftOut are the columns that are not read, from 0 on.
	leftOut map[int]bool
	// heads are the names as they stand in a sheet.
	heads []string
	// header is the text of the header row.
	header    string
	separator rune
	// declaration is the line above the header in which Excel names the separator, with its line end.
	declaration string
	crlf        bool
	// marked tells of a byte order mark.
	marked bool
}

// separatorOf tells the separator by Excel's line "sep=;" or else by what the header row has most
// of outside quotes.
func separatorOf(head []byte) (separator rune, declared bool) {
	line := firstLine(head)
	if len(line) > len("sep=") && strings.EqualFold(string(line[:len("sep=")]), "sep=") {
		r, size := utf8.DecodeRune(line[len("sep="):])
		if len(line) == len("sep=")+size && r != '"' && r != utf8.RuneError && !unicode.IsLetter(r) {
			return r, true
		}
	}
	counts := map[rune]int{}
	quoted, begun := false, false
	for _, b := range head {
		if b == '"' {
			quoted = !quoted
		}
		if !quoted && b == '\n' && begun {
			break
		}
		begun = begun || (b != '\r' && b != '\n')
		if !quoted {
			counts[rune(b)]++
		}
	}
	separator = ','
	for _, other := range []rune{';', '\t'} {
		if counts[other] > counts[separator] {
			separator = other
		}
	}
	return separator, false
}

func columnNames(cells []string) ([]string, error) {
	names := make([]string, 0, len(cells))
	seen := map[string]int{}
	for i, cell := range cells {
		name := strings.TrimSpace(excel.Unguard(strings.TrimSpace(cell)))
		if strings.ContainsRune(name, '\r') {
			return nil, errors.New("the lines end in a carriage return alone; save the file with the line ends of Windows or Unix")
		}
		if first, twice := seen[name]; twice && name != "" {
			return nil, fmt.Errorf("the column %s stands twice in the header, as number %d and as number %d", name, first, i+1)
		}
		seen[name] = i + 1
		names = append(names, name)
	}
	if _, blank := seen[""]; blank && len(seen) == 1 {
		return nil, errors.New("the header has no names; it must name the fields")
	}
	return names, nil
}
