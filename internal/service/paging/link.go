package paging

import (
	"net/http"
	"strings"
)

// nextLink finds the address of the next page in a Link header, as RFC 8288 writes it.
func nextLink(header http.Header) string {
	for _, line := range header.Values("Link") {
		for line != "" {
			_, rest, found := strings.Cut(line, "<")
			if !found {
				break
			}
			address, after, found := strings.Cut(rest, ">")
			if !found {
				break
			}
			attributes := after
			if next := strings.Index(after, ",<"); next >= 0 {
				attributes, line = after[:next], after[next+1:]
			} else if next := strings.Index(after, ", <"); next >= 0 {
				attributes, line = after[:next], after[next+1:]
			} else {
				line = ""
			}
			if isNextRelation(attributes) {
				return address
			}
		}
	}
	return ""
}

func isNextRelation(attributes string) bool {
	for attribute := range strings.SplitSeq(attributes, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(attribute), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		for relation := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(relation, "next") {
				return true
			}
		}
	}
	return false
}
