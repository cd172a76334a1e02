package tiles

import "time"

// State says what tiles are served from, and how well.
type State struct {
	Memory  bool      // from a snapshot in memory; else by the store, tile by tile
	Asked   []string  // layers that the store makes nevertheless: over the budget
	Checked time.Time // when the store last confirmed the snapshot; zero without one
	Err     error     // why it has not since
	Held    int64     // bytes of the snapshot
	Cached  int64     // bytes of the cache
	Items   int       // in the cache
	Waiting int       // clients that wait for a tile
	Warm    Warm
}

// State of this moment.
func (s *Service) State() State {
	out := State{Cached: s.cache.Bytes(), Items: s.cache.Len(), Waiting: s.turns.waiting() + s.asking.waiting()}
	s.warmer.tell(func(w *Warm) { out.Warm = *w })
	if s.holder == nil {
		return out
	}
	out.Checked, out.Err = s.holder.Fresh()
	snap := s.holder.Now()
	if snap == nil {
		return out
	}
	out.Memory, out.Held = true, snap.Bytes()
	for _, l := range catalogue {
		if !snap.Holds(l.ID) {
			out.Asked = append(out.Asked, l.ID)
		}
	}
	return out
}
