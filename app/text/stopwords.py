"""Function words that a query can do without, folded, by language. An index keeps them all."""

from __future__ import annotations

from typing import Final

_ENGLISH: Final = """
a about above after again against all also am among an and any are aren't as at be because been before being below
between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either
for from further had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him himself his
how however i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let's me more most mustn't my
myself neither no nor not of off on once only or other our ours ourselves out over own same shan't she she'd she'll
she's should shouldn't so some such than that that's the their theirs them themselves then there there's these they
they'd they'll they're they've this those through to too under until up upon us very was wasn't we we'd we'll we're
we've were weren't what what's when where which while who who's whom whose why will with within without won't would
wouldn't ain aren couldn d didn doesn don hadn hasn haven isn ll m re s shouldn t ve wasn weren wouldn you you'd you'll you're you've your yours yourself yourselves
"""
_FRENCH: Final = """
a afin ai ainsi alors apres as au aucun aucune aussi autre autres aux avait avec avoir c car ce ceci cela celle
celles celui ces cet cette ceux chez ci comme comment d dans de depuis des dont du elle elles en encore entre est et
etaient etait etant etc ete etre eu eux fait font ici il ils j je jusqu l la le les leur leurs lors lorsque lui m ma
mais me meme memes mes moi moins mon n ne ni nos notre nous on ont or ou par parce pas pendant plus pour pourquoi qu
quand que quel quelle quelles quels qui quoi s sa sans se selon ses si son sont sous sur t ta te tes toi ton tous
tout toute toutes tres tu un une vers voici voila vos votre vous y
"""
_GERMAN: Final = """
aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim bin bis bist da
damit dann das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir doch
dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen gewesen hab habe haben hat hatte hatten
hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene kann
kein keine keinem keinen keiner konnen konnte mal man mein meine mich mir mit muss musste nach nicht nichts noch nun
nur ob oder ohne sehr sein seine seinem seinen seiner selbst sich sie sind so solche soll sollte sondern sonst um und
uns unser unsere unter viel vom von vor wahrend war waren warum was weil weiter welche welcher wenn wer werde werden
wie wieder will wir wird wirst wo wollen wollte wurde wurden zu zum zur zwar zwischen uber
"""
_SPANISH: Final = """
a al algo algunas algunos ante antes asi aun aunque cada como con contra cual cuando cuanto de del desde donde dos
durante e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estaba estado estan estar este esto
estos fue fueron ha habia han hasta hay he la las le les lo los mas me mi mientras mis mucho muchos muy nada ni no nos
nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque pues que quien quienes se sea segun ser
si sido sin sobre son su sus tal tambien tanto te tiene tienen toda todas todo todos tras tu tus un una unas uno unos
usted ustedes y ya yo
"""
_ITALIAN: Final = """
a ad agli ai al alla alle allo anche ancora avere aveva c che chi ci come con cosi cui d da dagli dai dal dalla dalle
dallo degli dei del della delle dello dentro di dopo dove e ed era erano essere fra gia gli ha hanno ho i il in io l
la le lei li lo loro lui ma me mentre mi mia mio molto ne negli nei nel nella nelle nello no noi non nostra nostro o
ogni per perche piu poi qua quale quando quanto quella quelle quelli quello questa queste questi questo qui se sei si
sia sono sopra sotto sta stata stato su sua sue sugli sui sul sulla sulle suo suoi ti tra tu tua tuo tutti tutto un
una uno vi voi
"""
_PORTUGUESE: Final = """
a ao aos apos aquela aquelas aquele aqueles aquilo as ate com como da das de dela delas dele deles depois do dos e ela
elas ele eles em entre era eram essa essas esse esses esta estao estar estas estava este estes eu foi foram ha isso
isto ja la lhe lhes mais mas me mesmo meu minha muito na nao nas nem no nos nossa nosso num numa o os ou para pela
pelas pelo pelos per por porque quais qual quando que quem se sem ser seu seus so sob sobre sua suas tambem te tem tinha
toda todas todo todos tu um uma umas uns voce voces
"""
_DUTCH: Final = """
aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een en er ge geen geweest
haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon kunnen maar me meer men met mij
mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel
voor want waren was wat werd wezen wie wil worden wordt zal ze zelf zich zij zijn zo zonder zou
"""

_WORDS_BY_LANGUAGE: Final = {
    "en": _ENGLISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "es": _SPANISH,
    "it": _ITALIAN,
    "pt": _PORTUGUESE,
    "nl": _DUTCH,
}

# What "he'll", "I'd" and the like become would be other words.
_WORDS_OF_THEIR_OWN: Final = frozenset({"hell", "id", "ill", "shed", "shell", "wed", "well"})
# An apostrophe is no part of an index term: "don't" is "dont".
STOP_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.replace("'", "").split()) - _WORDS_OF_THEIR_OWN
    for language, words in _WORDS_BY_LANGUAGE.items()
}
# Written in capitals these are more often an acronym (US, WHO, IT, UN): indexed as such, too.
ACRONYMS_LIKE_WORDS: Final = frozenset(
    word for words in STOP_WORDS.values() for word in words if 2 <= len(word) <= 4
)
