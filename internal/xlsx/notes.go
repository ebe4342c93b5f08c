package xlsx

import "fmt"

// A note stands in two parts: its text, and the box that shows it, in the form of an older drawing.

// notes gives the part with the texts.
func notes(columns []Column) []byte {
	dst := append([]byte(xmlHead), `<comments xmlns="`+mainSpace+`"><authors><author></author></authors><commentList>`...)
	for i, c := range columns {
		if c.Note == "" {
			continue
		}
		dst = append(append(append(dst, `<comment ref="`...), Place(i, 1)...), `" authorId="0"><text><t xml:space="preserve">`...)
		text, _ := fit(c.Note)
		dst = append(appendEscaped(dst, text), "</t></text></comment>"...)
	}
	return append(dst, "</commentList></comments>"...)
}

// boxes gives the part with the boxes.
func boxes(columns []Column) []byte {
	dst := []byte(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ` +
		`xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>` +
		`<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">` +
		`<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`)
	const firstShape = 1025
	for i, c := range columns {
		if c.Note == "" {
			continue
		}
		dst = fmt.Appendf(dst, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;visibility:hidden" `+
			`fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>`+
			`<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>`+
			`<x:Anchor>%d, 15, 1, 2, %d, 15, 7, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>%d</x:Column>`+
			`</x:ClientData></v:shape>`, firstShape+i, i+1, i+4, i)
	}
	return append(dst, "</xml>"...)
}
