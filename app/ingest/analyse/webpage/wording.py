"""What the wording of a block says of it: names of rules whose pattern a block's text matches."""

from __future__ import annotations

import re

from app.ingest.analyse.frame_phrases import chrome_named, section_named
from app.ingest.analyse.stated_date import parse_stated

# Past this many words a block is the article's own, whatever it mentions.
_MAX_WORDS = 60
# A date with its weekday, month and time of day; with more words around it says something of that day.
_MAX_DATE_WORDS = 6

_BEGINS: tuple[tuple[str, str], ...] = (
    (
        "points elsewhere",
        r"[\W_]*(?:read (?:more|also|next|the full)|related\b|most (?:read|viewed|popular)\b|see also|more (?:on|from|about|here)\b|also (?:read|on)\b|don.t miss|"
        r"watch(?: more| also|:)|listen(?: to|:)|what to read|continue reading|click here|recommended|you (?:may|might) (?:also )?like|"
        r"lesen sie|lies (?:auch|mehr)|mehr (?:zum|dazu|lesen|infos?|über|nachrichten)|auch interessant|siehe auch|zum (?:artikel|thema)|weitere (?:infos|artikel|themen|nachrichten)|hier geht es|das könnte|"
        r"lire (?:aussi|la suite|plus)|à lire|voir aussi|pour aller plus loin|en savoir plus|sur le même|"
        r"lee (?:también|mas|más)|leer más|te puede interesar|ver también|más (?:información|sobre)|también (?:te|lee)|"
        r"leia (?:também|mais)|saiba mais|veja (?:também|mais)|leggi (?:anche|tutto)|guarda anche|potrebbe interessarti|"
        r"lees (?:ook|meer|verder)|bekijk ook|les (?:også|mer)|læs (?:også|mere)|läs (?:också|mer|även)|se også|lue myös|"
        r"czytaj (?:też|także|więcej)|zobacz (?:też|także)|przeczytaj|čtěte (?:také|více)|přečtěte|baca juga|simak juga|"
        r"читайте (?:также|ещё|еще)|читайте також|ayrıca (?:bkz|oku)|ilgili haber|đọc thêm|xem thêm|関連記事|あわせて読みたい|相关(?:阅读|新闻)|延伸閱讀|اقرأ أيضا|إقرأ أيضا|यह भी पढ़ें)",
    ),
    ("rights", r"\W*(?:©|\(c\)|copyright)"),
    (
        "credit",
        r"[\W_]*(?:(?:photo|foto|image|picture|bild|pic|credit|quelle|source|file photo|crédit|kilde|fotograf|video|grafik|infografik|ảnh|写真)(?:s|graph| credit| source| by|:in)?\s*[:：©/|]|"
        r"with (?:reports?|files|inputs?) from|mit (?:agenturen|dpa|afp|material)|avec (?:afp|reuters|agences)|con (?:información|agencias)).{0,120}$",
    ),
    (
        "credits people",
        r"\W*(?:(?:additional |further )?(?:reporting|writing|editing|translation|compiled|edited|translated|reported|written|produced) (?:by|from)|(?:text|redaktion|reportage|bearbeitung)\s*:)|"
        r".{3,60}\b(?:is|are|was) (?:an?|the|our|also) .{0,80}\b(?:reporter|editor|correspondent|writer|journalist|columnist|professor|researcher|author|fellow|contributor|lecturer|analyst)\b|"
        r".{3,60}\bist .{0,60}\b(?:reporter|redakteur|korrespondent|journalist|autor|professor|volontär|kolumnist|fellow)(?:in)?\b|(?:mr |ms |dr )?.{3,40} (?:covers|writes about|berichtet) ",
    ),
    (
        "time",
        r"\W*(?:published|updated|posted|last (?:updated|modified)|stand|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|publikacja|pubblicato|publicerad|publisert|oppdatert|gepubliceerd|güncelleme|giriş)\b.{0,80}$|"
        r"\W*(?:\w+,? ){0,2}\d{1,2}[.:/ ]\S{1,10}[.:/ ] ?\d{2,4}(?:\D{1,12}\d{1,2}[:.]\d{2}.{0,14})?$",
    ),
    (
        "short label",
        r"(?:advertisement|anzeige|werbung|publicidad|publicité|reklam[ea]?|annonse|реклама|sponsored|comments?|kommentare|tags?|share|teilen|print|email|trending|live|video|menu|search|close|schließen|more|mehr|top|loading\.*|premium|exklusiv|schlagworte|themen|topics|kategorien)\W*$",
    ),
)  # fmt: skip
_HOLDS: tuple[tuple[str, str], ...] = (
    (
        "asks the reader",
        r"newsletter|\bunlimited (?:digital )?access\b|\bcancel (?:at )?any ?time\b|\bsubscri(?:be|ption)|\bsign(?:ed|ing)? up\b|\bsign in\b|\blog in\b|abonn(?:ier|ez|ement|ieren|er dig)|\bsuscr[ií]|\biscriv|\banmelden\b|"
        r"follow (?:us|me|him|her|them|.{2,40} on (?:twitter|x|facebook|instagram|google))|like us on|join (?:us|our|the) .{0,30}(?:forum|channel|group|community|conversation|telegram|whatsapp)|whatsapp.?(?:channel|kanal|canal)|"
        r"push.?(?:notif|nachricht|mitteil|benachricht)|download (?:the|our)|get (?:the|our) .{0,30}app\b|(?:our|free|unsere|kostenlose|die) [\w-]{0,15}.?app\b|share (?:this|it) |support (?:us|our)|donat(?:e|ion)|spende\b|unterstützen sie uns|"
        r"(?:have|got) (?:a|any) (?:story|tip|question|news)|(?:email|contact|reach) (?:us|the (?:author|writer|reporter))|write to us|leave a comment|coment[áa]rios? com\b|comments? (?:are|will be|must)\b|folgen sie|folge uns|suivez[- ]nous|síguenos|segui(?:ci|teci)|siga[- ](?:nos|@)|ikuti",
    ),
    (
        "asks the reader",
        r"(?:be|are) logged in|sign(?:ed)? in to|\bnot a member\b|reg[ií]str(?:ate|ese|iere(?:n sie)?|e-se)\b|\bregistrati\b|\binscri(?:vez[- ]vous|v[ae]-se|ver)|\bcadastre-se|zarejestruj|\bzaloguj|přihl[aá]s|zaregistr|\büye ol|giriş yap|\blogga in\b|\blogg inn\b|зарегистрир|войдите|"
        r"(?:spotted|found|noticed|report|see) (?:an? |any )?(?:errors?|mistakes?|typos?)\b.{0,60}(?:\?|\blet us\b|\btell us\b)|fehler (?:gefunden|entdeckt|melden)|(?:repéré|signale[rz]|trouvé|vu) une (?:erreur|faute)|(?:visto|encontrado|detectado) (?:un|algún) error|segnala(?:ci|re)? (?:un |l)['’]?errore|encontrou (?:um|algum) erro|(?:fout|typfout) (?:gezien|gevonden)|rätta artikel|znalazłeś błąd|našli (?:jste )?chybu|нашли ошибку|заметили ошибку",
    ),
    (
        "external content",
        r"extern(?:e|er|en|al)? (?:inhalt|content)|redaktioneller inhalt|personenbezogene daten|third.party (?:content|platform)|datenschutz|cookies?\b|contenu (?:externe|bloqué)|javascript|browser|"
        r"contenido externo|consent|einverstanden, dass|enable .{0,20}video|video (?:unavailable|wird geladen|abspielen)|please refresh|nicht (?:angezeigt|geladen) werden",
    ),
    (
        "rights",
        r"all rights reserved|alle rechte vorbehalten|tous droits|todos los derechos|tutti i diritti|mit material (?:von|der)|may not be (?:published|reproduced)|dpa-infocom|trust principles|licensing rights|first published (?:in|on|by)|republished",
    ),
    ("credit", r"(?:getty images|/afp|/reuters|/ap|shutterstock|imago images|picture alliance|/dpa)\)?\.?$"),
    ("credits people", r"contributed to this (?:report|story|article)"),
)  # fmt: skip
_BYLINE = re.compile(
    r"\W*(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Aa]f|[Aa]v|[Dd]oor|[Tt]ext|[Aa]utor)[ :]+[A-ZÄÖÜÉ]\S+(?: \S+){0,8}$"
)
_QUOTES = re.compile(r"[\"“„«「]")
_BEGINNINGS = tuple((name, re.compile(pattern).match) for name, pattern in _BEGINS)
# Searching for what asks the reader costs more than all the rest; each of its matches has one of these.
_ASKING = (
    "newsletter", "unlimited", "cancel", "subscri", "sign", "log in", "logged in", "abonn", "suscr", "iscriv", "inscri",
    "anmelden", "follow", "like us", "join", "whatsapp", "push", "download", "app", "share ", "support ", "donat", "spende",
    "unterst", "have a", "got a", "email", "contact", "reach ", "write to us", "comment", "coment", "folge", "suivez",
    "síguenos", "segui", "siga", "ikuti", "member", "reg", "cadastre", "zaloguj", "zarejestr", "přihl", "üye ol", "giriş",
    "logga", "logg inn", "зарег", "войдите", "error", "mistake", "typo", "fehler", "erreur", "faute", "erro", "fout", "rätta",
    "błąd", "chybu", "ошибку",
)  # fmt: skip
_ASKS = re.compile(
    "|".join(pattern for name, pattern in _HOLDS if name == "asks the reader")
).search
_CONTENTS = tuple(
    (name, re.compile(pattern).search) for name, pattern in _HOLDS if name != "asks the reader"
)


def wording_of(text: str, words: int) -> list[str]:
    """The names of the rules that a block of so many words matches."""
    found = []
    if words <= _MAX_WORDS:
        lowered = text.lower()
        found = [name for name, match in _BEGINNINGS if match(lowered)]
        found += [name for name, search in _CONTENTS if search(lowered)]
        if any(word in lowered for word in _ASKING) and _ASKS(lowered):
            found.append("asks the reader")
        label = chrome_named(text)
        if label == "advertisement":
            found.append("advertisement")
        if "short label" not in found and (label or section_named(text)):
            found.append("short label")
        if _BYLINE.match(text):
            found.append("byline")
        if words <= _MAX_DATE_WORDS and "time" not in found and parse_stated(text):
            found.append("time")
    if text.endswith((":", "：")):
        found.append("ends with colon")
    if _QUOTES.search(text):
        found.append("quotes")
    return found
