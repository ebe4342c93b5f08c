package simulator

import (
	"fmt"
	"strings"
)

// text gives the maker of a kind of text, or nil where there is no such kind. What tells of one
// person (names, e-mail) is drawn per record, so that the parts fit together; all else is drawn
// per field.
func (w *world) text(name string, kindKey, fieldKey uint64) func(place) string {
	switch name {
	case "first-name", "last-name", "full-name", "email":
		return person(name, kindKey)
	case "nick-name", "trade", "equipment", "item", "note", "category":
		lists := map[string]string{
			"nick-name": "nick-names", "trade": "trades", "equipment": "equipment", "item": "items", "note": "notes",
			"category": "categories",
		}
		return anyOf(lists[name], fieldKey)
	case "city":
		return anyOf("cities", fieldKey)
	case "company":
		return company(fieldKey)
	case "job-name":
		return jobName(fieldKey)
	case "well-site":
		return func(at place) string { return wellSite(fieldKey, at) }
	case "street":
		street := anyOf("streets", fieldKey)
		return func(at place) string {
			return fmt.Sprintf("%d %s", at.among(keyOf(fieldKey, "house"), 1, 19999), street(at))
		}
	case "phone":
		return phone(fieldKey)
	case "file-name":
		document := anyOf("documents", fieldKey)
		return func(at place) string { return fmt.Sprintf("%s %06d.pdf", document(at), at.ordinal+1) }
	}
	return nil
}

func anyOf(list string, key uint64) func(place) string {
	choices := words(list)
	return func(at place) string { return choices[at.draw(key)%uint64(len(choices))] }
}

func person(part string, kindKey uint64) func(place) string {
	first := anyOf("first-names", keyOf(kindKey, "first-name"))
	last := anyOf("last-names", keyOf(kindKey, "last-name"))
	switch part {
	case "first-name":
		return first
	case "last-name":
		return last
	case "full-name":
		return func(at place) string { return first(at) + " " + last(at) }
	}
	return func(at place) string { return mailbox(first(at)) + "." + mailbox(last(at)) + "@example.com" }
}

// mailbox keeps what any mail server takes in an address.
func mailbox(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// company gives the listed companies to the first records, so that the odd names are there at
// any size, and puts names together for all others.
func company(key uint64) func(place) string {
	listed := words("companies")
	owner := anyOf("last-names", keyOf(key, "owner"))
	trade := anyOf("company-trades", keyOf(key, "trade"))
	form := anyOf("company-forms", keyOf(key, "form"))
	return func(at place) string {
		if at.ordinal < len(listed) {
			return listed[at.ordinal]
		}
		return owner(at) + " " + trade(at) + " " + form(at)
	}
}

func jobName(key uint64) func(place) string {
	activity := anyOf("activities", keyOf(key, "activity"))
	pad := anyOf("pads", keyOf(key, "pad"))
	return func(at place) string {
		where := pad(at)
		if at.percent(keyOf(key, "where"), 60) {
			where = wellSite(key, at)
		}
		return activity(at) + " " + where
	}
}

// wellSite gives a place in the Dominion Land Survey, as leases are named in western Canada:
// legal subdivision, section, township, range and meridian, such as 04-12-045-06W5.
func wellSite(key uint64, at place) string {
	draw := func(part string, low, high int64) int64 { return at.among(keyOf(key, part), low, high) }
	return fmt.Sprintf("%02d-%02d-%03d-%02dW%d",
		draw("lsd", 1, 16), draw("section", 1, 36), draw("township", 1, 126), draw("range", 1, 30), draw("meridian", 4, 6))
}

// phone gives numbers of the range that is kept free for fiction.
func phone(key uint64) func(place) string {
	areas := []string{"403", "587", "780", "250", "306"}
	return func(at place) string {
		n := at.draw(key)
		return fmt.Sprintf("%s-555-01%02d", areas[n%uint64(len(areas))], n>>32%100)
	}
}
