"""English words for what people are: roles, broader words for them, genders of nouns, nationalities."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _mapped(text: str) -> dict[str, tuple[str, ...]]:
    """ "key: value value" a line."""
    lines = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {key.strip(): tuple(values.split()) for key, _, values in lines}


ROLE_NOUNS = _names(
    """
    academic accountant accused activist actor actress actuary admiral adviser advisers advisor agent aide ally
    ambassador analyst analysts anchor anthropologist appellant arbitrator archaeologist archbishop architect
    archivist artist astronomer athlete attorney auditor aunt author autocrat bailiff baker ballerina banker
    barrister bassist batsman beekeeper benefactor billionaire biographer biologist bishop blacksmith blogger
    boss botanist bowler boxer boy brewer broadcaster broker brother builder businessman businesswoman butcher
    cameraman campaigner candidate captain cardinal carer caretaker carpenter catcher cellist centre-back
    centre-half ceo chair chairman chairperson chairwoman champion chancellor chaplain cheesemaker chef chemist
    chief choreographer cinematographer claimant cleaner clerk climatologist climber co-author co-chair
    co-director co-founder co-ordinator co-owner coach colleague colonel columnist comedian commander
    commissioner complainant composer conductor congressman congresswoman constable constituent consultant
    convict cook coordinator coroner correspondent councillor councilman councilor councilwoman counsellor
    counterpart cousin coxswain crewman cricketer critic curator cyclist dancer daughter dean defendant defender
    delegate demographer dentist deputy designer detective developer dictator diplomat director dj doctor driver
    drummer ecologist economist editor electrician employee employer engineer entomologist entrepreneur envoy
    epidemiologist executive expert experts farmer father fellow filmmaker firefighter fisherman fishmonger
    florist footballer forecaster foreman forward founder friend frontman gardener general geologist girl
    glaciologist goalkeeper goalscorer golfer governor grandfather grandmother grocer guard guide guitarist
    hairdresser harbourmaster head headteacher helmsman hiker historian host hotelier husband hydrologist imam
    incumbent inmate inspector interlocutor investor janitor jockey joiner journalist judge juror justice keeper
    king landlord lawmaker lawyer leader leaders lecturer legislator librarian lieutenant lifeboatman magistrate
    magnate major man manager marine master mathematician mayor mechanic mediator member mep meteorologist
    midfielder midwife millionaire miner minister mogul monarch monk mother motorist mp msp musician navigator
    negotiator neighbor neighbour nephew niece nominee novelist nun nurse oceanographer officer official
    officials ombudsman operator opponent organiser organizer owner painter palaeontologist paleontologist
    paramedic partner passenger pastor patron pedestrian pensioner pharmacist photographer physician physicist
    pianist pilot pitcher plaintiff player playmaker playwright plumber poet policeman policewoman pollster pope
    porter potter predecessor premier presenter president priest prince princess principal printer producer
    professor programmer prosecutor provost psychiatrist psychologist publican publisher quarterback queen rabbi
    ranger rapper receptionist rector registrar regulator reporter representative researcher resident respondent
    restaurateur rider rival runner sailor scholar scientist screenwriter sculptor seamstress secretary
    seismologist senator sergeant sheriff shopkeeper showrunner singer sister skipper sociologist soldier
    solicitor son songwriter soprano spokesman spokesmen spokesperson spokeswoman spokeswomen statistician
    strategist striker student successor superintendent supervisor supporter surgeon surveyor survivor suspect
    swimmer tailor teacher technician teenager tenant tenor therapist tourist trader trainer translator
    traveller treasurer trooper trucker trustee tycoon typist typographer uncle undersecretary undertaker usher
    vet veteran veterinarian vicar vice-chancellor vice-president victim violinist virologist volcanologist
    volunteer vulcanologist waiter warden widow widower wife winemaker winger witness woman worker writer
    zoologist
    steward stewardess postmistress postmaster matron abbot abbess hostess landlady headmaster headmistress
    choirmaster stationmaster bandmaster innkeeper lighthouse-keeper groundsman groundskeeper greenkeeper gamekeeper
    gravedigger glazier thatcher stonemason mason cobbler tanner weaver dyer jeweller watchmaker clockmaker locksmith
    gunsmith goldsmith silversmith roofer plasterer bricklayer welder fitter machinist lorry-driver cabbie courier
    postman postwoman milkman busker acrobat juggler stuntman stuntwoman puppeteer magician librettist lyricist
    arranger organist percussionist trumpeter saxophonist flautist harpist bandleader impresario choreographer
    curator conservator restorer archivist genealogist linguist philologist philosopher theologian ethicist
    criminologist pathologist toxicologist oncologist cardiologist neurologist neurobiologist paediatrician
    pediatrician obstetrician gynaecologist dermatologist radiologist anaesthetist orthodontist optician chiropractor
    physiotherapist dietitian nutritionist immunologist microbiologist neuroscientist biochemist geneticist
    ornithologist ichthyologist agronomist forester horticulturist hydrologist geographer cartographer surveyor
    actuary underwriter financier stockbroker dealer auctioneer valuer appraiser estate-agent landlord developer
    industrialist manufacturer exporter importer wholesaler retailer shop-owner stallholder hawker vendor barman
    barmaid bartender barista sommelier waitress chambermaid housekeeper butler nanny au-pair babysitter childminder
    caregiver social-worker probation-officer jailer warder turnkey bodyguard bouncer lifeguard coastguard helmswoman
    coxswain bosun deckhand skipper ferryman boatman boatbuilder shipwright docker stevedore crane-driver signalman
    guard conductor inspector steward pilot co-pilot astronaut cosmonaut aviator balloonist mountaineer guide sherpa
    gymnast sprinter hurdler marathoner javelin-thrower wrestler judoka fencer archer rower canoeist kayaker
    yachtsman yachtswoman skier snowboarder skater biathlete jockey rider umpire referee linesman groundsman scrum-half
    fly-half full-back winger wicketkeeper all-rounder substitute debutant
    rookie freshman sophomore graduate undergraduate postgraduate apprentice trainee intern pupil schoolboy
    schoolgirl headteacher lecturer bursar proctor envoy consul attache legate nuncio backbencher
    frontbencher ex-minister ex-president mayoress alderman burgomaster prefect premier regent viceroy
    """
)

# "the leader" may be a president, "the diplomat" an ambassador.
BROADER_ROLES = _mapped(
    """
    president: leader head statesman politician
    minister: leader politician
    chancellor: leader politician
    premier: leader politician minister
    king: monarch ruler
    queen: monarch ruler
    ambassador: diplomat envoy
    envoy: diplomat
    senator: lawmaker politician legislator
    sen: senator lawmaker politician
    rep: representative congressman congresswoman lawmaker
    gov: governor
    congressman: lawmaker politician legislator
    congresswoman: lawmaker politician legislator
    representative: lawmaker politician
    mp: politician lawmaker backbencher
    mayor: politician
    governor: politician
    candidate: politician nominee
    nominee: candidate
    coach: manager trainer
    manager: coach boss
    head: boss chief
    executive: boss ceo
    ceo: boss executive chief
    chief: boss head
    striker: forward player footballer scorer
    forward: striker player
    winger: player footballer forward
    midfielder: player footballer
    defender: player footballer
    goalkeeper: keeper player footballer
    captain: skipper player
    skipper: captain
    batsman: player cricketer
    bowler: player cricketer
    quarterback: player
    pitcher: player
    professor: academic scholar researcher scientist
    prof: professor academic researcher scientist
    dr: doctor scientist researcher
    lecturer: academic scholar
    physicist: scientist researcher
    biologist: scientist researcher ecologist
    chemist: scientist researcher
    ecologist: scientist researcher biologist
    astronomer: scientist researcher
    geologist: scientist researcher
    epidemiologist: scientist researcher
    virologist: scientist researcher
    glaciologist: scientist researcher
    meteorologist: forecaster scientist
    researcher: scientist academic
    economist: analyst expert
    analyst: expert
    surgeon: doctor medic
    physician: doctor medic
    lawyer: attorney counsel barrister solicitor
    attorney: lawyer
    barrister: lawyer
    solicitor: lawyer
    prosecutor: lawyer
    detective: officer policeman
    inspector: officer detective policeman
    superintendent: officer
    sergeant: officer
    constable: officer policeman
    spokesman: spokesperson
    spokeswoman: spokesperson
    adviser: aide advisor
    advisor: aide adviser
    novelist: author writer
    author: writer novelist
    poet: writer
    playwright: writer
    columnist: writer journalist
    reporter: journalist
    correspondent: journalist reporter
    actor: star performer
    actress: star performer
    singer: musician star artist performer
    guitarist: musician
    pianist: musician
    violinist: musician
    composer: musician
    conductor: musician maestro
    painter: artist
    sculptor: artist
    director: filmmaker head boss
    filmmaker: director
    founder: entrepreneur boss
    bishop: cleric
    archbishop: cleric bishop
    priest: cleric
    defendant: accused
    autocrat: leader president
    chairman: chair boss
    chairwoman: chair boss
    runner: athlete
    swimmer: athlete
    cyclist: rider athlete
    boxer: fighter
    """
)

_NATIONALS = _mapped(
    """
    french: frenchman frenchwoman
    dutch: dutchman dutchwoman
    english: englishman englishwoman
    irish: irishman irishwoman
    welsh: welshman welshwoman
    scottish: scot scotsman scotswoman
    british: briton
    spanish: spaniard
    danish: dane
    swedish: swede
    finnish: finn
    polish: pole
    turkish: turk
    serbian: serb
    croatian: croat
    icelandic: icelander
    american: american
    australian: australian
    austrian: austrian
    belgian: belgian
    brazilian: brazilian
    canadian: canadian
    czech: czech
    german: german
    greek: greek
    hungarian: hungarian
    indian: indian
    italian: italian
    kenyan: kenyan
    mexican: mexican
    norwegian: norwegian
    russian: russian
    ukrainian: ukrainian
    """
)
# Noun for one person -> adjective: "the Spaniard".
DEMONYMS = {noun: adjective for adjective, nouns in _NATIONALS.items() for noun in nouns}

_MEN = _names(
    """
    actor batsman boy boyfriend brother businessman cameraman chairman congressman councilman craftsman dutchman
    englishman father fiance fisherman foreman frenchman frontman gentleman grandfather grandson husband
    irishman king lord man monk nephew policeman priest prince salesman scotsman son spokesman statesman
    stepfather stepson uncle waiter welshman widower
    """
)
_WOMEN = _names(
    """
    actress aunt ballerina businesswoman dutchwoman englishwoman irishwoman scotswoman welshwoman chairwoman congresswoman councilwoman daughter duchess englishwoman
    fiancee frenchwoman girl girlfriend granddaughter grandmother heroine irishwoman lady midwife mother niece
    nun policewoman postmistress princess queen sister spokeswoman stepmother waitress widow wife woman
    """
)
GENDERED_NOUNS = dict.fromkeys(_MEN, "m") | dict.fromkeys(_WOMEN, "f")

_ADJECTIVES = _mapped(
    """
    france: french
    russia: russian
    germany: german
    italy: italian
    spain: spanish
    britain: british
    england: english
    scotland: scottish
    wales: welsh
    ireland: irish
    ukraine: ukrainian
    poland: polish
    turkey: turkish
    china: chinese
    japan: japanese
    korea: korean
    india: indian
    brazil: brazilian
    canada: canadian
    mexico: mexican
    israel: israeli
    iran: iranian
    iraq: iraqi
    egypt: egyptian
    greece: greek
    sweden: swedish
    norway: norwegian
    denmark: danish
    finland: finnish
    netherlands: dutch
    belgium: belgian
    austria: austrian
    switzerland: swiss
    portugal: portuguese
    hungary: hungarian
    romania: romanian
    bulgaria: bulgarian
    serbia: serbian
    croatia: croatian
    estonia: estonian
    latvia: latvian
    lithuania: lithuanian
    australia: australian
    america: american
    argentina: argentine
    chile: chilean
    kenya: kenyan
    nigeria: nigerian
    pakistan: pakistani
    afghanistan: afghan
    syria: syrian
    lebanon: lebanese
    jordan: jordanian
    vietnam: vietnamese
    indonesia: indonesian
    philippines: filipino
    thailand: thai
    iceland: icelandic
    czechia: czech
    slovakia: slovak
    morocco: moroccan
    algeria: algerian
    tunisia: tunisian
    cuba: cuban
    venezuela: venezuelan
    colombia: colombian
    peru: peruvian
    """
)
# Country -> adjective: "France's president" is the French one.
NATIONALITIES = {country: adjectives[0] for country, adjectives in _ADJECTIVES.items()}
