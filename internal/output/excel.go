package output

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// excelDigits is how many digits Excel keeps of a number; it shows more than excelShown of them
// in the form 1.23E+12.
const (
	excelDigits = 15
	excelShown  = 11
)

// guardForExcel changes a cell so that Excel neither runs it as a formula nor turns it into
// something else. Numbers stay numbers unless Excel would round them.
func guardForExcel(cell []byte, v record.Value) []byte {
	switch v.Kind() {
	case jsontext.KindString:
		return guardText(cell)
	case jsontext.KindNumber:
		if countDigits(cell) > excelDigits {
			return asFormula(cell)
		}
	}
	return cell
}

// guardText puts an apostrophe before what would run as a formula, and writes what Excel would
// take for a number, a date, a time or a boolean, and so change, as ="text".
func guardText(cell []byte) []byte {
	switch {
	case len(cell) == 0:
		return cell
	case strings.IndexByte("=+-@\t\r", cell[0]) >= 0:
		return append([]byte{'\''}, cell...)
	case excelChanges(string(cell)):
		return asFormula(cell)
	}
	return cell
}

func asFormula(cell []byte) []byte {
	return append(append([]byte(`="`), cell...), '"')
}

func countDigits(cell []byte) int {
	n := 0
	for _, b := range cell {
		if b >= '0' && b <= '9' {
			n++
		}
	}
	return n
}

// excelChanges tells whether Excel would store a text as something else: 0012, 1E5, 2026-03-01,
// 3/4, 10:30 pm, MAR1, 12345678901234567890. It errs on the side of guarding.
func excelChanges(text string) bool {
	if strings.EqualFold(text, "true") || strings.EqualFold(text, "false") {
		return true
	}
	const separators = "-/.:, +%"
	letters := strings.ToLower(strings.Trim(strings.Map(func(r rune) rune {
		if (r >= '0' && r <= '9') || strings.ContainsRune(separators, r) {
			return -1
		}
		return r
	}, text), " "))
	if !strings.ContainsAny(text, "0123456789") || !isExcelWord(letters) {
		return false
	}
	plain := strings.Trim(text, "0123456789") == ""
	return !plain || len(text) > excelShown || (len(text) > 1 && text[0] == '0')
}

// isExcelWord tells whether letters among digits make a number, a date or a time of them.
func isExcelWord(letters string) bool {
	switch letters {
	case "", "e", "am", "pm", "a", "p":
		return true
	}
	const months = " january february march april may june july august september october november december "
	return len(letters) >= 3 && strings.Contains(months, " "+letters)
}
