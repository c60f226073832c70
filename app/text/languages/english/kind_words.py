"""English words that tell persons, bodies and places apart, and who or what can say something."""

from __future__ import annotations

from app.text.languages.table import KindWords


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COUNTRIES = """
    afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahrain bangladesh barbados
    belarus belgium belize benin bhutan bolivia botswana brazil britain brunei bulgaria burundi cambodia cameroon canada
    chile china colombia congo croatia cuba cyprus czechia denmark djibouti ecuador egypt england eritrea estonia
    eswatini ethiopia europe fiji finland france gabon gambia germany ghana greece greenland grenada guatemala guinea
    guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya
    kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg malawi
    malaysia maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro morocco mozambique
    myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru
    philippines poland portugal qatar romania russia rwanda samoa scotland senegal serbia seychelles singapore slovakia
    slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga
    tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe
    africa america asia antarctica scandinavia siberia crimea
"""
# Capitals and other cities that stand for those who govern there.
_CITIES = """
    amsterdam ankara athens baghdad bangkok barcelona beijing beirut belgrade berlin bern birmingham boston bratislava
    brussels bucharest budapest cairo canberra caracas chicago copenhagen damascus delhi dhaka dublin edinburgh geneva
    glasgow hamburg hanoi havana helsinki istanbul jakarta jerusalem johannesburg kabul kiev kyiv lagos lisbon liverpool
    ljubljana london madrid manchester manila melbourne milan minsk moscow mumbai munich nairobi oslo ottawa paris
    prague pyongyang reykjavik riga rome seoul shanghai skopje sofia stockholm sydney taipei tallinn tbilisi tehran
    tokyo toronto tripoli tunis vienna vilnius warsaw washington yerevan zagreb zurich strasbourg
"""
_STATES = """
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa
    kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont wisconsin wyoming ontario quebec alberta
"""

KINDS = KindWords(
    places=_words(_COUNTRIES + _CITIES + _STATES),
    known_bodies=_words(
        """kremlin pentagon vatican elysee elysée élysée whitehall westminster holyrood bundestag knesset duma hamas
        hezbollah taliban reuters bloomberg politico google facebook twitter apple amazon microsoft tesla boeing airbus
        xinhua tass interfax unesco unicef nato interpol europol greenpeace amnesty oxfam instagram netflix uber toyota
        volkswagen siemens samsung sony nokia forbes breitbart variety brexit covid internet"""
    ),
    person_verbs=_words(
        """smiled smiles laughed laughs nodded nods shrugged shrugs sighed grinned frowned wept cried died dies married
        sat sits stood sang graduated retired slept ate drank resigned blushed paused shook winced gestured
        walked walks was-born grew snorted snorts chuckled chuckles hesitated hesitates"""
    ),
    person_objects=_words(
        """told tells tell met meets meet thanked thanks asked married interviewed hugged congratulated phoned"""
    ),
    place_prepositions=_words(
        "in at across near throughout inside outside toward towards via into"
    ),
    saying_things=_words(
        """account ad advert affidavit agreement analysis announcement article audit bill biography blog book brief
        broadcast bulletin caption card census charge charter circular code column communique constitution contract
        count court data database decision declaration decree diary dispatch document dossier draft editorial email
        e-mail essay estimate evidence figure file filing finding footnote forecast form guideline headline index
        inquest investigation invoice judgment judgement law leaflet letter list log manifesto manual map memo memoir
        memorandum message minutes motion news note notice opinion order page paper passage petition piece
        plaque platform podcast policy poll poster press probe programme prospectus publication questionnaire ranking
        rating record register release report research response result return review rule ruling sign slogan
        statistic statement story study sum summary summons survey tabulation tally text-message theory
        transcript treaty tweet verdict video voicemail warrant warning will witness-statement obituary placard
        inscription word rumour rumor proverb adage legend wisdom reaction series update slate check"""
    ),
    things=_words(
        """answer barrier border bumper buffer butter chapter cancer center character clover coffee color colour
        committee computer container copper corner counter cover degree dinner disaster door error factor favor
        fever fibre filter finger flavor flavour flower floor folder future gender grant hammer harbor harbour
        helicopter honor hunger interior labor ladder latter layer letter litter liver lumber matter meter mirror
        monster motor murder newsletter number offer order oyster panther paper pepper plant poster powder power
        prayer quarter restaurant river rubber rumor sector shelter shoulder shower silver slander slaughter
        slumber sphere sugar summer supper tanker tenor terror theater thunder timber tower tractor trailer
        transfer trigger tumor vapor vector warrant water weather winter wonder"""
    ),
    saying_people=_words(
        """advocate associate child kid baby adult elder lady gentleman gentlemen guy fan folk peer crowd couple
        majority minority camp community country county parish borough district province region state city town village nation world industry business side
        party force rebel foe ally conservative progressive liberal democrat republican green independent proponent
        superdelegate heavyweight insider outsider outlet site website blog nonprofit campaign network media voice
        generation household family body department service society federal public electorate audience viewer
        listener pundit spouse guest individual applicant migrant refugee immigrant protester militant hostage patient
        nominee native elite establishment leadership delegation convention someone somebody anyone anybody everyone
        everybody human being soul stranger newcomer junior senior youngster veteran pro cox star legend
        voters electors surveyed polled interviewed respondent wholesaler market markets house management ownership"""
    ),
    counting_words=_words(
        """percent per-cent % half halves third thirds quarter quarters two-thirds three-quarters three-fourths
        one-third one-fifth fifth tenth number average median share one two three four five six seven eight nine ten
        dozen dozens hundred hundreds thousand thousands million millions many most some several few both all more
        others another handful rest none last least latter former who those these each either neither"""
    ),
    nobody_words=_words("nobody none nothing no-one neither"),
    everybody_words=_words(
        "everyone everybody anyone anybody someone somebody everything something anything"
    ),
)
