from __future__ import annotations

import pytest

from spin_detect.restoration.articles import article_for

AN = (
    "hour heir honest honour apple urban urge usher utter uncle umbrella unimportant uninformed unidentified onerous "
    "X-ray e-mail MBA FBI HIV LED F-16 iPhone eBay éclair 8 80 11 18 11,000 NGO Uber ugly SUV American"
)
A = (
    "university union unit unanimous use user usual utility uranium European Ukrainian one once oneself hotel historic "
    "house UFO U.S. U-turn UNESCO NATO NASA 1100 7 10 year word B-side yellow ubiquitous"
)


@pytest.mark.parametrize("word", AN.split())
def test_vowel_sounds_take_an(word):
    """What begins with the sound of a vowel takes "an"."""
    assert article_for(word) == "an"


@pytest.mark.parametrize("word", A.split())
def test_consonant_sounds_take_a(word):
    """What begins with the sound of a consonant takes "a"."""
    assert article_for(word) == "a"


@pytest.mark.parametrize("words", ["", "…", "—", "日本"])
def test_no_sound_no_article(words):
    """Where there is no English sound to go by, no article is proposed."""
    assert article_for(words) == ""


def test_marks_before_the_word_do_not_matter():
    """Quotation marks, brackets and currency signs are silent."""
    assert [article_for(words) for words in ("“honest” man", "(used) car", "$8 note", "£10 note")] == [
        "an",
        "a",
        "an",
        "a",
    ]
