package pace

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A file that holds no state is told of once and begun anew; the calls go on, spaced.
func TestADamagedFileIsRepaired(t *testing.T) {
	good := (&state{next: time.Now()}).encode()
	flipped := slices.Clone(good)
	flipped[len(format)+10] ^= 1
	for name, content := range map[string]string{
		"text":           "hello",
		"cut off":        string(good[:100]),
		"too long":       string(good) + "x",
		"zeros":          strings.Repeat("\x00", stateSize),
		"one bit":        string(flipped),
		"another format": strings.Replace(string(good), "pace 2", "pace 1", 1),
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, stateName), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				var told notices
				p, s := newPace(folder, told.add), &server{}
				for range 30 {
					s.paced(t.Context(), t, p)
				}
				if most := within(s.came); most > 10 {
					t.Errorf("%d calls within a second", most)
				}
				if took := s.came[29].Sub(s.came[0]); took > 4*time.Second {
					t.Errorf("30 calls took %s", took)
				}
				told.want(t, "was damaged and is begun anew")
				if _, err := (&sharedState{folder: folder}).read(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Where nothing can be shared a process keeps a pace of its own, says so once, and shares again
// when it can.
func TestAnUnusableFolder(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "pace")
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // a file in the folder's place
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		var told notices
		p, s := newPace(folder, told.add), &server{}
		for range 30 {
			s.paced(t.Context(), t, p)
		}
		if most := within(s.came); most > 10 || s.came[29].Sub(s.came[0]) > 4*time.Second {
			t.Errorf("%d calls within a second, 30 took %s", most, s.came[29].Sub(s.came[0]))
		}
		told.want(t, "warning: the pace is not shared")
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		time.Sleep(localFor)
		s.paced(t.Context(), t, p)
		if _, err := (&sharedState{folder: folder}).read(); err != nil {
			t.Errorf("the pace is not shared again: %v", err)
		}
	})
}

// A folder that others can write to could be used to stop the program, so it is not used.
func TestAFolderOfOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes mean nothing here")
	}
	for _, name := range []string{stateName, ""} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, stateName), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(folder, name), 0o777); err != nil {
			t.Fatal(err)
		}
		synctest.Test(t, func(t *testing.T) {
			var told notices
			(&server{}).paced(t.Context(), t, newPace(folder, told.add))
			told.want(t, "chmod")
			if _, err := Look(Options{Rate: 10, Parallel: 10, Folder: folder}); err == nil || !strings.Contains(err.Error(), "chmod") {
				t.Errorf("who looks is told %v", err)
			}
		})
	}
}

// A folder that is cleared away during a run is made again.
func TestAFolderThatVanishes(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pace")
	synctest.Test(t, func(t *testing.T) {
		p, s := newPace(folder, func(line string) { t.Error(line) }), &server{}
		s.paced(t.Context(), t, p)
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		s.paced(t.Context(), t, p)
		if s.came[1].Sub(s.came[0]) < 100*time.Millisecond {
			t.Errorf("the calls came %s apart", s.came[1].Sub(s.came[0]))
		}
	})
}

// So is one that is cleared away while a turn is waited for, as it mostly is in a busy run.
func TestAFolderThatVanishesDuringAWait(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pace")
	synctest.Test(t, func(t *testing.T) {
		p, s := newPace(folder, func(line string) { t.Error(line) }), &server{}
		s.paced(t.Context(), t, p)
		time.AfterFunc(50*time.Millisecond, func() {
			if err := os.RemoveAll(folder); err != nil {
				t.Error(err)
			}
		})
		s.paced(t.Context(), t, p)
		s.paced(t.Context(), t, newPace(folder, func(line string) { t.Error(line) }))
		for i := 1; i < len(s.came); i++ {
			if apart := s.came[i].Sub(s.came[i-1]); apart < 100*time.Millisecond {
				t.Errorf("the calls came %s apart", apart)
			}
		}
	})
}

// Another process that hangs while it holds the lock stops nobody.
func TestALockThatIsNeverGivenBack(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		lock, err := (&sharedState{folder: folder}).lock()
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Release()
		var told notices
		begun := time.Now()
		(&server{}).paced(t.Context(), t, newPace(folder, told.add))
		if waited := time.Since(begun); waited > time.Second {
			t.Errorf("it waited %s", waited)
		}
		told.want(t, "another process keeps")
	})
}
