package cmdkit

import (
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Progress shows how far a long run is: count, rate and time left, on a terminal alone.
type Progress struct {
	bar *progressbar.ProgressBar
}

// Progress begins a bar of total records. It shows nothing where standard error is no terminal,
// with --quiet, or where records appear on the same terminal as they arrive.
func (o *Output) Progress(total int, p *Printer) *Progress {
	shared := p.Options.Terminal && p.Options.Format != output.Table
	if o.streams.Quiet || shared || total < 2 || !IsTerminal(o.streams.Err) {
		return &Progress{}
	}
	return &Progress{bar: progressbar.NewOptions(total,
		progressbar.OptionSetWriter(o.streams.terminal),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("records"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionFullWidth(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)}
}

// Add counts one step. A bar that cannot be drawn is no reason to stop.
func (p *Progress) Add() {
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

// Describe says what is being counted.
func (p *Progress) Describe(what string) {
	if p.bar != nil {
		p.bar.Describe(text.Safe(what)) // the bar draws past the safe writer
	}
}

// Hide makes room for a line; the next step draws the bar again.
func (p *Progress) Hide() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// End takes the bar away.
func (p *Progress) End() {
	if p.bar != nil {
		_ = p.bar.Exit()
		_ = p.bar.Clear()
		p.bar = nil
	}
}
