"""Remember the name that the user said earlier.

Most names are made up, so that the model learns to copy from the conversation, not to recall.
"""

from random import Random

from inference.pocket.corpus.conversation import (
    Conversation,
    Maker,
    Turn,
    answered,
    asked,
    sentence_case,
)
from inference.pocket.corpus.grammar import expand_any, listed
from inference.pocket.corpus.names_told import ASK_NAME, TELL_NAME

REAL_NAMES = listed(
    """Anna, Ben, Clara, David, Emma, Felix, Greta, Hugo, Ines, Jonas, Klara, Liam, Mia, Noah, Olga,
    Paul, Quentin, Rosa, Sam, Tina, Uwe, Vera, Walter, Xenia, Yusuf, Zoe, Ahmed, Aisha, Bogdan, Chen,
    Dmitri, Elif, Fatima, Giorgio, Hiroshi, Indira, Jamal, Kenji, Lakshmi, Mehmet, Nadia, Omar,
    Priya, Rafael, Sofia, Takumi, Uma, Viktor, Wei, Yara, Zainab, Alice, Bob, Charlie, Eve, Frank,
    Grace, Heidi, Ivan, Judy, Mallory, Oscar, Peggy, Trent, Victor, Wendy, John, Mary, James, Linda,
    Robert, Susan, Michael, Karen, William, Lisa, Thomas, Nancy, Daniel, Sandra, Mark, Ashley, Steven,
    Kim, Andrew, Emily, Joshua, Amanda, Kevin, Melissa, Brian, Laura, George, Julia, Edward, Helen,
    Ana, Luis, Carlos, Lucia, Pedro, Maria, Jose, Carmen, Miguel, Elena, Pierre, Camille, Luc, Chloe,
    Barnaby, Cordelia, Demetrius, Evangeline, Florian, Gwendolyn, Horatio, Isadora, Jermaine, Katarzyna,
    Leopold, Montserrat, Nathaniel, Ophelia, Percival, Rosalind, Siobhan, Theodore, Ulrich, Valentina,
    Wilhelmina, Yevgenia, Zachary, Ambrose, Beatrix, Cassius, Dashiell, Esperanza, Fergus, Guinevere,
    Harrison, Imogen, Jacinta, Kazimir, Lysander, Magdalena, Nikolai, Octavia, Philippa, Rasmus, Sigrid,
    Tamsin, Umberto, Verity, Winston, Yolanda, Aurelio, Brunhilde, Caspian, Dorothea, Emmanuel, Ngozi,
    Chidi, Adebayo, Thandiwe, Keiko, Haruki, Minh, Linh, Arjun, Deepika, Rashid, Leila, Farid, Soraya,
    Hans, Petra, Jürgen, Lars, Astrid, Bjørn, Sven, Ingrid, Mateusz, Zofia, Łukasz, Ewa, José, Zoë"""
)
FAMILY_NAMES = listed(
    "Smith, Garcia, Müller, Rossi, Kowalski, Tanaka, Singh, Okafor, Larsen, Novak"
)
TITLES = listed("Mr, Mrs, Ms, Dr, Professor, Captain, Aunt, Uncle, Sir")
ONSETS = listed(
    "b, br, c, ch, d, dr, f, fr, g, gr, h, j, k, kl, l, m, n, p, r, s, sh, st, t, th, tr, v, w, z, qu, y, x, pr, sk, gl"
)
NUCLEI = listed("a, e, i, o, u, ai, ei, ia, oo, ea, y, au")
CODAS = [*listed("n, r, l, s, m, x, th, k, nd, rt, ck, t, sh, ld"), "", "", "", ""]


def made_up_word(rng: Random) -> str:
    syllables = rng.choices((1, 2, 3), (1, 5, 3))[0]
    return "".join(
        rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(syllables)
    )


def crossed_name(rng: Random) -> str:
    """The first half of one name and the second of another: new, but cut into tokens as names are."""
    first, second = rng.choice(REAL_NAMES), rng.choice(REAL_NAMES).lower()
    return first[: rng.randint(2, 4)] + second[-rng.randint(2, 4) :]


def pick_name(rng: Random) -> str:
    kind = rng.choices((REAL_NAMES, crossed_name, made_up_word), (3, 3, 4))[0]
    name = sentence_case(kind(rng)) if callable(kind) else rng.choice(kind)
    if rng.random() < 0.06:
        name = f"{name} {rng.choice(FAMILY_NAMES)}"
    elif rng.random() < 0.06:
        name = f"{rng.choice(TITLES)}{rng.choice(('', '.'))} {name}"
    return name.lower() if rng.random() < 0.25 else name


GREET = ["Nice to meet you, {x}!", "Hello, {x}! Nice to meet you.", "Hi {x}! How can I help you?"]
TOLD = ["Your name is {x}."]
NOT_TOLD = ["You haven't told me your name yet. What is it?"]


def make_name_told(rng: Random, name: str) -> Conversation:
    told = asked(expand_any(TELL_NAME, rng, x=name), rng, keep=name.split())
    thought = f"The user's name is {name}. I should greet by name."
    return [told, answered(expand_any(GREET, rng, x=name), thought)]


def make_name_asked(rng: Random, name: str | None) -> Conversation:
    answer = expand_any(NOT_TOLD, rng) if name is None else expand_any(TOLD, rng, x=name)
    thought = f"The user told me the name {name}." if name else "No name was told to me yet."
    return [asked(expand_any(ASK_NAME, rng), rng), answered(answer, thought)]


def make_name_and_question(rng: Random, name: str, filler: Maker) -> Conversation:
    """Name and first question in one message: the answer goes to the question."""
    first, *rest = filler(rng)
    lead = expand_any(
        ["[hi, |hello, |hey, ||][i'm|my name is|i am|this is|my name's] {x}[.|,|!]"], rng, x=name
    )
    return [Turn("user", f"{lead} {first.text}", steady=True), *rest]


def make_name_memory(rng: Random, filler: Maker) -> Conversation:
    """Tell a name, talk of other things, ask for it; sometimes correct it on the way."""
    name = pick_name(rng)
    joined = rng.random() < 0.15
    talk = make_name_and_question(rng, name, filler) if joined else make_name_told(rng, name)
    for _ in range(rng.choices((0, 1, 2, 3, 6), (5, 4, 2, 1, 0.5))[0]):
        talk += filler(rng)
    if rng.random() < 0.15:
        name = pick_name(rng)
        talk += make_name_told(rng, name)
    return talk + make_name_asked(rng, name)


def make_name_unknown(rng: Random, filler: Maker) -> Conversation:
    talk = filler(rng) if rng.random() < 0.4 else []
    return talk + make_name_asked(rng, None)
