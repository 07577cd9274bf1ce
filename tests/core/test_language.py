from __future__ import annotations

import pytest

import spin_detect

OTHERS = {
    "German": "Der Ausschuss traf sich am Dienstag im Rathaus, um den neuen Haushalt der Bibliothek zu beraten. Die "
    "Mitglieder waren sich einig, dass die Öffnungszeiten im Winter länger sein sollten, weil viele Schüler dann warm "
    "arbeiten wollen.",
    "French": "Le comité s'est réuni mardi à la mairie pour discuter du nouveau budget de la bibliothèque. Les membres "
    "ont convenu que les heures d'ouverture devraient être plus longues en hiver, quand les élèves cherchent un "
    "endroit chaud pour travailler.",
    "Spanish": "El comité se reunió el martes en el ayuntamiento para hablar del nuevo presupuesto de la biblioteca. "
    "Los miembros acordaron que el horario debería ser más largo en invierno, cuando los alumnos necesitan un lugar "
    "cálido para trabajar.",
    "Dutch": "De commissie kwam dinsdag bijeen in het stadhuis om de nieuwe begroting van de bibliotheek te bespreken. "
    "De leden vonden dat de openingstijden in de winter langer moeten zijn, omdat leerlingen dan een warme plek zoeken "
    "om te werken.",
    "Portuguese": "A comissão reuniu-se na terça-feira na câmara para discutir o novo orçamento da biblioteca. Os "
    "membros concordaram que o horário deveria ser mais longo no inverno, quando os alunos precisam de um lugar "
    "quente.",
    "a list": "apples pears plums cherries grapes lemons oranges melons berries nuts figs dates limes peaches kiwis "
    "mangos bananas quinces olives leeks onions carrots peas beans",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_languages_are_left_unscored(name):
    """A text that is not running English gets no score, no finding, and the reason why."""
    analysis = spin_detect.analyze(OTHERS[name])
    assert (analysis.verdict, analysis.score, analysis.findings) == ("unscored", None, ())
    assert analysis.restored == OTHERS[name]
    assert "does not look like English" in analysis.reasons[0]


def test_a_short_text_is_left_unscored():
    """Too few words say nothing; where the limit lies is a setting."""
    text = "The council met on Tuesday and agreed on the new budget for the library."
    analysis = spin_detect.analyze(text)
    assert (analysis.verdict, analysis.score) == ("unscored", None)
    assert "too few" in analysis.reasons[0]
    assert spin_detect.analyze(text, spin_detect.Settings(min_words=10)).score is not None


def test_english_with_foreign_words_is_english():
    """Names and quotations in other languages do not make a text foreign."""
    text = (
        "The mayor of Saint-Étienne said that the fête de la musique would be held on the Place de l'Hôtel de Ville in "
        "June, and that visitors from Köln and Málaga were welcome. „Wir freuen uns sehr“, said one of them."
    )
    assert spin_detect.analyze(text).score is not None
