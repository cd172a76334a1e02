package travel

import (
	"slices"

	"atlante/geo"
)

// town is a comune as the estimate needs it.
type town struct {
	geo.Comune
	seat     vector
	curve    Curve
	residual float64 // r_c
	stands   []int   // the valleys that it stands in, by index; plain is one of them
	sees     []int   // the gates that it sees, by index in Estimate.gates
}

// plain is the index of "no valley": all that lies outside is in it.
const plain = 0

// standing says in which valleys each comune stands: its own, and on both sides
// of every valley whose mouth it is. It is where the definition of METRICS
// becomes a rule: see Estimate.
func standing(comuni []geo.Comune, valleys []geo.Valley) ([][]int, error) {
	index := map[geo.ValleyID]int{"": plain}
	for i, v := range valleys {
		if _, dup := index[v.ID]; dup {
			return nil, geo.Invalid("valle %q ripetuta o senza nome breve / valley repeated or without an id", v.ID)
		}
		index[v.ID] = i + 1
	}
	if err := checkTree(valleys, index); err != nil {
		return nil, err
	}
	known := map[geo.ComuneID]int{}
	out := make([][]int, len(comuni))
	for i, c := range comuni {
		v, ok := index[c.Valley]
		if !ok {
			return nil, geo.Invalid("comune %s %s: la valle %q non è nell'elenco / unknown valley", c.ID, c.Name, c.Valley)
		}
		known[c.ID] = i
		out[i] = []int{v}
	}
	for _, v := range valleys {
		m, ok := known[v.Mouth]
		if !ok {
			return nil, geo.Invalid("valle %q: lo sbocco %q non è un comune dell'elenco / unknown mouth", v.ID, v.Mouth)
		}
		out[m] = append(out[m], index[v.ID], index[v.Parent])
	}
	for i := range out {
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
	}
	return out, nil
}

// checkTree refuses unknown parents and circles.
func checkTree(valleys []geo.Valley, index map[geo.ValleyID]int) error {
	for _, v := range valleys {
		at := v
		for steps := 0; at.Parent != ""; steps++ {
			i, ok := index[at.Parent]
			if !ok {
				return geo.Invalid("valle %q: la valle madre %q non è nell'elenco / unknown parent valley", at.ID, at.Parent)
			}
			if steps > len(valleys) {
				return geo.Invalid("valle %q: le valli madri formano un cerchio / parent valleys form a circle", v.ID)
			}
			at = valleys[i-1]
		}
	}
	return nil
}

// meet tells whether two ascending lists share an entry.
func meet(a, b []int) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			return true
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return false
}
