"""Lines that are said of a picture: captions and credits, told by their form."""

from __future__ import annotations

import re

from app.ingest.analyse.agencies import AGENCY_PATTERN
from app.ingest.analyse.scrape.lines import Line
from app.records import Image

_MAX_WORDS = 75
_MEDIUM = (
    r"(?:photo(?:s|graph(?:er|s)?|graphie)?|foto(?:s|graf(?:in)?|grafía)?|image[ns]?|bild(?:er|rechte|quelle|nachweis)?|picture|"
    r"pic|beeld|kuva|zdjęcie|fot|illustration|grafik|graphic|crédits?|credits?|imagen|immagine|imagem|fotó|фото)"
)
_HOUSE = rf"(?:{AGENCY_PATTERN}|Getty(?: Images)?|AFP|EPA|Shutterstock|Alamy|iStock|Imago|Picture Alliance|picture alliance|ZUMA|Press Association|Instagram|Twitter|Facebook|YouTube|Handout|Courtesy|File|Unsplash|Pixabay|Flickr|Wikimedia(?: Commons)?|Screenshot)"
# The whole line is a credit.
_CREDIT_LINE = re.compile(
    rf"^\W*{_MEDIUM}\b\.?\s*(?:(?:credit|source|by|from|courtesy(?: of)?|von|de|di|af|av|via)\b\s*)?(?:[:：©|/–—-]|\bby\b|\bvon\b)?\s*(?!\w+ly\b)[^.]{{2,80}}$"
    rf"|^\W*(?:©|\(c\))\s*[^.]{{2,60}}$|^[^.!?]{{2,60}}\s*(?:/|\||via|©)\s*(?:{_HOUSE})\W*$|^(?:{_HOUSE})(?:\s*[/|]\s*[\w .’'-]{{2,40}})*$",
    re.IGNORECASE,
)
# The line ends in a credit.
_CREDIT_END = re.compile(
    rf"(?P<credit>\((?:{_MEDIUM}|file)\b[^()]{{2,80}}\)|[(\[][^()\[\]]{{0,60}}\b(?:{_HOUSE})\b[^()\[\]]{{0,40}}(?:[/|][^()\[\]]{{2,40}})?[)\]]|\([A-ZÀ-Þ .’'&-]{{2,50}}/[A-ZÀ-Þ .’'&-]{{2,50}}\)"
    rf"|\b(?:Image|Photo|Photograph|Foto|Beeld|Bild|Picture|Crédit|Credit|Kuva|Imagen|Photo credit|Image credit|Image source|Bildquelle|Bildrechte)\s*(?:by|:|©|/)?\s*[A-ZÀ-Þ][\w./ ’'&-]{{1,50}}"
    rf"|\b[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){{0,3}}\s*/\s*(?:{_HOUSE})(?:\s+via\s+[A-Z][\w ]{{1,30}})?|\|\s*(?:{_HOUSE})|©\s*(?:{_HOUSE}|[A-ZÀ-Þ][\w./ -]{{2,40}})|via\s+(?:{_HOUSE}))\W*$"
)
_CREDIT_LABEL = re.compile(
    r"^(?:(?:image|photo(?:graph)?|foto|beeld|bild|picture|kuva|imagen)(?:\s+(?:credit|source))?|crédit|credit|bildquelle|bildrechte)\s*(?:by\s|[:©/])\s*",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"^\W*(?:file|in this (?:file )?(?:photo|image|picture)|this (?:file |undated )?(?:photo|image|picture)|(?:an? )?(?:undated|file|handout) (?:photo|image|picture)|"
    r"pictured|archivbild|archivfoto|symbolbild|symbolfoto|caption|image caption|bildunterschrift|légende|pie de foto|dans cette photo|en la foto|nella foto)\b\W",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\((?:left|right|cent(?:er|re)|l|r|c|links|rechts|mitte|li\.?|re\.?|m\.?|gauche|à gauche|à droite|droite|izquierda|derecha|izq\.?|dcha\.?|sinistra|destra|above|below|pictured)\)|,\s(?:left|right|cent(?:er|re)|second from (?:left|right)),|\b(?:from left|de gauche à droite|von links(?: nach rechts)?|v\.\s?l\.(?:\s?n\.\s?r\.)?|da sinistra|de izquierda a derecha)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:listens?|speaks?|shakes?|shaking|attends?|poses?|posing|gestures?|walks?|walking|stands?|standing|arrives?|arriving|holds?|holding|waves?|"
    r"waving|looks?|sits?|sitting|delivers?|addresses|addressing|greets?|greeting|meets?|smiles?|surrounded|accompanied|flanked|seen|pictured|leaves?|"
    r"leaving|marches|march|watch|watches|talks?|talking|react|reacts|celebrates?|hugs?|is seen|are seen|are pictured)\b"
)
_WHEN_TAKEN = re.compile(
    r"\b(?:on|in|at|during|from)\b[^.]{0,80}\b(?:(?:19|20)\d\d|earlier (?:this|that) (?:year|month|week)|last (?:year|month|week)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:, [A-Z][a-z]+\.? \d{1,2})?)\b[^.]{0,20}\.?\s*$|\bduring (?:a|an|the) [^.]{3,60}\.?\s*$"
)


def read_caption(line: Line, *, near_top: bool) -> Image | None:  # noqa: PLR0911 - one for each form
    """The caption and credit in a line that is said of a picture, None for other lines. What only the
    present tense and a date tell counts `near_top` alone, where the lead picture stands."""
    text = line.text
    if line.n_words > _MAX_WORDS or text[0] in '"“„«':
        return None
    if line.n_words <= 14 and _CREDIT_LINE.match(text) and not line.ends_sentence:
        return Image(credit=text)
    if match := _CREDIT_END.search(text):
        return Image(
            caption=text[: match.start()].strip() or None, credit=_credited(match.group("credit"))
        )
    if _BEGIN.match(text):
        return Image(caption=text)
    is_one_sentence = line.count_sentences() <= 2 and line.n_words <= 50
    if is_one_sentence and _POSITION.search(text) and (near_top or _SHOWN.search(text)):
        return Image(caption=text)
    if near_top and is_one_sentence and _SHOWN.search(text) and _WHEN_TAKEN.search(text):
        return Image(caption=text)
    return None


def _credited(text: str) -> str:
    """Who is credited, without brackets and the word for a picture."""
    return _CREDIT_LABEL.sub("", text.strip(" ()[]|")) or text
