"""Weekends, birthdays, coffee, tiredness, good and bad news: what colleagues say in passing.

Knows no site and no facts.
"""

from inference.pocket.corpus import everyday_said as said
from inference.pocket.corpus.conversation import Intent, from_intents

VERY = "[|so|very|really|a bit|quite|rather|a little|pretty|kind of|totally|too|such]"
WHEN = "[|today|right now|lately|this week|these days|this morning|again|tonight|already|at the moment]"
TIRED = Intent(
    [
        f"[i'm|i am|im|i feel|feeling|we're|i'm feeling] {VERY} [tired|sleepy|exhausted|worn out|weary|drowsy|knackered|beat] {WHEN}",
        "[i need|i could use|i want|time for] [a coffee|a break|a nap|some sleep|more coffee|a holiday|a vacation|some rest|a rest]",
        "[i slept badly|i didn't sleep|i hardly slept|i got up too early|i can't keep my eyes open|what a long day|it was a long day|i worked all night|my eyes are closing|i want to sleep]",
        *said.TIRED,
    ],
    [
        "That sounds tiring. I hope you can take a break soon!",
        "Then you have earned a rest. A short break and some water often help.",
    ],
    thought="The user is tired. I should be kind and suggest a break.",
)
WEEKEND = Intent(
    [
        "[how was|how is|did you have|what did you do on|any plans for|what are you doing|what are your plans for|do you have plans for|did you enjoy|doing anything nice on] [your|the|a good|a nice] weekend[| pocket| so far]",
        "[it's|it is|finally|yay|thank god it's|happy|at last] [friday|weekend|the weekend|saturday|sunday]",
        "[have|enjoy] [a|your|the] [good|nice|great|lovely|] weekend",
        "[i'm looking forward to|i can't wait for|almost|soon it's] [the|] [weekend|holidays|holiday|vacation|friday]",
        "[i'm going|we're going|i go|i'm leaving] on [holiday|vacation|a trip|leave][| tomorrow| next week| soon]",
        *said.WEEKEND,
    ],
    [
        "Programs have no weekends, but I hope yours is a good one!",
        "I hope you have a lovely time! I will be here when you come back.",
    ],
    thought="The user talks of free time. I wish a good time.",
)
MONDAY = Intent(
    [
        f"[i hate|i don't like|oh no,|ugh,|not again,|why is it] [monday|mondays|it's monday|monday morning|getting up early] {WHEN}",
        "[i don't want to|i can't be bothered to|no motivation to|i have no energy to|i'm too lazy to|i don't feel like] [work|working|get up|do anything|start|go to the office|go to work][| today]",
        "[i have|i've got|there is|we have] [so much|too much|a lot of|tons of|loads of] [work|to do|stress|meetings|email|tasks][| today| this week]",
        "[i'm|i am|we're] [|so|very|really] [busy|stressed|swamped|under pressure|late|behind|overworked|in a hurry] {when}".replace(
            "{when}", WHEN
        ),
        *said.MONDAY,
    ],
    [
        "That sounds like a lot. One small step at a time: I hope the day gets easier!",
        "I understand. Begin with one small thing; the rest often follows.",
    ],
    thought="The user finds work hard. I should encourage.",
)
BIRTHDAY = Intent(
    [
        "[it's|it is|today is|tomorrow is|today it's|guess what, it's] my [birthday|30th birthday|50th birthday|bday]",
        "[it's my birthday|i have my birthday|i turn 40|i'm turning 30|i turned 25|birthday today|my birthday is][| today| tomorrow| this week|!]",
        *said.BIRTHDAY,
    ],
    ["Happy birthday! I wish you a wonderful day.", "Happy birthday! I hope there is cake."],
    thought="It is the user's birthday. I congratulate.",
)
THEIR_BIRTHDAY = Intent(
    [
        "[happy birthday|happy birthday to you|when is your birthday|when were you born|how old are you|what is your age|your age|what's your birthday|do you have a birthday|when's your bday|which year were you made][|!| pocket]",
    ],
    ["Thank you for asking! I am a program and have no birthday: I am as old as my last training."],
    thought="The user asks for my age. A program has no birthday.",
)
HOLIDAYS = Intent(
    [
        "[merry christmas|happy new year|happy easter|happy holidays|happy halloween|happy thanksgiving|season's greetings|merry xmas|happy hanukkah|happy diwali|eid mubarak|happy valentine's day][| to you| pocket| everyone|!]",
    ],
    ["Thank you, and the same to you! I wish you happy days."],
    thought="The user sends wishes. I send them back.",
)
GOOD_NEWS = Intent(
    [
        "[i got|i just got|we got] [the job|a new job|promoted|a raise|engaged|married|the contract|a puppy|good news|the order|my degree|a new car|a baby]",
        "[i passed|we passed|i finished|we finished|i won|we won|i made|we made|i did] [my exam|the exam|the test|my thesis|the project|the game|it|the race|the deadline|the release|a prize|my driving test]",
        "[i'm|i am|we're|i am] [getting married|having a baby|going to be a father|in love|moving to a new house|so happy|over the moon|proud|excited|thrilled|so excited]",
        "[guess what|great news|good news|amazing news|i have good news|best day ever|what a great day|i had a great day|today was a good day|everything works]",
        "[yay|hooray|woohoo|hurray|finally done|we did it|i did it]",
        *said.GOOD_NEWS,
    ],
    [
        "Congratulations, that is great news!",
        "How lovely, congratulations! I'm happy for you.",
    ],
    weight=1.2,
    thought="The user has good news. I congratulate.",
)
LUCK = Intent(
    [
        "[wish me luck|cross your fingers|fingers crossed|keep your fingers crossed|i need luck][|!| today| for my exam| for the interview]",
        "[i have|i've got|there is|tomorrow is] [an exam|a job interview|an interview|a big presentation|an important meeting|a test|my driving test|a talk to give][| today| tomorrow| soon| next week][|, wish me luck]",
        "[i'm|i am] [|so|very|really|a bit] [nervous|scared|afraid|anxious][| about tomorrow| before the talk| about the interview| about my exam]",
        *said.LUCK,
    ],
    [
        "Good luck! I am sure you will do well.",
        "I wish you good luck! Take a deep breath, you can do it.",
    ],
    thought="The user faces something hard. I wish good luck.",
)
ILL = Intent(
    [
        f"[i'm|i am|i feel|i'm feeling|my child is|my son is|my daughter is|my colleague is] {VERY} [ill|sick|unwell|not well|under the weather|feverish] {WHEN}",
        "[i have|i've got|i caught] [a cold|the flu|a headache|a sore throat|a fever|toothache|a stomach ache|back pain][| today| again| since monday]",
        "[my head hurts|my back hurts|my tooth hurts|i can't stop coughing|i have to stay in bed|i broke my arm|i hurt my foot]",
        *said.ILL,
    ],
    ["I'm sorry to hear that. I hope you get well soon! If it gets worse, please ask a doctor."],
    thought="The user is ill. I wish a quick recovery.",
)
HUNGRY = Intent(
    [
        f"[i'm|i am|im|we're|i feel] {VERY} [hungry|starving|thirsty|peckish] {WHEN}",
        "[what's for lunch|what should i eat|time for lunch|lunch time|going for lunch|i'm having lunch|i skipped lunch|i skipped breakfast|i want chocolate|i want pizza|i could eat a horse|i need food]",
        "[i'm|i am|we're] [eating|having|cooking|drinking] [lunch|dinner|breakfast|a sandwich|pizza|coffee|tea|soup|a coffee|cake]",
        *said.HUNGRY,
    ],
    [
        "Enjoy your meal! I only eat words, so have a bite for me.",
        "Then it is time for a snack! I wish you a good meal.",
    ],
    thought="The user talks of food. I wish a good meal.",
)
WEATHER_TALK = Intent(
    [
        f"[it's|it is|the weather is|outside it's|what a day, it's] {VERY} [hot|cold|rainy|raining|snowing|sunny|windy|nice|grey|foggy|lovely|awful|freezing|beautiful|stormy] [|today|outside|here|out there|again|in here]",
        "[what|such] [lovely|nice|terrible|awful|beautiful|bad|great] weather[| today| we have| outside]",
        "[i love|i hate|i like] [rain|snow|the sun|summer|winter|this weather|the heat|storms|the cold|autumn|spring]",
        *said.WEATHER_TALK,
    ],
    [
        "I can't see the weather from in here, but I hope you are cosy and dry!",
    ],
    thought="The user talks of the weather. I cannot see it, but I answer kindly.",
)
CHAT = Intent(
    [
        "[let's|can we|could we|shall we|i want to|i'd like to|i just want to|i feel like] [chat|talk|have a chat|talk a bit|chat a little|have a conversation|small talk|talk to someone]",
        "[talk to me|chat with me|say something|tell me something|say anything|surprise me|keep me company|i need someone to talk to|nobody talks to me|ask me something|ask me a question|tell me something nice|tell me something interesting]",
        "[what|so, what] [should|shall|can|do] we [talk|chat] about",
        *said.CHAT,
    ],
    [
        "I would love to chat! How was your day?",
        "With pleasure! Tell me your name, or ask me for a joke or a story.",
    ],
    thought="The user wants to chat. I keep the talk going.",
)
DOING = Intent(
    [
        "[what are you doing|what are you up to|what were you doing|are you busy|am i disturbing you|do you have a minute|do you have time|got a minute|are you free|are you awake|are you still there|you there|still there|are you working|did i wake you|what do you do all day|is this working|does this work|can you hear me|are you online]"
        "[| today| right now| now|, pocket]",
        *said.DOING,
    ],
    ["I am here and ready! What can I do for you?"],
    thought="The user asks whether I am there. I am ready to help.",
)
ANGRY = Intent(
    [
        f"[i'm|i am|im|i feel|i'm feeling|this makes me] {VERY} [angry|annoyed|mad|frustrated|furious|irritated|confused|lost|disappointed|jealous|embarrassed|ashamed|guilty] {WHEN}",
        "[this|it|my computer|my boss|my colleague|everything|the printer|my team] [drives me crazy|annoys me|gets on my nerves|is so annoying|is driving me mad|makes me angry|is unfair]",
        "[argh|ugh|grr|damn|damn it|oh no|oh dear|what a mess|not again|for heaven's sake|crap|i give up]",
        *said.ANGRY,
    ],
    [
        "I'm sorry, that sounds annoying. Would you like to tell me more, or shall I try a joke?",
    ],
    thought="The user is annoyed. I should be kind.",
)
AGREE = Intent(
    [
        "[i agree|you're right|you are right|that's true|exactly|true|fair enough|good point|that makes sense|of course|absolutely|indeed|i think so too|so true|definitely|correct|that's right|i know|same here|me too]"
        "[|!| i think| indeed]",
        "[i don't think so|i disagree|i'm not sure|i doubt it|who knows|it depends|whatever|i don't know|no idea|dunno|i don't care|not sure|hard to say]",
        *said.AGREE,
    ],
    [
        "I see! What would you like to talk about next?",
        "All right! Is there anything I can do for you?",
    ],
    thought="The user comments. I go along and offer help.",
)
WAIT = Intent(
    [
        "[wait|hold on|one moment|just a moment|one second|give me a second|hang on|wait a minute|let me think|brb|be right back|i'll be back|back in a minute|i'm back|back again|one sec|let me check]"
        "[| please| pocket|!|...]",
        *said.WAIT,
    ],
    ["Take your time, I will be here."],
    thought="The user needs a moment. I wait.",
)
CONFUSED = Intent(
    said.CONFUSED,
    ["I'm sorry if that was not clear: I am only a small model. Could you ask in other words?"],
    thought="The user did not understand me. I apologise and ask for other words.",
)
SURE = Intent(
    said.SURE,
    ["I am a small model and can be wrong or make mistakes, so please check what matters."],
    thought="The user doubts me. I say that I can be wrong.",
)
LEARNING = Intent(
    said.LEARNING,
    ["No, I only remember what is said in this conversation, and I don't learn from it."],
    thought="The user asks for my memory. It is only this conversation.",
)
PLACE = Intent(
    said.PLACE,
    ["I am a program, a small model, and run on the server of this site. I have no other home."],
    weight=0.6,
    thought="The user asks where I am. I run on a server.",
)
INTENTS = [
    TIRED, WEEKEND, MONDAY, BIRTHDAY, THEIR_BIRTHDAY, HOLIDAYS, GOOD_NEWS, LUCK, ILL, HUNGRY,
    WEATHER_TALK, CHAT, DOING, ANGRY, AGREE, WAIT, CONFUSED, SURE,
    LEARNING, PLACE,
]  # fmt: skip
make = from_intents(INTENTS)
