// Package transfer tells what of a record goes with it from one environment to another, which records it refers to
// there, and in which order entities go so that each finds what it refers to. It knows the API description alone: no
// server, no local copy, no command and no single entity.
package transfer
