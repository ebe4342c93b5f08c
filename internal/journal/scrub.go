package journal

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// scrubbed gives the entry without its secrets, and leaves the caller's as it is.
func (j *Journal) scrubbed(e Entry) Entry {
	e.Path, e.Body = scrub.Argument(j.hide(e.Path)), scrub.Body(e.Body, j.hide)
	e.Keys, e.GUIDs = j.hideAll(e.Keys), j.hideAll(e.GUIDs)
	before := make([]jsontext.Value, len(e.Before))
	for i, v := range e.Before {
		before[i] = scrub.Body(v, j.hide)
	}
	e.Before = before
	return e
}

// scrubbedRun is the run without its secrets. It is asked for at each call, since the password may not be
// known when the run begins.
func (j *Journal) scrubbedRun() Run {
	run := j.run
	run.Command, run.Server = scrub.Command(j.hideAll(run.Command)), scrub.Text(run.Server)
	return run
}

// hide takes the secrets out of a text that are known as such.
func (j *Journal) hide(text string) string {
	if j.known == nil {
		return text
	}
	return j.known(text)
}

func (j *Journal) hideAll(texts []string) []string {
	if j.known == nil {
		return texts
	}
	hidden := make([]string, len(texts))
	for i, text := range texts {
		hidden[i] = j.known(text)
	}
	return hidden
}
