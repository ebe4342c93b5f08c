//go:build !unix

package private

import "io/fs"

// modes tells that permission bits say who can do what. Here they are made up.
const modes = false

func user() int { return 0 }

func ownedBy(fs.FileInfo) (owner int, known bool) { return 0, false }
