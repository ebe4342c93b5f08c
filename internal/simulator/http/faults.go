package http

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong with a share of the calls. ParseFault makes one.
type Fault struct {
	// kind is "status", "timeout", "reset", "cut", "html", "empty" or "slow".
	kind   string
	status int
	// delay is how long a slow answer is held back.
	delay time.Duration
	// share is the percentage of calls that the fault hits.
	share float64
	// times is how often the fault hits at most; 0 is any number.
	times int
	// retryAfter is announced in seconds, or where asDate is set as that moment.
	retryAfter time.Duration
	asDate     bool
	// applied is how much of a write is carried out before it fails; "" hits reads and writes
	// and carries out nothing.
	applied part
	// path limits the fault to calls whose path contains it.
	path string
}

const faultHelp = "write KIND=SHARE, such as 503=2%, 429=5%,retry-after=2, timeout=1%, reset=1%, cut=1%, html=1%, " +
	"empty=1%, slow=300ms or slow=300ms:20%, with ,times=N or ,apply=before|middle|after and @PART-OF-PATH where needed"

// part is how much of a write is carried out.
type part string

const (
	none  part = "before"
	half  part = "middle"
	whole part = "after"
)

// of gives the number of records that are carried out.
func (p part) of(records int) int {
	switch p {
	case none:
		return 0
	case half:
		return records / 2
	default:
		return records
	}
}

// ParseFault reads KIND=SHARE[,PARAMETER=VALUE…][@PART-OF-PATH].
//
// KIND is a status code of 400 or more, timeout (no answer until the caller leaves), reset (the
// connection breaks), cut (the body ends too soon), html (a login page with status 200), empty
// (status 200 without a body), or slow, which takes a duration and adds to the others.
// SHARE is a percentage: 2% or 0.5%; without one every call is hit.
//
// Parameters: retry-after=SECONDS, retry-after-date=SECONDS (the same as an HTTP date), times=N
// (only the first N that would be hit), apply=before, middle or after (only writes: none, half or
// all of it is carried out before the fault).
func ParseFault(spec string) (Fault, error) {
	rest, path, _ := strings.Cut(spec, "@")
	head, parameters, _ := strings.Cut(rest, ",")
	name, value, _ := strings.Cut(head, "=")
	f := Fault{kind: name, share: 100, path: path}
	var err error
	switch name {
	case "timeout", "reset", "cut", "html", "empty":
		f.share, err = parseShare(value)
	case "slow":
		err = f.parseSlow(value)
	default:
		f.kind = "status"
		if f.status, err = strconv.Atoi(name); err != nil || f.status < 400 || f.status > 599 {
			return Fault{}, fmt.Errorf("the fault %q is unknown: %s", spec, faultHelp)
		}
		f.share, err = parseShare(value)
	}
	if err == nil && parameters != "" {
		err = f.parseParameters(strings.Split(parameters, ","))
	}
	if err != nil {
		return Fault{}, fmt.Errorf("the fault %q: %w; %s", spec, err, faultHelp)
	}
	return f, nil
}

func parseShare(text string) (float64, error) {
	if text == "" {
		return 100, nil
	}
	number, percent := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(number, 64)
	if err != nil || !percent || !(share >= 0 && share <= 100) {
		return 0, fmt.Errorf("%q is not a share from 0%% to 100%%", text)
	}
	return share, nil
}

func (f *Fault) parseSlow(value string) error {
	duration, share, _ := strings.Cut(value, ":")
	var err error
	if f.delay, err = time.ParseDuration(duration); err != nil || f.delay < 0 {
		return fmt.Errorf("%q is not a duration such as 300ms", duration)
	}
	f.share, err = parseShare(share)
	return err
}

func (f *Fault) parseParameters(parameters []string) error {
	for _, parameter := range parameters {
		name, value, _ := strings.Cut(parameter, "=")
		switch name {
		case "apply":
			f.applied = part(value)
			if f.applied != none && f.applied != half && f.applied != whole {
				return fmt.Errorf("apply is %q, not before, middle or after", value)
			}
			continue
		case "retry-after", "retry-after-date", "times":
		default:
			return fmt.Errorf("the parameter %q is unknown", name)
		}
		number, err := strconv.ParseUint(value, 10, 31)
		if err != nil {
			return fmt.Errorf("%s is %q, not a whole number", name, value)
		}
		if name == "times" {
			f.times = int(number)
			continue
		}
		f.retryAfter, f.asDate = time.Duration(number)*time.Second, name == "retry-after-date"
	}
	return nil
}

// concerns tells whether a fault may hit a call at all.
func (f *Fault) concerns(r *http.Request) bool {
	return strings.Contains(r.URL.Path, f.path) && (f.applied == "" || r.Method == http.MethodPost)
}
