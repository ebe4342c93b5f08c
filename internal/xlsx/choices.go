package xlsx

import (
	"fmt"
	"strings"
)

// formulaKept is how many characters a list of choices may have that stands in the formula itself.
const formulaKept = 255

// offer gives the formula of the choices of each column: the list itself or, where that is too long or has a sign
// that a list cannot hold, the place of a column in a hidden sheet.
func (b *Workbook) offer(columns []Column) []string {
	var formulas []string
	for i, c := range columns {
		if len(c.Choices) == 0 {
			continue
		}
		if formulas == nil {
			formulas = make([]string, len(columns))
		}
		if list := strings.Join(c.Choices, ","); lengthOf(list) <= formulaKept && areSimple(c.Choices) {
			formulas[i] = `"` + list + `"`
			continue
		}
		formulas[i] = b.listPlace(c.Choices)
	}
	return formulas
}

// areSimple tells of choices that Excel reads as they are where they stand in a formula.
func areSimple(choices []string) bool {
	for _, choice := range choices {
		if choice == "" || strings.TrimSpace(choice) != choice || strings.ContainsAny(choice, ",\"\r\n") {
			return false
		}
	}
	return true
}

// listPlace gives the place of choices in the sheet of choices, which is written at the end.
func (b *Workbook) listPlace(choices []string) string {
	at := -1
	for i, known := range b.lists {
		if strings.Join(known, "\n") == strings.Join(choices, "\n") {
			at = i
		}
	}
	if at < 0 {
		at = len(b.lists)
		b.lists = append(b.lists, choices)
	}
	column := appendColumn(nil, at)
	return fmt.Sprintf("%s!$%s$1:$%s$%d", choicesSheet, column, column, len(choices))
}

// choicesSheet is the name of the hidden sheet.
const choicesSheet = "choices"

// addLists writes the hidden sheet, if there are lists that need it.
func (b *Workbook) addLists() error {
	if len(b.lists) == 0 {
		return nil
	}
	longest := 0
	columns := make([]Column, len(b.lists))
	for i, list := range b.lists {
		columns[i] = Column{Kind: Text}
		longest = max(longest, len(list))
	}
	sheet, err := b.addSheet(choicesSheet, Layout{Columns: columns, Hidden: true})
	if err != nil {
		return err
	}
	row := make([]Cell, len(b.lists))
	for at := range longest {
		for i, list := range b.lists {
			row[i] = Cell{}
			if at < len(list) {
				row[i] = TextOf(list[at])
			}
		}
		if err := sheet.Row(row...); err != nil {
			return err
		}
	}
	return nil
}
