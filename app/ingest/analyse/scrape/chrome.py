"""The table of rules for lines that are no article text: a name, a limit of words, a pattern, a row a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.ingest.analyse.frame_phrases import chrome_named, section_named
from app.ingest.analyse.scrape.lines import Line


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires on lines of at most `max_words` words that begin as `start`, or that have one of the words
    `needs` (a cheap test first) and match `inside` somewhere."""

    name: str
    max_words: int
    start: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    needs: frozenset[str]

    def fires(self, line: Line) -> bool:
        """Whether the line is what the rule says."""
        if line.n_words > self.max_words:
            return False
        if self.start and self.start.match(line.text):
            return True
        if self.inside is None or (self.needs and self.needs.isdisjoint(line.plain_words)):
            return False
        return bool(self.inside.search(line.text))


def _rule(name: str, max_words: int, *patterns: str, needs: str = "") -> Rule:
    """A row: patterns that begin with `^` are for the line's start."""
    starts = [pattern for pattern in patterns if pattern.startswith("^")]
    insides = [pattern for pattern in patterns if not pattern.startswith("^")]
    return Rule(name, max_words, _any_of(starts), _any_of(insides), frozenset(needs.split()))


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


_MONTH_OR_DAY = r"(?:\d{1,2}[./:-]\d{1,2}|\d{4}|\d{1,2}\s+[^\W\d]{3,}|[^\W\d]{3,}\.?\s+\d{1,2}\b)"
RULES: tuple[Rule, ...] = (
    _rule("separator", 30, r"^[\W_]+$", r"^(?:\.\s*){3,}$"),
    _rule(
        "copyright", 90,
        r"^\W{0,3}(?:copyright|©|\(c\)\s*(?:19|20)\d\d)", r"©\s*(?:copyright\s*)?(?:\d{4}|[A-Z])", r"copyright\s*(?:©\s*)?(?:19|20)\d\d",
        r"\ball rights reserved\b", r"\balle rechte vorbehalten\b", r"\btous droits réservés\b",
        r"\btodos los derechos reservados\b", r"\btutti i diritti (?:sono )?riservati\b", r"\btodos os direitos reservados\b",
        r"\balle rechten voorbehouden\b", r"\balla rättigheter (?:förbehålls|reserverade)\b", r"\ball(?:e)? rett(?:igheter|er) (?:reservert|forbeholdes)\b",
        r"\bwszelkie prawa zastrzeżone\b", r"\bvšechna práva vyhrazena\b", r"\btüm hakları saklıdır\b", r"\bher hakkı saklıdır\b",
        r"\bвсе права защищены\b", r"\bусі права захищені\b", r"\bhak cipta dilindungi\b", r"\btoate drepturile rezervate\b",
        r"\bmay not be (?:published|reproduced|copied|republished)\b",
        r"\b(?:reproduction|republication|redistribution)\b.{0,60}\b(?:prohibited|without\b.{0,30}permission|interdite)\b",
        r"\bunauthori[sz]ed (?:use|copying|reproduction|distribution)\b",
        needs="""© copyright rights rechte droits derechos diritti direitos rechten rättigheter rettigheter rettighetene
        prawa práva hakları hakkı права cipta drepturile published reproduced copied republished reproduction republication
        redistribution unauthorised unauthorized""",
    ),
    _rule(
        "cookies", 90,
        r"\b(?:we|this (?:web)?site|our (?:web)?sites?|our partners)\b.{0,60}\bcookies?\b", r"\bcookies?\b.{0,60}\b(?:consent|policy|settings|preferences|to (?:improve|enhance|personali[sz]e))\b",
        r"\bby (?:continuing|using|browsing|clicking|signing|subscribing|submitting|registering)\b.{0,80}\b(?:you )?(?:agree|accept|consent)\b",
        r"\b(?:wir|diese (?:web)?seite|unsere)\b.{0,60}\bcookies\b", r"\bcookies\b.{0,60}\b(?:zustimm|einwillig|akzeptier)", r"\b(?:nous|ce site|nos partenaires)\b.{0,60}\bcookies\b",
        r"\b(?:utili[sz]amos|este siti?o|usamos|utilizza|usiamo|questo sito)\b.{0,60}\bcookies?\b", r"\b(?:wij|deze (?:web)?site)\b.{0,50}\bcookies\b",
        r"\b(?:vi|denne|den här|dette)\b.{0,50}\b(?:cookies|kakor|informasjonskapsler)\b", r"\bçerez(?:ler)?\b.{0,60}\bkullan", r"\bиспользу\w+.{0,30}\b(?:cookie|куки)\b", r"\bplik(?:i|ów) cookies?\b",
        r"\benable javascript\b", r"\bjavascript (?:is|must be|has been)\b", r"\bjavascript\b.{0,30}\b(?:empfohlen|aktivier|activ|ative)", r"\byour browser (?:does not|doesn't|is)\b", r"\bad[- ]?block(?:er)?\b.{0,40}\b(?:disable|detected|turn off|allow)\b",
        needs="""cookie cookies куки kakor informasjonskapsler çerez çerezler çerezleri javascript browser blocker adblocker ad
        continuing using browsing clicking signing subscribing submitting registering""",
    ),
    _rule(
        "subscription", 60,
        r"^(?:please )?(?:sign up|subscribe|register|log ?in|sign in|join)\b.{0,80}\b(?:newsletter|inbox|e-?mails?|free|account|today|now|here|updates|alerts|read|continue|access|member|channel|comment)\b",
        r"^(?:subscribe|sign up|register) (?:to|for|now|today)\b", r"\bfree articles?\b.{0,30}\b(?:left|remaining|this month|limit)\b", r"^you(?:’ve|'ve| have)\b.{0,30}\b(?:read|reached|used)\b.{0,40}\b(?:articles?|limit)\b",
        r"\b(?:this|the) (?:article|story|content|report) is (?:only |exclusively )?(?:for|reserved for|available to) (?:our )?(?:subscribers|members|premium)\b", r"^already (?:a |an |have an? )?(?:subscriber|member|account|registered)\b",
        r"^(?:get|receive|enjoy) (?:unlimited|the (?:latest|best|day)|our|daily|full|breaking|more|exclusive|email|news)\b.{0,100}\b(?:inbox|e-?mail|newsletter|access|app|day|morning|week|alerts|subscri\w+)\b",
        r"\b(?:delivered|straight|sent|direct(?:ly)?)\b.{0,25}\b(?:to|in|into) your (?:inbox|e-?mail|mailbox)\b", r"^(?:start|begin|activate|cancel|manage|renew) your (?:\w+ )?(?:subscription|trial|membership)\b", r"^to (?:continue|keep) reading\b", r"^thank(?:s| you) for (?:signing up|subscribing|registering)\b", r"\bin(?:to)? your inbox\b.{0,40}$", r"^continue reading (?:with|by)\b",
        r"^(?:support|become a|donate|help (?:us|fund|keep))\b.{0,60}\b(?:journalism|member|supporter|subscriber|reporting|newsroom|donation|contribution)\b", r"\bmake a (?:donation|contribution)\b", r"^unlimited (?:digital )?access\b",
        r"^(?:jetzt )?(?:abonnieren|anmelden|registrieren|newsletter)\b.{0,80}$", r"\b(?:melden sie sich|abonnieren sie|jetzt|hier)\b.{0,40}\b(?:newsletter|abonnieren|anmelden|abo)\b", r"\bnewsletter\b.{0,40}\b(?:abonnieren|bestellen|anmelden|anmeldung)\b",
        r"^(?:abonnez|inscrivez)[- ]vous\b", r"\bs(?:’|')abonner\b", r"\bcet article est réservé\b", r"\bréservé aux abonnés\b", r"\bil vous reste\b.{0,40}\blire\b", r"^(?:recevez|retrouvez)\b.{0,60}\b(?:newsletter|application|e-?mail|boîte)\b",
        r"^(?:suscríbe(?:te|se)|regístra(?:te|se)|únete)\b", r"^(?:iscriviti|abbonati|registrati)\b", r"^(?:assine|cadastre-se|inscreva-se)\b", r"^(?:abonneer|meld je|schrijf je)\b", r"^(?:prenumerera|bli (?:prenumerant|abonnent|medlem)|abonner|tilmeld)\b", r"^(?:tilaa|zapisz się|zaprenumeruj|subskrybuj|přihlaste se|abone olun?|подпи(?:шитесь|саться|сывайтесь)|підпи(?:шіться|суйтесь)|berlangganan|abonează)\b",
        needs="""article articles articles? inbox email e-mail mailbox story content report donation contribution newsletter
        abonnieren abo réservé abonner s'abonner s’abonner reste""",
    ),
    _rule(
        "promotion", 45,
        r"^follow\b.{0,60}\b(?:on (?:twitter|x|facebook|instagram|telegram|whatsapp|linkedin|youtube|google|social)|us|coverage|channel|here|at)\b", r"^(?:for )?(?:more|full|all|complete)\b.{0,40}\b(?:coverage|stories|news|updates|information|on this)\b.{0,40}(?:visit|click|here|see|https?:|follow|:)",
        r"^(?:download|get|install) (?:the|our)\b.{0,30}\bapps?\b", r"^(?:find|follow|like|visit|join|e-?mail) us\b", r"^(?:agree|disagree)\?.{0,40}$", r"^(?:read|watch|listen to|catch|check out|explore|discover|see|view|browse)\b.{0,50}\b(?:on (?:our|the)|here|in our|coverage|app|podcast|newsletter|page|website|channel|live blog|live)\W{0,3}$",
        r"^(?:editor[’']?s?[’']? note|(?:a )?note (?:from|to|for)(?: (?:our )?readers)?|correction|clarification|disclaimer|disclosure)\s*[:.–—-]", r"^(?:have|got|do you have)\b.{0,40}\b(?:a (?:story|tip|question|comment)|feedback|news tip|something to)\b", r"^(?:contact|email|e-mail|write to|send)\b.{0,40}(?:@|\bus\b|\bauthor\b|\breporter\b|\beditors?\b|\btips\b)",
        r"^(?:qr code|scan (?:the|this)|read this (?:article|story) in|this (?:article|story|post|piece) (?:was|is|has been)\b.{0,30}\b(?:translated|originally published|first published|appeared|republished|updated|amended|corrected|edited|shortened|part of))\b",
        r"^(?:folgen sie|lesen sie|hören sie|sehen sie|laden sie|mehr (?:zu|zum|über|von|aus|news|infos))\b.{0,80}$", r"^(?:suivez|retrouvez|téléchargez|découvrez|écoutez)\b.{0,60}\b(?:sur|notre|nos|l(?:’|')appli)\b", r"^(?:sigue|síguenos|sigue a|descarga|consulta)\b.{0,60}\b(?:en|nuestr[oa]s?|aquí|app)\b", r"^(?:segui|scarica)\b.{0,50}\b(?:su|app)\b",
        r"^(?:siga|baixe|acompanhe|receba)\b.{0,60}$", r"^(?:volg|download)\b.{0,50}\b(?:op|app|ons)\b", r"^(?:följ|følg|last ned|hämta|hent)\b.{0,50}\b(?:oss|os|på|appen?)\b", r"\btelegram[- ]?(?:канал\w*|kanal\w*|channel)\b", r"^(?:ikuti|simak|baca)\b.{0,60}\b(?:di sini|whatsapp|google news|berita lainnya)\b", r"\bgoogle (?:news|haberler)\b.{0,40}\b(?:follow|abone|takip|folgen|suivez|sigue|подпис\w+|ikuti)?",
        r"\b(?:the )?(?:views|opinions)\b.{0,60}\b(?:are (?:those|the author|his|her|their|solely)|do not (?:necessarily )?(?:reflect|represent))\b(?!.{200})",
        r"^(?:if you (?:need|are|have been|or someone)|for (?:help|support))\b.{0,60}\b(?:call|hotline|helpline|lifeline|samaritans)\b",
        r"^(?:click|tap|swipe|scroll|klicken sie|cliquez|haz clic|clicca|klik|klikk)\b.{0,60}\b(?:here|to|for|hier|ici|aquí|qui|for|para|pour|um)\b",
        r"\bnot responsible for the content\b",
        needs="responsible telegram telegram-kanal telegram-канал google views opinions whatsapp",
    ),
    _rule(
        "related link", 40,
        r"^(?:>>+|»|›|→|►|▶|➡|👉|=>|>)\s*\S", r"^(?:also |must )?(?:read|watch|see|listen|related|more)(?: (?:also|more|next|this|on this|here|the full \w+|articles?|stories|stor(?:y|ies)))?\s*(?:[:：|»>–—-]|\bon\b:)\s*\S",
        r"^(?:read|watch|see|hear) (?:more|also|next)\b", r"^(?:lesen sie (?:auch|mehr|hier)|lies auch|mehr dazu|mehr zum thema|siehe auch|zum thema|auch interessant|hier (?:mehr|lesen))\b\s*[:–—-]?", r"^(?:(?:à|a) )?(?:lire|voir|écouter)(?: (?:aussi|également|notre|plus|la suite))?\s*[:>–—-]\s*\S", r"^(?:lire|voir|à lire|à voir) (?:aussi|également)\b",
        r"^(?:lee|lea|leer|ver|mira|mire|te puede interesar|relacionado)(?: (?:también|además|más|aquí))?\s*[:>–—-]\s*\S", r"^(?:lee|lea|leer|ver) (?:también|además|más)\b", r"^(?:leggi|guarda|vedi)(?: (?:anche|tutto|di più))?\s*[:>–—-]\s*\S", r"^(?:leggi|guarda|vedi) anche\b", r"^(?:leia|veja|saiba|assista|confira)(?: (?:também|mais|aqui))?\s*[:>–—-]\s*\S", r"^(?:leia|veja) (?:também|mais)\b",
        r"^(?:lees|bekijk|luister|kijk)(?: (?:ook|meer|verder))?\s*[:>–—-]\s*\S", r"^(?:lees|bekijk) (?:ook|meer)\b", r"^(?:läs|les|læs|se|hør|hör|lyssna)(?: (?:också|även|mer|også|mere|hele saken))\b\s*[:>–—-]?", r"^lue (?:myös|lisää)\b", r"^(?:czytaj|zobacz|przeczytaj|sprawdź)(?: (?:też|także|również|więcej))\b", r"^(?:čtěte|přečtěte si|více)(?: (?:také|též|zde))?\s*[:>–—-]", r"^(?:olvas[sd]a? (?:el|tovább)|kapcsolódó)\b", r"^(?:ilgili haber|ayrıca (?:oku|bkz)|bunu da oku|haberin devamı)\w*\b",
        r"^(?:читайте|смотрите|читать|см\.)(?: (?:также|ещё|еще|далее|по теме))?\s*[:>–—-]\s*\S", r"^(?:читайте|смотрите) (?:также|ещё|еще)\b", r"^читайте (?:також|ще)\b", r"^(?:baca|simak|lihat)(?: (?:juga|selengkapnya))\b", r"^(?:citește|vezi)(?: (?:și|mai mult))\b", r"^διαβάστε\b", r"^(?:pročitajte|čitajte) (?:još|i)\b", r"^اقرأ أيضا", r"^(?:延伸阅读|相关阅读|関連記事)",
        # A guillemet that closes a quotation is no arrow.
        r"^[^«‹»›]{0,160}[»›]\W*$", r"^.{0,160}(?:[→►]|>>|\bread (?:more|full story|the full story)|\bweiterlesen|\bmehr lesen|\blire la suite|\bleer más|\bleggi tutto|\bleia mais|\blees meer|\bläs mer|\bles mer)\W*$",
    ),
    _rule(
        "date and time", 22,
        rf"^(?:first )?(?:published|updated|last (?:updated|modified|edited)|posted|modified|created|issued|date|veröffentlicht|aktualisiert|stand|erstellt|publié|mis(?:e)? à jour|modifié|publicado|actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|laatst bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|sist oppdatert|publiceret|opdateret|julkaistu|päivitetty|opublikowano|aktualizacja|publikováno|aktualizováno|yayınlanma|güncelleme|son güncelleme|giriş tarihi|опубликовано|обновлено|diterbitkan|diperbarui|publicat|actualizat)\b.{{0,60}}{_MONTH_OR_DAY}",
        r"^(?:\d+\s*|an? )?(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?)\.?\s*(?:ago|read)\b.{0,10}$", r"^(?:vor \d+ \w+|il y a \d+ \w+|hace \d+ \w+|\d+ (?:\w+ )?(?:fa|atrás|geleden|sedan|siden|önce|назад|тому|lalu|temu))$", r"^\d+\s*[- ]?(?:min(?:ute)?s?|minuten|minuti|minutos|minuter|minutter)\.?(?: (?:read|lesezeit|de lecture|de lectura|di lettura|de leitura|leestijd|läsning|lesetid))?\s*$", r"^(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|czas czytania|okuma süresi|время чтения)\b.{0,20}$",
        r"^(?:today|yesterday|heute|gestern|aujourd’hui|aujourd'hui|hier|hoy|ayer|oggi|ieri|vandaag|gisteren|i dag|i går|idag|igår|dnes|bugün|сегодня|вчера)\W{0,3}(?:at|um|à|a las|alle|om|kl\.?|в)?\W{0,2}\d{1,2}[:.h]\d\d\b.{0,15}$",
        r"^(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|[^\W\d]{4,10}(?:tag|di|day|dag))?\W{0,3}(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?:st|nd|rd|th)?\.? (?:de )?[^\W\d]{3,10}\.?,? (?:de )?\d{4}|[^\W\d]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})\W{0,3}(?:(?:at|um|à|às|alle(?: ore)?|a las|kl\.?|в|о|saat|klo|om|-|–|\|)?\W{0,3}\d{1,2}[:.h]\d\d.{0,25})?$",
        r"^(?:leitura|lectura|lecture|lettura|läsning|leestijd|baca)\b\D{0,8}\d{1,2}\s*min\w*\.?$", r"^\d{1,2}\s*min\w*\.?\s*(?:of reading|to read|zum lesen|czytania|čtení|okuma|чтения|читання|baca|olvasás|luku\w*)\W*$",
        r"^\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:am|pm|uhr))?(?:\s*/\s*\d{1,2}:\d\d(?::\d\d)?)?\W{0,3}$",
    ),
    _rule("tags", 30, r"^(?:related )?(?:tags?|topics?|filed under|posted in|categor(?:y|ies)|keywords|schlagw(?:ö|o)rter|schlagworte|themen|mots[- ]clés|etiquetas|temas|argomenti|onderwerpen|ämnen|emner|tagi|etiket(?:ler)?|теги|метки|label)\s*[:：]\s*\S", r"^(?:#[\w-]+[\s,]*){2,}$"),
    _rule("reader counts", 12, r"^[\d.,]+\s*(?:k|m)?\s*(?:shares?|views?|likes?|comments?|retweets?|reads?|followers|kommentare|commentaires|partages|comentarios|reacties|görüntülenme|просмотр\w*|комментари\w*|votes?|ratings?)\b.{0,20}$", r"^(?:views?|shares?|likes?|comments?|photo|image|slide|page|seite|foto)\s*:?\s*\d+(?:\s*(?:of|/|von|de)\s*\d+)?$", r"^\d{1,4}\s*(?:of|/|von)\s*\d{1,4}$", r"^[\d.,]{1,7}[kKmM]?$"),
    _rule("account", 25, r"^(?:you must be|please|you need to be)\b.{0,20}\b(?:logged|log|sign|register)", r"^(?:your|enter your|confirm your|forgot(?:ten)?(?: your)?)\b.{0,30}\b(?:e-?mail|password|name|username|account|address|comment)\b", r"^(?:password|username|e-?mail|name|website|passwort|mot de passe|contraseña)\s*[*:]", r"^.{0,80}\brequired fields are marked\b", r"\bcaptcha\b", r"\b(?:terms (?:of (?:service|use))?|privacy policy)\b.{0,40}\b(?:apply|and|&)\b.{0,40}\b(?:privacy policy|terms|apply)\b", needs="captcha privacy terms recaptcha"),
    _rule("advertisement", 14, r"^(?:advertisement|anzeige|werbung|publicité|publicidad|pubblicità|reklam[ae]?|реклама)\b\W", r"\b(?:story|article) continues (?:below|after)\b", r"^scroll (?:down )?(?:to|for)\b", r"^(?:sponsored|paid|partner|promoted)\b.{0,25}\b(?:content|post|by|message)\b", r"\bcontinues? after (?:the )?(?:ad|advert)", needs="continues"),
    _rule("player", 14, r"^(?:listen|watch|play|video|audio|gallery|slideshow|photos?|live)\s*[:|–—-]\s*\S", r"^(?:listen to|hear|play) (?:this|the) (?:article|story|audio|episode|podcast)\b", r"\b(?:this is a|video player|media player|video source|unable to play|can(?:’|')?t play|no compatible source)\b.{0,20}\b(?:modal|player|loading|video|source|media)\b", r"^\W*\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d", needs="player modal play source"),
    _rule("credit", 16, r"^(?:translat(?:ed|ion)|übersetz(?:t|ung)|traduit|traduction|traducido|traducción|tradotto|traduzione|traduzido|tradução|vertaald|översatt|oversatt)\b.{0,30}\b(?:from|by|aus|von|du|de|par|del|por|dal|da|uit|door|från|fra|av)\b.{0,60}$"),
    _rule("source link", 10, r"^(?:source|quelle|fuente|fonte|bron|källa|kilde|kaynak|источник|zdroj|źródło|via)\s*[:：]\s*\S", r"^(?:read|see|view) (?:the )?(?:original|full|whole|entire) (?:article|story|post|source)\b"),
    _rule(
        "navigation", 6,
        r"^(?:jump|skip|go|back|return) to\b", r"^(?:direkt )?(?:zum?r?|(?:aller|passer|revenir) (?:au|à la)|(?:ir|saltar|salta|vai|pular|passa) (?:al?|para|o)|(?:ga )?naar|till|til) (?:the |de |o |la )?(?:haupt)?(?:inhalt|navigation|suche|men[uü]|seitenanfang|übersicht|startseite|contenu|recherche|contenido|contenuto|conteúdo|inhoud|innehåll(?:et)?|indhold|innhold)\b",
        r"^(?:hoppa|hopp|gå|spring|siirry|przejdź|przeskocz|přejít|přeskočit|prejsť|перейти|ugrás|sari|treci|preskoči|μετάβαση|mergi)\b.{0,8}\b(?:till?|over|do|na|k|к|a|la|στο|sisältöön|tartalom\w*)\b",
    ),
    _rule("address", 6, r"^(?:https?://|www\.)\S+$", r"^[\w.+-]+@[\w-]+\.[\w.]+$", r"^@\w{2,30}$"),
    _rule("breadcrumb", 18, r"^(?:home|start|startseite|accueil|inicio|início|hem|forside|hjem|anasayfa|ana sayfa|strona główna|главная|beranda|acasă|you are here|sie sind hier)\s*[:>›»/|→]"),
)  # fmt: skip


# Headings that hold more than the phrase: "Weather top stories", "More from Politics".
SECTIONS: tuple[Rule, ...] = (
    _rule(
        "related links", 8,
        r"^.{0,30}\b(?:top stories|related (?:stories|articles|news|posts|coverage|(?:internet |external )?links)|(?:latest|recent) (?:news|stories|headlines|articles|posts)|most (?:read|popular|viewed)(?: \w+)?|trending now|stories you (?:may|might) like)\W*$",
        r"^(?:more|latest|recent|other) (?:from|in|on|about|by|stories (?:from|in|by)|news (?:from|in)|articles (?:from|in|by)|top stories)\b.{0,40}(?<![.!?])$",
        r"^(?:mehr (?:aus|von|zu|zum|zur|über)|weitere (?:artikel|meldungen|nachrichten|beiträge|themen)|aktuelle (?:artikel|meldungen)) .{2,40}(?<![.!?])$",
        r"^(?:plus (?:de|sur|d[’']) ?|les (?:derni(?:er|ère)s|plus) ).{2,40}(?<![.!?])$", r"^(?:más (?:en|de|sobre|noticias)|lo más|las más) .{2,40}(?<![.!?])$", r"^(?:altr[ie]|ultim[ie]|tutti gli) (?:articoli|notizie|news)\b.{0,40}$", r"^(?:meer (?:over|van|uit|nieuws)|het laatste) .{2,40}(?<![.!?])$", r"^(?:mer (?:om|från|fra)|mere (?:om|fra)|flere saker|fler artiklar)\b.{0,40}(?<![.!?])$",
    ),
    _rule("comments", 9, r"^(?:(?:leave|post|write|add) (?:a |your )?(?:comment|reply|response)|join the (?:conversation|discussion)|be the first to comment|\d+ (?:comments?|responses|replies|thoughts) (?:on|to)|(?:schreiben|verfassen) sie .{0,15}kommentar|laisse[rz] .{0,15}commentaire|dej(?:a|ar) .{0,15}(?:comentario|respuesta)|bir (?:yanıt|cevap|yorum))\b"),
    _rule("subscription", 40, r"^this was your \w+ (?:free )?article\b", r"^you(?:’ve|'ve| have) (?:read|reached|used)\b.{0,40}\b(?:free|complimentary|monthly) articles?\b", r"^(?:sie haben|vous avez|has|ya) .{0,30}\b(?:kostenlosen? artikel|articles? gratuits?|artículos? gratuitos?)\b"),
)  # fmt: skip


_MAX_LINK_WORDS = 30
# Chinese and Japanese letters and all after them: one word there may be several.
_FIRST_UNSPACED = "\u2e80"
_HEADLINE_BEGINNINGS = frozenset({"in pictures", "photo gallery", "in other news", "à la une"})
_MAX_RULE_WORDS = max(rule.max_words for rule in (*RULES, *SECTIONS))


def rule_for(line: Line) -> str | None:
    """The name of the first rule that says that a line is no article text, None where none does."""
    return _verdicts(line)[0]


def section_for(line: Line) -> str | None:
    """The name of the kind of block that a line heads (related links, comments, footer), or None."""
    return _verdicts(line)[1]


def _verdicts(line: Line) -> tuple[str | None, str | None]:
    if line.verdicts is None:
        rule = chrome_named(line.text) or _announced_link(line) or _first(RULES, line)
        line.verdicts = (rule, section_named(line.text) or _first(SECTIONS, line))
    return line.verdicts


def _announced_link(line: Line) -> str | None:
    """The rule of a link behind the words that head such links ("You may also like: ...")."""
    head, colon, rest = line.text.replace("：", ":").partition(":")
    if not colon or not rest.strip() or line.n_words > _MAX_LINK_WORDS:
        return None
    is_phrase = " " in head.strip() or head[:1] >= _FIRST_UNSPACED
    is_link = is_phrase and head.lower() not in _HEADLINE_BEGINNINGS
    return "related link" if is_link and section_named(head) == "related links" else None


def _first(rules: tuple[Rule, ...], line: Line) -> str | None:
    if line.n_words > _MAX_RULE_WORDS:
        return None
    return next((rule.name for rule in rules if rule.fires(line)), None)
