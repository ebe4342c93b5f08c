package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits keep a damaged or hostile workbook from filling memory and disk, or from taking hours.
type Limits struct {
	// Unpacked is how many bytes a part of the workbook may have, and Ratio how often as many as it takes in the file
	// once it has more than UnpackedFree.
	Unpacked, UnpackedFree, Ratio int64
	// Cell is how many bytes a cell may have.
	Cell int64
}

// DefaultLimits are more than any workbook has that Excel wrote.
func DefaultLimits() Limits {
	return Limits{Unpacked: 16 << 30, UnpackedFree: 64 << 20, Ratio: 500, Cell: 1 << 20}
}

// Book is a workbook that is read.
type Book struct {
	archive *zip.Reader
	limits  Limits
	sheets  []SheetInfo
	// from1904 tells that days count from 1904 on.
	from1904   bool
	formats    []format
	texts      *texts
	properties map[string]string
}

// SheetInfo is a sheet of a workbook.
type SheetInfo struct {
	Name   string
	Hidden bool
	part   string
}

// errDamaged is for what no program writes.
func damaged(why string, args ...any) error {
	return fmt.Errorf("the workbook is damaged: %w", fmt.Errorf(why, args...))
}

// Open reads what a workbook says of its sheets. The reader must stay open as long as the workbook is read.
func Open(r io.ReaderAt, size int64, limits Limits) (*Book, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged("%w", err)
	}
	b := &Book{archive: archive, limits: limits}
	if err := b.refuseOthers(); err != nil {
		return nil, err
	}
	root, err := b.relations("")
	if err != nil {
		return nil, err
	}
	main := root.ofType("officeDocument")
	if main == "" {
		return nil, errors.New("this is a zip archive, and no workbook")
	}
	if err := b.readWorkbook(main); err != nil {
		return nil, err
	}
	if custom := root.ofType("custom-properties"); custom != "" {
		if b.properties, err = b.readProperties(custom); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// refuseOthers tells what else a zip archive may be.
func (b *Book) refuseOthers() error {
	for _, f := range b.archive.File {
		switch {
		case f.Name == "mimetype", f.Name == "META-INF/manifest.xml":
			return errors.New("this is an OpenDocument file; save it as .xlsx, an Excel workbook")
		case strings.EqualFold(f.Name, "xl/workbook.bin"):
			return errors.New("this is a binary workbook (.xlsb); save it as .xlsx, an Excel workbook")
		case f.Flags&1 != 0:
			return errors.New("the archive is protected by a password; save the workbook without one")
		}
	}
	return nil
}

// Close gives back what was kept aside.
func (b *Book) Close() error {
	if b.texts == nil {
		return nil
	}
	return b.texts.close()
}

// Sheets are the sheets in their order.
func (b *Book) Sheets() []SheetInfo { return b.sheets }

// TimeZone is the zone of its times that Workbook.SetTimeZone noted, "" for none.
func (b *Book) TimeZone() string { return b.properties[zoneProperty] }

// relation is a reference of a part to another one.
type relation struct{ id, kind, target string }

type relationList []relation

// ofType gives the part of a type, whose name is the same in both variants of the format.
func (l relationList) ofType(kind string) string {
	for _, r := range l {
		if path.Base(r.kind) == kind || strings.EqualFold(path.Base(r.kind), strings.ReplaceAll(kind, "-", "")) {
			return r.target
		}
	}
	return ""
}

func (l relationList) byID(id string) string {
	for _, r := range l {
		if r.id == id {
			return r.target
		}
	}
	return ""
}

// relations reads the references of a part, "" for those of the whole archive.
func (b *Book) relations(part string) (relationList, error) {
	folder, name := path.Split(part)
	var list relationList
	err := b.walk(path.Join(folder, "_rels", name+".rels"), func(x *xmlReader) error {
		if x.start != "Relationship" || x.attribute("TargetMode") == "External" {
			return nil
		}
		target := x.attribute("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		list = append(list, relation{x.attribute("Id"), x.attribute("Type"), strings.TrimPrefix(target, "/")})
		return nil
	})
	if errors.Is(err, errNoPart) && part == "" {
		return nil, errors.New("this is a zip archive, and no workbook")
	}
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	return list, err
}

func (b *Book) readWorkbook(main string) error {
	own, err := b.relations(main)
	if err != nil {
		return err
	}
	err = b.walk(main, func(x *xmlReader) error {
		switch x.start {
		case "workbookPr":
			b.from1904 = isTrue(x.attribute("date1904"))
		case "sheet":
			part := own.byID(x.attribute("id"))
			if part == "" {
				return damaged("the sheet %q is missing", x.attribute("name"))
			}
			if !strings.Contains(part, "chartsheet") {
				b.sheets = append(b.sheets, SheetInfo{
					Name: x.attribute("name"), Hidden: x.attribute("state") != "" && x.attribute("state") != "visible", part: part,
				})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if part := own.ofType("styles"); part != "" {
		if b.formats, err = b.readFormats(part); err != nil {
			return err
		}
	}
	b.texts = newTexts(b, own.ofType("sharedStrings"))
	return nil
}

// readProperties reads the texts among the properties.
func (b *Book) readProperties(part string) (map[string]string, error) {
	found := map[string]string{}
	name := ""
	err := b.walk(part, func(x *xmlReader) error {
		switch x.start {
		case "property":
			name = x.attribute("name")
		case "lpwstr":
			text, err := x.text()
			found[unescape(name)] = unescape(text)
			return err
		}
		return nil
	})
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	return found, err
}

func isTrue(value string) bool { return value == "1" || value == "true" || value == "on" }
