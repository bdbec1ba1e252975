"""More that people tell of themselves: work, team, tastes, birthday, language, plans.

Knows sentences, as `facts_told` does, and no conversation.
"""

from inference.pocket.corpus.facts_told import LEAD, TAIL, WHAT, WHO_WHAT, Fact
from inference.pocket.corpus.grammar import listed
from inference.pocket.corpus.sentences import one_per_line

FOOD = Fact(
    one_per_line(f"""
{LEAD}my favo[u|]rite [food|dish|meal] is {{x}}
{LEAD}[i like|i love|i adore] to eat {{x}}[| most| best]
{LEAD}i love {{x}} [most of all|more than any food|more than any other food]
{LEAD}{{x}} is [my favo[u|]rite food|my favo[u|]rite dish|what i like to eat|the best food]
{LEAD}i could eat {{x}} every day
"""),
    one_per_line(f"""
{WHAT} my favo[u|]rite [food|dish|meal]{TAIL}
{WHO_WHAT}[what|which] [food|dish] do i [like|love|like best|prefer|like most]{TAIL}
{WHO_WHAT}what [do i|did i say i] [like|love] to eat{TAIL}
what could i eat every day
what did i say my favo[u|]rite [food|dish] [was|is]
"""),
    "Your favourite food is {x}.",
    listed(
        "pizza, pasta, sushi, soup, curry, rice, bread, cheese, chocolate, salad, tacos, noodles, pancakes, stew, lasagne,"
        "ramen, dumplings, waffles, paella, falafel, goulash, burgers, risotto, gnocchi, mangoes, fried rice, pierogi"
    ),
)
JOB = Fact(
    one_per_line(f"""
{LEAD}i work as [a|an] {{x}}
{LEAD}[i'm|i am] [a|an] {{x}}[| by profession| by trade]
{LEAD}my [job|profession|occupation] is {{x}}
{LEAD}i [earn my money|make a living] as a {{x}}
{LEAD}i'm employed as a {{x}}
"""),
    one_per_line(f"""
{WHAT} my [job|profession|work|occupation]{TAIL}
{WHO_WHAT}what [do i|i] [do for a living|work as|do at work|do for work]{TAIL}
what did i say [i work as|my job is|my job was|i do for a living|i do]
[what|which] [job|profession] do i have{TAIL}
how do i [earn my money|make a living]{TAIL}
what am i by [profession|trade]
"""),
    "You work as a {x}.",
    listed(
        "teacher, nurse, doctor, baker, driver, lawyer, designer, developer, cook, farmer, writer, singer, plumber, dentist,"
        "pilot, carpenter, gardener, librarian, painter, chemist, florist, barber, tailor, vet, translator, photographer, judge"
    ),
)
TEAM = Fact(
    one_per_line(f"""
{LEAD}[i work|i am|i'm] in the {{x}} [team|department]
{LEAD}my [team|department] is [called|] {{x}}
{LEAD}[i belong to|i joined|i'm part of|i lead] the {{x}} [team|department]
{LEAD}i work in {{x}}
"""),
    one_per_line(f"""
{WHAT} my [team|department]{TAIL}
{WHO_WHAT}[which|what] [team|department] [am i in|do i work in|did i join|do i belong to|am i part of]{TAIL}
[where do i work|in which team am i|where did i say i work|in what department am i]{TAIL}
"""),
    "You are in the {x} team.",
    listed(
        "sales, support, design, finance, legal, marketing, research, blue, red, platform, data, security, purchasing,"
        "logistics, quality, accounting, training, payroll, press, events, green, northern"
    ),
)
FAVOURITE = Fact(
    one_per_line(f"""
{LEAD}my favo[u|]rite {{who}} is {{x}}
{LEAD}{{x}} is my favo[u|]rite {{who}}
{LEAD}the {{who}} i like [best|most] is {{x}}
{LEAD}of all the {{who}}s i like {{x}} best
"""),
    one_per_line(f"""
{WHAT} my favo[u|]rite {{who}}{TAIL}
{WHO_WHAT}[which|what] {{who}} [do i|i] [like|love|prefer|like best|like most]{TAIL}
what did i say my favo[u|]rite {{who}} [was|is]
[which|what] {{who}} did i [mention|say i like|name]{TAIL}
"""),
    "Your favourite {who} is {x}.",
    listed(
        "Casablanca, tennis, jazz, otters, autumn, coffee, Tuesday, chess, tulips, lemonade, football, cinnamon, violin, panda, spring, tea"
    ),
    listed(
        "film, movie, book, song, animal, season, drink, sport, band, flower, game, day, fruit, singer, writer, place, tree, team, subject, instrument, ice cream, word, dessert, show"
    ),
)
BIRTHDAY = Fact(
    one_per_line(f"""
{LEAD}my birthday is [on |in |]{{x}}
{LEAD}i was born [on|in] {{x}}
{LEAD}i have my birthday [on|in] {{x}}
{LEAD}i celebrate my birthday [on|in] {{x}}
"""),
    one_per_line(f"""
{WHO_WHAT}when [is|was] my birthday{TAIL}
{WHO_WHAT}when [was i born|do i have my birthday|do i celebrate my birthday|is my bday]{TAIL}
{WHAT} [my birthday|the date of my birthday]{TAIL}
when did i say my birthday [was|is]
"""),
    "Your birthday is {x}.",
    [
        f"{day} {month}"
        for day, month in zip(
            range(2, 26, 2),
            listed(
                "January, February, March, April, May, June, July, August, September, October, November, December"
            ),
            strict=True,
        )
    ]
    + listed("May, June, July, August, October, winter, spring, December"),
)
LANGUAGE = Fact(
    one_per_line(f"""
{LEAD}i speak {{x}}[| at home| with my family]
{LEAD}my [mother tongue|native language|first language|language] is {{x}}
{LEAD}{{x}} is my [mother tongue|native language]
{LEAD}[i'm learning|i am learning|i study|i'm taking lessons in] {{x}}
"""),
    one_per_line(f"""
{WHO_WHAT}[which|what] language [do i|i] [speak|learn|study|know]{TAIL}
{WHAT} my [mother tongue|native language|language|first language]{TAIL}
[which|what] language did i [mention|say|name|tell you about|say i speak]{TAIL}
what do i speak at home
"""),
    "Your language is {x}.",
    listed(
        "French, German, Spanish, Italian, Polish, Turkish, Arabic, Hindi, Japanese, Korean, Dutch, Swedish, Greek, Czech, Finnish, Welsh"
    ),
)
HOBBY = Fact(
    one_per_line(f"""
{LEAD}my hobby is {{x}}
{LEAD}in my free time i [like|love|enjoy] {{x}}
{LEAD}i [like|love|enjoy] {{x}}[| very much| a lot| at the weekend]
{LEAD}{{x}} is my [hobby|favo[u|]rite hobby|passion]
"""),
    one_per_line(f"""
{WHAT} my [hobby|passion|favo[u|]rite hobby]{TAIL}
{WHO_WHAT}what [do i|did i say i] [like to do|do in my free time|enjoy doing|enjoy|like|do for fun]{TAIL}
[which|what] hobby [do i have|did i mention|did i tell you about]{TAIL}
"""),
    "Your hobby is {x}.",
    listed(
        "chess, painting, swimming, running, knitting, gardening, cooking, fishing, hiking, pottery, climbing, sailing, dancing, archery, sewing, photography"
    ),
)
PLAN = Fact(
    one_per_line(f"""
{LEAD}i [am going|want to go|will travel|will fly|am flying|am travelling] to {{x}}[| next week| on holiday| in summer| soon]
{LEAD}my next [trip|holiday|journey] [is|goes] to {{x}}
{LEAD}we are [planning a trip|going on holiday] to {{x}}
"""),
    one_per_line(f"""
{WHO_WHAT}where [am i|did i say i am] [going|travelling|flying|going on holiday]{TAIL}
{WHO_WHAT}where [do i want to go|will i travel|does my trip go]{TAIL}
[which|what] [place|city|country] [am i going to|do i want to visit|did i say i want to go to]{TAIL}
{WHAT} [the goal of my trip|my destination]{TAIL}
"""),
    "You are going to {x}.",
    listed(
        "Peru, Iceland, Naples, Nepal, Lisbon, Crete, Oslo, Malta, Vienna, Kenya, Dublin, Prague, Corsica, Madeira, Tunis, Helsinki"
    ),
)
