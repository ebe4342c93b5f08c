package chart

import (
	"math"
	"strings"
)

// ticks are round numbers from below the lowest value to above the highest.
func (p *picture) ticks() []float64 {
	low, high := p.data.known()
	if low > high {
		low, high = 0, 0
	}
	if low > 0 && low < high/2 {
		low = 0
	}
	if low == high {
		low, high = low-1, high+1
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/4)))
	for _, times := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*times) <= 6 {
			step *= times
			break
		}
	}
	var ticks []float64
	for n := math.Floor(low / step); ; n++ {
		ticks = append(ticks, n*step)
		if n*step >= high || len(ticks) > 12 {
			return ticks
		}
	}
}

func (p *picture) widestTick() float64 {
	widest := 0.0
	for _, v := range p.ticks() {
		widest = max(widest, p.textWidth(tick(v)))
	}
	return widest
}

func (p *picture) drawLines(c canvas) {
	ticks := p.ticks()
	low, high := ticks[0], ticks[len(ticks)-1]
	y := func(v float64) float64 { return p.top + plotHeight*(1-(v-low)/(high-low)) }
	x := func(i int) float64 {
		if len(p.data.Names) == 1 {
			return p.side + plotWidth/2
		}
		return p.side + plotWidth*float64(i)/float64(len(p.data.Names)-1)
	}
	for _, v := range ticks {
		c.rule(p.side, y(v), p.side+plotWidth, y(v), v != 0)
		c.words(p.side-8, y(v)+5, tick(v), right)
	}
	for n, s := range p.data.Series {
		var points []point
		for i, v := range s.Values {
			if v.Known {
				points = append(points, point{x(i), y(v.Number)})
			}
			if len(points) > 0 && (!v.Known || i == len(s.Values)-1) {
				c.path(points, n, len(s.Values) <= 40)
				points = nil
			}
		}
	}
	p.drawNames(c, x)
}

// drawNames writes below a line chart as many names as have room, the last among them.
func (p *picture) drawNames(c canvas, x func(int) float64) {
	widest := 0.0
	for _, name := range p.data.Names {
		widest = max(widest, p.textWidth(name))
	}
	last := len(p.data.Names) - 1
	every := max(1, int(math.Ceil((widest+16)*float64(max(1, last))/plotWidth)))
	for i := last; i >= 0; i -= every {
		at := middle
		if i == 0 && widest > 2*margin {
			at = left
		}
		c.words(x(i), p.top+plotHeight+lineStep, strings.TrimSpace(p.data.Names[i]), at)
	}
}
