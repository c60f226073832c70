"""The language of headlines and claims, of a few words each, and of longer texts."""

from __future__ import annotations

import pytest

from app.ingest.analyse.language import language_code, language_of

HEADLINES = {
    "ar": "استقالة رئيس البلدية بعد الحريق",
    "cs": "Starosta odstupuje po požáru",
    "da": "Borgmesteren går af efter branden",
    "de": "Bürgermeister tritt nach Brand zurück|Drei Tote bei Unfall nahe Ulm|Gaspreise steigen weiter",
    "el": "Ο δήμαρχος παραιτείται μετά τη φωτιά",
    "en": "Lobsters mate for life|Senator Ruiz supports tax cuts|Coffee cures cancer|"
    "Police arrest three after Lagos market robbery|Storm kills twelve in Florida",
    "es": "Sube el precio del gas|El alcalde dimite tras el incendio|Huelga de trenes en Bilbao",
    "fi": "Keskuspankki nostaa korkoa",
    "fr": "Hausse du prix du gaz|Mort du chanteur Paul Garnier|Nouvelle tempête en Bretagne",
    "he": "ראש העיר התפטר אחרי השריפה",
    "hi": "सोमवार को रेल हड़ताल",
    "hu": "Ismét drágul a gáz",
    "id": "Harga gas naik lagi",
    "it": "Sale il prezzo del gas|La banca centrale alza i tassi|Nuova tempesta al nord",
    "ja": "火災のあと市長が辞任",
    "ko": "시장이 화재 후 사임했다",
    "nl": "Burgemeester stapt op na brand|Kamer verwerpt begroting",
    "pl": "Cena gazu znowu rośnie|Sejm odrzucił budżet",
    "pt": "Preço do gás volta a subir|Nova tempestade no norte",
    "ro": "Prețul gazului crește din nou",
    "ru": "Умерла певица Анна Орлова|Трое погибли в аварии под Тулой",
    "sv": "Gaspriset stiger igen",
    "sw": "Benki kuu yapandisha riba",
    "tr": "Gaz fiyatı yine yükseliyor",
    "uk": "Мер пішов у відставку після пожежі",
    "vi": "Đình công tàu hỏa ở Huế",
    "zh": "市长在火灾后辞职",
}
# Kin of a language of which much more is published: a paragraph of them is still told from it.
KIN = {
    "af": "Die burgemeester het ná die brand bedank. Sy het gesê dat sy nie meer die vertroue van die raad "
    "het nie, en dat 'n nuwe verkiesing binne drie maande gehou moet word. Die raad vergader môre weer.",
    "bg": "Кметът подаде оставка след пожара. Тя каза, че вече няма доверието на съвета и че до три месеца "
    "трябва да се проведат нови избори. Съветът ще заседава отново утре сутринта.",
    "gl": "A alcaldesa dimitiu despois do incendio. Dixo que xa non ten a confianza do concello e que se "
    "deben celebrar unhas novas eleccións nun prazo de tres meses. O pleno reúnese outra vez mañá.",
    "pcm": "Di mayor don resign afta di fire wey burn di market. She tok say di council no dey trust am again "
    "and say dem go do new election before three months don pass. Dem go meet again tomorrow morning.",
}


@pytest.mark.parametrize("code", HEADLINES)
def test_a_headline_tells_its_language(code: str) -> None:
    headlines = HEADLINES[code].split("|")
    assert [language_of(headline) for headline in headlines] == [code] * len(headlines)


@pytest.mark.parametrize("code", KIN)
def test_a_paragraph_in_a_language_of_few_papers_is_not_taken_for_its_kin(code: str) -> None:
    assert language_of(KIN[code]) == code


@pytest.mark.parametrize("text", ["", "12 345 678 910", "Okafor", "!!! ??? …", "\ud800" * 30])
def test_what_says_too_little_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_the_title_helps_a_short_text_and_is_not_asked_beside_a_long_one() -> None:
    assert language_of("Petra Okafor.") is None
    assert language_of("Petra Okafor.", "Sängerin nach langer Krankheit gestorben") == "de"
    long = "The mayor resigned after the fire that destroyed the old market hall. " * 3
    assert language_of(long, "Le maire démissionne après l'incendie du marché") == "en"


@pytest.mark.parametrize(
    ("stated", "code"),
    [("en-GB", "en"), ("EN_us", "en"), ("nb", "no"), ("English", None), ("", None), (None, None)],
)
def test_a_stated_language_is_read_as_its_code(stated: str | None, code: str | None) -> None:
    assert language_code(stated) == code
