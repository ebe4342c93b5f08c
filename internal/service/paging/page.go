package paging

import "fmt"

// page is what was read of one part of a list.
type page struct {
	// number counts the pages from 1, count the entries of this one, and sum those of all up to it.
	number, count, sum int
	// hash tells one page's entries from another's.
	hash string
	// next is what the member beside the entries says of the next page, and hasNext that it is there.
	next    string
	hasNext bool
	// total is the number of all records, -1 where the server does not say.
	total int
	link  string
	hint  hint
	// first tells the first entry from others, and last is the last one.
	first uint64
	last  []byte
}

// RepeatedError says that the server gave a page a second time, so that what has come may be all that it gives.
type RepeatedError struct {
	// Number is that of the page which came again, from 1.
	Number  int
	problem string
	// Counted says that there are more records, by the number of all or by what the server says.
	Counted bool
}

// Error names the page and says what is wrong.
func (e *RepeatedError) Error() string {
	return fmt.Sprintf("page %d of the list: it is the same as an earlier one%s", e.Number, e.problem)
}

// Error says that the pages of a list cannot be followed.
type Error struct {
	// Number is that of the page, from 1.
	Number  int
	Problem string
}

// Error names the page.
func (e *Error) Error() string {
	return fmt.Sprintf("page %d of the list: %s", e.Number, e.Problem)
}
