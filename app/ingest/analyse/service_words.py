"""Words by which a page speaks of itself: subscribing, letters, apps, privacy, rights. How many a line has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.ingest.analyse.plain import word_set

# Beginnings of words, of all languages together; a shared beginning stands once.
_STEMS = word_set(
    """
    abbon abone abonn adblock advert android anmeld annonce annons annonse anzeige apoie apoya app apps assinant
    assine autopromo benachrichtig berlangganan boletín browser buletin bülten cadastr comparti compartilh condivid
    confidentialit confidențial consenti cookie copyright courriel datenschutz donacj donate donation download
    einwillig faceboo follow freischalt helplin herunterlad homepag hírlevél impressum inbox inscre inscrev inscri
    instagra iscri javascript jornalism journalism komentar kommentar konfidenc lecteurs lectores leserin lesezeichen
    link linkedin login lukij läsare mailbox mailing newsletter newsroom nieuwsbrief notific notifik nyhedsbrev
    nyhetsbrev passwor paywall personalis personaliz pinterest podcast podpor posteingang postfach premium prenumer
    privacid privacy privatsphäre prywatno pubblicit publicid publicidade publicit push readers receba recevez reciba
    recibe redacción redakcj redaktion redazion redaç registrarse registrati registrier regulamin regístr reklam
    reproduc reproduk reservad reserved rettighet richtlinie riservat rédaction réservé schlagwort scroll seguici
    sfoglia signup sitemap smartphone sostien soutenez spende sponsor subscr subscrev subskry suscri síguenos telegram
    tilaa tilmeld traceur twitter udostępn unlimited unsubscrib unterstütz webbplats webseite website weiterlesen
    werbung wesprzyj whatsapp widget wsparc youtube zaloguj zarejestr zastrzeżon zustimm çerez üye üyelik войдит
    комментар конфиденциальн поддерж поделит подпис подписк приложен підпис рассылк редакц реклам сайт сайті скачат
    соглаша ссылк сторінк уведомл читател إعلان إعلانات ادعم اشترك الاشتراك البريد البريدية التطبيق التعليقات الخصوصية
    الموقع النشرة تابعنا تابعونا تسجيل تطبيق تعليق شارك لتصلك للمشتركين محفوظة
    """
)
_EXACT = frozenset({"app", "apps", "link", "clic", "click"})
_SHORTEST = min(map(len, _STEMS - _EXACT))
_BY_START: dict[str, tuple[str, ...]] = {
    start: tuple(stem for stem in _STEMS - _EXACT if stem.startswith(start))
    for start in {stem[:_SHORTEST] for stem in _STEMS - _EXACT}
}
# Scripts without spaces have them anywhere in a line.
_UNSPACED = re.compile(
    "订阅|訂閱|登录|登錄|注册|註冊|会员|會員|客户端|扫码|二维码|版权|轉載|转载|公众号|[Cc]ookie|广告|关注|下载|点击|分享|评论|"
    "登録|購読|ログイン|クッキー|有料|無断|配信|アプリ|通知|広告|お問い合わせ|コメント|お寄せ|"
    "구독|로그인|회원|무단|전재|저작권|광고|댓글|앱"
)


def count_service_words(plain_words: Iterable[str], text: str) -> int:
    """How many words of a line are such words; `plain_words` are its words in lower case without
    punctuation at their ends."""
    n_words = sum(_is_service_word(word) for word in plain_words)
    return n_words if text.isascii() else n_words + len(_UNSPACED.findall(text))


def _is_service_word(word: str) -> bool:
    if word in _EXACT:
        return True
    stems = _BY_START.get(word[:_SHORTEST])
    return stems is not None and word.startswith(stems)
