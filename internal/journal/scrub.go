package journal

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// scrubbed gives the entry without its secrets, and says where they stood. It leaves the caller's as it is.
func (j *Journal) scrubbed(e Entry) Entry {
	was := e
	e.Path, e.Body = scrub.Argument(j.hide(e.Path)), scrub.Body(e.Body, j.hide)
	e.Keys, e.GUIDs = j.hideAll(e.Keys), j.hideAll(e.GUIDs)
	before := make([]jsontext.Value, len(e.Before))
	for i, v := range e.Before {
		before[i] = scrub.Body(v, j.hide)
	}
	e.Before = before
	e.Hidden = hidden(was, e)
	return e
}

// hidden names the places at which an entry lost something.
func hidden(was, is Entry) []jsontext.Pointer {
	var places []jsontext.Pointer
	if was.Path != is.Path {
		places = append(places, "/path")
	}
	places = append(places, hiddenTexts("/keys", was.Keys, is.Keys)...)
	places = append(places, hiddenTexts("/guids", was.GUIDs, is.GUIDs)...)
	for _, place := range scrub.Places(was.Body, is.Body) {
		places = append(places, "/body"+place)
	}
	for i := range was.Before {
		for _, place := range scrub.Places(was.Before[i], is.Before[i]) {
			places = append(places, element("/before", i)+place)
		}
	}
	return places
}

func hiddenTexts(list jsontext.Pointer, was, is []string) []jsontext.Pointer {
	var places []jsontext.Pointer
	for i := range was {
		if was[i] != is[i] {
			places = append(places, element(list, i))
		}
	}
	return places
}

func element(list jsontext.Pointer, i int) jsontext.Pointer { return list.AppendToken(strconv.Itoa(i)) }

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
