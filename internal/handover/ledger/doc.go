// Package ledger keeps what was handed over to whom: batches with a number that is used once, their records, the
// frozen bytes of their files, and how far each of them got. It lies where the mirror lies, in SQLite or PostgreSQL,
// and is never made anew by itself: what it holds is found nowhere else. It knows no server, no output format and no
// command line.
package ledger
