package sqltext

// LongestName is how much of a name PostgreSQL keeps, in bytes.
const LongestName = 63
