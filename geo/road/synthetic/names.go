package synthetic

import (
	"math/rand/v2"
	"strconv"
)

// namer gives the streets of one comune their names, none twice.
type namer struct {
	order []int
	used  int
}

// What streets are called nearly everywhere in Italy.
var (
	streetSorts = []string{"Via", "Via", "Via", "Via", "Via", "Strada", "Vicolo", "Corso"}
	streetWords = []string{
		"Roma", "Torino", "Garibaldi", "Mazzini", "Cavour", "Matteotti", "Marconi", "Dante", "Verdi", "Vittorio Veneto",
		"della Chiesa", "del Mulino", "della Fontana", "delle Scuole", "del Castello", "dei Caduti", "della Libertà",
		"San Rocco", "San Giovanni", "San Martino", "San Michele", "Sant'Anna", "Monviso", "Gran Paradiso", "Rocciamelone",
		"Po", "Dora", "Stura", "Orco", "delle Alpi", "dei Prati", "del Bosco", "delle Vigne", "della Stazione", "IV Novembre",
		"XX Settembre", "XXV Aprile", "Primo Maggio", "Gramsci", "De Gasperi", "Einaudi", "Don Bosco", "Carducci", "Leopardi",
		"Manzoni", "Petrarca", "Galilei", "Volta", "Galvani", "Rossini", "Puccini", "dei Mille", "Trieste", "Trento", "Gorizia",
		"Piave", "Monte Grappa", "Cesare Battisti", "Nazario Sauro", "Umberto I", "Regina Margherita", "Principe Amedeo",
		"delle Rose", "dei Tigli", "dei Platani", "degli Olmi", "dei Ciliegi", "del Pozzo", "della Croce", "Vecchia", "Nuova",
	}
	hamletWords = []string{"Soprana", "Sottana", "Chiesa", "Grange", "Pian", "Serre", "Combe", "Rocca", "Castagnole",
		"Fontane", "Molino", "Villa", "Ronchi", "Prato", "Costa", "Tetti", "Casale", "Forno", "Malpasso", "Airale"}
)

func newNamer(r *rand.Rand) *namer { return &namer{order: r.Perm(len(streetWords))} }

func (n *namer) street(r *rand.Rand) string {
	word, round := streetWords[n.order[n.used%len(n.order)]], n.used/len(n.order)
	n.used++
	name := streetSorts[r.IntN(len(streetSorts))] + " " + word
	if round > 0 {
		name += " " + strconv.Itoa(round+1)
	}
	return name
}

func hamletName(i int) string {
	name := "Borgata " + hamletWords[i%len(hamletWords)]
	if round := i / len(hamletWords); round > 0 {
		name += " " + strconv.Itoa(round+1)
	}
	return name
}
