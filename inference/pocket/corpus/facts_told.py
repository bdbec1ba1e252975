"""What people tell of themselves and ask for later, as sentences. Knows no conversation.

`{x}` is what must be remembered, `{who}` one of several things that are told in the same words.
"""

from dataclasses import dataclass, field

from inference.pocket.corpus.grammar import listed
from inference.pocket.corpus.sentences import one_per_line

WHAT = (
    "[what's|what is|whats|what was|and what's|so what is|do you remember|remember|tell me|do you know|do you still know"
    "|can you tell me|could you tell me|remind me of|remind me, what's|i forgot, what's|please tell me|say|name|guess|now tell me"
    "|what did i say is|what did i tell you is|can you recall|do you recall|which is|have you noted|did you remember|repeat]"
)
WHO_WHAT = "[|do you remember |tell me |do you know |can you tell me |remind me |do you still know |i wonder |could you say |now tell me |please say |you remember |any idea |can you recall ]"
TAIL = "[|||||| again| now| please| then| once more| by any chance|, if you remember|, do you remember|, i forgot|, can you remember| lol]"
LEAD = "[|||||by the way, |just so you know, |fun fact: |you should know that |for your information, |fyi |oh and |let me tell you, |btw |to start with, |remember that |please remember that |don't forget: |note: |keep in mind that |hi, |hello! |hey, ]"


@dataclass(frozen=True)
class Fact:
    """Ways to tell it, ways to ask for it, how it is said back, and usual values of it."""

    tell: list[str]
    ask: list[str]
    answer: str
    values: list[str]
    whos: list[str] = field(default_factory=lambda: [""])


COLOUR = Fact(
    one_per_line(f"""
{LEAD}my favo[u|]rite colo[u|]r is {{x}}
{LEAD}[i like|i love|i prefer|i adore] the colo[u|]r {{x}}[| most| best| the most]
{LEAD}{{x}} is my favo[u|]rite colo[u|]r
{LEAD}[the colo[u|]r i like best|the best colo[u|]r for me|the prettiest colo[u|]r|my best colo[u|]r] is {{x}}
{LEAD}i like {{x}} [better|more] than any other colo[u|]r
of all colo[u|]rs i [like|love|prefer] {{x}}[| most| best]
"""),
    one_per_line(f"""
{WHAT} my favo[u|]rite colo[u|]r{TAIL}
{WHO_WHAT}[which|what] colo[u|]r [do i|i] [like|love|prefer|like most|like best|love best|find prettiest|like the most]{TAIL}
{WHO_WHAT}[which|what] [is|was] [the|my] [colo[u|]r|favo[u|]rite colo[u|]r|best colo[u|]r][| i like| i told you| i mentioned]{TAIL}
what [did i say|did i tell you] my favo[u|]rite colo[u|]r [was|is]
[which|what] colo[u|]r did i [mention|say|name|tell you|say i like]{TAIL}
my favo[u|]rite colo[u|]r [is|was] [what|...|which one][|?]
"""),
    "Your favourite colour is {x}.",
    listed(
        "red, blue, green, yellow, purple, orange, pink, black, white, brown, grey, violet, gold, silver, turquoise,"
        "teal, navy, beige, crimson, lilac, magenta, mint, ivory, maroon, cyan, olive, lavender, indigo, peach, amber"
    ),
)
HOME = Fact(
    one_per_line(f"""
{LEAD}i live in {{x}}[| now| with my family| at the moment| these days]
{LEAD}[i'm|i am|i come|we are|my family comes] from {{x}}
{LEAD}[my home is|my city is|my home town is|i moved to|we live in|i'm living in|i have a flat in|i reside in|my house is in|home for me is] {{x}}
{LEAD}i [was born|grew up] in {{x}}[| and still live there]
{LEAD}[the city|the town|the place] [i live in|where i live] is [called |]{{x}}
i'm writing from {{x}}[|, where i live]
greetings from {{x}}, [my home|where i live]
"""),
    one_per_line(f"""
{WHO_WHAT}where [do i|i] [live|come from|stay]{TAIL}
{WHAT} my [city|home town|home|place of residence]{TAIL}
[do you remember|do you know|can you tell me|tell me|what did i say about|remind me|do you recall|have you forgotten] where i [live|come from|am from|am living|told you i live]
{WHO_WHAT}[which|what] [city|town|place] [do i live in|am i from|did i mention|did i name|did i say|is my home|do i come from|am i living in]{TAIL}
where [am i from|am i living|is my home|is it that i live|was i from]{TAIL}
where did i [say|tell you] [i live|i am from|i come from|my home is|i'm living|that i live|i was from]
[in which|in what] [city|town|place] do i live{TAIL}
my [city|home town|home] is [...|what|called what|where][|?]
"""),
    "You live in {x}.",
    listed(
        "Trondheim, Lyon, Porto, Ghent, Osaka, Lima, Quito, Kyoto, Bergen, Leeds, Turin, Graz, Malmö, Utrecht, Seville, Denver,"
        "Austin, Perth, Accra, Hanoi, Zagreb, Riga, Tallinn, Gdansk, Basel, Cork, Bristol, Nantes, Tampere, Pune, London, Paris"
    ),
)
PET = Fact(
    one_per_line(f"""
{LEAD}[my|our] {{who}} is [called|named] {{x}}
{LEAD}[my|our] {{who}}'s name is {{x}}
{LEAD}i have a {{who}} [called|named|by the name of] {{x}}
{LEAD}i've got a {{who}}, [its name is|called|we call it|his name is|her name is] {{x}}
{LEAD}the name of my {{who}} is {{x}}
{LEAD}{{x}} is [the name of my {{who}}|my {{who}}|what we call our {{who}}]
{LEAD}we [named|called] [our|the|my] {{who}} {{x}}
"""),
    one_per_line(f"""
{WHAT} [the name of|] my {{who}}[|'s name| called]{TAIL}
{WHO_WHAT}what [did i call|did i name|do i call|is the name of] my {{who}}{TAIL}
{WHO_WHAT}[how|what] is my {{who}} called{TAIL}
{WHO_WHAT}[what's|what is|whats] my {{who}}'s name{TAIL}
what did i say my {{who}} [was called|is called|was named|'s name was]
my {{who}} is called [...|what|how][|?]
what name [does|did] my {{who}} have
[do you remember|do you know|did you forget|you know] my {{who}}[|'s name|, don't you]
"""),
    "Your {who} is called {x}.",
    listed(
        "Rex, Bello, Luna, Rocky, Milo, Biscuit, Whiskers, Fluffy, Shadow, Tiger, Pepper, Coco, Daisy, Snowball, Pickles"
    ),
    listed(
        "dog, cat, hamster, parrot, horse, rabbit, fish, turtle, bird, pet, pony, kitten, puppy, snake, guinea pig"
    ),
)
PERSON = Fact(
    one_per_line(f"""
{LEAD}my {{who}} is [called|named] {{x}}
{LEAD}my {{who}}'s name is {{x}}
{LEAD}the name of my {{who}} is {{x}}
{LEAD}[i have|i've got] a {{who}} [called|named] {{x}}
{LEAD}{{x}} is [my {{who}}|the name of my {{who}}]
{LEAD}i [live|work|went to lunch|had dinner] with my {{who}}, {{x}}
my {{who}} [{{x}}|is {{x}}] [says hello|is here too|sits next to me]
"""),
    one_per_line(f"""
{WHAT} [the name of|] my {{who}}[|'s name| called]{TAIL}
{WHO_WHAT}[how|what] is my {{who}} called{TAIL}
{WHO_WHAT}[what's|what is|whats] my {{who}}'s name{TAIL}
who is my {{who}}{TAIL}
what did i say my {{who}} [was called|is called|was named|'s name was]
my {{who}} is called [...|what|how][|?]
[do you remember|do you know|did you forget|you know] my {{who}}'s name
what [do i call|did i call|name did i give for] my {{who}}
"""),
    "Your {who} is called {x}.",
    [],
    listed(
        "best friend, brother, sister, boss, daughter, son, neighbour, wife, husband, mother, father, colleague, manager,"
        "teacher, friend, girlfriend, boyfriend, cousin, uncle, aunt, baby, doctor, roommate, partner, grandmother, coach"
    ),
)
THING_NAME = Fact(
    one_per_line(f"""
{LEAD}[our|the|my] {{who}} is [called|named] {{x}}
{LEAD}[our|the|my] {{who}}'s name is {{x}}
{LEAD}we [call|named] [our|the] {{who}} {{x}}
{LEAD}the name of [our|my|the] {{who}} is {{x}}
"""),
    one_per_line(f"""
{WHAT} [the name of|] [my|our|the] {{who}}[|'s name| called]{TAIL}
{WHO_WHAT}[how|what] is [our|the|my] {{who}} called{TAIL}
what did i say [our|the|my] {{who}} [was called|is called|was named]
what [do we|did we|do i] call [our|the] {{who}}
"""),
    "The {who} is called {x}.",
    [],
    listed(
        "project, product, company, app, startup, firm, boat, car, band, server, team, school, blog, book, club, village, robot"
    ),
)
WORD = Fact(
    one_per_line("""
the [project name|code word|password hint|keyword|title|magic word|secret word|word of the day|codeword] is {x}[|, remember it| for later|, don't forget]
[remember|keep in mind|note|store|please remember|memorise|can you remember|save|write down|learn|don't forget] [the word|this word|this:|the name|:|this word for me:|the code word] {x}[| for me| please| for later]
i will ask you later: the word is {x}
your word [to remember|for today] is {x}
"""),
    one_per_line(f"""
{WHAT} the [word|code word|secret word|keyword|magic word|title|project name|codeword|word i told you]{TAIL}
{WHO_WHAT}[which|what] word [did i tell you|did i say|should you remember|did i ask you to remember|did i give you|had you to remember]{TAIL}
{WHO_WHAT}what did i ask you to [remember|keep in mind|note|store|memorise|save]
[repeat|say|tell me] the [word|code word|secret word|keyword] [i told you|from before|i gave you|again|you should remember]
"""),
    "The word is {x}.",
    listed(
        "banana, falcon, river, thunder, pineapple, lantern, orchid, granite, comet, velvet, walnut, harbour, tulip, rocket"
    ),
)
NUMBER = Fact(
    one_per_line(f"""
{LEAD}my {{who}} is {{x}}
remember [the|my] {{who}}[:|,| is|] {{x}}[| for me| please]
{LEAD}the {{who}} is {{x}}[|, remember it|, please keep it in mind]
[keep in mind|note|save|store|memorise] [the|my] {{who}} {{x}}
{LEAD}{{x}} is [my|the] {{who}}
"""),
    one_per_line(f"""
{WHAT} [my|the] {{who}}[|| i told you| i gave you| from before]{TAIL}
[which|what] {{who}} did i [say|tell you|mention|ask you to remember|give you]{TAIL}
what did i say [my|the] {{who}} [was|is]
my {{who}} [is|was] [what|...][|?]
[do you remember|did you note|repeat] [my|the] {{who}}{TAIL}
"""),
    "The {who} is {x}.",
    [],
    listed(
        "number, lucky number, favourite number, secret number, room number, code, door code, locker number, seat, house number, shirt number, order number"
    ),
)
AGE = Fact(
    one_per_line(f"""
{LEAD}i'm {{x}} years old
{LEAD}i am {{x}}[| years old| years of age]
{LEAD}my age is {{x}}
{LEAD}i [turned|just turned|recently turned|will be] {{x}}[| last week| this year]
"""),
    one_per_line(f"""
{WHO_WHAT}how old [am i|i am|did i say i am|was i]{TAIL}
{WHAT} my age{TAIL}
what age [am i|did i say|did i tell you|do i have]{TAIL}
how many years old am i{TAIL}
"""),
    "You are {x} years old.",
    [],
)
