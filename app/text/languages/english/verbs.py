"""English cue verbs: lemmas by class, and every inflected form made from them."""

from __future__ import annotations

from app.text.languages.table import FormKind, VerbForm, Verbs

# What people do with words. The order does not matter; a lemma belongs here once.
_SAYING = """
    accept accuse allow acknowledge add address admit admonish advise affirm agree allege analyse analyze announce
    answer apologise apologize appeal argue ask assert assess assure attack attest beg believe berate blame
    blast boast brag brand call caution challenge charge cheer chide chant chime chuckle claim clarify comment
    compare complain concede conclude concur confess confide confirm contend continue correct counsel counter
    cite credit criticise criticize cry declare decide decline decry deem defend demand denounce deny depict describe detail
    determine dictate disagree disclose discover dismiss dispute divulge dub echo elaborate emphasise emphasize
    enthuse enquire estimate exclaim expect explain express exult forecast fear feel find fret fume gasp grumble guess gush hail hear
    highlight hint hold hope indicate inform inquire insist instruct interject intone imply interrupt joke judge know label
    lament laugh learn lecture liken list maintain mention mock moan mourn murmur muse mutter note notify object observe
    offer opine order outline plead pledge point portray post praise pray predict proclaim profess promise
    project propose protest quip quote rail reaffirm rant read realise realize reassure rebuke recall recommend reckon recollect
    record recount reflect refer refuse regard regret reiterate reject rejoice relate relay remark remember remind repeat
    reply report request resolve respond restate retort reveal rule say scoff scream shout show shrug sigh sign
    signal sing slam slap smile sneer snap sniff speak specify speculate state stipulate stress submit suggest sum summarise
    summarize surmise swear sympathise sympathize taunt tease tell term testify text thank theorise theorize think threaten thunder
    tout tweet underline underscore understand urge utter venture verify volunteer vow wail warn
    whine whisper wonder worry write yell
"""

_IRREGULAR: dict[str, str] = {
    "say": "says said said saying",
    "tell": "tells told told telling",
    "write": "writes wrote written writing",
    "speak": "speaks spoke spoken speaking",
    "read": "reads read read reading",
    "think": "thinks thought thought thinking",
    "know": "knows knew known knowing",
    "feel": "feels felt felt feeling",
    "find": "finds found found finding",
    "hold": "holds held held holding",
    "hear": "hears heard heard hearing",
    "show": "shows showed shown showing",
    "swear": "swears swore sworn swearing",
    "sing": "sings sang sung singing",
    "understand": "understands understood understood understanding",
    "sum": "sums summed summed summing",
    "label": "labels labelled labelled labelling",
    "signal": "signals signalled signalled signalling",
    "refer": "refers referred referred referring",
    "offer": "offers offered offered offering",
    "answer": "answers answered answered answering",
    "utter": "utters uttered uttered uttering",
    "order": "orders ordered ordered ordering",
    "text": "texts texted texted texting",
    "credit": "credits credited credited crediting",
    "submit": "submits submitted submitted submitting",
    "forecast": "forecasts forecast forecast forecasting",
    "interject": "interjects interjected interjected interjecting",
}
_AMERICAN = {
    "labeled": ("label", "past"),
    "signaled": ("signal", "past"),
    "learnt": ("learn", "past"),
}
# One vowel, one consonant, stress at the end: the consonant is doubled.
_DOUBLING = frozenset(
    ["quip", "beg", "slam", "brag", "admit", "dub", "snap", "slap", "regret", "chat", "concur"]
)

_ATTITUDE = """
    fear believe think hope worry agree feel expect guess reckon know realise realize find show hear learn discover
    determine decide indicate imply signal read estimate understand remember regret doubt speculate surmise reflect
    disagree pray resolve rule fret
"""
_WITH_OBJECT = """
    describe call label dub brand blast slam criticise criticize praise mock accuse blame dismiss denounce decry
    condemn hail term portray depict refer liken compare deem judge defend reject rebuke chide taunt attack thank
    tout cite quote challenge credit address regard berate highlight list outline detail admonish lecture express
    instruct interrupt correct
"""
_WEAK = """
    allow maintain offer speak talk show find sing know decide defend attack continue sum call read hear learn point repeat
    reject judge term cheer thank compare relate challenge address accept appeal apologise apologize object order
    list outline detail highlight credit sign rule laugh smile sigh shrug snap slap express regard discover
    determine resolve reflect volunteer venture post text correct request demand decline refuse instruct
    understand remember lecture echo tease interrupt dispute
    sniff chuckle answer assess analyse analyze detail gasp project forecast record submit
"""
_WITH_INFINITIVE = "promise vow threaten pledge offer propose swear agree volunteer claim"
_PLAIN = "say add tell announce declare state write report ask reply"
_NOUN_LIKE = """
    report reports claim claims call calls comment comments post posts tweet tweets read reads state states charge
    charges question questions demand demands offer offers signal signals label labels brand brands term terms note
    notes promise promises fear fears hope hopes worry worries warning warnings pledge pledges vow vows attack attacks
    estimate estimates answer answers reply replies remark remarks protest protests request requests joke jokes
    challenge challenges order orders address addresses rule rules sign signs text texts list lists detail details outline outlines highlight
    highlights credit credits quote quotes point points echo echoes appeal appeals object objects shrug shrugs smile
    smiles laugh laughs sigh sighs cry cries scream screams shout shouts praise blame doubt doubts thanks
    guess regret regrets show shows find finds cheer cheers boast boasts moan moans lecture lectures tease
    counter counters dispute disputes speculation finding findings reading saying understanding building
    feeling feelings hearing hearings warning ruling writing writings meaning learning thinking chant chants
    counsel counsels judge judges slap snap gasp gasps project projects forecast forecasts record records
"""
_NOUNS = """
    claim claims statement assertion allegation allegations accusation argument suggestion insistence warning
    contention complaint remark comment prediction admission declaration announcement belief view fear concern
    concerns fears acknowledgement acknowledgment promise pledge vow assurance assurances assessment conclusion
"""


def _regular_forms(lemma: str) -> list[str]:
    if lemma.endswith("e"):
        return [lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        stem = lemma[:-1]
        return [stem + "ies", stem + "ied", stem + "ied", lemma + "ing"]
    if lemma in _DOUBLING:
        doubled = lemma + lemma[-1]
        return [lemma + "s", doubled + "ed", doubled + "ed", doubled + "ing"]
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "o")) else "s")
    return [third, lemma + "ed", lemma + "ed", lemma + "ing"]


def _all_forms() -> dict[str, VerbForm]:
    """Form -> lemma and kind; a past form that is also a participle counts as past."""
    kinds: tuple[FormKind, ...] = ("s", "past", "participle", "ing")
    forms: dict[str, VerbForm] = {}
    for lemma in _SAYING.split():
        inflected = _IRREGULAR[lemma].split() if lemma in _IRREGULAR else _regular_forms(lemma)
        for form, kind in zip(inflected, kinds, strict=True):
            forms.setdefault(form, VerbForm(lemma, kind))
        forms.setdefault(lemma, VerbForm(lemma, "base"))
    for form, (lemma, _) in _AMERICAN.items():
        forms[form] = VerbForm(lemma, "past")
    return forms


VERBS = Verbs(
    forms=_all_forms(),
    attitude=frozenset(_ATTITUDE.split()),
    with_object=frozenset(_WITH_OBJECT.split()),
    weak=frozenset(_WEAK.split()),
    with_infinitive=frozenset(_WITH_INFINITIVE.split()),
    plain=frozenset(_PLAIN.split()),
    noun_like=frozenset(_NOUN_LIKE.split()),
    nouns=frozenset(_NOUNS.split()),
    only_before_that=frozenset(["hold", "record"]),
    past_ending="ed",
    finite_endings=("s", "ed", "t", "d"),
    cue_endings=("ed", "s"),
)
