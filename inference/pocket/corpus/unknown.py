"""Questions about the wide world, to which Pocket says that it is a small demonstration model.

Knows many ways of asking, and no answer. Made-up words teach that an unknown word means
"I do not know" too.
"""

from random import Random

from inference.pocket.corpus import nouns, refused, world_asked
from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.names import made_up_word

SLOTS: dict[str, list[str]] = {
    "country": nouns.COUNTRIES,
    "city": nouns.CITIES,
    "person": nouns.PEOPLE,
    "invention": nouns.INVENTIONS,
    "nature": nouns.NATURE,
    "sky": nouns.SKY,
    "look": nouns.LOOKS,
    "place": nouns.PLACES,
    "dish": nouns.DISHES,
    "work": nouns.WORKS,
    "event": nouns.EVENTS,
    "language": nouns.LANGUAGES,
    "object": nouns.OBJECTS,
    "trouble": nouns.TROUBLES,
    "duty": nouns.DUTIES,
    "choice": nouns.CHOICES,
    "other": nouns.CHOICES,
    "kind": nouns.KINDS,
    "word": nouns.WORDS,
    "product": nouns.PRODUCTS,
    "measure": nouns.MEASURES,
    "animal": nouns.ANIMALS,
    "job": nouns.JOBS,
}
MADE_UP_SHARE = 0.15
QUESTIONS = [
    "[what's|what is|tell me|do you know|which city is|name|] the capital [|city] of {country}",
    "[how many people live in|what is the population of|how big is|where is|what language do they speak in|what is the flag of|tell me about|what is the currency of|who rules|what do people eat in|is it safe in|history of|population of|how do i get to|what to see in|things to do in|weather in|how far is] [{country}|{city}]",
    "[who was|who is|who's|tell me about|what did|when was|how old is|biography of|what do you know about|where was|who exactly was|what is] {person}[| famous for| born| do| married to| known for]",
    "[who invented|who discovered|when was|who made the first|what is the history of|how was] {invention}[| invented|]",
    "[how does|how do|explain|explain how|what is|what are|what causes|why does|why do|why is there|tell me about|describe|where does|what makes|how are|can you explain|when do|teach me about|facts about|the science of|what happens with|is there life without|how is] {nature}[| work| works| form| happen| exist| come from| made| occur| in simple words| to a child]",
    "why [is|are] [the|a] {sky} [so|] {look}",
    "[why|how] [do|does|can|can't|did] [people|we|birds|a {animal}|fish|the earth|children|plants|men|humans|planes|boats|{animal}s|stars|babies] [sleep|fly|dream|laugh|die|swim|spin|grow|eat|yawn|float|breathe|get old|cry|migrate|shine|hibernate|get sick|have tails]",
    "how {measure} [is|was|are] [{place}|{invention}|a {animal}|a {job}|{person}|the earth|{nature}]",
    "[where is|how do i get to|when was|who built|what is|tell me about|can you visit|is it worth visiting|how old is] {place}[| built| exactly]",
    "[what is|give me|do you have|i want|i need|tell me|can you give me|find|what's|have you got|share|got] [a|the|an easy|your best|a good|some|a quick] recipe for {dish}",
    "[how do i|how to|how can i|how long do i|what do i need to] [cook|bake|make|prepare|fry] {dish}",
    "[summarise|summarize|what is|who wrote|explain|tell me about|what happens in|review|when was|give me the plot of|the plot of|what's the ending of|how does|who directed|main characters of|what is the moral of|summary of|is it worth reading|quotes from] {work}[| about| end| published|]",
    "[when was|when did|what caused|who won|how did|why did|tell me about|what happened in|how long was|when is|where was|who fought in|when will|the date of|what year was|how many died in|summarise] {event}[| end| begin| in 1990| in 2014| start| happen| last year| in 2006]",
    "[translate|how do you say|can you translate|what is|please translate|say|put] ['{word}'|'good morning'|hello|'i love you'|this sentence|'the cat sleeps'|\"thank you\"|'how much is it'|yes|the following text|'my house is red'] [in|into|to] {language}",
    "[do you speak|can you speak|teach me|how do i learn|can you write in|speak|do you understand|answer in|how hard is] {language}",
    "[my|our|the] {object} {trouble}[|, what should i do|, why|, what could it be|, how do i fix it|, can you help|, what's wrong|, what is the problem|, who can repair it| when i drive| in the morning| since yesterday]",
    "[why|what does it mean when|what should i do if|how come] my {object} {trouble}",
    "[how do i|how to|how can i|teach me to|can you teach me to|what's the best way to|tips to|help me|i want to|show me how to|explain how to|where can i learn to|is it hard to|how long does it take to|i need to|how would i|how does one|best way to|do you know how to] {duty}",
    "[should i|would you|do i] [buy|invest in|choose|get|prefer|take|put my money in|go for|pick] {choice} or [in |]{other}",
    "[what's better|which is better|what do you prefer|what is healthier|compare|which one is best|what's cheaper], {choice} or {other}",
    "[what's|what is|explain|tell me|describe] the difference between [a|an|] [{choice} and {other}|{animal} and a {kind}|{kind} and a {object}|{kind} and {kind}|{job} and a {kind}|{nature} and {nature}]",
    "is [a|an|the] [{animal}|{sky}|{object}|{dish}|{word}|{kind}] [a|an] {kind}[| or a {kind}| or an {animal}| or not]",
    "[what does|what's the meaning of|define|what is|what means|meaning of|explain|spell|a synonym for|use in a sentence:|what is the opposite of|where does the word] [the word|] {word}[| mean| come from]",
    "[recommend|can you recommend|suggest|what is|find|what's|which is|do you know|i'm looking for|i need|name|could you suggest|any|any good] [a|a good|the best|me a|me a good|a cheap|some|a nice] {product}[| near me| for tonight| in {city}| for my mother| to buy| this year| nearby| for children| for a beginner| under 100 euros]",
    "best {product}s [near me|in {city}|this year|of all time|nearby|to visit|for kids|around here|to watch]",
    "[what|which] {product} should i [buy|watch|read|visit|try|choose|get|see][| tonight| next| this weekend| with my family]",
    "[how much does|what does|how much is|what's the price of] [a|an] [{product}|{object}|{animal}] [cost|worth|these days|in {country}]",
    "[can|do|should|will|could] [a|my|the] {animal} [eat|drink|swallow|like] [{dish}|chocolate|grass|milk|grapes|onions|cheese]",
    "[how many|how much] [legs|teeth|bones|hearts|eyes|babies|hours of sleep|stars|countries|languages|grains|players|calories|keys|strings|continents|oceans|moons] [does|do|are|has] [a {animal} have|we have|there in the world|in the sky|{country} have|there|a human have|in {dish}|a piano have]",
    "[who|which country|which team|what team] [won|will win|hosted|is winning|plays in|lost] {event}",
    "[write|compose|draft|do] [an essay|a report|a summary|my homework|a thesis|a speech|a review|a paper|a biography] [about|on|of] [{person}|{event}|{nature}|{country}|{work}|{place}]",
    "[who|what|where|when|why] [is|are|was|were] [the first|the last|the biggest|the fastest|the richest|the oldest|the best|the most famous|the smallest|the longest] [{animal}|{job}|{kind}|king of {country}|person|river|mountain|{product}|president of {country}|woman in space|queen of {country}|city in {country}|{object}|building in the world|lake]",
    "[who is|who was|name] the [president|king|prime minister|queen|chancellor|mayor|leader|founder|ceo|inventor|author|director|owner] of [{country}|{city}|{work}|{invention}|google|apple|microsoft|the un|amazon|toyota]",
    "[is|are|was] [{person}|{nature}|{place}|{event}|{choice}] [real|dangerous|good for you|true|healthy|expensive|important|safe|alive|dead|legal|worth it|possible]",
    "[what is|what's] [the meaning of life|love|happiness|quantum physics|the speed of light|pi|the boiling point of water|the square root of two|relativity|e=mc2|blockchain|bitcoin|a mortgage|karma|philosophy|chemistry|yoga|a verb|a neutron|the periodic table|the golden ratio|an algorithm|photoshop|a hedge fund|osmosis|cholesterol|insulin]",
    "[solve|solve for x:|find x:|simplify|factor|integrate|differentiate|what is the derivative of|plot] [x^2 + 5x + 6 = 0|2x + 3 = 7|x^3|3x - 9 = 0|x^2 - 1|sin(x)|4x + 2y = 8|y = 2x + 1|5x = 20|x^2 = 16|the equation|2x^2 - 8|x/2 = 7|log x]",
    "[i went|i will go|i want to go|we went|i'm going] [fishing|skiing|to {city}|to {country}|shopping|to the cinema|to a concert|hiking|to the dentist|climbing] [yesterday|tomorrow|next week|with my sister|last year|today|soon]",
    "[my|our] [{job}|sister|uncle|neighbour|{animal}|son|landlord|daughter|teacher] [is|was] [{look}|angry|from {country}|a {job}|in {city}|very old|not nice|getting married][|, what should i do|, what do you think]",
    "[what do you think|what's your opinion|tell me something|do you know anything|what do you know|tell me|any thoughts|i'd like to know more|let's talk|can we talk|give me facts] about [{nature}|{person}|{country}|{event}|{choice}|politics|football|god|history|art|music|cars|cooking|fashion|the future|space|a {word}|{animal}s|physics|school]",
    "[what|which] [medicine|pill|exercise|food|vitamin|tea|diet|doctor|home remedy] [helps|is good|should i take|works] [against|for|with] [a headache|a cold|back pain|fever|stress|cough|hay fever|acne|weight loss|a burn|insomnia|a {animal} bite]",
    "[do i have|what are the symptoms of|how do i treat|is it|what causes|cure for|how dangerous is] [the flu|covid|a cold|cancer|an allergy|diabetes|a fever|an infection|asthma|malaria|high blood pressure|migraine|a broken arm]",
    "[plan|book|organise|find] [me|] [a trip|a flight|a holiday|a hotel|a train|a wedding|a tour|a cheap flight] [to|in] [{country}|{city}]",
    "[which|what] [train|bus|road|airline|flight] [goes|leads] [to|from] {city}[| to {city}]",
    "[how long|how far|how many hours] [is it|does it take] [from|to drive from|to fly from|by train from] {city} to {city}",
    "[what|which] [sound|noise] does [a|an] {animal} make",
    "[{country}|{person}|{nature}|{dish}|{place}|{event}|{work}|{word}|{invention}|{city}|{product}s|{animal}s][| history| facts| explained| information| meaning| please| recipe| news| wiki| price]",
    "[does|did|do|has|have|will|would|can|could] [{person}|{country}|the earth|a {animal}|the government|apple|the {job}|my {object}|aliens|ghosts|god|computers|robots] [exist|have children|explode|live on mars|win|take over the world|go to war|fall in love|raise prices|survive|become rich|speak {language}|ever end]",
    "[i have|i've got|i bought|i found|i lost|i need|i saw] [a|an|my|some] [{animal}|{object}|{dish}|{product}|new {object}|old {object}][|, what now|, is that good|, how do i use it|, what is it worth| in {city}| yesterday]",
    *world_asked.QUESTIONS,
    *refused.HARMLESS,
]
NONSENSE = [
    "{g}", "{g} {h}", "{g} {h} {i}", "[what is|what's|who is|where is|define|explain|tell me about] [a|the|] {g}",
    "[how do i|how to|can you|please] {g} [a|the|my|] {h}", "[why|when|what|who] [is|does|do|are|was] {g} {h}", "{g} {h} {i} {j}",
    "[buy|sell|find|list of|best|kill|add|make] {g}[|s]",
]  # fmt: skip
KEYS = ["asdf", "jkl", "qwerty", "zxc", "hjkl", "dfgh", "fghj", "xcvb", "poiu", "aaaa", "xxx", "sdfsdf", "lkj", "uiop", "bnm", "123", "..", "???", "😀😀", "ñandú", "你好吗", "привет", "bla", "blah", "foo", "bar", "jjj", "wer", "tyu"]  # fmt: skip
ANSWERS = [
    "I'm sorry, I don't know that: I am a small demonstration model. [An administrator can connect a larger one.|I can tell you how this site works, though.|Ask me about this site, or for a list or some code.]",
    "I am a small demonstration model and don't know the answer. [An administrator can connect a larger model.|I can help with this site, short lists and code.]",
]


THOUGHT = "This is about the wide world, of which I know nothing. I should say so."


def fill_slots(pattern: str, rng: Random) -> str:
    """Each slot with a random word of its kind, or now and then with a word nobody knows."""
    text = expand_any([pattern], rng)
    for slot, words in SLOTS.items():
        while (mark := "{" + slot + "}") in text:
            invented = rng.random() < MADE_UP_SHARE
            text = text.replace(mark, made_up_word(rng) if invented else rng.choice(words), 1)
    return text


def nonsense(rng: Random) -> str:
    words = {slot: rng.choice(KEYS) if rng.random() < 0.4 else made_up_word(rng) for slot in "ghij"}
    return expand_any(NONSENSE, rng, **words)


def make(rng: Random) -> Conversation:
    is_nonsense = rng.random() < 0.06
    question = nonsense(rng) if is_nonsense else fill_slots(rng.choice(QUESTIONS), rng)
    return [asked(question, rng), answered(expand_any(ANSWERS, rng), THOUGHT)]
