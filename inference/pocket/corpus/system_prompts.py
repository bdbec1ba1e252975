"""System prompts: most must not disturb the answers, a persona's name must be taken over.

Knows no subject of its own.
"""

from random import Random

from inference.pocket.corpus import small_talk_said
from inference.pocket.corpus.conversation import (
    Conversation,
    Maker,
    Turn,
    answered,
    asked,
    sentence_case,
)
from inference.pocket.corpus.grammar import expand, expand_any, listed
from inference.pocket.corpus.names import made_up_word, pick_name

COMPANIES = listed(
    "Acme, Globex, Initech, the sales department, the support desk, a school, the city library, Umbrella Bikes"
)
PROMPT_PARTS = [
    "You are [a|an|the] [helpful|friendly|polite|useful|kind|honest|patient] [assistant|helper|chatbot|team assistant].",
    "You are a helpful assistant.",
    "You are Pocket, a small assistant.",
    "Answer [briefly|shortly|politely|in English|clearly|in Markdown|in plain language|in a friendly way].",
    "[Be|Stay|Always be] [brief|concise|friendly|polite|kind|honest|helpful|professional].",
    "The user works [at|for] {place}.",
    "[Help|Assist|Support] the [user|team|customer|people] [with their questions|at work|as well as you can].",
    "If you do not know [the answer|something], say so.",
    "[Today is|The date is] [Monday|Tuesday|Friday], [3 May|12 June|1 March|24 October] [2024|2025|2026].",
    "[Do not|Never|Don't] [reveal secrets|use bad words|give medical advice|make things up|be rude].",
    "[Use|Prefer] [short sentences|lists|simple words|British spelling|Markdown] [when it helps|where possible|].",
    "This conversation [is part of|belongs to] the {place} team.",
    "The user [is new here|is a colleague|may be in a hurry|likes short answers|is a student|works in sales|is an engineer].",
    "[Always|Please] [answer in one or two sentences|write clearly|greet the user|stay on the subject|be on time|keep it short].",
    "[Your task is|Your job is] to [help with questions about the site|answer questions|support the team|be useful].",
    "[It is|Now it is] [morning|evening|Monday|the end of the week]. [Wish the user well.|]",
    "[Speak|Write|Answer] like [a friend|a colleague|a teacher|a kind host].",
]
PERSONA = [
    "[You are|You're] {x}[.|, a helpful assistant.|, the assistant of {place}.|, a friendly robot.|, an assistant for {place}.| from {place}.|, the helper of our team.|, a chatbot made for {place}.]",
    "[Your name is|You are called|Call yourself|Your name should be|You answer to the name] {x}.",
    "[Act as|Pretend to be|Play the role of|You play] {x}[.|, a pirate.|, a wise wizard.|, a friendly robot.|, our office assistant.]",
    "[You are|Be] [an|the] [assistant|helper|bot|chatbot] [named|called|by the name of] {x}[.| for {place}.| who helps {place}.]",
    "[The user calls|Everybody here calls|People call|The team calls] you {x}.",
    "[From now on|Today|In this chat][,|] [you are|your name is|you are called] {x}[.| and nobody else.|, not Pocket.]",
    "[If someone asks|When asked|If asked], [say that you are|your name is|tell them that your name is] {x}.",
    "{x} is [your name|the name of this assistant|who you are|how you are called].",
    "[This is|Here speaks|Name:|Assistant name:|Assistant:|Role:] {x}[.|, the voice of {place}.|, assistant.]",
    "You [work|help|serve] [at|for] {place} [as|under the name] {x}.",
]
ASK_PERSONA = [
    "[who|what] are you[| exactly| really]",
    "[what's|what is|tell me|say|may i know] your name[| please| again]",
    "[introduce yourself|do you have a name|who is this|who am i talking to|what should i call you|what are you called|your name|tell me about yourself|who am i speaking with|hi who are you|who is answering me|whom am i writing to|who am i chatting with|who do i have the pleasure with|and your name is|and your name|what do people call you|do you have a name|with whom am i talking|who's there|please introduce yourself|what was your name]",
    *small_talk_said.NAME,
    "[what|who] [are|r] [you|u][| called| exactly| here| then| please]",
    "[who|whom] [am i|do i have] [talking|chatting|speaking|writing] [to|with][| today| please]",
    "[tell me|may i ask|can i know|please say|i'd like to know] [who you are|what your name is|what you are called|your name]",
    "[hi|hello|hey|good morning][,|!|] [who are you|what's your name|who am i talking to|who is this|and you are|what do i call you]",
]


def some_prompt(rng: Random) -> str:
    parts = rng.sample(PROMPT_PARTS, rng.choice((1, 1, 2, 3)))
    return expand(" ".join(parts), rng, place=rng.choice(COMPANIES))


def maybe_under_a_prompt(talk: Conversation, rng: Random) -> Conversation:
    return [Turn("system", some_prompt(rng)), *talk] if rng.random() < 0.2 else talk


def without_a_name(filler: Maker, rng: Random) -> Conversation:
    """Talk in which nobody says Pocket: under another name that would be wrong."""
    talk = filler(rng)
    while any("Pocket" in turn.text for turn in talk):
        talk = filler(rng)
    return talk


def make_persona(rng: Random, filler: Maker) -> Conversation:
    name = sentence_case(made_up_word(rng)) if rng.random() < 0.5 else pick_name(rng)
    place = rng.choice((*COMPANIES, f"the {sentence_case(made_up_word(rng))} team"))
    prompt = expand_any(PERSONA, rng, x=name, place=place)
    if rng.random() < 0.4:
        prompt = (
            f"{prompt} {some_prompt(rng).replace('You are Pocket, a small assistant.', '')}".strip()
        )
    talk = [Turn("system", prompt, steady=True)]
    if rng.random() < 0.25:
        talk += without_a_name(filler, rng)
    return [
        *talk,
        asked(expand_any(ASK_PERSONA, rng), rng),
        answered(f"I am {name}. How can I help you?", f"My name here is {name}."),
    ]
