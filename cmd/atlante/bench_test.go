package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

// What the phases leave is the rest, and the largest one dominates.
func TestBenchTable(t *testing.T) {
	var b bench
	b.table("seconds", 10, []phase{{"read", 2}, {"write", 5}})
	for _, want := range []string{"| read | 2.00 | 20 % |", "| write | 5.00 | 50 % |", "| the rest | 3.00 | 30 % |", "| **all** | **10.0** |", "What dominates: write, 50 %."} {
		if !strings.Contains(b.page.String(), want) {
			t.Errorf("no %q in\n%s", want, b.page.String())
		}
	}
}

func TestBenchPercentiles(t *testing.T) {
	s := sample{9, 1, 8, 2, 7, 3, 6, 4, 5, 10}
	if s.at(50) != 6 || s.at(99) != 10 || s.at(0) != 1 || s.sum() != 55 {
		t.Errorf("%v %v %v %v", s.at(50), s.at(99), s.at(0), s.sum())
	}
}

func TestBenchMemory(t *testing.T) {
	m, err := memoryOf(os.Getpid())
	if err != nil || m.resident < 1 || m.private <= 0 || m.sum() > m.resident+1 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestBenchLaps(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	l := laps{list: []lap{{"read", at(0), at(2)}, {"copy", at(5), at(6)}, {"copy", at(7), at(9)}}}
	if l.seconds("copy") != 3 || l.seconds() != 5 || l.between("read", "copy") != 3 || l.between("read", "nothing") != 0 {
		t.Errorf("%v %v %v", l.seconds("copy"), l.seconds(), l.between("read", "copy"))
	}
	if got := l.lastBefore(at(8)); !got.Equal(at(6)) {
		t.Errorf("last before 8: %v", got)
	}
}
