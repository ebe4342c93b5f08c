package pace

import (
	"fmt"
	"time"
)

// update changes the state that counts: the shared one or, where that is out of reach, the one of
// this process. A change may be made twice, the second time to a state without the first.
func (p *Pace) update(change func(*state, time.Time)) {
	var notice string
	defer func() {
		if notice != "" {
			p.Notice(notice)
		}
	}()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sharing() {
		s, damaged, err := p.sharedState.update(p.local, p.interval, change)
		if err == nil {
			p.local = s
			if damaged {
				notice = once(&p.reportedDamage, fmt.Sprintf("the file of the shared pace was damaged and is begun anew: %s", p.sharedState.path()))
			}
			return
		}
		p.again = time.Now().Add(localFor)
		notice = once(&p.reportedLocal, unshared(err))
	}
	now := time.Now().Round(0)
	p.local.normalize(now, p.interval)
	change(&p.local, now)
}

// look gives the state that counts, as it is now.
func (p *Pace) look() state {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sharing() {
		// While another process writes, half of what is read may be old; the lock will show it.
		if s, err := p.sharedState.read(); err == nil {
			return s
		}
	}
	return p.local
}

// shared tells whether the state is one that others see.
func (p *Pace) shared() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sharing()
}

// sharing is shared for who holds p.mu.
func (p *Pace) sharing() bool { return p.Folder != "" && !time.Now().Before(p.again) }

// goLocal keeps to a pace of its own for a while.
func (p *Pace) goLocal(err error) {
	p.mu.Lock()
	p.again = time.Now().Add(localFor)
	notice := once(&p.reportedLocal, unshared(err))
	p.mu.Unlock()
	if notice != "" {
		p.Notice(notice)
	}
}

// once gives the text the first time, and "" after that.
func once(told *bool, text string) string {
	if *told {
		return ""
	}
	*told = true
	return text
}

func unshared(err error) string {
	return fmt.Sprintf("warning: the pace is not shared with other commands that run now, together they may go over the limit: %s", err)
}

// fallen describes a pace that has fallen since the process began, or a hold worth a word; else it
// gives "". Verb says what is done during a hold. That the pace has not quite come back from before is no news.
func (p *Pace) fallen(verb string, s *state, now time.Time) string {
	hold := s.holdUntil.Sub(now).Round(time.Second)
	wait := ""
	if hold > 0 {
		wait = fmt.Sprintf("%s %s, then ", verb, hold)
	} else if s.halvedAt.Before(p.began) {
		return ""
	}
	return fmt.Sprintf("the server cannot keep up: %sgoing on at %.1f calls per second, and faster again as it allows", wait, s.share(now)*p.Rate*Share)
}

// asking says how long the server asks to be left alone, up to how long it is.
func asking(s *state, now time.Time) string {
	if s.askedUntil.After(s.holdUntil) {
		return fmt.Sprintf("it asks to be left alone for %s, more than it can mean: leaving it alone for", s.askedUntil.Sub(now).Round(time.Second))
	}
	return "it asks to be left alone for"
}

// reportFall passes on, once, that the pace has fallen.
func (p *Pace) reportFall(text string) {
	if text == "" {
		return
	}
	p.mu.Lock()
	told := p.reportedFall
	p.reportedFall = true
	p.mu.Unlock()
	if !told {
		p.Notice(text)
	}
}
