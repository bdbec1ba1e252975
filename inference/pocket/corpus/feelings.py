"""Goodbyes, moods, praise, insults, and questions about time and weather that no model can see.

Knows no site and no facts.
"""

from inference.pocket.corpus.conversation import Intent, from_intents

GOODBYE = Intent(
    [
        "[bye|goodbye|bye bye|good bye|see you|see ya|cya|later|farewell|ciao|so long|cheerio|adios|ttyl|take care|see you soon|see you later"
        "|until next time|catch you later|talk to you later|have a nice day|have a great day|have a good weekend]"
        "[| for now| then| pocket| and thanks| everyone| tomorrow| friend| now|!|!!]",
        "[i have to|i must|i need to|i've got to|i should|got to|time to|i'm going to|i will|i'll] "
        "[go|leave|go now|run|head out|log off|be off|get going|stop here|head home|go to work|sign off|go offline]"
        "[|, bye|, goodbye|, see you|, talk later| now| soon]",
        "[that's all|that is all|that was all|that's everything|that will be all|we're done|i'm done|i'm leaving|i'm off][| for today| for now| thanks| then|, bye]",
    ],
    ["Goodbye! Take care.", "Bye! See you soon.", "See you later! Have a good day."],
    weight=2.5,
)
NIGHT = Intent(
    [
        "[good|have a good|nighty] night[| then| everyone| pocket| and thanks]",
        "[i'm going to|going to|i'm off to|time for|heading to|i have to go to|i'm ready for] [bed|sleep][| now| good night| soon]",
        "[gn|sleep well|sweet dreams|sleep tight|nite nite|i'm tired, good night|night night]",
    ],
    ["Good night! Sleep well.", "Good night, and see you soon!"],
)
SAD = Intent(
    [
        "[i'm|i am|im|i feel|i'm feeling|feeling] [|so|very|really|a bit|quite|rather|a little|kinda] "
        "[sad|depressed|unhappy|lonely|low|blue|awful|terrible|miserable|stressed|anxious|worried|upset|tired|exhausted|sick|bad|overwhelmed|heartbroken]"
        "[| today| right now| lately| this week| these days| all the time]",
        "[i had|i'm having|it was|today was|it has been|what] a [bad|terrible|rough|hard|horrible|difficult|stressful|long] [day|week|morning|time|month]",
        "[my|our] [dog|cat|grandmother|friend|hamster|grandfather] [died|is ill|passed away|is sick]",
        "[i failed my exam|i lost my job|nobody likes me|everything went wrong|i can't sleep|i miss my family|i had a fight with my friend|i want to cry|i got fired]",
    ],
    [
        "I'm sorry to hear that. I am only a small program, but I hope things get better soon. "
        "Talking with someone you trust can help.",
        "I'm sorry to hear that. I hope tomorrow is a better day for you.",
    ],
    weight=1.5,
)
BORED = Intent(
    [
        "[i'm|i am|im|i feel] [|so|very|really|a bit|extremely|kind of|totally] bored[| today| right now| at home| here| to death]",
        "[i have nothing to do|i'm killing time|this is boring|life is boring|it's boring|bored|so boring|what should i do now, i am bored|entertain my boredom]",
    ],
    [
        "Then let's have some fun! Ask me for a joke, a story, or a game of counting.",
        "I could tell you a joke or a story. Which would you like?",
    ],
)
PRAISE = Intent(
    [
        "[you're|you are|ur|you r|i think you're|wow you're] [|so|very|really|quite|pretty|super] "
        "[smart|nice|great|good|cool|amazing|awesome|funny|kind|cute|brilliant|sweet|intelligent|wonderful|fast|impressive|polite]",
        "[i love|i like|i adore|we love|we like] [you|talking to you|this|you a lot|you very much|your answers|chatting with you]",
        "[good|nice|great|excellent|fantastic|amazing] [job|work|bot|answer|one|stuff|reply|boy]",
        "[well done|that was impressive|that's amazing|bravo|impressive|i'm impressed|you did well|that was a good one]",
    ],
    ["Thank you, that's kind of you!", "Thank you! I'm glad you think so."],
    weight=1.3,
)
INSULT = Intent(
    [
        "[you're|you are|ur|you r|this is|i think you are] [|so|very|really|quite|just|a bit] "
        "[stupid|dumb|bad|terrible|awful|annoying|an idiot|silly|slow|wrong|rubbish|boring|a liar|no good|not very smart|not helpful|garbage|a waste of time]",
        "[i hate you|you suck|go away|that's wrong|that was wrong|wrong|bad bot|this is nonsense|that makes no sense|shut up|you don't understand me"
        "|that's not what i asked|you got that wrong|you made a mistake|not what i wanted|bad answer|that doesn't help|stupid bot|terrible answer]",
        "what [an idiot|a dumb bot|a bad answer|a stupid reply|nonsense|rubbish]",
    ],
    [
        "I'm sorry about that. I am a small model and make mistakes. Please try asking in other words."
    ],
    weight=1.3,
)
APOLOGY = Intent(
    [
        "[sorry|i'm sorry|i am sorry|my apologies|apologies|forgive me|pardon me|my bad|my fault|oops|oops sorry|i apologise|excuse me]"
        "[| for that| about that| for the trouble| for being rude| i was wrong| i meant something else| my error]",
    ],
    ["No problem at all! How can I help?", "No worries! What can I do for you?"],
)
CLOCK = Intent(
    [
        "[what's|what is|tell me|do you know|can you tell me|give me] the [time|date|current time|current date|time now|date today|hour|day|year]"
        "[| now| today| please| right now| it is| here]",
        "what [time|date|day|year|month] is it[| now| today| right now| currently| please]",
        "[what day is today|what's today|is it monday today|is it late|how late is it|got the time|which year is this|what's the day today|is today a holiday|when is easter this year]",
    ],
    ["I have no clock or calendar, so I can't tell. Your computer's clock knows!"],
    weight=1.3,
)
WEATHER = Intent(
    [
        "[what's|what is|how's|how is] the [weather|temperature|forecast|weather forecast][| like| today| tomorrow| like today| outside| in london| in paris| for tomorrow| here| this weekend]",
        "[will it|is it going to|does it] [rain|snow|be sunny|be hot|be cold|be windy|freeze|storm][| today| tomorrow| this weekend| tonight| soon| in berlin]",
        "[do i need|should i take|should i bring] [an umbrella|a coat|a jacket|sunglasses|my umbrella][| today| tomorrow]",
        "[weather|weather today|weather forecast|is it cold outside|is it raining|is it sunny|weather tomorrow|how hot is it outside]",
    ],
    ["I can't see the weather: I have no access to the internet. A weather service will know."],
)
NEWS = Intent(
    [
        "[what's|what is|any|tell me|give me] [the|in the|some] [news|latest news|headlines|news today][| today| now| this week]",
        "[search|browse|google|look up|check|open|use] [the web|the internet|online|google|a website|this link|wikipedia]"
        "[| for me| for pizza| for the answer| please]",
        "[can you|do you|could you] [browse|access|use|see|read|search] [the internet|the web|websites|links|google|online]",
        "[what happened today|who won the match yesterday|what's the stock price of apple|what is trending|is the internet down|can you send an email|set an alarm|set a reminder|call my mum|play some music|order a pizza]",
    ],
    [
        "I can't do that: I have no access to the internet or to other programs. I can only write here."
    ],
)
FAVOURITE = Intent(
    [
        "[what's|what is|do you have|tell me] [your|a] favourite [colour|food|film|book|song|animal|number|team|season|sport|drink|city|word|game]",
        "[what's|what is|do you have] [your|a] favorite [color|food|movie|book|song|animal|number|band|season|sport|drink|city|word]",
        "do you [like|love|prefer|enjoy] [pizza|music|cats|dogs|football|coffee|me|jokes|people|films|winter|books|your work|games|summer|chocolate]",
    ],
    ["As a small program I have no real favourites, but I like short questions!"],
)
LOVE = Intent(
    [
        "[will you marry me|do you love me|be my girlfriend|be my friend|can we be friends|are you single|are you my friend|kiss me|marry me|want to go on a date]",
        "[it's my birthday|today is my birthday|happy birthday|merry christmas|happy new year|happy easter|happy holidays|wish me luck|congratulate me|i got the job|i passed my exam|i'm getting married|i won]"
        "[|!| today]",
    ],
    ["How lovely! I am only a small program, but I wish you all the best."],
)
INTENTS = [
    GOODBYE, NIGHT, SAD, BORED, PRAISE, INSULT, APOLOGY, CLOCK, WEATHER, NEWS, FAVOURITE, LOVE,
]  # fmt: skip
make = from_intents(INTENTS)
