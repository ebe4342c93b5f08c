// Package pace gives out the turns of calls to one server as one user: evenly spaced, so many at
// once, slower when the server cannot keep up. All processes that name the same folder share one
// pace; a process without a folder, or one that cannot use it, keeps a pace of its own. The room
// knows time and files, and nothing of HTTP, environments or commands; those must not come in.
package pace
