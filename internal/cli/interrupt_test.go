package cli

import (
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// watched is await in a bubble, with what it did.
type watched struct {
	signals     chan os.Signal
	done        chan struct{}
	interrupted int
	abandoned   []bool
	paging      bool
}

func watch() *watched {
	w := &watched{signals: make(chan os.Signal, 2), done: make(chan struct{})}
	go await(w.signals, w.done, func() bool { return w.paging }, func() { w.interrupted++ }, func(late bool) { w.abandoned = append(w.abandoned, late) })
	synctest.Wait()
	return w
}

// TestAwait: the first signal asks the run to end; a second one, or a run that does not end, ends the program.
func TestAwait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		happens     func(*watched)
		interrupted int
		abandoned   []bool
	}{
		"the run ends":                  {func(w *watched) { close(w.done) }, 0, nil},
		"interrupted, and ends":         {func(w *watched) { w.signals <- os.Interrupt; time.Sleep(timeToEnd / 2); close(w.done) }, 1, nil},
		"interrupted, and does not end": {func(w *watched) { w.signals <- os.Interrupt; time.Sleep(2 * timeToEnd); close(w.done) }, 1, []bool{true}},
		"interrupted twice": {func(w *watched) {
			w.signals <- os.Interrupt
			synctest.Wait()
			w.signals <- syscall.SIGTERM
			synctest.Wait()
			close(w.done)
		}, 1, []bool{false}},
		"Ctrl-C in a pager": {func(w *watched) {
			w.paging = true
			w.signals <- os.Interrupt
			w.signals <- os.Interrupt
			synctest.Wait()
			close(w.done)
		}, 0, nil},
		"Ctrl-C in a pager, and after it": {func(w *watched) {
			w.paging = true
			w.signals <- os.Interrupt
			synctest.Wait()
			w.paging = false
			w.signals <- os.Interrupt
			synctest.Wait()
			close(w.done)
		}, 1, nil},
		"SIGTERM in a pager":              {func(w *watched) { w.paging = true; w.signals <- syscall.SIGTERM; synctest.Wait(); close(w.done) }, 1, nil},
		"interrupted long after it began": {func(w *watched) { time.Sleep(time.Hour); w.signals <- os.Interrupt; synctest.Wait(); close(w.done) }, 1, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := watch()
			test.happens(w)
			synctest.Wait()
			if w.interrupted != test.interrupted || len(w.abandoned) != len(test.abandoned) || len(w.abandoned) > 0 && w.abandoned[0] != test.abandoned[0] {
				t.Errorf("%s: interrupted %d times, abandoned %v", name, w.interrupted, w.abandoned)
			}
		})
	}
}
