"""Names of fictional people, and number ranges reserved for fiction."""

from __future__ import annotations

from dataclasses import dataclass

from allo_ext.testing._account.lines import home_of

FIRST_NAMES = {
    "US": (
        "Amelia", "Ben", "Carla", "Derek", "Elena", "Frank", "Grace", "Hector", "Irene", "Jamal", "Kelly", "Liam",
        "Monica", "Nate", "Olivia", "Priya", "Quentin", "Rosa", "Sam", "Tara", "Ulises", "Vera", "Wesley", "Yara",
    ),
    "FR": (
        "Adèle", "Bastien", "Camille", "Denis", "Élodie", "Fabien", "Gaëlle", "Hugo", "Inès", "Jean-Marc", "Karine",
        "Léa", "Mathieu", "Nadia", "Océane", "Pascal", "Romain", "Sylvie", "Thibault", "Valérie", "Yasmine", "Zoé",
    ),
}  # fmt: skip

LAST_NAMES = {
    "US": (
        "Abbott", "Brennan", "Castillo", "Dawson", "Ellison", "Fletcher", "Gallagher", "Hoffman", "Iverson", "Jensen",
        "Kaplan", "Lindqvist", "Mercer", "Navarro", "O'Connell", "Pruitt", "Quinn", "Ramsey", "Sandoval", "Thornton",
        "Underwood", "Vasquez", "Whitaker", "Yoder",
    ),
    "FR": (
        "Aubry", "Besson", "Chevalier", "Delorme", "Escoffier", "Faure", "Guérin", "Hamel", "Imbert", "Joubert",
        "Lacombe", "Marchand", "Noël", "Ollivier", "Pelletier", "Quéré", "Rivière", "Sabatier", "Tessier", "Urbain",
        "Vasseur", "Weber",
    ),
}  # fmt: skip

COMPANY_HEADS = {
    "US": ("Copper Ridge", "Bluefin", "Maplewood", "Sandstone", "Redwing", "Harborview", "Foxglove", "Granite Bay"),
    "FR": ("Les Tilleuls", "Aquarelle", "Montclair", "La Boussole", "Hirondelle", "Grand Large", "Clairval", "Orée"),
}
COMPANY_TAILS = {
    "US": ("Dental", "Roofing", "Freight", "Outfitters", "Bakery", "Software", "Veterinary", "Design"),
    "FR": ("Menuiserie", "Traiteur", "Conseil", "Immobilier", "Paysages", "Optique", "Transports", "Édition"),
}
JOB_TITLES = {
    "US": ("Owner", "Office manager", "Buyer", "Head of operations", "Accountant", "Site lead"),
    "FR": ("Gérante", "Responsable achats", "Assistant de direction", "Comptable", "Chef de chantier", "Associée"),
}


@dataclass(frozen=True, slots=True)
class User:
    """A user who answers the account's lines; the id is derived from the position in `TEAM`."""

    name: str
    email: str
    role: str = "MEMBER"
    """ADMIN, MANAGER or MEMBER."""
    status: str = "ACTIVE"
    """ACTIVE, or BLOCKED: a former colleague."""


TEAM = (
    User("Nora Feldman", "nora@mycompany.example", "ADMIN"),
    User("Theo Marsh", "theo@mycompany.example", "MANAGER"),
    User("Inès Caron", "ines@mycompany.example"),
    User("Paul Rey", "paul@mycompany.example"),
)
FORMER_TEAM = (User("Gus Hartley", "gus@mycompany.example", status="BLOCKED"),)
"""Those who have left."""

AREA_CODES = (
    "212", "213", "214", "215", "216", "303", "312", "313", "323", "404", "407", "412", "503", "512", "602", "612",
    "615", "617", "619", "646", "702", "704", "713", "718", "720", "801", "808", "813", "816", "818", "901", "916",
    "919", "949", "954", "972", "978",
)  # fmt: skip
"""Area codes of contacts; different from those of the account's own lines."""

FRENCH_LANDLINES = ("+3326191", "+3335301", "+3353649")
FRENCH_MOBILE = "+3363998"


def made_up_first_name(country: str, n: int) -> str:
    """Return the nth first name of a country, for callers who are not contacts; names repeat."""
    names = FIRST_NAMES[home_of(country)]
    return names[n % len(names)]


def american_number(n: int) -> str:
    """Return the nth number of the 555-01xx ranges; numbers repeat after 3,700."""
    area = AREA_CODES[(n // 100) % len(AREA_CODES)]
    return f"+1{area}55501{n % 100:02d}"


def french_mobile(n: int) -> str:
    """Return the nth mobile number of the French fiction range; numbers repeat after 10,000."""
    return f"{FRENCH_MOBILE}{n % 10_000:04d}"


def french_landline(n: int) -> str:
    """Return the nth landline of the French fiction ranges; numbers repeat after 30,000."""
    return f"{FRENCH_LANDLINES[(n // 10_000) % len(FRENCH_LANDLINES)]}{n % 10_000:04d}"
