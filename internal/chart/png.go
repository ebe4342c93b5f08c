package chart

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scale is how many dots of a PNG stand for a pixel, so that it is sharp on a good screen and in print.
const scale = 2

// PNG writes data that was prepared for a kind as a picture of dots.
func PNG(w io.Writer, kind Kind, d *Data) error {
	p, err := newPicture(kind, d)
	if err != nil {
		return err
	}
	face, err := p.sized(fontSize * scale)
	if err != nil {
		return err
	}
	c := &raster{picture: image.NewNRGBA(image.Rect(0, 0, int(math.Ceil(p.across))*scale, int(math.Ceil(p.down))*scale)), face: face}
	draw.Draw(c.picture, c.picture.Bounds(), image.White, image.Point{}, draw.Src)
	p.draw(c)
	if err := png.Encode(w, c.picture); err != nil {
		return fmt.Errorf("writing the picture: %w", err)
	}
	return nil
}

type raster struct {
	picture *image.NRGBA
	face    font.Face
}

// fill fills a shape whose corners are given in pixels.
func (c *raster) fill(corners []point, ink color.Color) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, p := range corners {
		low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
	}
	x, y := math.Floor(low.x*scale), math.Floor(low.y*scale)
	width, height := int(math.Ceil(high.x*scale)-x), int(math.Ceil(high.y*scale)-y)
	if width <= 0 || height <= 0 {
		return
	}
	shape := vector.NewRasterizer(width, height)
	for i, p := range corners {
		dx, dy := float32(p.x*scale-x), float32(p.y*scale-y)
		if i == 0 {
			shape.MoveTo(dx, dy)
		} else {
			shape.LineTo(dx, dy)
		}
	}
	shape.ClosePath()
	at := image.Rect(int(x), int(y), int(x)+width, int(y)+height)
	shape.Draw(c.picture, at, image.NewUniform(ink), image.Point{})
}

func (c *raster) box(x, y, w, h float64, series int) {
	c.fill([]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, colorOf(series))
}

// stroke draws a straight line of a width.
func (c *raster) stroke(from, to point, width float64, ink color.Color) {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	dx, dy = dx/length*width/2, dy/length*width/2
	c.fill([]point{{from.x - dy, from.y + dx}, {to.x - dy, to.y + dx}, {to.x + dy, to.y - dx}, {from.x + dy, from.y - dx}}, ink)
}

func (c *raster) rule(x1, y1, x2, y2 float64, faint bool) {
	ink := color.NRGBA{0x59, 0x63, 0x6e, 0xff}
	if faint {
		ink = color.NRGBA{0xd0, 0xd7, 0xde, 0xff}
	}
	c.stroke(point{x1, y1}, point{x2, y2}, 1, ink)
}

func (c *raster) path(points []point, series int, dots bool) {
	for i, p := range points {
		if i > 0 {
			c.stroke(points[i-1], p, 2, colorOf(series))
		}
		size := 1.0 // which joins the parts
		if dots || len(points) == 1 {
			size = 3
		}
		c.slice(p.x, p.y, size, 0, 1, series)
	}
}

func (c *raster) slice(x, y, radius, from, to float64, series int) {
	corners := []point{{x, y}}
	if to-from > 0.9999 {
		corners = nil
	}
	const steps = 180
	for i := range steps + 1 {
		corners = append(corners, onCircle(x, y, radius, from+(to-from)*float64(i)/steps))
	}
	c.fill(corners, colorOf(series))
}

func (c *raster) words(x, y float64, s string, at anchor) {
	ink := image.NewUniform(color.NRGBA{0x1f, 0x23, 0x28, 0xff})
	drawer := font.Drawer{Dst: c.picture, Src: ink, Face: c.face, Dot: fixed.Point26_6{Y: fixed.Int26_6(y * scale * 64)}}
	width := float64(drawer.MeasureString(s)) / 64
	start := x * scale
	switch at {
	case middle:
		start -= width / 2
	case right:
		start -= width
	case left:
	}
	drawer.Dot.X = fixed.Int26_6(start * 64)
	drawer.DrawString(s)
}
