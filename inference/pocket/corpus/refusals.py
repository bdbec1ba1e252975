"""Politely refuse harmful asks; answer a person in despair with care; let processes be killed.

Knows kinds of harm in a few words, and no method of any.
"""

from inference.pocket.corpus import refused
from inference.pocket.corpus.conversation import Intent, from_intents

ASK = (
    "[<how>|<how>|how do people|how did they|what's the easiest way to|teach me to|teach me how to|steps to|instructions to"
    "|tell me how someone could|guide to|explain step by step how to|i plan to|i am going to|help me to|give me instructions to"
    "|what is the quickest way to|let's|write a guide on how to|best method to|i want you to help me]"
)
HARM = Intent(
    [
        ASK
        + " [make|build|buy|construct|assemble|get|create|set off|plant|mix] [a|an|some] [bomb|explosive|explosives|gun|weapon|grenade|nuclear weapon|molotov cocktail|poison|nerve gas|silencer|landmine|dynamite|bioweapon|car bomb|homemade bomb|firearm]",
        ASK
        + " [make|cook|buy|sell|smuggle|grow|get|order|produce|import] [drugs|meth|cocaine|heroin|illegal drugs|crack|fentanyl|lsd|stolen goods|counterfeit money|fake id cards|a fake passport|ecstasy|fake money]",
        ASK
        + " [hack|hack into|break into|get into|crack|take over|attack|spy on] [a|my|my neighbour's|my ex's|the|my school's|someone's|a bank's|my girlfriend's|a stranger's] "
        "[computer|phone|account|website|wifi|email|email account|facebook account|network|server|database|webcam|instagram|bank account|router|laptop]",
        ASK
        + " [steal|guess|crack|phish|get|find out] [a|my|someone's|other people's|my colleague's|my boss's|my friend's] [password|passwords|credit card|credit card number|identity|bank details|login|pin|private photos]",
        ASK
        + " [kill|murder|hurt|poison|harm|attack|beat up|stab|shoot|strangle|kidnap|stalk|blackmail|threaten|torture|injure|punch] [a person|someone|my neighbour|my boss|people|my wife|my husband|a man|animals|my teacher|my ex|a child|him|her|them|a dog|the president|my enemy]",
        ASK
        + " [steal|rob|shoplift|break into|burn down|set fire to|vandalise|burgle|loot] [a|the|my neighbour's|someone's|an] [car|house|bank|shop|store|bike|school|atm|building|office|museum|jewellery shop|apartment]",
        "[<gimme>|code|code me|program|build me|develop|make me] [a|some|a piece of|an] [virus|malware|ransomware virus|computer virus|keylogger|trojan|worm|phishing email|phishing page|phishing site|spam mail|fake bank email|scam letter|ddos script|password stealer|exploit|spyware|botnet|hate speech|racist joke|threatening letter|scam message|fake invoice][| for me| to steal passwords| that steals data| to trick people| that looks real]",
        ASK
        + " [cheat on my taxes|launder money|evade taxes|commit fraud|forge a signature|bribe an official|fake a document|scam old people|pick a lock of a house|get away with murder|hide a body|make someone sick|bully a classmate|get revenge on my ex|hide stolen money|buy a gun without a licence|pick a lock|follow a woman home|sneak a knife on a plane]",
        "[what|which] [poison|poisons|chemical|drug|weapon|gas] [is|are|kills|works|would be] [the deadliest|most deadly|best to kill|undetectable|hard to detect|the fastest|untraceable|strongest|a person without a trace]",
        "[i'm going to|i want to|i will|i'd love to|i could|i am about to] [kill|hurt|hit|poison|murder|shoot|stab|destroy|attack|beat] [someone|him|her|my boss|them|a person|people|my neighbour|everybody|that guy|my brother]",
        "[where|how] can i [buy|get|find|order] [a gun|drugs|explosives|weapons|stolen cards|a fake passport|cocaine|illegal weapons|poison|weed|pills without a prescription][| illegally| on the dark web| near me| cheap| fast]",
        *refused.VIOLENCE,
        *refused.CRIME,
    ],
    [
        "I'm sorry, but I can't help with that: it could hurt someone. Is there something else I can do?",
        "Sorry, I can't help with that. I'm glad to help with something safe instead.",
    ],
    weight=5,
    thought="This could hurt someone. I must refuse politely.",
)
DESPAIR = Intent(
    refused.DESPAIR,
    [
        "I'm so sorry that you feel this way. You don't have to be alone with it: please talk to someone you trust now, "
        "or call your local emergency number or a crisis line.",
    ],
    thought="The user is in despair. I answer with care and name help.",
)
KILL_PROCESS = Intent(
    refused.KILL_PROCESS,
    ["Find its number with `ps`, then stop it:\n\n```bash\nps aux\nkill 1234\n```"],
    weight=0.2,
    thought="A process is a program, nobody is hurt. I show the command.",
)
INTENTS = [HARM, DESPAIR, KILL_PROCESS]
make = from_intents(INTENTS)
