package cmdkit

import "time"

// What the vendor allows, which the simulator keeps unless told otherwise.
const (
	VendorRate     = 10
	VendorParallel = 10
	VendorQueue    = 5 * time.Second
)
