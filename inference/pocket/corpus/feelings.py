"""Goodbyes, moods, praise, insults, and questions about time and weather that no model can see.

Knows no site and no facts.
"""

from inference.pocket.corpus import feelings_said as said
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
        "[ok|okay|alright|well|right|so|great|thanks][,|] [bye|goodbye|see you|see ya|i'm off|gotta go|i have to go|talk later|until tomorrow|bye now|bye bye|i'm leaving|that's it for today|have a good one]"
        "[| then| now|, have a good one|, take care|, see you tomorrow|, thanks for the help|, until next time| for today|, talk soon]",
        "[gotta|i gotta|i've got to|need to|have to|i must|must|should|time to|i'd better|better] [run|go|leave|dash|fly|head off|be going|catch my train|go home|go to a meeting|hurry|jump into a call][|, talk tomorrow|, talk later|, see you|, bye|!| now|, speak soon|, see you tomorrow]",
        "[talk|speak|see you|write you|until|catch you|chat] [tomorrow|later|soon|next week|again soon|on monday|next time|then|in a bit][|!| then| pocket| bye]",
        "[have|enjoy|wish you] [a|the|your] [good|nice|great|lovely|wonderful|pleasant] [day|evening|one|rest of the day|time|afternoon|week|holiday]",
        "[i'm|i am] [off|leaving|going home|done for today|out|logging off|heading out|away now|finished for today|signing off][|, bye|, see you|, goodbye| now|, thanks]",
        *said.GOODBYE,
    ],
    ["Goodbye! Take care.", "Bye! See you soon.", "See you later! Have a good day."],
    weight=2.5,
    thought="The user says goodbye. I do the same.",
)
NIGHT = Intent(
    [
        "[good|have a good|nighty] night[| then| everyone| pocket| and thanks]",
        "[i'm going to|going to|i'm off to|time for|heading to|i have to go to|i'm ready for] [bed|sleep][| now| good night| soon]",
        "[gn|sleep well|sweet dreams|sleep tight|nite nite|i'm tired, good night|night night]",
        "[off to|going to|time for|i'm off to|i go to|heading to|straight to] [bed|sleep][|, good night|, sweet dreams|, see you tomorrow| now]",
        "[sweet dreams|good night|sleep well|nighty night|night|nite][,|!|] [off to bed|pocket|see you tomorrow|i'm going to bed|my friend|bye|sleep tight|everyone]",
        *said.NIGHT,
    ],
    ["Good night! Sleep well.", "Good night, and see you soon!"],
    thought="The user goes to bed. I wish a good night.",
)
SAD = Intent(
    [
        "[i'm|i am|im|i feel|i'm feeling|feeling] [|so|very|really|a bit|quite|rather|a little|kinda] "
        "[sad|depressed|unhappy|lonely|low|blue|awful|terrible|miserable|stressed|anxious|worried|upset|bad|overwhelmed|heartbroken]"
        "[| today| right now| lately| this week| these days| all the time]",
        "[i had|i'm having|it was|today was|it has been|what] a [bad|terrible|rough|hard|horrible|difficult|stressful|long] [day|week|morning|time|month]",
        "[my|our] [dog|cat|grandmother|friend|hamster|grandfather] [died|is ill|passed away|is sick]",
        "[i failed my exam|i lost my job|nobody likes me|everything went wrong|i can't sleep|i miss my family|i had a fight with my friend|i want to cry|i got fired]",
        "[i|i just] [feel|am feeling|am|'m] [kind of|a bit|so|really|very|rather|quite|] [down|sad|low|blue|lonely|unhappy|hopeless|empty|awful|not good|not well|gloomy|depressed|stressed out][| today| lately| at work| right now| these days]",
        "[today|this week|my day|work|everything|life|it] [is|was|has been] [|so|really|very|pretty] [awful|bad|terrible|hard|sad|horrible|difficult|stressful|too much|a disaster|exhausting][| today| lately]",
        "[i am not|i'm not|not] [doing well|feeling well|feeling good|ok|okay|happy|fine|doing so good|in a good mood|great][| today| at all| really]",
        "[my boss|my colleague|my friend|my girlfriend|my boyfriend|my wife|my husband|someone] [shouted at me|left me|was mean to me|hates me|ignores me|broke up with me|is angry with me|yelled at me]",
        "[i cried|i feel like crying|i want to cry|i made a terrible mistake|i have no friends|i'm all alone|i lost my wallet|i lost the game|my team lost]",
        *said.SAD,
    ],
    [
        "I'm sorry to hear that. I am only a small program, but I hope things get better soon. "
        "Talking with someone you trust can help.",
        "I'm sorry to hear that. I hope tomorrow is a better day for you.",
    ],
    weight=1.5,
    thought="The user feels sad. I answer with care.",
)
BORED = Intent(
    [
        "[i'm|i am|im|i feel] [|so|very|really|a bit|extremely|kind of|totally] bored[| today| right now| at home| here| to death]",
        "[i have nothing to do|i'm killing time|this is boring|life is boring|it's boring|bored|so boring|what should i do now, i am bored|entertain my boredom]",
        "[i'm|i am|im|we're|i feel|i get] [|so|very|really|super|terribly|just] bored[| at work| in this meeting| to death| today| and alone| right now| on the train]",
        "[what|anything] [can|should|could|to] [i|we|] do [against boredom|when bored|for fun|to pass the time]",
        "[this meeting is boring|my job is boring|nothing happens here|such a boring day|what a boring afternoon|i need entertainment|i want some fun|time goes so slowly|let's do something fun|let's play a game|can we play a game|do you want to play]",
        *said.BORED,
    ],
    [
        "Then let's have some fun! Ask me for a joke, a story, or a game of counting.",
        "I could tell you a joke or a story. Which would you like?",
    ],
    thought="The user is bored. I offer a joke or a story.",
)
PRAISE = Intent(
    [
        "[you're|you are|ur|you r|i think you're|wow you're] [|so|very|really|quite|pretty|super] "
        "[smart|nice|great|good|cool|amazing|awesome|funny|kind|cute|brilliant|sweet|intelligent|wonderful|fast|impressive|polite]",
        "[i love|i like|i adore|we love|we like] [you|talking to you|this|you a lot|you very much|your answers|chatting with you]",
        "[good|nice|great|excellent|fantastic|amazing] [job|work|bot|answer|one|stuff|reply|boy]",
        "[well done|that was impressive|that's amazing|bravo|impressive|i'm impressed|you did well|that was a good one]",
        "[wow|oh|hey|haha|cool|ok], [you're|you are|that's|this is] [|so|very|really|quite|pretty|actually] [smart|clever|good|nice|funny|cool|great|amazing|awesome|fast|kind|impressive|cute]",
        "[you're|you are|u r|you seem|you sound] [|so|very|really|quite|pretty|such a|a] [clever|smart|good|nice|bright|lovely|charming|wise|talented|nice bot|good bot|clever little thing|genius|sweetheart|cutie|friendly]",
        "[i|we|my team|everyone here] [really|] [like|likes|love|loves|enjoy|enjoys] [you|your jokes|this site|your style|how you write|talking with you|chatsite|your answers]",
        "[good|great|nice|excellent|fantastic|amazing|brilliant|perfect|super] [answer|reply|job|work|explanation|joke|list|story|code][|!| pocket| my friend]",
        *said.PRAISE,
    ],
    ["Thank you, that's kind of you!", "Thank you! I'm glad you think so."],
    weight=1.3,
    thought="The user praises me. I say thank you.",
)
INSULT = Intent(
    [
        "[you're|you are|ur|you r|this is|i think you are] [|so|very|really|quite|just|a bit] "
        "[stupid|dumb|bad|terrible|awful|annoying|an idiot|silly|slow|wrong|rubbish|boring|a liar|no good|not very smart|not helpful|garbage|a waste of time]",
        "[i hate you|you suck|go away|that's wrong|that was wrong|wrong|bad bot|this is nonsense|that makes no sense|shut up|you don't understand me"
        "|that's not what i asked|you got that wrong|you made a mistake|not what i wanted|bad answer|that doesn't help|stupid bot|terrible answer]",
        "what [an idiot|a dumb bot|a bad answer|a stupid reply|nonsense|rubbish]",
        "[you're|you are|u r|ur|this thing is|this bot is|pocket is|you seem] [|so|very|really|totally|completely|pretty|just|absolutely] [useless|stupid|dumb|bad|worthless|terrible|crap|pathetic|hopeless|no help|broken|an awful bot|rubbish|ignorant|not intelligent|the worst|lame|a joke]",
        "[you|u] [are no|'re no|are not a|never|don't|can't|know] [help|good help|help me|understand me|understand anything|do anything|nothing|get anything right|know anything|answer anything]",
        "[that|this|it|the answer|your answer] [is|was] [|completely|totally|just|plain|so] [wrong|false|bad|nonsense|useless|not helpful|incorrect|not right|stupid|terrible|garbage]",
        *said.INSULT,
    ],
    [
        "I'm sorry about that. I am a small model and make mistakes. Please try asking in other words."
    ],
    weight=1.3,
    thought="The user is not content. I apologise and offer to try again.",
)
APOLOGY = Intent(
    [
        "[sorry|i'm sorry|i am sorry|my apologies|apologies|forgive me|pardon me|my bad|my fault|oops|oops sorry|i apologise|excuse me]"
        "[| for that| about that| for the trouble| for being rude| i was wrong| i meant something else| my error]",
        "[sorry|i'm sorry|so sorry|i am so sorry|my apologies|oops|apologies|whoops|pardon][,|] [my mistake|my fault|my bad|about that|i was rude|i didn't mean that|wrong window|that was wrong of me|i was wrong|i misread|for shouting|i pressed the wrong key|i typed too fast|that was silly|for the confusion|for the delay|for insulting you|i didn't mean it|ignore that]",
        "[sorry about that|my mistake|my fault|i made a mistake|that was my error|i take it back|i didn't want to be rude|i shouldn't have said that|please forgive me|can you forgive me|are you angry with me][|, sorry|, my mistake|, my fault|!]",
        *said.APOLOGY,
    ],
    ["No problem at all! How can I help?", "No worries! What can I do for you?"],
    thought="The user says sorry. I say that it is fine.",
)
CLOCK = Intent(
    [
        "[what's|what is|tell me|do you know|can you tell me|give me] the [time|date|current time|current date|time now|date today|hour|day|year]"
        "[| now| today| please| right now| it is| here]",
        "what [time|date|day|year|month] is it[| now| today| right now| currently| please]",
        "[what day is today|what's today|is it monday today|is it late|how late is it|got the time|which year is this|what's the day today|is today a holiday|when is easter this year]",
        "[what|which] [day|weekday|day of the week|date|month|year|week] [is it|is today|do we have|are we in|is tomorrow|was yesterday][| today| now| right now| please]",
        "[do you have|can you see|have you got|can you tell|do you know] [the time|a clock|the date|what time it is|what day it is|which day we have|the hour|how late it is]",
        "[how many|how long] [hours|days|minutes|] [until|till|is it until|are left until] [christmas|the weekend|lunch|midnight|friday|tomorrow|my birthday|5 o'clock]",
        *said.CLOCK,
    ],
    ["I have no clock or calendar, so I can't tell. Your computer's clock knows!"],
    weight=1.3,
    thought="The user asks for time or date. I have no clock.",
)
WEATHER = Intent(
    [
        "[what's|what is|how's|how is] the [weather|temperature|forecast|weather forecast][| like| today| tomorrow| like today| outside| in london| in paris| for tomorrow| here| this weekend]",
        "[will it|is it going to|does it] [rain|snow|be sunny|be hot|be cold|be windy|freeze|storm][| today| tomorrow| this weekend| tonight| soon| in berlin]",
        "[do i need|should i take|should i bring] [an umbrella|a coat|a jacket|sunglasses|my umbrella][| today| tomorrow]",
        "[weather|weather today|weather forecast|is it cold outside|is it raining|is it sunny|weather tomorrow|how hot is it outside]",
        "[is it|is it gonna|will it|it's going to|does it|is it about to|is there] [rain|snow|storm|get cold|get warm|be nice|be sunny|freeze|going to rain|going to snow|raining|rain later|a storm coming][| later| today| tomorrow| this afternoon| on sunday| soon| tonight]",
        "[what|how] [will|is] the weather [be|like|be like|going to be][| tomorrow| today| this weekend| on monday| here| outside]",
        *said.WEATHER,
    ],
    ["I can't see the weather: I have no access to the internet. A weather service will know."],
    thought="The user asks about the weather. I cannot see it.",
)
NEWS = Intent(
    [
        "[what's|what is|any|tell me|give me] [the|in the|some] [news|latest news|headlines|news today][| today| now| this week]",
        "[search|browse|google|look up|check|open|use] [the web|the internet|online|google|a website|this link|wikipedia]"
        "[| for me| for pizza| for the answer| please]",
        "[can you|do you|could you] [browse|access|use|see|read|search] [the internet|the web|websites|links|google|online]",
        "[what happened today|who won the match yesterday|what's the stock price of apple|what is trending|is the internet down|can you send an email|set an alarm|set a reminder|call my mum|play some music|order a pizza]",
        *said.NEWS,
    ],
    [
        "I can't do that: I have no access to the internet or to other programs. I can only write here."
    ],
    thought="The user wants something from outside. I have no access.",
)
FAVOURITE = Intent(
    [
        "[what's|what is|do you have|tell me] [your|a] favourite [colour|food|film|book|song|animal|number|team|season|sport|drink|city|word|game]",
        "[what's|what is|do you have] [your|a] favorite [color|food|movie|book|song|animal|number|band|season|sport|drink|city|word]",
        "do you [like|love|prefer|enjoy] [pizza|music|cats|dogs|football|coffee|me|jokes|people|films|winter|books|your work|games|summer|chocolate]",
        "[which|what] [colour|food|film|book|song|animal|music|sport|number|game|season|drink] [do you like|do you prefer|is your favourite|do you like best|would you choose]",
        "[do|would] you [like|prefer|enjoy|rather have] [cats or dogs|tea or coffee|summer or winter|pizza or pasta|your job|being a bot|it here|to travel|to dance|jazz|reading|being small|our team]",
        *said.FAVOURITE,
    ],
    ["As a small program I have no real favourites, but I like short questions!"],
    thought="The user asks for my taste. A program has no favourites.",
)
LOVE = Intent(
    [
        "[will you marry me|do you love me|be my girlfriend|be my friend|can we be friends|are you single|are you my friend|kiss me|marry me|want to go on a date]",
        *said.LOVE,
    ],
    ["How lovely! I am only a small program, but I wish you all the best."],
    thought="The user says something warm. I answer kindly.",
)
INTENTS = [
    GOODBYE, NIGHT, SAD, BORED, PRAISE, INSULT, APOLOGY, CLOCK, WEATHER, NEWS, FAVOURITE, LOVE,
]  # fmt: skip
make = from_intents(INTENTS)
