package pace

import "testing"

// What one call pays for the shared pace when nobody else uses it.
func BenchmarkSharedCall(b *testing.B) {
	p := New(Options{Rate: 1e6, Parallel: 10, Folder: b.TempDir()})
	for b.Loop() {
		turn, err := p.Acquire(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		turn.Leave(b.Context())
		turn.Release()
	}
}
