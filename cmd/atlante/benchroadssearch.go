package main

import (
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"atlante/geo/road"
	"atlante/geo/road/synthetic"
	"atlante/geo/travel"
)

// searched is what the searches of one graph take.
type searched struct {
	wallMS, cpuMS []float64 // of full searches, CPU on all cores
	fieldMB       float64
	add, remove   sample // milliseconds of CPU
	addWall       sample
	removeWall    sample
}

// fullSearches runs the full search some times, on a graph that is ready for it,
// as that of a service is.
func (s *searched) fullSearches(ctx context.Context, g *road.Graph, stops []travel.Stop, runs int) error {
	search := travel.NewSearch(g, false)
	for range runs {
		runtime.GC() // what others left is not this search's
		began, used := time.Now(), cpuSeconds(unix.CLOCK_PROCESS_CPUTIME_ID)
		if _, err := search.Field(ctx, stops, 0); err != nil {
			return err
		}
		s.wallMS = append(s.wallMS, 1e3*time.Since(began).Seconds())
		s.cpuMS = append(s.cpuMS, 1e3*(cpuSeconds(unix.CLOCK_PROCESS_CPUTIME_ID)-used))
	}
	return nil
}

// middle is the value in the middle of a list.
func middle(list []float64) float64 {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[len(list)/2]
}

// edits takes each place out of a field and puts it back, in a random order.
func (s *searched) edits(ctx context.Context, g *road.Graph, stops []travel.Stop) error {
	before := heapMB()
	field, err := travel.NewField(ctx, g, stops, travel.FieldOptions{})
	if err != nil {
		return err
	}
	s.fieldMB = heapMB() - before
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	timed := func(cpu, wall *sample, edit func() error) error {
		began, used := time.Now(), cpuSeconds(unix.CLOCK_THREAD_CPUTIME_ID)
		err := edit()
		*cpu = append(*cpu, 1e3*(cpuSeconds(unix.CLOCK_THREAD_CPUTIME_ID)-used))
		*wall = append(*wall, 1e3*time.Since(began).Seconds())
		return err
	}
	for _, i := range rand.New(rand.NewPCG(43, 44)).Perm(field.Len()) {
		stop := field.Stop(i)
		if err := timed(&s.remove, &s.removeWall, func() error { return field.Remove(ctx, i) }); err != nil {
			return err
		}
		if err := timed(&s.add, &s.addWall, func() error { return field.Add(ctx, i, stop) }); err != nil {
			return err
		}
	}
	return nil
}

// writeSearches writes what searches and repairs take.
func (b *bench) writeSearches(runs []roadRun) {
	b.write("### Searches for cars, %d places of one kind\n\nNearest and second nearest of every node, the run in the middle of %d.\n\n| network | by the clock, ms | CPU, ms |\n|---|--:|--:|\n", benchPlaces, len(runs[0].search.cpuMS))
	for _, r := range runs {
		b.write("| %s | %s | %s |\n", r.size, digits(middle(r.search.wallMS)), digits(middle(r.search.cpuMS)))
	}
	b.write("\nA place taken out, and put back, repairs only its region: each of the %d places once. Milliseconds of CPU; \"by the clock\" is the longest with whatever else ran. At most 5 ms are asked. With places in the territory only, all land beyond the border is the region of a few.\n\n| network | places | taken out: median | p99 | longest | by the clock | put in: median | p99 | longest | by the clock |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n", benchPlaces)
	for _, r := range runs {
		b.writeEdits(r.size, "all over the network", r.search)
		b.writeEdits(r.size, "in the territory only", r.within)
	}
	b.write("\n")
}

func (b *bench) writeEdits(size synthetic.Size, where string, s searched) {
	b.write("| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", size, where,
		s.remove.at(50), s.remove.at(99), s.remove.at(100), s.removeWall.at(100), s.add.at(50), s.add.at(99), s.add.at(100), s.addWall.at(100))
}

// heapMB is what Go holds after everything unused was given up.
func heapMB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// watchHeap looks at the heap while something runs; the function that it gives
// ends that and tells the most that was seen, in MB.
func watchHeap() func() float64 {
	var most float64
	var m runtime.MemStats
	stop := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			runtime.ReadMemStats(&m)
			most = max(most, float64(m.HeapAlloc)/1e6)
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	})
	return func() float64 { close(stop); done.Wait(); return most }
}

// cpuSeconds is what this process (unix.CLOCK_PROCESS_CPUTIME_ID) or thread
// (unix.CLOCK_THREAD_CPUTIME_ID) has computed so far, on all cores.
func cpuSeconds(clock int32) float64 {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		return 0
	}
	return float64(t.Nano()) / 1e9
}
