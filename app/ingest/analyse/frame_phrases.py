"""Words of a page's frame in many languages: whole lines that are nothing else, a rule a row."""

from __future__ import annotations

import re

# A line is looked up without case, counters and punctuation at its ends. `section` rows head a block
# that is no article (links, comments, footers); `line` rows are chrome by themselves.
_SECTIONS = {
    "comments": """
        leave a comment|leave a reply|leave a response|post a comment|add a comment|add comment|comments|comment
        |join the conversation|join the discussion|view comments|show comments|all comments|have your say
        |write a comment|responses|reader comments|recent comments|post your comment|your comment|comments are closed
        |what do you think|kommentare|kommentar schreiben|kommentar verfassen|schreibe einen kommentar
        |schreiben sie einen kommentar|leserkommentare|diskutieren sie mit|kommentare anzeigen|alle kommentare
        |commentaires|laisser un commentaire|laissez un commentaire|ajouter un commentaire|réagir|vos réactions
        |voir les commentaires|vos commentaires|réactions|comentarios|deja un comentario|deja una respuesta|dejar un comentario
        |ver comentarios|escribe un comentario|comenta|commenti|lascia un commento|scrivi un commento|inserisci un commento
        |comentários|deixe um comentário|deixe uma resposta|deixe seu comentário|reacties|geef een reactie
        |laat een reactie achter|plaats een reactie|reageer|kommentarer|skriv en kommentar|lämna en kommentar
        |legg igjen en kommentar|skriv et svar|skriv kommentar|läs kommentarer|kommentit|jätä kommentti|kommentoi
        |komentarze|dodaj komentarz|skomentuj|napisz komentarz|komentáře|přidat komentář|hozzászólások|szólj hozzá
        |bir yanıt yazın|bir cevap yazın|yorumlar|yorum yaz|yorum yap|yorum ekle|комментарии|оставить комментарий
        |добавить комментарий|написать комментарий|отзывы|добавить отзыв|коментарі|залишити коментар|komentar
        |tinggalkan komentar|tulis komentar|tinggalkan balasan|comentarii|lasă un comentariu|lasă un răspuns|σχόλια
        |αφήστε ένα σχόλιο|komentari|bình luận|تعليقات|اترك تعليقا|评论|发表评论|留言|コメント|コメントする|댓글""",
    "related links": """
        related|related articles|related article|related stories|related story|related news|related content|related links
        |related posts|related coverage|related topics|related reading|related video|related videos|more stories|more news
        |more on this|more on this story|more like this|more from this section|more in this section|more headlines|more articles
        |most read|most viewed|most popular|most recent|most shared|most commented|most watched|popular|popular now
        |popular stories|popular posts|popular articles|trending|trending now|trending stories|trending topics|trending news
        |top stories|top news|top headlines|top articles|latest|latest news|latest stories|latest headlines|latest articles
        |latest posts|recent posts|recent news|recent stories|recent articles|recommended|recommended for you|recommended stories
        |recommended articles|recommended reading|we recommend|you may also like|you might also like|you may like
        |you might like|you may also be interested in|you might be interested in|up next|read next|next article
        |what to read next|next story|next post|previous post|previous article|next up|also read|also on|around the web
        |from around the web|from the web|elsewhere on the web|from our partners|partner content|sponsored links
        |sponsored content|promoted stories|promoted content|editors picks|editor's picks|editors' picks|editor's choice
        |don't miss|dont miss|in case you missed it|must read|must reads|must watch|keep reading|continue reading
        |explore more|discover more|in other news|other stories|other news|more to explore|more to read|further reading
        |featured|featured stories|featured articles|featured videos|in pictures|photo gallery|photo galleries|see also
        |read also|read more|people also read|stories for you|for you|top picks|today's top stories|story timeline
        |mehr zum thema|mehr zu diesem thema|das könnte sie auch interessieren|das könnte dich auch interessieren
        |das könnte sie interessieren|auch interessant|lesen sie auch|lesen sie mehr|mehr lesen|weitere artikel|weitere themen
        |weitere nachrichten|weitere meldungen|meistgelesen|meistgelesene artikel|meist gelesen|am meisten gelesen|beliebt
        |neueste artikel|neueste nachrichten|neueste beiträge|ähnliche artikel|ähnliche beiträge|verwandte artikel
        |verwandte themen|empfehlungen|empfohlene artikel|empfohlen|unsere empfehlungen|topthemen|top-themen|aktuelle nachrichten
        |mehr aus|mehr aus diesem ressort|zum thema|nachrichten|schlagzeilen|aktuelles|passend dazu|nächster artikel
        |lire aussi|à lire aussi|a lire aussi|à lire également|à voir aussi|sur le même sujet|sur le même thème|dans la même rubrique
        |les plus lus|le plus lu|articles les plus lus|articles liés|article lié|articles similaires|articles récents
        |derniers articles|dernières actualités|dernières nouvelles|dernières infos|à la une|à découvrir|nos recommandations
        |recommandé pour vous|vous aimerez aussi|vous pourriez aussi aimer|cela peut vous intéresser|voir aussi|plus d'articles
        |plus d'actualités|lo más leído|lo más visto|más leídas|las más leídas|lo último|últimas noticias|noticias relacionadas
        |artículos relacionados|te puede interesar|también te puede interesar|te recomendamos|lee también|leer más|lea también
        |más noticias|más información|más en|relacionado|relacionadas|destacados|recomendados|te podría interesar|siguiente noticia
        |leggi anche|potrebbe interessarti|potrebbe interessarti anche|ti potrebbe interessare|potrebbero interessarti anche|articoli correlati|notizie correlate
        |più letti|i più letti|ultime notizie|altre notizie|correlati|vedi anche|da non perdere|leia também|leia mais|mais lidas
        |as mais lidas|mais lidos|últimas notícias|notícias relacionadas|artigos relacionados|veja também|relacionadas
        |você pode gostar|recomendadas|saiba mais|mais notícias|lees ook|lees meer|lees verder|meer nieuws|meer over|meest gelezen
        |gerelateerd|gerelateerde artikelen|gerelateerde berichten|het laatste nieuws|laatste nieuws|aanbevolen|bekijk ook
        |läs mer|läs också|läs även|mest läst|mest lästa|senaste nytt|relaterat|relaterade artiklar|fler artiklar|les også|les mer
        |mest lest|siste nytt|siste nyheter|relaterte artikler|flere saker|anbefalte saker|læs også|læs mere|mest læste
        |seneste nyt|relaterede artikler|anbefalet|lue myös|lue lisää|luetuimmat|uusimmat|suosituimmat|czytaj też|czytaj także
        |czytaj więcej|zobacz też|zobacz także|przeczytaj także|polecane|najczęściej czytane|najpopularniejsze|najnowsze
        |powiązane artykuły|podobne artykuły|čtěte také|související články|nejčtenější|další články|mohlo by vás zajímat
        |přečtěte si také|kapcsolódó cikkek|legolvasottabb|ajánlott|olvasta már|ilgili haberler|ilginizi çekebilir|önerilen
        |önerilen haberler|son haberler|son dakika|çok okunanlar|en çok okunanlar|diğer haberler|benzer haberler|haberler
        |читайте также|по теме|материалы по теме|похожие статьи|самое читаемое|последние новости|новости по теме|популярное
        |популярные|рекомендуем|ещё по теме|еще по теме|смотрите также|главные новости|другие новости|новости|читайте далее
        |читайте також|читайте ще|останні новини|популярні|схожі новини|baca juga|berita terkait|berita terkini|terpopuler
        |artikel terkait|terkait|lainnya|rekomendasi|berita lainnya|citește și|articole similare|cele mai citite
        |știri similare|διαβάστε επίσης|σχετικά άρθρα|δημοφιλή|τελευταία νέα|pročitajte još|najčitanije|povezani članci
        |tin liên quan|đọc thêm|اقرأ أيضا|مقالات ذات صلة|الأكثر قراءة|أخبار ذات صلة|相关新闻|相关阅读|相关文章|推荐阅读|热门
        |延伸阅读|関連記事|関連ニュース|おすすめ記事|人気記事|アクセスランキング|관련기사|많이 본 뉴스|habari zaidi|soma zaidi""",
    "reader letter": """
        dear reader|dear readers|liebe leserin lieber leser|liebe leserinnen und leser|cher lecteur|chers lecteurs
        |estimado lector|queridos lectores|caro lettore|beste lezer|kära läsare|kjære leser|before you go|while you're here
        |while you are here|since you're here|a message from the editor|support our work|support our journalism""",
    "about": """
        about the author|about the authors|about us|about|author bio|über den autor|über die autorin|zum autor|zur autorin
        |à propos de l'auteur|sobre el autor|sobre la autora|sobre o autor|sull'autore|over de auteur|om författaren
        |om forfatteren|o autorze|yazar hakkında|об авторе|tentang penulis|more from the author|more by this author""",
    "footer": """
        terms of use|terms of service|terms and conditions|terms & conditions|terms|privacy policy|privacy|privacy notice
        |cookie policy|cookie settings|cookies|contact us|contact|advertise|advertise with us|advertising|sitemap|site map|careers
        |accessibility|accessibility statement|do not sell my personal information|your privacy choices|impressum|datenschutz
        |datenschutzerklärung|agb|nutzungsbedingungen|kontakt|mediadaten|mentions légales|politique de confidentialité
        |conditions générales|nous contacter|plan du site|aviso legal|política de privacidad|política de cookies|contacto
        |quiénes somos|note legali|informativa privacy|contatti|chi siamo|política de privacidade|termos de uso|contato|quem somos
        |privacybeleid|privacyverklaring|algemene voorwaarden|over ons|adverteren|integritetspolicy|om oss|kontakta oss
        |personvern|kontakt oss|om os|tietosuoja|yhteystiedot|polityka prywatności|regulamin|reklama|o nas|kvkk|gizlilik politikası
        |künye|iletişim|hakkımızda|kullanım koşulları|политика конфиденциальности|о проекте|о нас|контакты|реклама|правовая информация
        |kebijakan privasi|tentang kami|hubungi kami|pedoman media siber|redaksi|politica de confidențialitate|隐私政策
        |关于我们|联系我们|プライバシーポリシー|利用規約|お問い合わせ|会社概要|개인정보처리방침""",
    "tags": """
        tags|tag|related tags|topics|topic|related topics|filed under|in this article|in this story|keywords|more about|categories
        |category|schlagwörter|schlagworte|stichwörter|themen|themen des artikels|mots clés|mots-clés|sujets|thèmes|dans cet article
        |etiquetas|temas|temas relacionados|archivado en|argomenti|tag dell'articolo|etiket|etiketler|etiquetas:|palavras-chave
        |tópicos|onderwerpen|trefwoorden|ämnen|emner|stikord|aiheet|tagi|tematy|štítky|témata|címkék|теги|метки|темы|теми
        |topik|kata kunci|标签|关键词|タグ|キーワード""",
}
_LINES = {
    "navigation": """
        menu|main menu|home|homepage|search|close|open menu|close menu|toggle navigation|navigation|skip to content
        |skip to main content|skip navigation|skip to footer|back to top|back|next|previous|prev|go back|all|view all|see all|show all
        |more|show more|load more|view more|see more|less|show less|sections|all sections|you are here|you are at|sitemap
        |zum inhalt springen|zur navigation springen|navigation überspringen|startseite|suche|suchen|menü|schließen|mehr|mehr anzeigen
        |nach oben|weiter|zurück|alle|inhalt|aller au contenu|accueil|rechercher|recherche|fermer|plus|voir plus|haut de page
        |retour|suivant|précédent|retour en haut|inicio|buscar|cerrar|menú|más|ver más|volver arriba|siguiente|anterior|ir al contenido
        |cerca|chiudi|vai al contenuto|altro|mostra altro|torna su|avanti|indietro|início|pesquisar|fechar|mais|ver mais|ir para o conteúdo
        |zoeken|sluiten|naar inhoud|meer|toon meer|terug|volgende|vorige|terug naar boven|sök|stäng|hem|meny|till innehållet
        |visa mer|tillbaka|nästa|søk|lukk|hjem|hopp til innhold|vis mer|tilbake|neste|søg|luk|forside|vis mere|etusivu|haku|valikko|sulje
        |szukaj|strona główna|zamknij|więcej|przejdź do treści|powrót|hledat|domů|zavřít|více|keresés|kezdőlap|ana sayfa|anasayfa
        |ara|kapat|menü|devamı|ana içeriğe atla|başa dön|поиск|меню|главная|закрыть|ещё|еще|наверх|назад|вперед|все|пошук|головна|меню
        |beranda|cari|tutup|selengkapnya|acasă|căutare|închide|meniu|αρχική|αναζήτηση|μενού|البحث|القائمة|الرئيسية|首页|搜索|菜单|更多
        |返回顶部|ホーム|検索|メニュー|もっと見る|トップ|홈|검색|메뉴|mwanzo|navigation menu|main navigation|breadcrumb|header|footer""",
    "sharing": """
        share|share this|share this article|share this story|share this page|share on facebook|share on twitter|share on x
        |share on linkedin|share on whatsapp|share via email|share article|share story|tweet|tweet this|retweet|pin it|pin|like|like this
        |email|e-mail|email this|email this article|mail|print|print this|print this article|print article|copy link|copy url
        |link copied|copy|get short url|get link|permalink|save|save article|save for later|saved|bookmark|gift article|gift this article
        |give this article|facebook|twitter|x|instagram|linkedin|whatsapp|telegram|reddit|pinterest|tumblr|youtube|tiktok|messenger
        |flipboard|pocket|snapchat|vk|vkontakte|ok|odnoklassniki|xing|threads|bluesky|mastodon|rss|rss feed|google+|google plus|google news
        |stumbleupon|viber|line|weibo|wechat|sms|blogger|digg|email link|shares|total shares|react|clap|follow|follow us
        |follow us on|follow us on social media|connect with us|social media|stay connected|follow this author|following
        |teilen|artikel teilen|auf facebook teilen|auf twitter teilen|drucken|artikel drucken|merken|per mail teilen|link kopieren
        |vorlesen|versenden|folgen|folgen sie uns|senden|artikel merken|partager|partager l'article|partager sur facebook
        |partager sur twitter|imprimer|envoyer|copier le lien|suivez-nous|envoyer par e-mail|enregistrer|compartir|compartir en facebook
        |compartir en twitter|imprimir|enviar|copiar enlace|guardar|síguenos|síguenos en|enviar por correo|condividi|stampa|invia|salva|seguici
        |seguici su|copia link|compartilhar|compartilhe|partilhar|imprimir|copiar link|siga-nos|salvar|delen|deel|deel dit artikel|afdrukken
        |kopieer link|volg ons|bewaar|dela|dela artikel|skriv ut|kopiera länk|följ oss|spara|del|del artikkel|del på facebook|skriv ut
        |kopier lenke|følg oss|del artiklen|følg os|kopier link|jaa|tulosta|jaa artikkeli|udostępnij|drukuj|kopiuj link|obserwuj nas|podziel się
        |sdílet|tisk|sdílejte|megosztás|nyomtatás|paylaş|yazdır|kopyala|bizi takip edin|takip et|поделиться|печать|распечатать|подписаться
        |скопировать ссылку|поділитися|друк|bagikan|cetak|salin tautan|ikuti kami|distribuie|tipărește|κοινοποίηση|εκτύπωση|مشاركة|طباعة
        |分享|打印|收藏|微信|微博|シェア|印刷|保存|ツイート|공유|프린트""",
    "account": """
        log in|login|log out|logout|sign in|sign out|sign up|signup|register|my account|account|create account|profile|subscribe
        |subscribe now|subscribe today|subscribe to our newsletter|subscribe to newsletter|subscription|subscriptions|newsletter
        |newsletters|sign up for our newsletter|sign up now|sign up for free|get the newsletter|daily newsletter|donate|donate now
        |support us|support|become a member|join|join now|join us|start free trial|try for free|get started|manage account
        |my profile|notifications|settings|preferences|submit|send|cancel|ok|accept|accept all|accept cookies|i accept|i agree|agree
        |reject|reject all|decline|got it|dismiss|password|username|e-mail address|email address|your email|your name|forgot password
        |remember me|anmelden|abmelden|registrieren|einloggen|abo|abonnieren|jetzt abonnieren|mein konto|konto|abonnements|newsletter abonnieren
        |newsletter bestellen|akzeptieren|alle akzeptieren|ablehnen|einstellungen|zustimmen|jetzt anmelden|e-paper|epaper|se connecter|connexion
        |s'inscrire|inscription|s'abonner|abonnez-vous|je m'abonne|abonnement|mon compte|accepter|tout accepter|refuser|faire un don
        |iniciar sesión|regístrate|registrarse|suscríbete|suscribirse|suscripción|mi cuenta|aceptar|aceptar todo|rechazar|accedi|registrati|abbonati
        |iscriviti|accetta|rifiuta|entrar|cadastre-se|assine|assinar|aceitar|minha conta|inloggen|aanmelden|abonneren|word abonnee
        |accepteren|weigeren|registreren|logga in|prenumerera|bli prenumerant|acceptera|godkänn|logg inn|abonner|bli abonnent|godta
        |log ind|bliv abonnent|accepter|kirjaudu|kirjaudu sisään|tilaa|hyväksy|zaloguj|zaloguj się|zarejestruj się|subskrybuj|prenumerata
        |akceptuję|přihlásit se|přihlásit|předplatné|souhlasím|bejelentkezés|előfizetés|elfogadom|giriş|giriş yap|üye ol|abone ol|kabul et
        |войти|вход|регистрация|подписаться|подписка|принять|увійти|підписатися|masuk|daftar|berlangganan|setuju|autentificare|abonează-te
        |accept cookies|σύνδεση|εγγραφή|تسجيل الدخول|اشترك|登录|注册|订阅|ログイン|会員登録|로그인|회원가입|구독""",
    "advertisement": """
        advertisement|advertisements|advert|advertising|ad|ads|sponsored|promoted|paid content|story continues below
        |story continues below advertisement|article continues below|article continues below advertisement|article continues after ad
        |continue reading below|scroll to continue|advertisement - scroll to continue|advertisement scroll to continue|continues after advertisement
        |remove ads|report this ad|ad feedback|why this ad|anzeige|werbung|- anzeige -|nach der anzeige weiterlesen|gesponsert|publicité|annonce
        |la suite après la publicité|contenu sponsorisé|publicidad|anuncio|anuncios|continúa leyendo|sigue leyendo|contenido patrocinado|pubblicità
        |annuncio|annuncio pubblicitario|continua a leggere|publicidade|anúncio|continua após a publicidade|continua depois da publicidade
        |advertentie|advertenties|reclame|annons|annonser|annonce|annonse|artikkelen fortsetter under annonsen|artikeln fortsätter under annonsen
        |artiklen fortsætter efter annoncen|mainos|mainokset|juttu jatkuu mainoksen jälkeen|reklama|reklamy|ogłoszenie|dalsza część tekstu pod materiałem wideo
        |inzerce|hirdetés|reklam|reklamlar|реклама|на правах рекламы|iklan|advertorial|publicitate|διαφήμιση|إعلان|广告|広告|광고""",
    "player": """
        listen|listen now|listen live|listen to this article|listen to article|listen to the article|listen to this story|play|play video
        |pause|mute|unmute|watch|watch live|watch now|watch video|watch the video|video|videos|photos|photo|gallery|image|images|loading
        |loading...|please wait|replay|full screen|fullscreen|captions|subtitles|volume|video player|media player|audio|play audio
        |now playing|live|live tv|speed|playback speed|skip ad|enlarge image|enlarge this image|view gallery|hide caption|toggle caption
        |anhören|artikel anhören|video abspielen|abspielen|bild|bilder|bildergalerie|fotostrecke|lädt|écouter|écouter cet article|lecture|vidéo
        |vidéos|photos|chargement|diaporama|escuchar|escuchar artículo|ver vídeo|vídeo|vídeos|fotos|galería|cargando|reproducir|ascolta
        |ascolta l'articolo|guarda il video|foto|caricamento|ouvir|assistir|carregando|beluister|luister|afspelen|beeld|lyssna|spela|lytt|afspil
        |kuuntele|odsłuchaj|posłuchaj|dinle|izle|слушать|видео|фото|смотреть|dengarkan|tonton|视频|图片|動画|写真""",
    "source link": """
        source|source site|source link|original article|original source|read the original article|read original|view original|via|link
        |view source|quelle|zum original|originalartikel|lien source|source originale|fuente|fuente original|enlace|fonte|fonte originale|bron
        |källa|kilde|lähde|źródło|zdroj|forrás|kaynak|haberin kaynağı|источник|оригинал|джерело|sumber|sursa|πηγή|المصدر|来源|出典|원문""",
}  # fmt: skip
_EDGES = " \t:;.,…!?»«›‹>|•·*-–—+()[]\"'“”’#→▶▼▲►"
_COUNTER = re.compile(r"^[\d.,]+\s*(?:k|m)?\s+|[\s(]+\+?[\d.,]+\s*(?:k|m)?\)?$", re.IGNORECASE)
_MAX_CHARACTERS = 70


def _table(rows: dict[str, str]) -> dict[str, str]:
    phrases: dict[str, str] = {}
    for rule, listed in rows.items():
        for phrase in listed.split("|"):
            phrases.setdefault(" ".join(phrase.split()).strip(_EDGES), rule)
    return phrases


_SECTION_BY_PHRASE = _table(_SECTIONS)
_LINE_BY_PHRASE = _table(_LINES)


def section_named(text: str) -> str | None:
    """The rule of a line that heads a block of links, comments or footers; None for other lines."""
    return _look_up(text, _SECTION_BY_PHRASE)


def chrome_named(text: str) -> str | None:
    """The rule of a line that is a word of the page's frame and nothing else; None for other lines."""
    return _look_up(text, _LINE_BY_PHRASE)


def _first_words() -> dict[str, list[tuple[str, ...]]]:
    """The phrases of two words and more by their first word, longest first."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in (*_SECTION_BY_PHRASE, *_LINE_BY_PHRASE):
        words = tuple(phrase.split())
        if len(words) > 1:
            by_first.setdefault(words[0], []).append(words)
    for listed in by_first.values():
        listed.sort(key=len, reverse=True)
    return by_first


_PHRASES_BY_FIRST = _first_words()


def phrase_length(words: list[str], start: int) -> int:
    """How many of `words` from `start` on are a phrase of two words and more that begins with a
    capital; 0 where none is."""
    if not words[start][:1].isupper():
        return 0
    first = words[start].lower().strip(_EDGES).replace("’", "'")
    for phrase in _PHRASES_BY_FIRST.get(first, ()):
        found = words[start : start + len(phrase)]
        if len(found) == len(phrase) and phrase == tuple(
            word.lower().strip(_EDGES).replace("’", "'") for word in found
        ):
            return len(phrase)
    return 0


def _look_up(text: str, phrases: dict[str, str]) -> str | None:
    if len(text) > _MAX_CHARACTERS:
        return None
    plain = text.replace("’", "'").lower().strip(_EDGES)
    found = phrases.get(plain)
    if found is None:
        found = phrases.get(_COUNTER.sub("", plain).strip(_EDGES))
    return found
