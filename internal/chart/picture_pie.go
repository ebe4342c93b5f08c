package chart

import "fmt"

// sliceWords is what stands beside a pie for one of its slices.
func (p *picture) sliceWords(i int) string {
	v := p.data.Series[0].Values[i]
	return fmt.Sprintf("%s: %s (%s)", p.data.Names[i], v.Digits, share(v.Number, p.data.whole()))
}

func (p *picture) widestSlice() float64 {
	widest := 0.0
	for i := range p.data.Names {
		widest = max(widest, p.textWidth(p.sliceWords(i)))
	}
	return widest
}

func (p *picture) drawPie(c canvas) {
	whole, from := p.data.whole(), 0.0
	x, y := margin+radius, p.top+radius
	for i := range p.data.Names {
		if whole > 0 {
			to := from + p.data.Series[0].Values[i].Number/whole
			c.slice(x, y, radius, from, to, i)
			from = to
		}
		at := p.top + float64(i)*(lineStep+2)
		c.box(x+radius+2*margin, at+3, 12, 12, i)
		c.words(x+radius+2*margin+18, at+13, p.sliceWords(i), left)
	}
}
