package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// progress shows how far a long run is: count, rate and time left, on a terminal alone.
type progress struct {
	bar *progressbar.ProgressBar
}

// progress begins a bar of total steps. It shows nothing where standard error is no terminal,
// with --quiet, or where records appear on the same terminal as they arrive.
func (a *app) progress(total int, p *printer) *progress {
	shared := p.options.Terminal && p.options.Format != output.Table
	if a.flags.quiet || shared || total < 2 || !isTerminal(a.world.Err) {
		return &progress{}
	}
	return &progress{bar: progressbar.NewOptions(total,
		progressbar.OptionSetWriter(a.stderr),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("records"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionFullWidth(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)}
}

// add counts one step. A bar that cannot be drawn is no reason to stop.
func (p *progress) add() {
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

// describe says what is being counted.
func (p *progress) describe(what string) {
	if p.bar != nil {
		p.bar.Describe(text.Safe(what)) // the bar draws past the safe writer
	}
}

// hide makes room for a line; the next step draws the bar again.
func (p *progress) hide() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Exit()
		_ = p.bar.Clear()
		p.bar = nil
	}
}
