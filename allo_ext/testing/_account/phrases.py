"""What people say on the phone: dialogues in two languages from which the account's transcripts are put together.

A turn is `(speaker, text)`; the speaker is "us" or "them". Texts may name `{first}` (the contact), `{agent}` (the
colleague), `{ref}` (an order number), `{day}` and `{amount}`.
"""

from __future__ import annotations

from dataclasses import dataclass

Turn = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """One reason to call: its tag, its one-sentence summary, and exchanges of which a call uses some, in order."""

    tag: str
    summary: str
    exchanges: tuple[tuple[Turn, ...], ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Everything a call in one language is made from."""

    openings: tuple[tuple[Turn, ...], ...]
    topics: tuple[Topic, ...]
    closings: tuple[tuple[Turn, ...], ...]
    voicemails: tuple[str, ...]
    messages: tuple[Turn, ...]
    days: tuple[str, ...]
    caller: str
    """Stands in summaries for somebody whose name and number are unknown."""
    customer: str
    """The same, for somebody whose number is known."""


ENGLISH = Language(
    openings=(
        (("us", "Good morning, {agent} speaking, what can I do for you?"), ("them", "Hi {agent}, it's {first}.")),
        (("us", "Hello, you've reached our front desk."), ("them", "Hi, this is {first}, do you have a minute?")),
        (("them", "Hello?"), ("us", "Hi {first}, {agent} here, is now a good time?"), ("them", "Sure, go ahead.")),
    ),
    topics=(
        Topic(
            "delivery",
            "{first} asked where order {ref} is; {agent} promised news by {day}.",
            (
                (("them", "I'm still waiting for order {ref}."), ("us", "Let me look that up for you.")),
                (("us", "It left our warehouse yesterday evening."), ("them", "So when will it get here?")),
                (("us", "The carrier says {day}, before noon."), ("them", "That works, somebody will be in.")),
                (("them", "Can the driver ring me half an hour ahead?"), ("us", "I'll add your number to the slip.")),
                (("them", "The last box had a dent in it."), ("us", "Send us a photo and we'll replace what broke.")),
            ),
        ),
        Topic(
            "billing",
            "{first} was charged twice for {ref}; a refund of ${amount} is on its way.",
            (
                (("them", "My statement shows two charges for {ref}."), ("us", "I can see both of them, one is ours.")),
                (("us", "The second is a duplicate, I'm sorry."), ("them", "Will I get the refund on the same card?")),
                (("us", "Yes, ${amount}, it takes about three days."), ("them", "Okay, please e-mail me the receipt.")),
                (("them", "Could we pay by transfer next time?"), ("us", "I'll switch your account to invoices.")),
            ),
        ),
        Topic(
            "quote",
            "{first} wants a quote of about ${amount}; {agent} sends it on {day}.",
            (
                (("them", "We're comparing suppliers for the new office."), ("us", "How many seats are you planning?")),
                (("them", "Forty to begin with, maybe sixty."), ("us", "Then the larger plan pays off at once.")),
                (("them", "What would that come to?"), ("us", "Around ${amount} a month, setup included.")),
                (("them", "Is there a discount if we commit for a year?"), ("us", "Ten percent, I'll put it in.")),
                (("us", "You'll have the quote on {day}."), ("them", "Great, I'll show it to my partner.")),
                (("them", "Who else uses this, if I may ask?"), ("us", "Two clinics on your street, as it happens.")),
            ),
        ),
        Topic(
            "appointment",
            "Appointment with {first} moved to {day}.",
            (
                (("them", "I can't make our meeting, something came up."), ("us", "No problem, shall we move it?")),
                (("us", "I have {day} at ten or at four."), ("them", "Four is better for me.")),
                (("us", "Done, you'll get a new invitation."), ("them", "Thanks, and sorry about that.")),
                (("them", "Could we do it over video instead?"), ("us", "Of course, the link will be in there.")),
            ),
        ),
        Topic(
            "support",
            "{first} could not sign in; {agent} reset the access and it works again.",
            (
                (("them", "It won't let me in since this morning."), ("us", "What does the screen say exactly?")),
                (("them", "That my session has ended, over and over."), ("us", "Could you try a private window?")),
                (("them", "Hold on. No, the same thing."), ("us", "Then I'll reset it from here, one moment.")),
                (("us", "Please try once more now."), ("them", "Ah, there we go, I can see everything.")),
                (("them", "Was it something I did?"), ("us", "No, an update of ours, it's being looked into.")),
            ),
        ),
    ),
    closings=(
        (("us", "Is there anything else?"), ("them", "No, that's all, thank you {agent}."), ("us", "Have a good day.")),
        (("them", "Perfect, talk to you {day}."), ("us", "Talk soon, bye {first}.")),
    ),
    voicemails=(
        "Hi, {first} here. Call me back about {ref} when you can, I'm around until five.",
        "Hello, it's {first}. Nothing urgent, I just wanted to hear whether {day} still stands.",
    ),
    messages=(
        ("us", "Hi {first}, {agent} here. As discussed, we'll be back to you by {day}."),
        ("them", "Thanks for the call! {day} is fine."),
        ("us", "Sorry we missed you, {first}. What is a good time to call back?"),
        ("them", "In a meeting, can you text me the reference? Was it {ref}?"),
    ),
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    caller="a caller",
    customer="a new customer",
)

FRENCH = Language(
    openings=(
        (("us", "Bonjour, {agent} à l'appareil."), ("them", "Bonjour {agent}, c'est {first}.")),
        (("us", "Accueil, bonjour, je vous écoute."), ("them", "Bonjour, {first}, je ne vous dérange pas ?")),
        (("them", "Allô ?"), ("us", "Bonjour {first}, ici {agent}, vous avez deux minutes ?"), ("them", "Oui, oui.")),
    ),
    topics=(
        Topic(
            "livraison",
            "{first} attend la commande {ref} ; livraison annoncée pour {day}.",
            (
                (("them", "Je n'ai toujours pas reçu la commande {ref}."), ("us", "Je regarde tout de suite.")),
                (("us", "Elle est partie de l'entrepôt hier soir."), ("them", "Et elle arrive quand ?")),
                (("us", "Le transporteur annonce {day} matin."), ("them", "Très bien, il y aura quelqu'un.")),
                (("them", "Le livreur peut appeler avant ?"), ("us", "Je note votre numéro sur le bon.")),
            ),
        ),
        Topic(
            "facturation",
            "Double prélèvement signalé par {first} pour {ref} ; remboursement de {amount} €.",
            (
                (("them", "J'ai été prélevé deux fois pour {ref}."), ("us", "Je vois en effet deux opérations.")),
                (("us", "La seconde est une erreur de notre part."), ("them", "Vous me remboursez comment ?")),
                (("us", "{amount} € sur la même carte, sous trois jours."), ("them", "D'accord, merci.")),
                (("them", "Pouvez-vous m'envoyer un avoir ?"), ("us", "Il part par e-mail dans la minute.")),
            ),
        ),
        Topic(
            "devis",
            "{first} demande un devis d'environ {amount} € ; envoi prévu {day}.",
            (
                (("them", "On refait l'accueil, il nous faudrait un devis."), ("us", "Pour combien de postes ?")),
                (("them", "Une douzaine, peut-être quinze."), ("us", "Je pars sur quinze, on ajustera.")),
                (("them", "Vous avez un ordre de grandeur ?"), ("us", "Autour de {amount} € hors pose.")),
                (("us", "Vous recevez tout cela {day}."), ("them", "Parfait, j'en parle à mon associé.")),
                (("them", "Et si on signe pour deux ans ?"), ("us", "Je peux faire un geste, je l'indique.")),
            ),
        ),
        Topic(
            "rendez-vous",
            "Rendez-vous avec {first} déplacé à {day}.",
            (
                (("them", "Je dois décaler notre rendez-vous."), ("us", "Pas de souci, vous préférez quand ?")),
                (("us", "Il me reste {day} à dix heures."), ("them", "Dix heures, c'est noté.")),
                (("us", "Je vous renvoie la confirmation."), ("them", "Merci, désolé pour le contretemps.")),
            ),
        ),
    ),
    closings=(
        (("us", "Autre chose pour vous ?"), ("them", "Non, merci beaucoup."), ("us", "Bonne journée à vous.")),
        (("them", "Entendu, à {day} alors."), ("us", "À {day}, au revoir {first}.")),
    ),
    voicemails=(
        "Bonjour, {first} à l'appareil, rappelez-moi au sujet de {ref}, merci.",
        "Oui bonjour, c'est {first}. Je voulais savoir si {day} tenait toujours. À bientôt.",
    ),
    messages=(
        ("us", "Bonjour {first}, {agent} ici. Comme convenu, nous revenons vers vous {day}."),
        ("them", "Merci pour l'appel, {day} me va très bien."),
        ("us", "Bonjour {first}, nous avons manqué votre appel. Quand peut-on vous rappeler ?"),
        ("them", "Je suis en rendez-vous, c'était bien la commande {ref} ?"),
    ),
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    caller="un client",
    customer="un nouveau client",
)

LANGUAGES = {"US": ENGLISH, "FR": FRENCH}
