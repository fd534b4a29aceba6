from __future__ import annotations

from allo_ext.durable import is_stop

STOP = (
    "STOP", "stop", " Stop. ", "STOP!", "Stop SVP !", "stop merci", "STOP SMS", "STOP au 36180", "STOP 36180",
    "UNSUBSCRIBE", "Unsubscribe please", "Please stop", "stopall", "Quit", "END", "cancel", "ARRET", "Arrêt", "arrêter",
    "Désabonnement", "DÉSABONNER", "merci de désinscrire", "opt-out", "S\N{FULLWIDTH LATIN SMALL LETTER T}op",
)  # fmt: skip
OTHER = (
    None, "", "Stop by at five?", "Don't stop", "I will stop at the shop", "non-stop", "bus stop", "Weekend", "The end",
    "stop it, you two are funny", "arrete tes bêtises", "Can you cancel my order?", "36180", "\N{OCTAGONAL SIGN}",
)  # fmt: skip


def test_a_reply_of_one_such_word_asks_for_no_more():
    """In English and French, in any case, with and without accents and politeness."""
    assert [reply for reply in STOP if not is_stop(reply)] == []


def test_a_sentence_does_not():
    """It is for people to read."""
    assert [reply for reply in OTHER if is_stop(reply)] == []
