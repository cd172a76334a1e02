package geo

// ExternalKm is how far beyond the border of the territory a place, and the
// roads, may lie: farther ones would not be the nearest to anybody inside.
const ExternalKm = 40
