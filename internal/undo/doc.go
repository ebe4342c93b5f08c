// Package undo tells from the log what a run did to each record, and what would put that back: which fields it
// changed and what they held before, which records it made, which it took away, and of which the log does not
// know what they were. It makes no call, writes nothing and names no entity.
package undo
