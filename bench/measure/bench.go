package main

import "time"

// bench is what all measurements need.
type bench struct {
	bin     string // folder of the programs
	scratch string // folder for outputs, and the home of the programs measured
	stubs   int
	objects int
	runs    int
	starts  int
	records int
	// mirrored objects are in a mirror, ten times as many in a large one, and kills end a sync.
	mirrored int
	kills    int
	latency  time.Duration
	only     string // the measurements to make, by name
}
