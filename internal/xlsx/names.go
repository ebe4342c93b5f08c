package xlsx

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// nameKept is how many characters the name of a sheet may have.
const nameKept = 31

// sheetName gives a name that Excel takes for a sheet, and that none of the others has: without the characters that
// it forbids, short, and not "History", which it keeps for itself. taken tells of a name in small letters.
func sheetName(wanted string, taken func(string) bool) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, wanted)
	name = strings.TrimSpace(strings.Trim(strings.TrimSpace(name), "'"))
	switch {
	case name == "":
		name = "Sheet"
	case strings.EqualFold(name, "History"):
		name += "_"
	}
	name = shortened(name, nameKept)
	for number := 2; taken(strings.ToLower(name)); number++ {
		behind := " (" + strconv.Itoa(number) + ")"
		name = shortened(strings.TrimSuffix(name, " ("+strconv.Itoa(number-1)+")"), nameKept-len(behind)) + behind
	}
	return name
}

// shortened gives the first characters of a text, counted as Excel counts them.
func shortened(text string, most int) string {
	for at, r := range text {
		if most -= max(utf16.RuneLen(r), 1); most < 0 {
			return strings.TrimRight(text[:at], " '")
		}
	}
	return text
}

// appendColumn appends the letters of a column, counted from 0 on.
func appendColumn(dst []byte, column int) []byte {
	const letters = 26
	if column >= letters {
		dst = appendColumn(dst, column/letters-1)
	}
	return append(dst, byte('A'+column%letters))
}

// Place names a cell, such as C5, by its column, counted from 0 on, and its row, counted from 1 on.
func Place(column, row int) string {
	return string(strconv.AppendInt(appendColumn(nil, column), int64(row), 10))
}
