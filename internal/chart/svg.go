package chart

import (
	"fmt"
	"html"
	"io"
	"math"
	"strings"
)

// SVG writes data that was prepared for a kind as a picture that turns dark where the reader's system is, and whose texts
// are drawn by the reader's program, in whatever script they are.
func SVG(w io.Writer, kind Kind, d *Data) error {
	p, err := newPicture(kind, d)
	if err != nil {
		return err
	}
	c := &svg{}
	p.draw(c)
	_, err = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s" role="img">
<title>%[3]s</title>
<style>
text { font: 13px "Go", "Noto Sans", "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; white-space: pre; }
.page { fill: #ffffff; } .rule { stroke: #59636e; } .faint { stroke: #d0d7de; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .page { fill: #0d1117; } .rule { stroke: #9198a1; } .faint { stroke: #3d444d; } }
</style>
<rect class="page" width="%[1]s" height="%[2]s"/>
%[4]s</svg>
`, px(math.Ceil(p.across)), px(math.Ceil(p.down)), html.EscapeString(p.name()), c.drawn.String())
	if err != nil {
		return fmt.Errorf("writing the picture: %w", err)
	}
	return nil
}

// name is what a picture shows, for those who cannot see it.
func (p *picture) name() string {
	if p.data.Title != "" {
		return p.data.Title
	}
	var names []string
	for _, s := range p.data.Series {
		names = append(names, s.Name)
	}
	return string(p.kind) + " chart: " + strings.Join(names, ", ")
}

type svg struct{ drawn strings.Builder }

// px writes a measure, the same for the same picture on every machine.
func px(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

func hex(series int) string {
	c := colorOf(series)
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

func (c *svg) box(x, y, w, h float64, series int) {
	if w > 0 {
		fmt.Fprintf(&c.drawn, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n", px(x), px(y), px(w), px(h), hex(series))
	}
}

func (c *svg) rule(x1, y1, x2, y2 float64, faint bool) {
	class := "rule"
	if faint {
		class = "faint"
	}
	fmt.Fprintf(&c.drawn, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`+"\n", class, px(x1), px(y1), px(x2), px(y2))
}

func (c *svg) path(points []point, series int, dots bool) {
	places := make([]string, len(points))
	for i, p := range points {
		places[i] = px(p.x) + "," + px(p.y)
	}
	fmt.Fprintf(&c.drawn, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round"/>`+"\n",
		strings.Join(places, " "), hex(series))
	for _, p := range points {
		if dots || len(points) == 1 {
			fmt.Fprintf(&c.drawn, `<circle cx="%s" cy="%s" r="3" fill="%s"/>`+"\n", px(p.x), px(p.y), hex(series))
		}
	}
}

func (c *svg) slice(x, y, radius, from, to float64, series int) {
	if to-from > 0.9999 {
		fmt.Fprintf(&c.drawn, `<circle cx="%s" cy="%s" r="%s" fill="%s"/>`+"\n", px(x), px(y), px(radius), hex(series))
		return
	}
	begin, end := onCircle(x, y, radius, from), onCircle(x, y, radius, to)
	large := 0
	if to-from > 0.5 {
		large = 1
	}
	fmt.Fprintf(&c.drawn, `<path d="M%s %sL%s %sA%s %s 0 %d 1 %s %sZ" fill="%s"/>`+"\n",
		px(x), px(y), px(begin.x), px(begin.y), px(radius), px(radius), large, px(end.x), px(end.y), hex(series))
}

// onCircle is a place on a circle, after a part of its round from the top.
func onCircle(x, y, radius, part float64) point {
	sin, cos := math.Sincos(2 * math.Pi * part)
	return point{x + radius*sin, y - radius*cos}
}

func (c *svg) words(x, y float64, s string, at anchor) {
	anchors := map[anchor]string{left: "start", middle: "middle", right: "end"}
	fmt.Fprintf(&c.drawn, `<text x="%s" y="%s" text-anchor="%s">%s</text>`+"\n", px(x), px(y), anchors[at], html.EscapeString(s))
}
