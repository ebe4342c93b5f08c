package main

import (
	"fmt"
	"net/http"
	"strconv"
)

// firstUpdate is the updatedAt of the first entry, in epoch milliseconds. Each further one is a
// second later. Whole seconds, because jq drops what is below one and the outputs are compared.
const firstUpdate = 1_700_000_000_000

// guid is that of the n-th job order.
func guid(n int) string {
	return fmt.Sprintf("%08x-5eed-4a1b-8c2d-%012x", n*2654435761%(1<<32), n)
}

// index serves the stubs of n job orders, 93 bytes each. The body is made once.
func index(n int) http.Handler {
	body := append(make([]byte, 0, 93*n+2), '[')
	for i := range n {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, `{"dtype":"JobOrder","guid":"`...)
		body = append(body, guid(i)...)
		body = append(body, `","updatedAt":`...)
		body = strconv.AppendInt(body, firstUpdate+int64(i)*1000, 10)
		body = append(body, '}')
	}
	body = append(body, ']')
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		// An error means that the client went away, which is its own affair.
		_, _ = w.Write(body)
	})
}

// object serves a job order of about the size of a real one.
func object(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	// As above: the client went away.
	_, _ = fmt.Fprintf(w, `{"jobId":48213,"jobGuid":%q,"jobNumber":"J-00482","jobName":"Compressor turnaround, North Pad 7",`+
		`"jobDescription":"Isolate, strip, inspect and rebuild the second stage.","jobStatus":"Active","jobTypeUname":"maintenance",`+
		`"jobClientCode":"C-0107","jobClientName":"Peyto Ridge Énergie","jobPriceBookName":"Standard 2026",`+
		`"jobStartDate":1700000000000,"jobEndDate":1702592000000,"jobCreatedAt":1699000000000,"jobUpdatedAt":1700000000000,`+
		`"jobShowInDispatching":true,"jobAssigneeEmployeeNumber":"0042","jobAssigneeFullName":"Zoë O'Neil",`+
		`"jobAddress":"12-34-056-07W5","jobLocationLat":53.95430,"jobLocationLong":-116.57710,"jobWBSSchedule":`+
		`{"jobScheduleBudgetEntryOption":"PerWBS","jobScheduleContractValueEntryOption":"PerJob","jobScheduleConversionRules":[]}}`,
		r.PathValue("guid"))
}
