package main

import "fmt"

// jobOrder is a job order of about the size of a real one, 1 kB, after so many changes.
func jobOrder(n, revision int) []byte {
	names := [...]string{"Compressor turnaround", "Wellsite abandonment", "Pipeline tie-in", "Pump rebuild", "Vessel inspection"}
	places := [...]string{"North Pad 7", "Fox Creek battery", "South Kaybob plant", "LSD 12-34-056-07W5"}
	clients := [...]string{"Peyto Ridge Énergie", "Yellowbird Steam & Vac Inc.", "Clearwater Midstream", "Bow Gas Ltd."}
	statuses := [...]string{"Active", "Active", "Draft", "Complete"}
	types := [...]string{"maintenance", "emergency_job", "turnaround"}
	client := n % 120
	return fmt.Appendf(nil, `{"jobId":%d,"jobGuid":%q,"jobNumber":"J-%06d","jobName":"%s, %s",`+
		`"jobDescription":"Isolate, strip, inspect and rebuild. Visit %d.","jobStatus":%q,"jobTypeUname":%q,`+
		`"jobClientCode":"C-%04d","jobClientName":%q,"jobPriceBookName":"Standard 2026",`+
		`"jobStartDate":%d,"jobEndDate":%d,"jobCreatedAt":%d,"jobUpdatedAt":%d,`+
		`"jobShowInDispatching":%t,"jobAssigneeEmployeeNumber":"%04d","jobAssigneeFullName":"Zoë O'Neil",`+
		`"jobAddress":"%d Township Road 452","jobLocationLat":53.%05d,"jobLocationLong":-116.%05d,"jobWBSSchedule":`+
		`{"jobScheduleBudgetEntryOption":"PerWBS","jobScheduleContractValueEntryOption":"PerJob","jobScheduleConversionRules":[]},`+
		`"jobCrewList":[{"employeeCode":"%04d","employeeFirstName":"Wei","employeeLastName":"L'Hirondelle","employeeTradeCode":"WLD"}]}`,
		40_000+n, guid(n), n, names[n%len(names)], places[n%len(places)],
		revision+1, statuses[(n+revision)%len(statuses)], types[n%len(types)],
		client, clients[client%len(clients)],
		updatedAt(n, 0)+86_400_000, updatedAt(n, 0)+30*86_400_000, updatedAt(n, 0)-86_400_000, updatedAt(n, revision),
		n%3 > 0, n%800, 100+n%9000, n*7919%100_000, n*104_729%100_000, n*31%800)
}
