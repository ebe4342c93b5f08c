package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// ExcelDamage looks for what a spreadsheet does to codes when a file passes through it: leading zeros
// dropped, long numbers in scientific notation, dates made of what looks like one. Memory does not
// grow with the number of records.
type ExcelDamage struct {
	// texts are the fields of text, the only ones in which the damage is silent.
	texts map[string]*digitCounter
	order []*digitCounter
}

// LineFault is a fault that shows only once a whole file has been read.
type LineFault struct {
	// Line is that of the record's beginning.
	Line int
	Fault
}

// NewExcelDamage prepares to look at records of an entity with these fields of their own.
func NewExcelDamage(e *api.Entity, fields []api.Field) *ExcelDamage {
	d := &ExcelDamage{texts: map[string]*digitCounter{}}
	for i := range fields {
		f := &fields[i]
		if f.Type != api.String || f.ReadOnly || len(f.Enum) > 0 || f.Format == "base64" {
			continue
		}
		field := &digitCounter{name: f.Name, code: isCode(e, f)}
		d.texts[f.Name] = field
		d.order = append(d.order, field)
	}
	return d
}

// isCode tells whether a field holds codes rather than running text: the keys of the entity, what
// refers to another record, and what is named as one.
func isCode(e *api.Entity, f *api.Field) bool {
	return slices.Contains(e.Key, f.Name) || f.RefersTo != nil ||
		slices.ContainsFunc([]string{"Code", "Number", "Id"}, func(end string) bool { return strings.HasSuffix(f.Name, end) })
}

// Add looks at the record that begins in a line, and gives the faults that it shows by itself. A
// code in scientific notation is refused, because its digits are gone; the rest warns.
func (d *ExcelDamage) Add(line int, raw []byte) []Fault {
	var faults []Fault
	for name, v := range record.Members(raw) {
		field := d.texts[name]
		if field == nil || v.Kind() != jsontext.KindString {
			continue
		}
		text := record.Text(v)
		switch {
		case isScientific(text):
			faults = append(faults, Fault{
				Path: name, Value: text, Warning: !field.code,
				Expected: "all its digits, which Excel has replaced by this short form; " + advice,
			})
		case !field.code:
		case isSheetDate(text):
			faults = append(faults, Fault{
				Path: name, Value: text, Warning: true,
				Expected: "a code; Excel makes dates of what looks like one: " + advice,
			})
		default:
			field.count(line, text)
		}
	}
	return faults
}

const advice = "format the column as text and export it again"

// Deferred gives, in the order of the fields and then of the lines, what only the whole file shows:
// codes that are shorter than those that begin with a zero. Of each field the first 20 are named.
func (d *ExcelDamage) Deferred() []LineFault {
	var faults []LineFault
	for _, field := range d.order {
		faults = append(faults, field.lost()...)
	}
	return faults
}

// lost gives the codes that may have lost their zeros.
func (c *digitCounter) lost() []LineFault {
	width := slices.IndexFunc(c.zeros[:], func(w seen) bool { return w.count > 0 })
	if width < 0 {
		return nil
	}
	var faults []LineFault
	total, model := 0, c.zeros[width].first[0]
	for _, shorter := range c.others[:width] {
		total += shorter.count
		for _, code := range shorter.first {
			faults = append(faults, LineFault{Line: code.line, Fault: Fault{
				Path: c.name, Value: code.text, Warning: true,
				Expected: fmt.Sprintf("%d digits, as %s in line %d has; Excel drops leading zeros: %s", width, model.text, model.line, advice),
			}})
		}
	}
	slices.SortStableFunc(faults, func(a, b LineFault) int { return a.Line - b.Line })
	if total > examplesMost {
		faults = faults[:examplesMost]
		faults[examplesMost-1].Expected += fmt.Sprintf(" (and %d more codes like this)", total-examplesMost)
	}
	return faults
}
