package xlsx

import (
	"errors"
	"strconv"
	"strings"
)

// format is what the number of a cell means.
type format byte

const (
	numberFormat format = iota
	dayFormat
	timeFormat
	clockFormat
)

// readFormats reads which of the styles of cells are days or times.
func (b *Book) readFormats(part string) ([]format, error) {
	codes := map[int]string{}
	var formats []format
	inside := false
	x, err := b.part(part)
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = x.close() }()
	const mostFormats = 1 << 17
	for {
		if err := x.next(); err != nil {
			if isEnd(err) {
				return formats, nil
			}
			return nil, err
		}
		switch {
		case x.start == "numFmt":
			if id, err := strconv.Atoi(x.attribute("numFmtId")); err == nil {
				codes[id] = x.attribute("formatCode")
			}
		case x.start == "cellXfs", x.end == "cellXfs":
			inside = x.start != ""
		case x.start == "xf" && inside:
			id, _ := strconv.Atoi(x.attribute("numFmtId"))
			formats = append(formats, formatOf(id, codes))
		}
		if len(formats)+len(codes) > mostFormats {
			return nil, damaged("it has more formats than Excel takes")
		}
	}
}

// formatOf tells what a format means: one of the file's own by its code, else one that programs know by number.
func formatOf(id int, codes map[int]string) format {
	if code, own := codes[id]; own {
		return formatOfCode(code)
	}
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dayFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return clockFormat
	case id == 22:
		return timeFormat
	}
	return numberFormat
}

// formatOfCode reads the code of a format, such as yyyy\-mm\-dd: which letters it has outside of texts.
func formatOfCode(code string) format {
	code, _, _ = strings.Cut(code, ";")
	if strings.EqualFold(code, "general") {
		return numberFormat
	}
	day, clock, month := false, false, false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				end = len(code)
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return numberFormat
			}
			clock = clock || isElapsed(code[i+1:i+end])
			i += end
		case 'y', 'Y', 'd', 'D':
			day = true
		case 'h', 'H', 's', 'S':
			clock = true
		case 'm', 'M':
			month = true
		}
	}
	switch {
	case day && clock:
		return timeFormat
	case day, month && !clock:
		return dayFormat
	case clock:
		return clockFormat
	default:
		return numberFormat
	}
}

// isElapsed tells the form of hours, minutes or seconds that go on counting, as [h].
func isElapsed(code string) bool {
	return code != "" && (strings.Trim(code, "hH") == "" || strings.Trim(code, "mM") == "" || strings.Trim(code, "sS") == "")
}
