"""What people say around a question, and the other words that they have for the same thing.

Knows words and clauses that fit nearly every question. Knows no subject and no typos.
"""

from random import Random

from inference.pocket.corpus.grammar import expand_any, listed

BEFORE = [
    "[i'm|i am|still|we are] [new here|at work|on my phone|in a hurry|a bit lost|in a meeting|on the train"
    "|just looking around|quite new to this|half asleep|only testing|trying you out|not good with computers]"
    "[.|,|, so|, sorry.|...|!|, and]",
    "[my|our] [boss|colleague|teacher|friend|son|daughter|mother|neighbour|team] [asked me this:|wants to know:"
    "|told me to ask:|needs this:|would like to know,|said you might know.|is asking,]",
    "[right|alright|ok|okay|so|well|now then|fine|cool|great|nice|perfect|good|yo|sup|listen up|hmmm|ehm|er|ah well"
    "|oh and|ok now|now|then|and now|next one|moving on|anyway|anyhow|whatever|come on][,|.|...|:|!|,]",
    "[first|second|another|last|next|quick|silly|stupid|odd|weird|serious|simple|honest|tiny|short|newbie]"
    " [question|one|thing|request|test][:|,|.| -|...]",
    "[i hope|hope|guess|i guess|i suppose] [you can help|that's ok|it's not too much|this makes sense"
    "|i'm in the right place|you know this|you have a minute][.|,|:|...]",
    "[if i may ask|just out of curiosity|out of interest|between us|to be honest|for a test|as a test|let me test you"
    "|before i forget|while i'm here|one moment|just checking|not sure if you can|no idea if this works|once more"
    "|for the record|i keep forgetting|correct me|let's see|let's try this|let's try something else][,|:|.|...|,]",
    "[hi|hello|hey|hiya|good day|howdy|greetings|morning|evening][,| there,|!|.| pocket,| bot,| you,| robot,| friend,]"
    " [i have a question.|i need some help.|quick one.|can you help me?|got a second?|are you there?|me again.|i'd ask you:]",
]
AFTER = [
    "[,| -|...|.| |?] [i forgot|i keep forgetting|i never know|i can't remember|i don't know it|no idea|not sure"
    "|i'm lost|i'm curious|just curious|just checking|just asking|it's urgent|no rush|no hurry|take your time|my boss is waiting"
    "|i've got no clue|i am new here|i'm new to this|been looking for ages|still learning]",
    "[,|] [if you don't mind|if that's ok|if it's not too much|if you would|if you know|if you please|when you can"
    "|before i go|while i'm here|for once|for a change|one more time|as fast as you can|in your own words|my dear"
    "|or what|or something|or so|i guess|i think|i wonder|would you|will you|you know|go on|come on|bot|robot|computer]",
    "[!|.|...|?|,|] [haha|hehe|lol|cheers|ta|ty|tysm|thanks a lot|many thanks|thanks in advance|much appreciated|bye"
    "|you are great|sorry|sorry to ask|please and thank you|good luck|thank you so much|i mean it|really|seriously|hurry]",
]
FILLERS = listed(
    "just, really, actually, maybe, like, perhaps, please, quickly, simply, basically, possibly, kindly, even, somehow,"
    " sort of, kind of, now, then, exactly, once, again, well, um, uh, you know, tho, also, still, ever, by any chance"
)
# Only words that mean one thing wherever the corpus has them: "old" or "code" are not among them.
OTHER_WORDS = {
    word: listed(others)
    for words, others in {
        "delete, remove, erase": "delete, remove, erase, get rid of, throw away, trash, bin, wipe, clear away",
        "find": "find, look up, locate, track down, dig out, spot",
        "change, modify": "change, alter, modify, adjust, edit",
        "show, display": "show, display, present",
        "write, compose, generate": "write, create, compose, put together, draft, whip up, produce, generate",
        "stop, halt, interrupt": "stop, halt, interrupt, break off, cut off, abort, cancel",
        "conversation, chat, thread": "conversation, chat, thread, discussion, dialogue, session",
        "conversations, chats, threads": "conversations, chats, threads, discussions, dialogues, talks",
        "reply, answer, response": "reply, answer, response",
        "replies, answers, responses": "replies, answers, responses",
        "colleague, coworker, teammate": "colleague, coworker, teammate, workmate, office mate, fellow worker",
        "button": "button, icon, control, thing to press, thing to click",
        "site, page, website": "site, page, website, app, web page, webpage",
        "begin, start": "begin, start, kick off, launch",
        "big, large": "big, large, huge, sizeable",
        "small, little, tiny": "small, little, tiny, mini, short",
        "explain, describe": "explain, describe, tell me about, clarify",
        "help, assist": "help, assist, support, give a hand",
        "quick, fast": "quick, fast, speedy, rapid",
        "person, someone, somebody": "person, someone, somebody, another human, anybody",
        "see, view": "see, view, look at, read, check",
        "possible": "possible, doable, feasible, an option, allowed",
        "password": "password, passphrase, pass word, pw, login password",
        "need, want": "need, want, require, would like, could use",
        "wrong": "wrong, incorrect, not right, mistaken",
        "funny": "funny, amusing, hilarious, silly",
        "sad": "sad, unhappy, gloomy, miserable",
        "happy, glad": "happy, glad, cheerful, pleased",
        "wonderful, awesome, brilliant": "wonderful, awesome, brilliant, superb, fantastic, terrific",
        "calculate, compute": "work out, calculate, compute, figure out, solve",
        "some, several": "several, some, a few, a couple of",
        "picture, image, photo": "picture, image, photo, drawing, pic",
        "movie, film": "film, movie, flick",
        "program, script": "program, script, snippet, piece of code, bit of code",
        "exactly, precisely": "exactly, precisely, in detail",
        "permanently": "permanently, for good, forever, for ever",
        "immediately": "immediately, at once, right away, straight away",
        "look, search": "look, search, hunt",
    }.items()
    for word in listed(words)
}  # fmt: skip


def clause_before(rng: Random) -> str:
    return expand_any(BEFORE, rng) + " "


def clause_after(rng: Random) -> str:
    clause = expand_any(AFTER, rng)
    return f" {clause}" if clause[0].isalnum() else clause


def in_other_words(words: list[str], rng: Random) -> list[str]:
    return [rng.choice(OTHER_WORDS[word]) if word in OTHER_WORDS else word for word in words]


def with_fillers(words: list[str], rng: Random) -> list[str]:
    place = rng.randrange(len(words) + 1)
    return [*words[:place], rng.choice(FILLERS), *words[place:]]
