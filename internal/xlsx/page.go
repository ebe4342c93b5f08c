package xlsx

import (
	"fmt"
	"strconv"
	"strings"
)

// begin writes what stands above the rows, and the rows that decided how wide the columns are.
func (p *page) begin() {
	p.begun = true
	dst := p.buffer
	dst = append(dst, xmlHead+`<worksheet xmlns="`+mainSpace+`" xmlns:r="`+relations+`"><sheetViews><sheetView workbookViewId="0">`...)
	if p.layout.Header {
		dst = append(dst, `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`+
			`<selection pane="bottomLeft" activeCell="A2" sqref="A2"/>`...)
	}
	dst = append(dst, `</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`...)
	if len(p.layout.Columns) > 0 {
		dst = append(dst, "<cols>"...)
		for i, c := range p.layout.Columns {
			hidden := ""
			if c.Hidden {
				hidden = ` hidden="1"`
			}
			const margin = 2
			dst = fmt.Appendf(dst, `<col min="%d" max="%d" width="%d" style="%d"%s customWidth="1"/>`,
				i+1, i+1, min(max(p.widths[i]+margin, narrowest), widest), c.Kind.empty(), hidden)
		}
		dst = append(dst, "</cols>"...)
	}
	dst = append(dst, "<sheetData>"...)
	dst = append(dst, p.first...)
	p.buffer = dst
	p.first = nil
}

// finish writes what stands below the rows.
func (p *page) finish(choices []string) error {
	if !p.begun {
		p.begin()
	}
	dst := p.buffer
	dst = append(dst, "</sheetData>"...)
	if reference := p.filtered(); reference != "" {
		dst = append(append(append(dst, `<autoFilter ref="`...), strings.ReplaceAll(reference, "$", "")...), `"/>`...)
	}
	dst = p.appendChoices(dst, choices)
	dst = append(dst, `<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>`...)
	if len(p.layout.Columns) > 0 && p.rows > 0 {
		dst = append(append(dst, `<ignoredErrors><ignoredError sqref="A1:`...), Place(len(p.layout.Columns)-1, p.rows)...)
		dst = append(dst, `" numberStoredAsText="1"/></ignoredErrors>`...)
	}
	if p.layout.hasNotes() {
		dst = append(dst, `<legacyDrawing r:id="rId1"/>`...)
	}
	dst = append(dst, "</worksheet>"...)
	p.buffer = dst
	return p.end()
}

// filtered is the range of the filters, "" where there are none.
func (p *page) filtered() string {
	if !p.layout.Header || len(p.layout.Columns) == 0 {
		return ""
	}
	return "$A$1:$" + string(appendColumn(nil, len(p.layout.Columns)-1)) + "$" + strconv.Itoa(max(p.rows, 1))
}

// appendChoices writes the lists that are offered below the cells of a column.
func (p *page) appendChoices(dst []byte, choices []string) []byte {
	count := 0
	for _, formula := range choices {
		if formula != "" {
			count++
		}
	}
	if count == 0 {
		return dst
	}
	first := 1
	if p.layout.Header {
		first = 2
	}
	dst = fmt.Appendf(dst, `<dataValidations count="%d">`, count)
	for i, formula := range choices {
		if formula == "" {
			continue
		}
		manner := `errorStyle="warning" `
		if p.layout.Columns[i].Strict {
			manner = ""
		}
		dst = fmt.Appendf(dst, `<dataValidation type="list" %sallowBlank="1" showErrorMessage="1" sqref="%s:%s"><formula1>`,
			manner, Place(i, first), Place(i, rowsKept))
		dst = append(appendEscaped(dst, formula), "</formula1></dataValidation>"...)
	}
	return append(dst, "</dataValidations>"...)
}
