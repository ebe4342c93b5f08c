package output

import (
	"github.com/aimsio-cli/aimsio/internal/page"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// htmlForm writes a page with one table.
type htmlForm struct {
	out     *buffer
	header  bool
	heading page.Heading
	list    bool
	line    []byte
	notes   []string
}

func newHTMLForm(out *buffer, o Options) flatForm {
	return &htmlForm{out: out, header: o.Header, heading: o.Heading}
}

func (h *htmlForm) head(names []string, kinds []cellKind) error {
	h.list = names == nil
	if !h.header {
		names = nil
	}
	of := make([]page.Kind, len(kinds))
	for i, kind := range kinds {
		of[i] = pageKind(kind)
	}
	return h.out.write(page.BeginTable(page.Begin(nil, h.heading), names, of))
}

func (h *htmlForm) row(cells []cell) error {
	h.line = page.BeginRow(h.line[:0])
	for i, c := range cells {
		if h.list && i == 0 {
			h.line = page.Name(h.line, c.text)
			continue
		}
		h.line = page.Cell(h.line, c.text, pageKind(c.kind))
	}
	h.line = page.EndRow(h.line)
	return h.out.write(h.line)
}

// note keeps a line for below the table.
func (h *htmlForm) note(line string) { h.notes = append(h.notes, line) }

func (h *htmlForm) foot(rows int) error {
	foot := page.EndTable(nil)
	if !h.list {
		foot = page.Note(foot, text.Counted(rows, "row"))
	}
	for _, line := range h.notes {
		foot = page.Note(foot, line)
	}
	return h.out.write(page.End(foot))
}

func pageKind(kind cellKind) page.Kind {
	switch kind {
	case numberCell:
		return page.Number
	case timeCell:
		return page.Time
	default:
		return page.Word
	}
}
