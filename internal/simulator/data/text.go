package data

import (
	"fmt"
	"strings"
)

// textOf gives the maker of a kind of text, or nil where there is no such kind. What tells of one
// person (names, e-mail) is drawn per record, so that the parts fit together; all else is drawn
// per field.
func textOf(name string, kindKey, fieldKey uint64) func(Place) string {
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
		return func(at Place) string { return wellSite(fieldKey, at) }
	case "street":
		street := anyOf("streets", fieldKey)
		return func(at Place) string {
			return fmt.Sprintf("%d %s", at.among(Key(fieldKey, "house"), 1, 19999), street(at))
		}
	case "phone":
		return phone(fieldKey)
	case "file-name":
		document := anyOf("documents", fieldKey)
		return func(at Place) string { return fmt.Sprintf("%s %06d.pdf", document(at), at.Ordinal+1) }
	}
	return nil
}

func anyOf(list string, key uint64) func(Place) string {
	choices := words(list)
	return func(at Place) string { return choices[at.Draw(key)%uint64(len(choices))] }
}

func person(part string, kindKey uint64) func(Place) string {
	first := anyOf("first-names", Key(kindKey, "first-name"))
	last := anyOf("last-names", Key(kindKey, "last-name"))
	switch part {
	case "first-name":
		return first
	case "last-name":
		return last
	case "full-name":
		return func(at Place) string { return first(at) + " " + last(at) }
	}
	return func(at Place) string { return mailbox(first(at)) + "." + mailbox(last(at)) + "@example.com" }
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
func company(key uint64) func(Place) string {
	listed := words("companies")
	owner := anyOf("last-names", Key(key, "owner"))
	trade := anyOf("company-trades", Key(key, "trade"))
	form := anyOf("company-forms", Key(key, "form"))
	return func(at Place) string {
		if at.Ordinal < len(listed) {
			return listed[at.Ordinal]
		}
		return owner(at) + " " + trade(at) + " " + form(at)
	}
}

func jobName(key uint64) func(Place) string {
	activity := anyOf("activities", Key(key, "activity"))
	pad := anyOf("pads", Key(key, "pad"))
	return func(at Place) string {
		where := pad(at)
		if at.percent(Key(key, "where"), 60) {
			where = wellSite(key, at)
		}
		return activity(at) + " " + where
	}
}

// wellSite gives a place in the Dominion Land Survey, as leases are named in western Canada:
// legal subdivision, section, township, range and meridian, such as 04-12-045-06W5.
func wellSite(key uint64, at Place) string {
	draw := func(part string, low, high int64) int64 { return at.among(Key(key, part), low, high) }
	return fmt.Sprintf("%02d-%02d-%03d-%02dW%d",
		draw("lsd", 1, 16), draw("section", 1, 36), draw("township", 1, 126), draw("range", 1, 30), draw("meridian", 4, 6))
}

// phone gives numbers of the range that is kept free for fiction.
func phone(key uint64) func(Place) string {
	areas := []string{"403", "587", "780", "250", "306"}
	return func(at Place) string {
		n := at.Draw(key)
		return fmt.Sprintf("%s-555-01%02d", areas[n%uint64(len(areas))], n>>32%100)
	}
}
