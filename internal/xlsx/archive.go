package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"slices"
	"strconv"
)

const (
	packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
	contentTypes     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// archive puts the parts together.
func (b *Workbook) archive() error {
	z := zip.NewWriter(b.w)
	parts := []struct {
		name string
		text []byte
	}{
		{"[Content_Types].xml", b.types()},
		{"_rels/.rels", b.rootRelations()},
		{"xl/workbook.xml", b.workbook()},
		{"xl/_rels/workbook.xml.rels", b.workbookRelations()},
		{"xl/styles.xml", []byte(styles())},
		{"docProps/custom.xml", b.custom()},
	}
	for _, p := range parts {
		if err := store(z, p.name, p.text); err != nil {
			return err
		}
	}
	for i, p := range b.pages {
		if err := p.store(z, i+1); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

func store(z *zip.Writer, name string, text []byte) error {
	if text == nil {
		return nil
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = w.Write(text)
	}
	if err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

// store puts a page into the archive as it was compressed, and its notes behind it.
func (p *page) store(z *zip.Writer, number int) error {
	header := &zip.FileHeader{
		Name: "xl/worksheets/sheet" + strconv.Itoa(number) + ".xml", Method: zip.Deflate,
		CRC32: p.sum.Sum32(), CompressedSize64: uint64(max(p.spool.Size(), 0)), UncompressedSize64: p.size,
	}
	w, err := z.CreateRaw(header)
	if err == nil {
		_, err = io.Copy(w, p.spool.Reader())
	}
	if err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	if !p.layout.hasNotes() {
		return nil
	}
	n := strconv.Itoa(number)
	relation := []byte(xmlHead + `<Relationships xmlns="` + packageRelations + `">` +
		`<Relationship Id="rId1" Type="` + relations + `/vmlDrawing" Target="../drawings/vmlDrawing` + n + `.vml"/>` +
		`<Relationship Id="rId2" Type="` + relations + `/comments" Target="../comments` + n + `.xml"/></Relationships>`)
	if err := store(z, "xl/worksheets/_rels/sheet"+n+".xml.rels", relation); err != nil {
		return err
	}
	if err := store(z, "xl/drawings/vmlDrawing"+n+".vml", boxes(p.layout.Columns)); err != nil {
		return err
	}
	return store(z, "xl/comments"+n+".xml", notes(p.layout.Columns))
}

func (b *Workbook) types() []byte {
	dst := []byte(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + contentTypes + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + contentTypes + `styles+xml"/>`)
	if len(b.properties) > 0 {
		dst = append(dst, `<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`...)
	}
	for i, p := range b.pages {
		dst = fmt.Appendf(dst, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, contentTypes)
		if p.layout.hasNotes() {
			dst = fmt.Appendf(dst, `<Override PartName="/xl/comments%d.xml" ContentType="%scomments+xml"/>`, i+1, contentTypes)
		}
	}
	return append(dst, "</Types>"...)
}

func (b *Workbook) rootRelations() []byte {
	dst := []byte(xmlHead + `<Relationships xmlns="` + packageRelations + `">` +
		`<Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/>`)
	if len(b.properties) > 0 {
		dst = append(dst, `<Relationship Id="rId2" Type="`+relations+`/custom-properties" Target="docProps/custom.xml"/>`...)
	}
	return append(dst, "</Relationships>"...)
}

func (b *Workbook) workbook() []byte {
	dst := []byte(xmlHead + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relations + `"><bookViews><workbookView/></bookViews><sheets>`)
	for i, p := range b.pages {
		dst = appendEscaped(append(dst, `<sheet name="`...), p.name)
		state := ""
		if p.layout.Hidden {
			state = ` state="hidden"`
		}
		dst = fmt.Appendf(dst, `" sheetId="%d"%s r:id="rId%d"/>`, i+1, state, i+1)
	}
	dst = append(dst, "</sheets>"...)
	if slices.ContainsFunc(b.pages, func(p *page) bool { return p.filtered() != "" }) {
		dst = append(dst, "<definedNames>"...)
		for i, p := range b.pages {
			if reference := p.filtered(); reference != "" {
				dst = fmt.Appendf(dst, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">`, i)
				dst = append(appendEscaped(dst, quotedName(p.name)+"!"+reference), "</definedName>"...)
			}
		}
		dst = append(dst, "</definedNames>"...)
	}
	return append(dst, "</workbook>"...)
}

// quotedName gives the name of a sheet as a formula has it.
func quotedName(name string) string {
	quoted := []byte{'\''}
	for _, r := range name {
		if r == '\'' {
			quoted = append(quoted, '\'')
		}
		quoted = append(quoted, string(r)...)
	}
	return string(append(quoted, '\''))
}

func (b *Workbook) workbookRelations() []byte {
	dst := []byte(xmlHead + `<Relationships xmlns="` + packageRelations + `">`)
	for i := range b.pages {
		dst = fmt.Appendf(dst, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relations, i+1)
	}
	dst = fmt.Appendf(dst, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(b.pages)+1, relations)
	return append(dst, "</Relationships>"...)
}

// custom gives the part with the properties, nil if there are none.
func (b *Workbook) custom() []byte {
	if len(b.properties) == 0 {
		return nil
	}
	dst := []byte(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" ` +
		`xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`)
	const firstID = 2 // as the format demands
	for i, p := range b.properties {
		dst = fmt.Appendf(dst, `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="`, i+firstID)
		dst = append(appendEscaped(dst, p.name), `"><vt:lpwstr>`...)
		dst = append(appendEscaped(dst, p.value), "</vt:lpwstr></property>"...)
	}
	return append(dst, "</Properties>"...)
}
