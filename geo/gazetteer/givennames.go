package gazetteer

// givenNames may be left out of a street's name: "Via Cecchi" is "VIA CECCHI
// ANTONIO". A word that is not among them may not, so that "Via San Giovanni"
// is not taken for "Via San Giovanni Bosco".
var givenNames = set(`achille ada adele adelaide adolfo adriano agnese agostino albano alberto alcide aldo alessandro
	alessio alfonsina alfonso alfredo alice amalia amedeo amelia amerigo amilcare andrea angela angelo anna annibale
	anselmo antonella antonia antonio arcangelo aristide armando arnaldo arrigo arturo attilio augusta augusto aurelio
	baldassarre bartolomeo battista beatrice benedetto beniamino benvenuto bernardino bernardo biagio bice bonaventura
	bruno camilla camillo carla carlo carolina caterina cecilia celestino cesare chiara claudio clemente clotilde
	corrado cosimo costantino cristina cristoforo dalmazzo damiano daniele dante dario davide delfina demetrio
	dino domenico donato edmondo edoardo egidio elena eleonora eligio elio elisa elisabetta emanuele emilia emilio
	enrica enrico enzo ercole ermanno erminio ernesto ettore eugenio evasio ezio fabio fabrizio federico felice
	ferdinando ferruccio filiberto filippo flavio francesca francesco franco gabriele gaetano galileo gaspare
	gastone gerolamo geronimo giacinto giacomo giambattista giancarlo gian gianni giacinta gioacchino giorgio giosue
	giovan giovanbattista giovanna giovanni girolamo giuditta giulia giuliano giulio giuseppe giuseppina giusto goffredo
	grazia graziano gregorio guglielmo guido gustavo ida ignazio ilario innocenzo ippolito irene isidoro italo ivo
	lamberto lazzaro leandro leonardo leone leopoldo lidia lino lodovico lorenzo luca lucia luciano lucio ludovico
	luigi luigia luisa maddalena marcello marco margherita maria mario marta martino massimiliano massimo matilde
	matteo maurizio mauro michelangelo michele modesto natale nazario nello nicola nicolo niccolo nino norberto oddino
	olga onorato orazio oreste orlando oscar osvaldo ottavio ottone palmiro paola paolo pasquale pellegrino pia pier
	piera piero pietro pio primo prospero quintino quinto raffaele raffaello raimondo remo renato renzo riccardo rinaldo
	rita roberto rocco rodolfo rodrigo romano romeo romolo rosa rosina rosario ruggero ruggiero salvatore salvo samuele
	sandro santino santorre sante saverio scipione scipio sebastiano secondo serafino sergio severino silvio simone
	siro stanislao stefano tancredi teodoro teresa teresio tiziano tommaso torquato ubaldo ugo ulisse umberto urbano
	valentino valerio vasco vera virgilio virginia virginio vincenzo vitaliano vito vittoria vittorio walter zaccaria`)
