package osmtest

import "fmt"

// Town is a grid of n by n residential streets, 100 m apart, whose south-west
// corner is the point given, with a house number at every crossing and the name
// of the town in its middle. Ids begin at first.
func Town(name string, first int64, lon, lat float64, n int) File {
	const north, east = 0.0009, 0.00129 // degrees in 100 m at 45° north
	var f File
	id := func(i, j int) int64 { return first + int64(i*n+j) }
	for i := range n {
		var across, along []int64
		for j := range n {
			f.Nodes = append(f.Nodes, Node{ID: id(i, j), Lon: lon + east*float64(j), Lat: lat + north*float64(i),
				Tags: map[string]string{"addr:street": fmt.Sprintf("Via Prova %d", i), "addr:housenumber": fmt.Sprint(j + 1)}})
			across, along = append(across, id(i, j)), append(along, id(j, i))
		}
		f.Ways = append(f.Ways,
			Way{ID: first + int64(2*i), Nodes: across, Tags: map[string]string{"highway": "residential", "name": fmt.Sprintf("Via Prova %d", i)}},
			Way{ID: first + int64(2*i+1), Nodes: along, Tags: map[string]string{"highway": "tertiary", "name": fmt.Sprintf("Corso Prova %d", i)}})
	}
	middle := float64(n-1) / 2
	f.Nodes = append(f.Nodes, Node{ID: id(n, 0), Lon: lon + east*middle, Lat: lat + north*middle,
		Tags: map[string]string{"place": "hamlet", "name": name}})
	return f
}
