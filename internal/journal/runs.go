package journal

import (
	"errors"
	"iter"
	"slices"
	"time"
)

// Summary is one run, or the part of it that a filter chooses.
type Summary struct {
	Run
	// Time is when the first call was sent.
	Time time.Time
	// Entities names what was written, in the order of the first calls.
	Entities []string
	// Calls counts calls. Written, Failed and Unknown count records: accepted, refused, and sent
	// without a good answer or none that the journal knows of.
	Calls, Written, Failed, Unknown int
}

// Runs sums up the calls that a filter chooses, a row a run, by the time of the first call. Its
// errors are those of Read; the rows come after them.
func Runs(dir string, f Filter) iter.Seq2[Summary, error] {
	return func(yield func(Summary, error) bool) {
		var order []*Summary
		byID := map[string]*Summary{}
		for call, err := range Read(dir, f) {
			if err != nil {
				if !yield(Summary{}, err) || !isLine(err) {
					return
				}
				continue
			}
			run := byID[call.Run.ID]
			if run == nil {
				run = &Summary{Run: call.Run, Time: call.Time}
				byID[call.Run.ID] = run
				order = append(order, run)
			}
			run.add(call)
		}
		for _, run := range order {
			if !yield(*run, nil) {
				return
			}
		}
	}
}

// Wrong tells whether the outcome of some record is not a good one, or is not known.
func (s *Summary) Wrong() bool { return s.Failed+s.Unknown > 0 }

// Latest gives the run that began last among those that a filter chooses, and false where there is none. Lines that
// cannot be read are passed over: who reads the calls of the run hears of them.
func Latest(dir string, f Filter) (latest Summary, found bool, err error) {
	for run, err := range Runs(dir, f) {
		if err != nil && isLine(err) {
			continue
		}
		if err != nil {
			return Summary{}, false, err
		}
		if !found || !run.Time.Before(latest.Time) {
			latest, found = run, true
		}
	}
	return latest, found, nil
}

func isLine(err error) bool {
	var damaged *LineError
	return errors.As(err, &damaged)
}

func (s *Summary) add(c Call) {
	s.Calls++
	if c.Entity != "" && !slices.Contains(s.Entities, c.Entity) {
		s.Entities = append(s.Entities, c.Entity)
	}
	// A call without keys, such as one that was written by hand, counts as one record.
	records := max(1, len(c.Keys))
	if c.Result == nil {
		s.Unknown += records
		return
	}
	for i := range records {
		switch c.Result.Of(i) {
		case "written", "created", "updated", "deleted":
			s.Written++
		case "failed":
			s.Failed++
		case "unknown":
			s.Unknown++
		}
	}
}
