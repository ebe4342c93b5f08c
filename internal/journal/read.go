package journal

import (
	"bytes"
	"errors"
	"iter"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Read gives the calls of the journal in a folder that a filter chooses, oldest first, each with
// how it ended. There may be no journal. An error that is a *LineError tells of a line that cannot
// be read, and the sequence goes on; any other error ends it. Memory grows with the number of
// calls by some hundred bytes each, not with what was sent.
func Read(dir string, f Filter) iter.Seq2[Call, error] {
	return func(yield func(Call, error) bool) {
		s, err := look(dir)
		if err != nil {
			yield(Call{}, err)
			return
		}
		defer s.close() //nolint:errcheck // it was only read
		results, err := s.results()
		if err != nil {
			yield(Call{}, err)
			return
		}
		for l, err := range s.lines() {
			if err != nil {
				yield(Call{}, err)
				return
			}
			call, chosen, err := l.call(f)
			if err == nil && !chosen {
				continue
			}
			call.Result = results[callID{call.Run.ID, call.ID}]
			if !yield(call, err) {
				return
			}
		}
	}
}

// callID tells a call from all others.
type callID struct {
	run  string
	call int
}

// results collects how calls ended: the line that says so may stand in another file than the one
// of the call itself. Lines that cannot be read are left for the walk that reports them.
func (s snapshot) results() (map[callID]*Result, error) {
	results := map[callID]*Result{}
	for l, err := range s.lines() {
		if err != nil {
			return nil, err
		}
		if !bytes.HasPrefix(l.text, []byte(endedPrefix)) {
			continue
		}
		if ended, err := l.ended(); err == nil {
			results[callID{ended.Run, ended.Call}] = &ended.Result
		}
	}
	return results, nil
}

func (l line) ended() (endedLine, error) {
	var ended endedLine
	if err := json.Unmarshal(l.text, &ended, record.Lenient()); err != nil {
		return ended, &LineError{l.path, l.number, err}
	}
	ended.Took = time.Duration(ended.Milliseconds) * time.Millisecond
	return ended, nil
}

// call reads a line before a call, and tells whether a filter chooses it.
func (l line) call(f Filter) (Call, bool, error) {
	switch {
	case bytes.HasPrefix(l.text, []byte(endedPrefix)):
		_, err := l.ended()
		return Call{}, false, err
	case !bytes.HasPrefix(l.text, []byte(sentPrefix)):
		return Call{}, false, &LineError{l.path, l.number, errors.New("it is not a line of the journal")}
	}
	var sent sentLine
	if err := json.Unmarshal(l.text, &sent, record.Lenient()); err != nil {
		return Call{}, false, &LineError{l.path, l.number, err}
	}
	return Call{Run: sent.Run, ID: sent.Call, Time: sent.Time, Entry: sent.Entry}, f.match(&sent), nil
}
