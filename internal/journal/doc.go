// Package journal keeps what was written to servers: one line before every writing call and one
// after it, in files of JSON lines that are only ever appended to. It scrubs passwords, and it
// knows no HTTP, no command and no single entity.
package journal
