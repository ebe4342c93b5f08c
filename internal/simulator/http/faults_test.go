package http

import (
	"strings"
	"testing"
)

func TestParseFault(t *testing.T) {
	for _, spec := range []string{
		"503=2%", "503", "429=5%,retry-after=2", "429=5%,retry-after-date=2,times=3", "timeout=1%", "reset=0.5%", "cut=1%", "html=1%", "empty=1%",
		"slow=500ms", "slow=300ms:20%", "404=5%@JobOrder/", "403=100%@Timecard", "503=10%,apply=middle@NRB", "reset,apply=after",
	} {
		if _, err := ParseFault(spec); err != nil {
			t.Errorf("ParseFault(%q): %v", spec, err)
		}
	}
	for spec, want := range map[string]string{
		"":                     "unknown",
		"200=5%":               "unknown",
		"600":                  "unknown",
		"teapot=5%":            "unknown",
		"503=2":                "share",
		"503=200%":             "share",
		"503=NaN%":             "share",
		"503=x%":               "share",
		"slow=fast":            "duration",
		"slow=-1s":             "duration",
		"503=1%,retry-after=x": "retry-after",
		"503=1%,apply=often":   "apply",
		"503=1%,colour=red":    "colour",
	} {
		if _, err := ParseFault(spec); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "KIND=SHARE") {
			t.Errorf("ParseFault(%q) gives the error %v, want one with %q and what to write", spec, err, want)
		}
	}
}

func FuzzParseFault(f *testing.F) {
	f.Add("429=5%,retry-after=2@Job")
	f.Add("slow=1s:2%")
	f.Fuzz(func(t *testing.T, spec string) {
		if fault, err := ParseFault(spec); err == nil && (fault.share < 0 || fault.share > 100 || fault.delay < 0) {
			t.Errorf("%q gives %+v", spec, fault)
		}
	})
}
