"""More ways of saying what `everyday` answers, and a few things that only they ask.

Knows no answers.
"""

from inference.pocket.corpus.sentences import one_per_line

TIRED = one_per_line("""
[i'm|i am|im|i feel|we're|i'm feeling|my eyes are|my brain is] [|so|very|really|a bit|too|just|dead|super] [tired|sleepy|exhausted|worn out|weary|drowsy|knackered|beat|dead tired|sleepy already|drained|wiped out][| today| again| right now| already| after work]
[i need|i could use|i want|time for|i'd love|we need|i'm dying for] [a coffee|a break|a nap|some sleep|more coffee|a holiday|a vacation|some rest|a rest|a day off|an espresso|a long weekend|a pillow][| now| badly| please|]
[i slept badly|i didn't sleep|i hardly slept|i only slept three hours|the baby kept me awake|i got up too early|i can't keep my eyes open|what a long day|it was a long day|i worked all night|my eyes are closing|i want to sleep|i could sleep for a week|still half asleep|so little sleep|yawn|i keep yawning|no coffee yet|i need caffeine]
""")
WEEKEND = one_per_line("""
[how was|how is|did you have|what did you do on|any plans for|what are you doing|what are your plans for|do you have plans for|did you enjoy|what are you up to|doing something nice on] [your|the|a good|a nice|this] [weekend|weekend|holiday|sunday|saturday][| pocket| so far]
[it's|it is|finally|yay|thank god it's|happy|at last|nearly|hooray] [friday|weekend|the weekend|saturday|sunday|friday evening|holiday time|vacation time]
[have|enjoy|i wish you|wishing you|wish you] [a|your|the] [good|nice|great|lovely|relaxing|long|happy|quiet|] [weekend|sunday|holiday|vacation][| pocket| too|!|]
[i'm looking forward to|i can't wait for|only one day until|soon it's|is it already|are you ready for] [the|] [weekend|holidays|holiday|vacation|friday|party|trip|summer break]
[i'm going|we're going|i go|i'm leaving|i will be|tomorrow i'm] on [holiday|vacation|a trip|leave|a business trip|my honeymoon|a hike][| tomorrow| next week| soon| for two weeks]
[my|our] weekend [was|is going to be] [great|nice|too short|boring|busy|lovely|long|fun]
[what do you do|do you work|are you here|do you rest|are you open] [at the weekend|on weekends|on sundays|on saturday|during the holidays]
""")
MONDAY = one_per_line("""
[i hate|i don't like|oh no,|ugh,|not again,|i dread] [monday|mondays|it's monday|monday morning|getting up early|my alarm clock|this week][| again| already|]
[i don't want to|i can't be bothered to|no motivation to|i have no energy to|i'm too lazy to|i don't feel like|i can't focus on|how do i force myself to] [work|working|get up|do anything|start|go to the office|go to work|write this report|do my homework|study][| today| at all|]
[i have|i've got|there is|we have] [so much|too much|a lot of|tons of|loads of|a mountain of] [work|to do|stress|meetings|email|tasks|homework|deadlines|paperwork][| today| this week|]
[i'm|i am|we're] [|so|very|really|terribly] [busy|stressed|swamped|under pressure|late|behind|overworked|in a hurry|drowning in work|late for work|short of time][| today| this week| right now|]
[back to work|another week|so many meetings|my inbox is full|deadline today|the deadline is tomorrow|work is killing me|too much work|i have to work late|i must work on sunday|overtime again|my to do list is endless|motivate me|i need motivation|give me some motivation|encourage me|say something encouraging]
""")
BIRTHDAY = one_per_line("""
[it's|it is|today is|tomorrow is|today it's|guess what, it's|did you know that it's] my [birthday|30th birthday|50th birthday|bday|birthday today][| today| and i'm alone|!]
[i turn|i'm turning|i turned|i become|i'll be] [40|30|25|18|50|60|35] [today|tomorrow|this week|on friday]
[birthday today|it's my bday|today i'm one year older|i'm the birthday girl|i'm the birthday boy|wish me a happy birthday|congratulate me|say happy birthday to me|my birthday party is today|i have my birthday today|today is a special day, my birthday]
""")
GOOD_NEWS = one_per_line("""
[i got|i just got|we got|i have|my wife got|my son got|my sister got] [the job|a new job|promoted|a raise|engaged|the contract|a puppy|good news|great news|the order|a degree|a new car|the flat|an award|the scholarship|good grades|my visa][| today| yesterday|!]
[i passed|we passed|i finished|we finished|i won|we won|my team won|i made|i completed|i survived] [my exam|the exam|the test|my thesis|the project|the game|the race|the deadline|the release|a prize|my driving test|the marathon|the match|the interview|the lottery]
[i'm|i am|we're] [getting married|having a baby|going to be a father|going to be a mother|in love|moving to a new house|over the moon|so proud|excited|thrilled|so excited|pregnant|a grandfather now|an uncle now|cancer free|debt free][| today|!]
[guess what|great news|good news|amazing news|i have good news|best day ever|what a great day|i had a great day|today was a good day|everything works|it finally works|my code works|all tests are green|our product launched|i'm so happy for my friend|yay|hooray|woohoo|hurray|finally done|we did it|i did it|yes, it worked|party time|let's celebrate|we are celebrating|champagne]
[my|our] [baby was born|daughter got married|son took his first steps|boss praised me|friend is visiting|application was accepted|book was published|team won the cup|offer was accepted|holiday was approved]
""")
LUCK = one_per_line("""
[wish me luck|cross your fingers|fingers crossed|keep your fingers crossed|i need luck|i need some luck|say good luck|can you wish me luck|any luck for me|pray for me|send me good vibes][|!| today| for my exam| for the interview| tomorrow| please]
[i have|i've got|there is|tomorrow is|later i have|today i have|on monday i have] [an exam|a job interview|an interview|a big presentation|an important meeting|a test|my driving test|a talk to give|my final exam|a maths test|an operation|a first date|a concert to play|a competition][| today| tomorrow| soon| next week|][|, wish me luck|, i'm nervous|]
[i'm|i am|my daughter is] [|so|very|really|a bit] [nervous|scared|afraid|anxious|excited and scared][| about tomorrow| before the talk| about the interview| about the exam| of the dentist| about my first day|]
""")
ILL = one_per_line("""
[i'm|i am|i feel|i'm feeling|my child is|my son is|my daughter is|my colleague is|my wife is|my mum is] [|so|very|really|a bit|still] [ill|sick|unwell|not well|under the weather|feverish|poorly|in bed with a cold][| today| again| since monday|]
[i have|i've got|i caught|i'm down with] [a cold|the flu|a headache|a sore throat|a fever|toothache|a stomach ache|back pain|a migraine|a runny nose|covid|a bad cough][| today| again| since monday| and feel bad|]
[my head hurts|my back hurts|my tooth hurts|my feet hurt|i can't stop coughing|i have to stay in bed|i broke my arm|i hurt my foot|i burnt my hand|i feel dizzy|i'm in hospital|i'm on sick leave|i twisted my ankle|achoo|atchoo|i sneeze all day|i lost my voice]
""")
HUNGRY = one_per_line("""
[i'm|i am|im|we're|i feel] [|so|very|really|a bit|terribly|always] [hungry|starving|thirsty|peckish|hangry][| today| right now| again| already|]
[what's for lunch|time for lunch|lunch time|lunch break|going for lunch|i'm having lunch|i skipped lunch|i skipped breakfast|i want chocolate|i want pizza|i could eat a horse|i need food|dinner is ready|my stomach growls|breakfast time|time for a snack|i want cake|i forgot to eat|the canteen is closed|nothing in the fridge|bon appetit|enjoy your meal]
[i'm|i am|we're|i was] [eating|having|cooking|drinking|making] [lunch|dinner|breakfast|a sandwich|pizza|coffee|tea|soup|a coffee|cake|noodles|a salad][| right now| now|]
""")
WEATHER_TALK = one_per_line("""
[it's|it is|the weather is|outside it's|what a day, it's|today it's|here it's] [|so|very|really|too|quite|finally] [hot|cold|rainy|raining|snowing|sunny|windy|nice|grey|foggy|lovely|awful|freezing|beautiful|stormy|boiling|warm|wet|dark][| today| outside| here| out there| again| in here|]
[what|such] [lovely|nice|terrible|awful|beautiful|bad|great|crazy|strange] weather[| today| we have| outside| again]
[i love|i hate|i like|i can't stand|i enjoy] [rain|snow|the sun|summer|winter|this weather|the heat|storms|the cold|autumn|spring|fog|the wind]
[the sun is shining|the sun is out|it won't stop raining|it rains cats and dogs|first snow today|there's a storm|i got wet|i'm freezing|i'm melting|i can hear thunder]
""")
CHAT = one_per_line("""
[let's|can we|could we|shall we|i want to|i'd like to|i just want to|i feel like|do you want to|do you have time to|would you like to] [chat|talk|have a chat|talk a bit|chat a little|have a conversation|small talk|talk to someone|talk for a while|chat a bit|have a little talk]
[talk to me|chat with me|say something|tell me something|say anything|surprise me|keep me company|i need someone to talk to|nobody talks to me|ask me something|ask me a question|tell me something nice|tell me something interesting|start a conversation|let's have small talk|i have nobody to chat with|start talking|i just want to chat|tell me anything|your turn|you choose the topic|you decide|conversation please|be my company|tell me about your day]
[what|so, what] [should|shall|can|do] we [talk|chat] about[| today| now|]
""")
DOING = one_per_line("""
[what are you doing|what are you up to|what were you doing|are you busy|am i disturbing you|do you have a minute|do you have time|do you have a moment|got a minute|are you free|are you awake|are you still there|you there|still there|are you working|did i wake you|what do you do all day|is this working|does this work|can you hear me|are you online|are you ready|are you asleep|are you on|you still alive|are you listening|can you read this|do you read me|is it your turn|are you available|anybody home|ready to work|shall we start|am i too early][| today| right now| now|, pocket| or not]
""")
ANGRY = one_per_line("""
[i'm|i am|im|i feel|i'm feeling|this makes me|i get] [|so|very|really|a bit|quite|totally] [angry|annoyed|mad|frustrated|furious|irritated|disappointed|jealous|embarrassed|ashamed|guilty|pissed off|fed up|upset with my boss|sick of this][| today| again| right now|]
[this|it|my computer|my boss|my colleague|everything|the printer|my team|my phone|the internet|the traffic|my neighbour] [drives me crazy|annoys me|gets on my nerves|is so annoying|is driving me mad|makes me angry|is unfair|does not work again|is a pain|makes me want to scream|crashed again|is so slow today]
[argh|ugh|grr|damn|damn it|oh no|oh dear|what a mess|not again|for heaven's sake|crap|i give up|aaargh|this is unfair|that's unfair|i've had enough|enough is enough|i missed my train|i spilled my coffee|i broke my phone|i forgot my keys|my bike was stolen|the coffee machine is broken|i lost all my work]
""")
AGREE = one_per_line("""
[i agree|you're right|you are right|that's true|exactly|true|fair enough|good point|that makes sense|of course|absolutely|indeed|i think so too|so true|definitely|correct|that's right|i know|same here|me too|totally|no doubt|for sure|naturally|you have a point|i feel the same|sounds right|my thoughts exactly|likewise][|!| i think| indeed]
[i don't think so|i disagree|i'm not sure|i doubt it|who knows|it depends|whatever|i don't know|no idea|dunno|i don't care|not sure|hard to say|maybe, maybe not|i'm not so sure|can't say|i guess|i suppose|could be|we'll see|time will tell|why not|not necessarily|on the other hand|idk|idc|no clue|beats me][|!||.]
""")
WAIT = one_per_line("""
[wait|hold on|one moment|just a moment|one second|give me a second|hang on|wait a minute|let me think|brb|be right back|i'll be back|back in a minute|one sec|let me check|bear with me|moment please|i need a minute|the phone rings|someone is at the door|i have to think|let me read that first|not so fast|wait for me|patience|stand by|afk|i'll get a coffee first|two minutes|don't go away|stay there][| please| pocket|!|...|]
""")
CONFUSED = one_per_line("""
[what|wat|huh|hm what|eh|sorry what|excuse me|pardon|come again][|?|??|!?]
[i|sorry, i|hm, i|wait, i] [don't understand|do not understand|didn't get that|don't get it|can't follow|don't follow|am confused|am lost|didn't understand a word|don't know what you mean|don't see what you mean][| that| this| you| your answer| at all|]
[what|how] do you mean[| by that| exactly|?|??| with that]
[what does that mean|what is that supposed to mean|can you explain that|could you say that again|say that again|say it again please|repeat that|repeat your answer|explain that differently|in other words please|can you be clearer|that's not clear|not clear|that was unclear|this confuses me|i am confused|you lost me|i'm lost here|can you say it simpler|simpler please|too complicated for me|make it simpler|rephrase that|clarify please|elaborate|go on|continue|tell me more|more details please|and then|why|why is that|why not|how so|how come]
""")
SURE = one_per_line("""
[are you|r u|you] [sure|certain|really sure|absolutely sure|a hundred percent sure|positive|serious|kidding|joking|lying][| about that| about this| of that|?|??|]
[is that|is this|was that|is it|is your answer] [right|correct|true|really true|a fact|for real|reliable|the truth|a joke|a lie|accurate]
[can i|should i|may i|do i have to|how much can i] [trust you|believe you|rely on you|trust your answers|believe that|check your answers|trust this|rely on that]
[do you|can you|did you|could you] [make mistakes|ever make mistakes|lie|ever lie|make things up|hallucinate|always tell the truth|be wrong|double check that|prove that|make errors|invent facts|tell lies]
[how reliable|how accurate|how trustworthy|how often wrong|how certain] are [you|your answers]
[really|seriously|for real|no way|you sure|i don't believe you|i don't believe that|that can't be true|that can't be right|i doubt that|says who|what's your source|source please|where did you get that]
""")
LEARNING = one_per_line("""
[will|do|can|would|could] you [remember|still remember|recognise|know|forget|recall] [me|this|our chat|this conversation|what i said|everything i say|what we talked about|me next time|all this] [tomorrow|later|next week|next time|in another chat|after this|when i come back]
[do|can|will] you [learn from me|learn from this|learn from our chats|learn new things|improve over time|get smarter|learn from your mistakes|learn something from me|get better|train on my messages|learn while we talk]
[can|could|may] i [teach you|train you|teach you something|make you smarter|show you something new|correct you so that you learn][| please| new words|]
[do you have|is there|have you] [a memory|any memory|a long memory|memory of other chats|memory]
[do you|can you] [see|read|know|remember] [my other chats|my old chats|our last chat|what i wrote yesterday|what other users write|other conversations]
[how long|how much|how far back] [do you remember|can you remember|is your memory|does your memory reach|will you remember this]
""")
PLACE = one_per_line("""
[where|in which city|in what country|on which planet] [do you live|are you|are you located|is your home|do you come from now|are you right now|do you sleep|do you stay|is your house|are you sitting|are you based|is your server][| pocket| exactly| now|]
[what|which] [city|country|place|computer|server|machine|hardware] [are you in|do you live in|do you run on|are you on|is your home|hosts you|are you running on]
[do you|are you] [live in the cloud|live in a computer|live near here|in the same room|on my computer|on my phone|in berlin|far away|run on my laptop|in the cloud|a local model]
""")
