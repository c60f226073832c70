"""English words that names, titles, roles and descriptions of people and bodies are made of."""

from __future__ import annotations

from app.text.languages.english.forenames import FEMALE_FORENAMES, MALE_FORENAMES
from app.text.languages.english.role_words import (
    BROADER_ROLES,
    DEMONYMS,
    GENDERED_NOUNS,
    NATIONALITIES,
    ROLE_NOUNS,
)
from app.text.languages.table import PeopleWords, PronounKind

_PRONOUNS: dict[str, PronounKind] = {
    "he": "m",
    "she": "f",
    "his": "m",
    "her": "f",
    "him": "m",
    "himself": "m",
    "herself": "f",
    "hers": "f",
    "they": "p",
    "their": "p",
    "them": "p",
    "it": "n",
    "its": "n",
    "we": "1",
    "i": "1",
    "us": "1",
    "me": "1",
    "my": "1",
    "our": "1",
    "you": "2",
    "your": "2",
    "who": "r",
}

_NEVER_NAMES = """
    The A An In On At But And Or For From To With By As If When While After Before Since He She They It We I You His
    Her Their Its Our My Your This That These Those There Then Now So Yet Not No Yes Monday Tuesday Wednesday Thursday
    Friday Saturday Sunday January February March April June July August September October November December What Why
    How Who Where Which Whose Whether Although Though Because Despite During Under Over Between Among Against Through
    Until Once Still Also Even Just Only Here Later Earlier Asked Speaking According However Meanwhile Moreover
    Furthermore Instead Perhaps Maybe Some Many Most Several Few Both Each Every All Another Other Others One Two Three
    Four Five Six Seven Eight Nine Ten More Less About Above Across Along Around Behind Beyond Inside Outside Near Nor
    Of Off Onto Out Per Than Till Toward Towards Unlike Up Upon Via Within Without Nearly Almost Again Always Never
    Ever Often Sometimes Today Tomorrow Yesterday Tonight Last Next First Second Third Finally Indeed Thus Hence
    Therefore Nevertheless Nonetheless Otherwise Besides Additionally Similarly Likewise Rather Quite Very Too Well Oh
    Okay OK Hey Hello Please Thanks Thank Sorry Let Do Does Did Don't Don’t Can Could Should Would Will May Might Must
    Is Are Was Were Be Been Being Has Have Had Go Get Got Make Made Take Look See Know Think Like Such Same Much
    Amid Following Given Regarding Responding Writing Noting Citing Referring Addressing Pressed Questioned Currently
    Recently Previously Originally Eventually Initially Ultimately Clearly Obviously Apparently Reportedly Officials
    Police Residents Critics Experts Analysts Scientists Researchers Witnesses Sources Supporters Opponents Lawyers
    Prosecutors Investigators Doctors Teachers Students Workers Voters Neighbours Neighbors Relatives Fans
    Q Anyone Everyone Someone Everybody Nobody Nothing Something Everything People Aides Lawmakers Reporters
    Economists Historians Firefighters Paramedics Campaigners Activists Farmers Parents Pressing Describing Explaining
    Recalling Looking Turning Commenting Reflecting None Neither Either Elsewhere Together Half Dozens Hundreds
    Thousands Millions Read Watch Related Photo Video Image Standing Sitting Appearing Quoting
"""

_TITLES = """
    mme mlle herr frau signor signora señor señora senor senora monsieur madame sra sr
    mr mrs ms miss mx dr prof sen rep gov gen col lt sgt capt rev hon cllr det insp supt maj cpl pc dc adm cmdr fr sr br
    sens reps messrs sir lord lady dame baroness baron earl duke duchess count countess viscount president vice-president
    senator congressman congresswoman representative governor mayor minister chancellor secretary ambassador judge
    justice chief professor pope king queen prince princess crown prime premier speaker doctor officer detective
    inspector superintendent sergeant constable captain colonel general lieutenant major admiral commander brigadier
    marshal private corporal bishop archbishop cardinal father sister brother mother rabbi imam reverend pastor
    sheikh emir sultan emperor empress ayatollah councillor councilor councilman councilwoman alderman assemblyman
    assemblywoman delegate deputy undersecretary under-secretary director director-general secretary-general chairman chairwoman chair
    chairperson attorney sheriff marshal warden coach manager midfielder striker goalkeeper defender
    spokesman spokeswoman spokesperson commissioner counsel coroner magistrate ranger trooper agent
    nurse principal headteacher dean provost chef conductor maestro author actor actress singer comedian
    editor analyst economist scientist researcher historian
    executive ceo cfo coo boss founder co-founder owner leader co-leader founder candidate nominee mp mep msp qc kc
    aunt uncle grandmother grandfather
    ex-president ex-minister skipper winger forward trainer jockey
    staff presidents senators ministers professors doctors judges
    ombudsman comptroller treasurer postmaster firefighter paramedic lawyer barrister solicitor prosecutor
"""

_PERSONAL_TITLES = """
    mme mlle herr frau signor signora señor señora senor senora monsieur madame
    mme mlle herr frau signor signora señor señora senor senora monsieur madame sra sr
    mr mrs ms miss mx dr prof sen rep gov gen col lt sgt capt rev hon cllr det insp supt maj cpl pc dc adm sir lord lady
    dame baroness president vice-president senator congressman congresswoman governor mayor chancellor ambassador judge
    justice professor pope king queen prince princess speaker secretary minister premier doctor detective inspector
    superintendent sergeant constable captain colonel general lieutenant major admiral commander bishop archbishop
    cardinal father sister reverend rabbi imam councillor sheikh ayatollah coach sheriff commissioner chief nurse
"""

_TITLE_GENDERS = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "king": "m",
    "prince": "m",
    "father": "m",
    "brother": "m",
    "congressman": "m",
    "councilman": "m",
    "spokesman": "m",
    "chairman": "m",
    "pope": "m",
    "duke": "m",
    "earl": "m",
    "actor": "m",
    "uncle": "m",
    "herr": "m",
    "monsieur": "m",
    "signor": "m",
    "señor": "m",
    "mme": "f",
    "mlle": "f",
    "frau": "f",
    "madame": "f",
    "signora": "f",
    "señora": "f",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "lady": "f",
    "dame": "f",
    "baroness": "f",
    "queen": "f",
    "princess": "f",
    "sister": "f",
    "mother": "f",
    "congresswoman": "f",
    "councilwoman": "f",
    "spokeswoman": "f",
    "chairwoman": "f",
    "duchess": "f",
    "actress": "f",
    "aunt": "f",
}

_ORGANISATION_WORDS = """
    University Institute Council Party Times Post Journal News Press Agency Department Ministry Court Committee
    Commission Union House Senate Congress Association Foundation Center Centre Group Company Corp Inc Bank Board Bureau
    Office Campaign Coalition College School Hospital Society Federation League Club Team Army Navy Force Forces
    Government Parliament Assembly Authority Service Services Administration Alliance Network Organisation Organization
    Fund Trust Academy Museum Church Police Corporation Ltd plc PLC LLC Co Limited Airlines Airways Systems Technologies
    Industries Holdings Partners Capital Securities Motors Energy Media Television Radio Magazine Tribune Gazette Herald
    Guardian Telegraph Chronicle Observer Review Daily Street State States Kingdom Republic Nations City County Village
    Town Island Islands Lake River Mountain Mountains Valley Road Avenue Square Park Airport Station Stadium Arena
    Bridge Tower Palace Castle Cathedral East West North South Northern Southern Eastern Western Central Democrats Republicans
    Conservatives Labour Greens Liberals Tories Project Initiative Act Cup Championship Championships Games Olympics
    Festival Awards Day War Treaty Agreement Programme Program Research Studies Sciences Science Technology Health
    Security Defence Defense Affairs Relations Rights Watch International National Federal Royal United American
    British Associates Consulting Analytics Laboratories Laboratory Labs Observatory Orchestra Theatre Theater
    Theatres Ballet Opera Brigade Unit Division Tribunal Inquiry Taskforce Consortium Cooperative Chamber Congregation Diocese
    Charity Housing Water Rail Railways Bus Ferries Lines Group Stores Foods Brewery Farm Farms Mill Works
    Train Weekly Software Foods Airlines Ocean Sea Bay Beach Harbour Harbor Port Forest Canyon Hill Hills Hall Square Gallery
    Exchange Bancorp Bancshares Savings Insurance Financial Finance Electric Electronics Petroleum Oil Steel Chemicals
    Pharmaceuticals Communications Entertainment Management Resources Acquisition Enterprises Products Reserve Award
    Awards Show System Community Communities Conference TV
"""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PEOPLE = PeopleWords(
    pronouns=_PRONOUNS,
    object_pronouns=_names("him her them me us you himself herself themselves"),
    possessive_pronouns=_names("his her their its my our your"),
    never_names=_names(_NEVER_NAMES),
    titles=_names(_TITLES),
    personal_titles=_names(_PERSONAL_TITLES),
    title_genders=_TITLE_GENDERS,
    courtesy_titles=_names(
        "mr mrs ms miss mx dr sir lord lady dame prof rev hon messrs mme mlle m herr frau signor signora senor "
        "senora señor señora monsieur madame don doña"
    ),
    name_particles=_names(
        "de la le van von der den bin al el da di du dos del ben ibn y ter ten zu af bint abu of"
    ),
    name_suffixes=_names("II III IV Jr. Sr. Jr Sr KC QC MP OBE MBE CBE Esq"),
    organisation_words=_names(_ORGANISATION_WORDS),
    role_nouns=ROLE_NOUNS,
    broader_roles=BROADER_ROLES,
    gendered_nouns=GENDERED_NOUNS,
    group_nouns=_names(
        """officials sources residents critics experts analysts scientists researchers witnesses supporters
        opponents lawyers prosecutors investigators doctors teachers students workers voters neighbours neighbors
        relatives fans people aides lawmakers reporters economists historians campaigners activists farmers parents
        leaders members police authorities organisers organizers republicans democrats source official
        insider aide person bystander onlooker man woman men women others scholars observers diplomats ministers
        politicians executives operatives strategists detectives officers firefighters inspectors families
        partners allies colleagues friends players coaches judges survivors passengers drivers locals villagers
        customers users owners managers staff employees unions councillors engineers meteorologists forecasters"""
    ),
    often_unnamed=_names(
        """official spokesman spokeswoman spokesperson source judge magistrate coroner lawyer attorney prosecutor
        solicitor barrister officer aide diplomat insider witness adviser advisor victim resident minister"""
    ),
    body_nouns=_names(
        """campaign office government ministry company party administration team committee court police council
        presidency university agency department group organisation organization firm club bank union association
        board federation institute foundation charity newspaper paper magazine channel network station outlet
        entourage staff family cabinet kremlin commission parliament senate embassy palace regime army
        navy force service bureau watchdog regulator authority authorities coalition alliance movement league
        studio label publisher hospital school museum church trust fund airline manufacturer retailer supermarket
        report study statement website survey poll document letter indictment lawsuit complaint memo spokesperson
        tribunal inquiry panel jury consortium brewery operator opposition military delegation foreign-ministry
        camp lawyers legislature secretariat tabloid daily weekly broadcaster organisers crew band"""
    ),
    female_forenames=FEMALE_FORENAMES,
    male_forenames=MALE_FORENAMES,
    weekdays=_names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    months=_names(
        "January February March April May June July August September October November December "
        "Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec."
    ),
    nationalities=NATIONALITIES,
    demonyms=DEMONYMS,
    kin_nouns=_names(
        "wife husband son daughter mother father brother sister widow widower partner uncle aunt cousin nephew niece "
        "grandmother grandfather granddaughter grandson fiance fiancee girlfriend boyfriend parents"
    ),
    relations=_names(
        "wife husband son daughter mother father brother sister widow widower partner uncle aunt cousin nephew niece "
        "grandmother grandfather granddaughter grandson fiance fiancee girlfriend boyfriend twin neighbour neighbor "
        "friend colleague counterpart rival opponent predecessor successor supporter critic ally resident tenant "
        "passenger customer witness bystander survivor victim member volunteer graduate native pensioner teenager "
        "man woman boy girl guest visitor fan fellow founder co-founder owner co-owner"
    ),
)
