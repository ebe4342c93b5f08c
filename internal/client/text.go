package client

import "strconv"

// grouped writes a number with commas: 1,234,567.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// sized writes a number of bytes: "64 MiB", or "1,234 bytes" where it is not round.
func sized(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return grouped(n>>30) + " GiB"
	case n >= 1<<20 && n%(1<<20) == 0:
		return grouped(n>>20) + " MiB"
	}
	return grouped(n) + " bytes"
}
