package timetext

import (
	"fmt"
	"strings"
	"time"
)

// localName is how the machine's own zone is called where it has no other name.
const localName = "Local"

// zoneFiles is the directory of the files of zones, wherever a system keeps it.
const zoneFiles = "zoneinfo/"

// Describe names a zone so that Described finds it again. The machine's own zone, where it has no name that all machines
// know, gets its distances from UTC in winter and summer behind it: on another machine the name means another one.
func Describe(zone *time.Location) string {
	name := zone.String()
	if _, file, within := strings.Cut(name, zoneFiles); within { // as TZ may name it
		name = file
	}
	if isName(name) {
		if known, err := time.LoadLocation(name); err == nil && distances(known) == distances(zone) {
			return name
		}
	}
	return localName + " " + distances(zone)
}

// isName tells whether a text can name a zone: what time.LoadLocation takes in place of names cannot.
func isName(name string) bool { return name != "" && name != localName }

// Described gives the zone that Describe named. It is an error where the machine's own zone is another now.
func Described(name string) (*time.Location, error) {
	if rest, local := strings.CutPrefix(name, localName+" "); local {
		if rest != distances(time.Local) {
			return nil, fmt.Errorf("its times are in the local zone of another machine (UTC%s)", strings.ReplaceAll(rest, " ", ", in summer UTC"))
		}
		return time.Local, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || !isName(name) {
		return nil, fmt.Errorf("its times are in a zone %q, which is not known here", name)
	}
	return zone, nil
}

// distances are those from UTC in January and July of a year, which tell most zones from each other.
func distances(zone *time.Location) string {
	const year, form = 2026, "-07:00"
	return time.Date(year, time.January, 1, 0, 0, 0, 0, zone).Format(form) + " " +
		time.Date(year, time.July, 1, 0, 0, 0, 0, zone).Format(form)
}
