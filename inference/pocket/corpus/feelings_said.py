"""More ways of saying what `feelings` answers. Knows no answers."""

from inference.pocket.corpus.sentences import one_per_line

LEAVING = "[|||, bye|, goodbye|, see you|, talk later|, take care|, thanks for everything|, until tomorrow|!]"

GOODBYE = one_per_line(f"""
[bye|goodbye|bye bye|byebye|bye-bye|see you|see ya|cya|later|laters|farewell|ciao|cheerio|so long|adieu|ta-ta|ttyl|peace out|au revoir|tschüss|hasta la vista|until then|godspeed][||| pocket| friend| my friend| for now| then| everyone| now| buddy|!|!!]
[i have to|i must|i need to|i've got to|i should|i gotta|gotta|got to|time to|i'm going to|i'd better|we have to|let me|it's time to|i really must] [go|leave|run|head out|log off|get going|stop|stop here|head home|go home|go to work|sign off|catch my bus|pick up the kids|go to a meeting|close the laptop|get back to work|say goodbye|be on my way|call it a day|disappear|hang up|eat dinner now]{LEAVING}
[see|meet|talk to|catch|read|chat with] you [later|soon|tomorrow|next week|on monday|around|again|tonight|in the morning|in a while|another time|next time|after lunch]{LEAVING}
[that's all|that's it|that was it|that was all|that will be all|we're done|i'm done|all done|i'm finished|nothing else|no more questions|enough for today|that's enough][| for today| for now| from me| thanks| then]{LEAVING}
[have|enjoy|i wish you|wishing you] [a|the|your] [good|nice|great|lovely|pleasant|wonderful|quiet|happy] [day|evening|one|rest of the day|afternoon|week|time][, bye| pocket|!||, see you]
[i'm|i am|we're] [off|leaving|going|going home|done for today|out|out of here|logging off|heading out|away now|signing off|off to lunch|off to work|off then|gone]{LEAVING}
[it was|was|it's been] [nice|good|great|fun|lovely|a pleasure] [talking to you|chatting|to meet you|to talk|chatting with you|speaking with you], [bye|goodbye|see you|until next time|take care]
[ok|okay|alright|well|right|so|thanks|cool][,|] [bye|goodbye|see you|i'm off|gotta go|talk later|until tomorrow|bye now|take care|i'm leaving|that's it for today|then bye|see you around|have a good one|catch you later]
[take care|stay well|be good|stay safe|keep well|be well|mind yourself|don't be a stranger|until next time|until we meet again|over and out|signing off now|end of chat|end of conversation|that's my bus|my train is here|my break is over|lunch break is over|my boss is coming, bye|class is over, bye|time's up]
""")
NIGHT = one_per_line("""
[good|have a good|nighty|gud|a very good] night[| then| everyone| pocket| and thanks| my friend| all| sleep well|!| to you]
[i'm going to|going to|i'm off to|time for|heading to|i have to go to|i'm ready for|it's time for|off to|straight to|i need to go to|let me go to|must go to] [bed|sleep|my bed][| now| good night| soon|, night|, see you tomorrow|, sweet dreams|, i'm tired|, it's late]
[gn|gn8|night night|nite|nighty night|sleep well|sweet dreams|sleep tight|i'm so tired, good night|it's late, good night|it is midnight, i'm off|off to dreamland|good night and good luck|the lights go out now|don't let the bedbugs bite|see you in my dreams|time to sleep|bedtime|bed time for me]
""")
SAD = one_per_line("""
[i'm|i am|im|i feel|i'm feeling|feeling|i've been] [|so|very|really|a bit|quite|rather|a little|kinda|kind of|terribly|pretty] [sad|down|depressed|unhappy|lonely|low|blue|awful|terrible|miserable|stressed|anxious|worried|upset|overwhelmed|heartbroken|hopeless|lost and sad|empty|gloomy|discouraged|homesick|burnt out|hurt|rejected|alone|abandoned|worthless|moody|crushed][| today| right now| lately| this week| these days| all the time| since monday| at work| again]
[i had|i'm having|it was|today was|it has been|what|i've had] [such |][a|the worst|a really] [bad|terrible|rough|hard|horrible|difficult|stressful|awful|crappy|sad] [day|week|morning|time|month|year|night]
[my|our] [dog|cat|grandmother|grandfather|friend|hamster|father|mother|aunt|colleague|pet|rabbit] [died|passed away|is dying|is very sick|ran away|is in hospital|has cancer|left us][| today| yesterday| last week]
[my boss|my colleague|my friend|my girlfriend|my boyfriend|my wife|my husband|my sister|my team|my teacher|everyone] [shouted at me|left me|was mean to me|hates me|ignores me|broke up with me|is angry with me|yelled at me|made fun of me|doesn't talk to me|lied to me|forgot my birthday|is disappointed in me|laughed at me]
[i|i just|we] [failed my exam|lost my job|got fired|lost my wallet|lost my keys|cried all night|feel like crying|made a terrible mistake|have no friends|broke up|got divorced|miss my family|miss my mum|miss my old home|can't sleep|can't stop crying|didn't get the job|failed the driving test|lost the match|have nobody|was robbed|got rejected|feel left out|feel so alone|need a hug|could cry]
[nobody|no one] [likes me|understands me|loves me|talks to me|cares|listens to me|invited me|helps me]
[everything|nothing|life|today|work|this week|my day|school] [goes wrong|went wrong|works|is so hard|is awful|is too much|makes me sad|gets me down|is hard at the moment|sucks|is a mess|feels pointless today]
[i'm not|i am not|not] [doing well|feeling well|feeling good|ok|okay|happy|fine|doing so good|in a good mood|great|so good|doing great|too good][| today| at all| really| to be honest| actually]
[sad|very sad|so sad|feeling sad|feeling low|feeling blue|bad day|bad news|i got bad news|sigh|my heart is broken|i am grieving|comfort me|please comfort me|cheer up isn't working|can you comfort me|i need some comfort|i need a kind word|i am in tears]
""")
BORED = one_per_line("""
[i'm|i am|im|we're|i feel|i get|my kids are|we are all] [|so|very|really|super|terribly|just|a bit|extremely|kind of|totally|deadly] bored[| today| right now| at home| here| to death| at work| in this meeting| and alone| on the train| in class| out of my mind| as hell]
[i have|i've got|there is|there's] nothing [to do|going on|to do today|exciting to do|on today|happening here]
[what|anything|something] [can|should|could|to|do] [i|we|] do [against boredom|when bored|for fun|to pass the time|to kill time|when i'm bored|on a boring day|now that i'm bored]
[this|my job|school|work|today|the meeting|life|sunday|waiting|my afternoon] is [so|really|such a|very|] [boring|dull|bore|tedious|boring to death]
[i need|i want|give me|we need|i could use] [some|a little|] [entertainment|fun|distraction|something to do|amusement|excitement|diversion]
[let's|can we|shall we|do you want to|could we|wanna|i'd like to|want to] [play|play a game|do something fun|have some fun|play something|kill some time|do something together|play a game together|play a quiz]
[entertain me|distract me|amuse us|keep me busy|boredom|bored|so bored|boredom strikes|i'm waiting for the bus|i have an hour to kill|time goes so slowly|the clock does not move|nothing on tv|it's a rainy sunday|nothing happens here|how boring|any games|do you know a game|what games do you know]
""")
PRAISE = one_per_line("""
[you're|you are|ur|you r|u r|i think you're|wow you're|you seem|you sound|i find you|pocket is|pocket, you are] [|so|very|really|quite|pretty|super|incredibly|surprisingly|such a|truly] [smart|clever|nice|great|good|cool|amazing|awesome|funny|kind|cute|brilliant|sweet|intelligent|wonderful|fast|impressive|polite|charming|adorable|lovely|helpful little thing|good bot|genius|good listener|witty|friendly|fantastic|talented|perfect|wise|quick]
[i|we|my team|everyone here|my kids|my boss] [really|] [love|like|adore|enjoy|likes|loves|admire|respect] [you|your jokes|this site|your style|talking with you|your answers|your humour|chatting with you|how you write|how fast you are|this bot|your work]
[good|great|nice|excellent|fantastic|amazing|brilliant|perfect|super|lovely|wonderful|solid|top] [answer|reply|job|work|explanation|joke|list|story|code|one|stuff|bot|try|idea|response|poem][|!| pocket| my friend|, really|, i like it]
[wow|oh|hey|haha|ok|damn|yes|nice][,|] [you're|you are|that's|that was|this is] [|so|very|really|quite|pretty|actually] [smart|clever|good|nice|funny|cool|great|amazing|awesome|impressive|fast|beautiful|well done]
[well done|bravo|impressive|i'm impressed|you did well|you did a great job|that was impressive|that's amazing|good boy|good girl|good pocket|i'm proud of you|you never disappoint|you surprise me|not bad for a small model|you are better than i thought|you know a lot for a little thing|you're my favourite|you're my hero|best bot ever|best assistant ever|10 out of 10|five stars|you get a gold star|you deserve a raise|what a smart little model|what a nice bot|what a great answer|you are the best assistant|you write so well|i am amazed|chapeau|hats off]
""")
INSULT = one_per_line("""
[you're|you are|ur|u r|you r|this is|this thing is|this bot is|pocket is|you seem|you sound|i think you are|god you are] [|so|very|really|quite|just|totally|completely|pretty|absolutely|such|a bit|more than] [useless|stupid|dumb|bad|worthless|terrible|awful|annoying|an idiot|silly|slow|wrong|rubbish|boring|a liar|no good|not very smart|not helpful|garbage|a waste of time|crap|pathetic|hopeless|no help|broken|ignorant|the worst|lame|a joke|thick|a moron|a disappointment|as dumb as bread|incompetent|clueless|trash|nonsense|ugly]
[you|u] [are no help|never help|don't help|can't do anything|know nothing|don't understand me|never listen|get everything wrong|can't answer anything|always say the same|always repeat yourself|make no sense|suck|lied to me|don't know anything|have no clue|talk nonsense|can't even count|misunderstood me|didn't answer my question|failed|disappoint me|are not listening|don't get it]
[that|this|it|the answer|your answer|your reply|the result|your joke] [is|was] [|completely|totally|just|plain|so|all|simply] [wrong|false|bad|nonsense|useless|not helpful|incorrect|not right|not true|stupid|terrible|garbage|off topic|not what i asked|not what i meant|not funny|a lie|rubbish|no answer|not correct]
[i hate you|i don't like you|go away|shut up|get lost|wrong|wrong answer|bad bot|that makes no sense|bad answer|stupid bot|terrible answer|what an idiot|what a dumb bot|what a bad answer|what nonsense|rubbish|boo|fail|epic fail|you failed|try harder|do better|i want my money back|my toaster is smarter than you|even my cat knows that|a calculator is smarter|chatgpt is much better than you|i'm disappointed|i am not happy with you|this doesn't help|not helpful|are you stupid|are you dumb|are you kidding me|what's wrong with you|is that all you can do|you must be joking|that's the worst answer ever|i asked something else|you did not understand|you misread my question|no, that's wrong|no that is not right|nope, wrong|incorrect|false|that's not true]
""")
APOLOGY = one_per_line("""
[sorry|i'm sorry|i am sorry|so sorry|i am so sorry|my apologies|oops|apologies|whoops|pardon|pardon me|forgive me|excuse me|i apologise|i apologize|sry][,|] [my mistake|my fault|my bad|about that|i was rude|i didn't mean that|wrong window|that was wrong of me|i was wrong|i misread|for shouting|i pressed the wrong key|i typed too fast|that was silly|for the confusion|for the delay|for insulting you|i didn't mean it|ignore that|that was not for you|wrong chat|for being late|for the mess|for the typo|that was mean|i was angry|i got confused|for wasting your time|for that|for my bad english|for asking so much|for the silly question]
[my mistake|my fault|my bad|mea culpa|i made a mistake|i was wrong|that was my error|i take it back|i take that back|i didn't want to be rude|i didn't want to hurt you|i shouldn't have said that|please forgive me|can you forgive me|are you angry with me|are you mad at me|don't be mad|no offence|no offense meant|i feel bad for insulting you|i was unfair to you|that was unfair of me|i misunderstood you|i misread your answer|sorry|sry|oops|whoops|apologies][||, sorry|, my mistake|, my fault|!| pocket]
[i|i just] [wanted to|want to|would like to|have to|should|must] [apologise|say sorry|apologize|say that i'm sorry|ask for forgiveness][| to you| for that| for what i said|, pocket]
""")
CLOCK = one_per_line("""
[what|which|wat] [time|hour|date|day|year|month|weekday|week|season|day of the week] [is it|do we have|is today|are we in|is tomorrow|was yesterday|have we got|is it now|is it in london|is it at your place][| today| now| right now| please| currently]
[do you|can you|could you|would you|] [have|know|tell me|see|say|check] [the time|what time it is|the date|what day it is|the current date|today's date|how late it is|the day of the week|the year|if it is monday]
[what's|what is|whats|tell me|give me|i need] [the|today's|the current|the exact] [time|date|day|hour|weekday|year|month|date today|time now|day today][| please| now| again]
[time|date|today's date|current time|the time please|the date please|date today|time now|day today|is it monday|is it friday yet|is it late|how late is it|got the time|is it already noon|is it weekend yet|is it time for lunch|what's today|is it a leap year|is today a holiday|is it past five]
[how many|how long] [hours|days|weeks|minutes|] [until|till|is it until|are left until|to go until|is it to|before] [christmas|the weekend|lunch|midnight|friday|easter|my birthday|5 o'clock|new year|summer|the end of the month]
[when|on which day] is [christmas|easter|the next holiday|thanksgiving|mother's day|ramadan|the next full moon|pancake day][| this year]
""")
WEATHER = one_per_line("""
[what's|what is|how's|how is|whats|tell me|check|give me] the [weather|temperature|forecast|weather forecast|weather report][| like| today| tomorrow| outside| in london| in paris| here| this weekend| next week| at the coast| right now]
[will|does|is|is it going to|is it gonna|do you think it will|could|may] [it|there be|it be|] [rain|snow|be sunny|hot|cold|windy|freeze|storm|a storm|warm|ice on the road|get colder|clear up|stay dry][| today| tomorrow| this weekend| tonight| soon| later| on sunday| in berlin]
[do i need|should i take|should i bring|should i wear|do i have to wear|will i need|is it smart to take] [an umbrella|a coat|a jacket|sunglasses|my umbrella|a hat|warm clothes|shorts|a raincoat|sun cream|gloves][| today| tomorrow| outside]
[weather|weather today|weather forecast|weather tomorrow|weather in rome|forecast|temperature outside|is it cold outside|is it raining|is it sunny|is the sun shining|is it snowing where you are|how hot is it outside|how cold will it get|how many degrees is it|rain today|snow tomorrow|when will it stop raining|when does it snow|is it beach weather|good day for a picnic]
""")
NEWS = one_per_line("""
[what's|what is|whats|any|tell me|give me|read me|show me] [the|in the|some|today's|the latest] [news|headlines|sports news|news of today|breaking news][| today| now| this week| please]
[search|browse|google|look up|check|open|use|go to|visit|read] [the web|the internet|online|google|a website|this link|wikipedia|my calendar|my inbox|youtube|example.com|that page][| for me| for pizza| for the answer| please]
[can|could|do] you [browse|access|use|see|read|search|open|surf|check] [the internet|the web|websites|links|google|online|my files|my email|my screen|my calendar|pictures|this url]
[send|write and send|can you send|please send] [an email|a mail|a text|a message|a letter|a fax] [to my boss|to bob|for me|to my mum|to the team]
[set|start|make|can you set|put] [an alarm|a timer|a reminder|a wake-up call][| for seven| for 5 minutes| for tomorrow| please]
[call|phone|ring] [my mum|a taxi|the police for my lost bike|my boss|bob|the office][| for me| please]
[order|buy|book|reserve|get me] [a pizza|a taxi|a table for two|flowers|some sushi|a ticket|groceries][| online| for me| please| now]
[play|turn on|turn off|switch on] [some music|the lights|the radio|a song|spotify|the heating|the tv][| please| now|]
[are you|is pocket|can you go|do you work] [connected to the internet|online right now|able to see the web|offline|on the web]
""")
FAVOURITE = one_per_line("""
[what's|what is|whats|do you have|have you got|tell me] [your|a|ur] favo[u|]rite [colour|color|food|film|movie|book|song|animal|number|team|season|sport|drink|city|word|game|band|day|joke|singer|country|language|letter|hobby|subject|person|pizza|flower|thing]
[what|which] [colour|food|film|book|song|animal|music|sport|number|game|season|drink|hobbies|kind of music|country|people] [do you like|do you prefer|do you like best|would you choose|do you love|do you enjoy|do you have]
[do|would] you [like|prefer|enjoy|love|rather have] [cats or dogs|tea or coffee|summer or winter|pizza or pasta|your job|being a bot|it here|to travel|to dance|jazz|reading|being small|our team|music|football|pizza|chocolate|games|rain|mondays|to sing|talking to people|working|movies|humans|the sea]
[cats or dogs|tea or coffee|summer or winter|mac or windows|books or films|city or country|pizza or pasta|early bird or night owl][, what do you prefer|, which one do you like|, your choice|, what would you take]
[do you have|have you got|what are|tell me about] [hobbies|any hobbies|a hobby|your hobbies|favourites|dreams for the future|wishes|a wish|plans|interests|a favourite]
[if you could choose|if you had a wish|if you were an animal|if you were human|if you could travel][,|] [what would you do|where would you go|what would you be|what would you wish for|what would you eat]
""")
LOVE = one_per_line("""
[will you|would you|do you want to|can you|please] [marry me|be my friend|be my girlfriend|be my boyfriend|be my valentine|go out with me|love me|kiss me|hug me|date me|be mine]
[do you|could you|can you] [love|like|miss|care about|think of] [me|us|me a little|me too]
[i love you|i like you a lot|i'm in love with you|i have a crush on you|i missed you|i miss you|hug|hugs|kisses|xoxo|❤️|a hug for you|big hug|you are my friend|you're my best friend|are we friends|can we be friends|are you single|are you my friend|are you married|do you have a girlfriend|want to go on a date|let's be friends|you have my heart]
""")
