package chart

import (
	"math"
	"strings"
)

// canvas is what a picture is drawn on: places and sizes are in pixels from the top left, colours and inks by number.
type canvas interface {
	// box fills a rectangle in the colour of a series.
	box(x, y, w, h float64, series int)
	// rule draws a straight line, faint for a grid.
	rule(x1, y1, x2, y2 float64, faint bool)
	// path draws a line through points, and a dot at each where there are few.
	path(points []point, series int, dots bool)
	// slice fills a part of a circle, between two angles clockwise from the top.
	slice(x, y, radius, from, to float64, series int)
	// words writes a text whose baseline is at y, and of which x is the left end, the middle or the right end.
	words(x, y float64, s string, at anchor)
}

type point struct{ x, y float64 }

type anchor int

const (
	left anchor = iota
	middle
	right
)

// The measures of a picture.
const (
	margin, lineStep, barHeight, barGap = 16.0, 18.0, 16.0, 8.0
	plotWidth, plotHeight               = 560.0, 320.0
	// nameRoom is how wide a name may be before it takes a further line.
	nameRoom = 320.0
	radius   = 140.0
)

// picture is what is drawn, with the room that it needs.
type picture struct {
	*ruler

	kind Kind
	data *Data
	// across and down are its size.
	across, down float64
	// top is where the plot begins, below title and legend, and side where it begins beside the names.
	top, side float64
	names     [][]string
	// behind is the room for the numbers behind the bars.
	behind float64
}

// newPicture measures data that was prepared for a kind.
func newPicture(kind Kind, d *Data) (*picture, error) {
	r, err := newRuler()
	if err != nil {
		return nil, err
	}
	p := &picture{ruler: r, kind: kind, data: d, top: margin}
	if d.Title != "" {
		p.top += lineStep + 4
	}
	if len(d.Series) > 1 {
		p.top += lineStep + 4
	}
	switch kind {
	case Line:
		p.top += 8 // for half of the highest number
		p.side = margin + p.widestTick() + 8
		p.across, p.down = p.side+plotWidth+margin+p.textWidth(p.lastName())/2, p.top+plotHeight+2*lineStep+margin
	case Pie:
		p.across = 2*margin + 2*radius + 3*margin + p.widestSlice()
		p.down = p.top + max(2*radius, float64(len(d.Names))*(lineStep+2)) + margin
	default:
		p.measureBars()
	}
	p.across = max(p.across, 2*margin+max(p.textWidth(d.Title), p.legendWidth(), p.textWidth(empty)))
	return p, nil
}

// empty stands in a picture of no rows.
const empty = "no rows"

func (p *picture) lastName() string {
	if n := len(p.data.Names); n > 0 {
		return p.data.Names[n-1]
	}
	return ""
}

func (p *picture) measureBars() {
	widest := 0.0
	for _, name := range p.data.Names {
		lines := p.wrapped(name, nameRoom)
		p.names = append(p.names, lines)
		for _, line := range lines {
			widest = max(widest, p.textWidth(line))
		}
	}
	for _, text := range p.behindBars() {
		p.behind = max(p.behind, p.textWidth(text))
	}
	p.side = margin + widest + 8
	p.across, p.down = p.side+plotWidth+8+p.behind+margin, p.top+margin
	for i := range p.data.Names {
		p.down += p.rowHeight(i) + barGap
	}
}

// behindBars are the numbers behind the bars.
func (p *picture) behindBars() []string {
	var all []string
	if p.kind == Stacked {
		for _, v := range p.data.totals() {
			all = append(all, v.shown())
		}
		return all
	}
	for _, s := range p.data.Series {
		for _, v := range s.Values {
			all = append(all, v.shown())
		}
	}
	return all
}

// rowHeight is what the bars of a row take, or its name.
func (p *picture) rowHeight(i int) float64 {
	bars := 1
	if p.kind == Bar {
		bars = len(p.data.Series)
	}
	return max(float64(bars)*barHeight, float64(len(p.names[i]))*lineStep)
}

func (p *picture) legendWidth() float64 {
	if len(p.data.Series) < 2 {
		return 0
	}
	sum := 0.0
	for _, s := range p.data.Series {
		sum += 18 + p.textWidth(s.Name) + 18
	}
	return sum
}

// draw puts all on a canvas.
func (p *picture) draw(c canvas) {
	y := margin
	if p.data.Title != "" {
		c.words(margin, y+13, p.data.Title, left)
		y += lineStep + 4
	}
	if len(p.data.Series) > 1 {
		x := margin
		for i, s := range p.data.Series {
			c.box(x, y+3, 12, 12, i)
			c.words(x+18, y+13, s.Name, left)
			x += 18 + p.textWidth(s.Name) + 18
		}
	}
	switch {
	case len(p.data.Names) == 0:
		c.words(margin, p.top+13, empty, left)
	case p.kind == Line:
		p.drawLines(c)
	case p.kind == Pie:
		p.drawPie(c)
	default:
		p.drawBars(c)
	}
}

func (p *picture) drawBars(c canvas) {
	low, high := p.data.span()
	if p.kind == Stacked {
		low, high = p.data.stackedSpan()
	}
	unit := 0.0
	if high > low {
		unit = plotWidth / (high - low)
	}
	zero := p.side - low*unit
	behind := p.behindBars()
	y := p.top
	for i, lines := range p.names {
		height := p.rowHeight(i)
		for n, line := range lines {
			c.words(p.side-8, y+height/2-float64(len(lines))*lineStep/2+float64(n)*lineStep+13, line, right)
		}
		up, under := zero, zero
		for n, s := range p.data.Series {
			length := s.Values[i].Number * unit
			if length != 0 && math.Abs(length) < 1 {
				length = math.Copysign(1, length) // to be seen
			}
			switch {
			case p.kind == Bar:
				at := y + height/2 - float64(len(p.data.Series))*barHeight/2 + float64(n)*barHeight
				c.box(min(zero, zero+length), at+1, math.Abs(length), barHeight-2, n)
				c.words(max(zero, zero+length)+6, at+12, behind[n*len(p.names)+i], left)
			case length >= 0:
				c.box(up, y+height/2-barHeight/2, length, barHeight, n)
				up += length
			default:
				under += length
				c.box(under, y+height/2-barHeight/2, -length, barHeight, n)
			}
		}
		if p.kind == Stacked {
			c.words(up+6, y+height/2+5, behind[i], left)
		}
		y += height + barGap
	}
	c.rule(zero, p.top-4, zero, y-barGap+4, false)
}

// wrapped breaks a text into lines that are no wider, between words where it can.
func (r *ruler) wrapped(s string, room float64) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && r.textWidth(line+" "+word) <= room {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = ""
		for _, c := range word {
			if line != "" && r.textWidth(line+string(c)) > room {
				lines = append(lines, line)
				line = ""
			}
			line += string(c)
		}
	}
	return append(lines, line)
}
