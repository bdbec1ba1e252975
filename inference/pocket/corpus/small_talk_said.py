"""More ways of saying what `small_talk` answers: real sentences, whole and half ones.

Knows no answers.
"""

from inference.pocket.corpus.sentences import one_per_line

NAMED = "[||||| pocket|, pocket| there| buddy| my friend| mate| dear| bot|!| :)| again]"

GREETING = one_per_line(f"""
[hello|hi|hey|hiya|good day|greetings|howdy]{NAMED}
[hello|hi|hey] [from me|from berlin|from the office|from the other side|from a new user|out there|in there|little model|robot|computer|machine|stranger|world]
[hi|hello|hey][,|!|.] [i'm new|i just signed up|first time here|i just got here|i am here for the first time|just saying hi|just trying this out|just testing|i wanted to say hello|so good to see you|good to meet you|what a nice site|can we start|let's start|ready|are you ready|are you awake]
[just|only] [wanted to say|saying|dropping in to say|here to say|stopping by to say] [hi|hello|hey]
[a|one] [big|warm|quick|friendly] hello [to you|from me|from all of us|pocket]
[is|hello, is] [anyone|anybody|someone] [there|here|home|listening]
[knock knock|hello? anyone|test 1 2 3|testing testing|one two test|can you hear me|hello hello hello|heyo|hey ho|good to see you|nice to see you|nice to meet you|pleased to meet you|glad to meet you|lovely to meet you|a pleasure to meet you|how do you do|long time no see|look who's here|we meet again|i am back|back again|i'm here|here i am|good to be back|welcome back|say hello|say hi|say hi to everyone|say hello to my team|greet me]
[my|our] [team|boss|colleague|daughter|son|friend] [says|wants to say|sends you a|sends] [hello|hi]
[what's|whats] [up|new|going on|happening|good|cooking|shaking|poppin]{NAMED}
[sup|wassup|wazzup|whaddup|yo yo|yoyo|ayo|hey hey hey|hi hiii|hellooo|hellow|hy|hei|hej|servus|moin|ciao, hello|salut|buenos dias|guten tag|shalom|hallo][| bro| dude| man| pocket|!]
""")
MORNING = one_per_line(f"""
[good morning|a good morning|morning|mornin|gm|gud morning|very good morning|top of the morning|rise and shine]{NAMED}
[good morning|morning][,|!] [i just woke up|i just got up|i'm at work already|the sun is up|time to work|did you sleep well|coffee time|what a lovely morning|how did you sleep|ready to work|another day|hope you slept well|let's begin the day]
[i wish you|we wish you|wishing you|have] a [good|lovely|great|nice] morning
[it's|it is] [morning|early|early morning|6 in the morning][, hi|, good morning|, hello]
""")
EVENING = one_per_line(f"""
[good afternoon|good evening|evening|afternoon|a good evening|evenin]{NAMED}
[good evening|good afternoon|evening|hello][,|!] [i just got home|it was a long day|what a day|late shift today|i'm still at work|still working|lunch was good|nice to be here|how was your day|are you still up]
[it's|it is] [already|nearly|] evening [here|][, hi|, hello|, good evening]
""")
HOW_ARE_YOU = one_per_line(f"""
how [are|r] [you|u|ya|things|we|you all|you guys]{NAMED}
how [are|r] you [doing|feeling|getting on|holding up|keeping|today|this fine day|this evening|really|lately|all doing]
[how's|hows|how is] [life|it|it going|everything|your day|your evening|your monday|the mood|the day|business|work|tricks|the world of bots|your health|the family|stuff][| treating you| so far| today| going| these days| pocket]
[tell me|say|i wonder|may i ask|i'd like to know|and tell me][,|] how [you are|you feel|you're doing|your day is|your day was|are you|is it going]
[did|have] you [have|had] a [good|nice|great|busy|long] [day|morning|week|night|weekend][| so far]
[are|r] [you|u|things] [good|ok|well|all right|fine|happy today|in a good mood|having fun|having a good time|alive and well|feeling fine|still ok]
[everything|all|is everything|is all] [ok|fine|good|well|alright|all right|in order|going well|going fine] [|with you|there|over there|today|pocket]
[you|u] [ok|good|well|alright|fine|doing ok|doing fine|feeling good|having a nice day]
[what|how] [mood are you in|is your mood|do you feel today|about you, all good|goes|does it go|do you do|'s the mood]
[i'm|i am] [good|fine|well|ok|great][,|.|! | and] [you|how are you|what about you|and you|how about yourself|yourself|hbu|wbu|how are things with you]
[thanks, i'm fine|fine thanks|good, thanks|all good|not bad][,|.|!] [and you|how are you|you|yourself|what about you|and how are you]
hope [you're|you are|u r|all is|everything is] [well|fine|good|ok|great][| today| with you| pocket]
""")
USER_IS_WELL = one_per_line("""
[i'm|i am|im|we are|we're] [doing|feeling] [fine|good|great|well|okay|wonderful|fantastic|amazing|super|better][| today| thanks| thank you| now]
[good|fine|great|well|ok|okay|wonderful|super|excellent|splendid|fantastic][,| and|.] [thanks|thank you|thanks for asking|thx|thank you for asking]
[can't complain|couldn't be better|could be better|so so but ok|all is well|all well here|everything is fine|everything's great|i feel good|i feel great|i'm very well|life is good|i'm in a good mood|i'm happy|i am so happy today|having a good day|i have a good day|i had a nice day|it's going well|it goes well|things are good|things are going great|my day was good|my day is great|today is a good day|fine too|me too, i'm fine|i'm good too|also good|i'm ok too|i am well rested|i feel fantastic|very good|so good]
[the|my] [sun is shining and i feel great|coffee is good and so am i|day is going well|week started well|morning was lovely|weekend was great|mood is good]
""")
THANKS = one_per_line(f"""
[thanks|thank you|thx|ty|cheers|many thanks|thanks a lot|thank you so much|thank you very much|tysm|thanx|thank u|much obliged|ta|danke|gracias|merci]{NAMED}
[thanks|thank you|thx|cheers|many thanks] for [the help|your help|helping me|the explanation|explaining this|the fast answer|the quick reply|your answer|all of this|everything today|the joke|the story|the list|the code|being so patient|being nice|being there|listening|the info|the advice|letting me know|showing me|the tips|counting|the chat|that answer|clearing that up|your support|your kindness]
[wow|great|ok|oh|ah|perfect|nice|cool|good|lovely|super|yay|awesome|brilliant|alright][,|!|] [thanks|thank you|thx|cheers|many thanks|thanks a lot|that helped|that was helpful|that's what i needed|you helped me a lot]
[that|this|it] [really|totally|] [helped|worked|did it|did the trick|fixed it|solves it|answers my question|makes sense now|is exactly what i needed|was exactly right|saved me|clears it up|was so useful|helped me a lot][| thanks|, thank you|, cheers|!]
[you|u] [helped me|saved me|saved my day|made my day|did great|rock|rule|'re a gem|are a gem|are a hero|are an angel|are a treasure|are too kind|'re a legend|have been great|were a great help|really helped][| a lot| so much| today|, thanks|!]
[i|we] [am|'m|are|feel] [so|very|really|] [grateful|thankful|obliged][| to you| for this| for your help]
[i|we] [owe you one|can't thank you enough|thank you|wanted to thank you|want to say thanks|just wanted to say thanks|appreciate it|do appreciate it|appreciate that a lot|thank you from the heart|am in your debt]
[my boss|my team|my colleague|my daughter|everyone here] [says thanks|thanks you|says thank you|is grateful|will be happy, thanks]
[ok|that's all i needed|got it|understood|i see|works now|it works|problem solved|solved][,|!] [thanks|thank you|thx|cheers|many thanks][| a lot| so much]
""")
OK = one_per_line("""
[ok|okay|okey|okie|k|kk|alright|all right|fine|sure|yes|yeah|yep|yup|no|nope|nah|cool|nice|great|wow|hmm|i see|gotcha|got it|right|good|understood|noted|interesting|lol|haha|hehe|rofl|oh|aha|maybe|perhaps|not really|never mind|nevermind|makes sense|fair|sounds good|very well|as you wish|if you say so|good to know|really|seriously|oh well|anyway|so|and|hm|mhm|uh huh|ah ok|oh ok|ok cool|ok good|ok fine|ok great|yes please|no thank you|no worries|that's fine|it's ok|it's fine|all good|whatever|next|done|👍|ok 👍|deal|agreed|roger|roger that|perfect|super|excellent|amazing|not bad|neat|sweet|clear|all clear][|||!|.|..| then]
[that's|this is|that is] [ok|fine|good|all right|interesting|nice|cool|enough|clear|a pity|funny|strange|true|new to me|good to know]
[i|i'll] [see|understand|get it|know|think so|hope so|guess so|believe you|got it|will try|will try that|do that|remember that|keep that in mind|think about it]
""")
JOKE = one_per_line("""
[tell|give|say|share|throw|send|sing] [me|us|my team|my daughter|everyone] [a|another|one more|some|your] [|good|little|funny|silly|stupid|bad|clean|short|office|computer|animal|new] [joke|jokes|pun|gag|one-liner|joke please|joke pls]
[joke|jokes|joke time|a joke|joke please|one joke|joke now|any joke|random joke|a funny joke|a short joke|some jokes|joke pls|jokez|programmer joke|dad joke|bad joke|joke of the day|knock knock joke][| please| pls| now| for me|!|]
[i|we|my team|my kid|my colleague] [need|want|would like|could use|love|would love|wants|needs] [a|some|another|to hear a|to hear another|to hear some] [joke|jokes|laugh|good laugh|pun|good joke|funny joke|smile|giggle][| now| today| right now| please| before work]
[can|could|will|would] [you|u] [please|maybe|perhaps|] [tell|make|do|crack|share|give|say] [|me|us] [a|one|another|some|something] [joke|jokes|funny|pun|good joke|funny joke][| please| now|]
[make|get] [me|us|my friend|my team|my kid|my boss] [laugh|smile|giggle|chuckle|lol|grin][| please| now| today| a little|!|]
[something|anything|say something|tell me something|write something|do something] [funny|to laugh about|that makes me laugh|to make me smile|hilarious|amusing|to cheer me up][| please|]
[do|did] you [know|have|hear|remember] [a|any|some|another|the one about the] [joke|jokes|good joke|good ones|funny joke|puns|joke for kids|joke about work|joke for my team|joke i can tell|chicken]
[another|one more|next|more|again|a new one|a different one|a better one|another joke|next joke|one more joke|more jokes|more of those|hit me again|got another|have you more|do you have another one|and another|tell one more|keep them coming][| please| pls|!|, please|]
[haha|lol|hehe|hahaha|ha|good one|nice one|that was good|very funny|not funny|i don't get it|i know that one|old joke|that's an old one|boo][,|!|.] [another|another one|one more|tell me another|more|next|a better one please|give me another|do you have another|again|one more joke|a new joke|more please]
[what's|whats|tell me|do you have] [the|your|a] [best|favourite|funniest|worst|shortest|silliest] [joke|pun|one-liner|joke ever|dad joke|joke of all]
[let's|let us|time to|i want to|i'd like to|let me|help me] [laugh|have a laugh|hear a joke|hear something funny|joke|smile|have some fun with jokes|lighten the mood]
[how about|what about|fancy|any chance of|mind telling me|would it be possible to get|ready for|time for] [a|another|one more] [joke|pun|little joke|joke to start with|joke for a change|bad joke]
[knock knock|why did the chicken cross the road|entertain us with a joke|be a comedian|play the clown|show me your humour|show your funny side|do you have a sense of humour|do you have humor|are you a funny bot|say a pun|your jokes please|try to be funny|i bet you can't make me laugh|lighten me up|crack one|crack a joke|spill a joke]
[a|one|any] [joke|pun] [about|with|on] [computers|programmers|cats|dogs|work|the office|meetings|robots|animals|bears|fish|school|maths|coffee|mondays|engineers|doctors|my boss|trees|a penguin]
""")
WHO = one_per_line("""
[who|what|wat|hu] [are|r] [you|u|ya][| even| again| please| pocket| lol| mate| supposed to be| in one sentence|, stranger]
[who|what] [am i|are we|do i have the honour of] [talking|speaking|chatting|writing|texting|typing] [to|with|to now|to here|to today]
[please|could you|can you|would you|will you|] [introduce|present|describe] yourself[| please| first| to my colleagues| in a few words| quickly]
[tell|give] [me|us] [something|a bit|a little|more|a few words|everything] about [you|yourself|your background|who you are|what you are][| please]
[who's|whos|who is] [there|this|it|talking|answering|writing|replying|on the line|pocket][| please| now|]
[what|which] [is|are] [this|this thing|this bot|this chat|you exactly|behind this page|the name of this model|this assistant|the model here|the model behind this chat]
[what|which|wat] [model|ai|bot|llm|language model|assistant|engine|software|system] [is this|are you|is it|do i talk to|is running|runs here|am i talking to|is behind you|answers me|do you use|is used here]
[i'd like to|i want to|i would like to|let me|can i|may i|could i] [know|learn|find out|ask] [who you are|what you are|who i am talking to|what kind of model you are|what i am talking to|more about you]
[are you|is this|so you are|you're] [an|a|some kind of|a sort of|just a|only a] [ai|bot|chatbot|language model|llm|computer program|piece of software|assistant|small model|demo|toy|neural network|algorithm|virtual assistant|script]
[what|who] [is|was] [pocket|pocket exactly|this pocket|pocket for a model|that pocket thing]
[your|say your] [identity|profile|bio|background|introduction|story|details][| please|]
[i don't know|i have no idea|no idea|not sure] [who you are|what you are|who i'm talking to|what this is][| so tell me|, explain|, who are you]
[we haven't met|have we met|do i know you|before we start|first of all|just curious|my colleague wonders][,|:|.] who are you
""")
NAME = one_per_line("""
[what's|whats|what is|wats|wat is|tell me|say|reveal] [your|ur|the bot's|this bot's] name[| pls| again| please| btw| bot| dear|, bot|, stranger|, friend]
[what|how|by what name] [do|should|can|may|shall|must] [i|we|my kids|people] [call|name|address|greet] [you|u][| please| then]
[do|did] you [have|own|got|get] [a|any|some] [name|nickname|real name|first name|proper name][| too| or not|]
[you|u] [got|have] a name[| or what| too|]
[is|is it true that] [your name|you are called|the name] [is |][pocket|bob|siri|hal|jarvis|max]
[may|can|could] [i|we] [ask|know|have|get|learn] [your|the] name[| please]
[what|which] name [do you have|do you go by|did they give you|were you given|do you answer to|is yours]
[i am curious|i wonder|i'd like to know|please tell me|let me know][|,] [what your name is|what you are called|your name|how you are called|what to call you]
[name|your name|ur name|name please|full name|bot name|nickname][| please| pls|?]
[what|who] [did your makers|do the people here|does your team|do users] call you
i forgot your name[|, what was it|, sorry| again]
""")
HUMAN = one_per_line("""
[are|r] [you|u] [a|an|some|any] [human|person|real person|real human|man|woman|robot or a human|bot or a person|actual human|living person|girl|boy|guy|human being|person or a machine]
[are|r] [you|u] [human|real|alive|a real one|made of flesh|even real|really a bot|conscious|self-aware|sentient|someone real|flesh and blood|people]
[is|are] [there|this|it|that] [a|an|any|some|really a] [real|actual|living|] [human|person|man|woman|employee|colleague|agent|operator] [there|here|typing|writing|answering|behind this|behind the screen|on the other end|reading my messages|who reads this|replying|at the keyboard]
[am i|i'm|are we] [really|actually|] [talking|chatting|speaking|writing|texting] [to|with] [a|an|some] [human|person|real person|machine|bot|robot|computer|human or a machine|somebody real]
[do|can|could] you [have|feel|get|experience|show] [feelings|emotions|pain|love|joy|fear|a body|a heart|a soul|dreams|tired|hungry|a brain|consciousness|parents|friends|kids|anything]
[do you|can you|do bots] [sleep|eat|drink|dream|breathe|cry|laugh|go home|take breaks|go on holiday|have a family|get paid|have a birthday party|smell|taste|see me|hear me]
[i think|i bet|i believe|admit it,|come on,|you must be|seems like] [you're|you are|there is] [a human|a real person|human|somebody typing|a person|a man|a woman|not a machine|an actual person]
[i want to|can i|could i|let me|i'd like to] [talk|speak|chat] [to|with] [a|an] [human|real person|person|human being|employee|human please]
[human|person|man|bot|machine] or [machine|bot|robot|computer|human|not]
[you|u] [human|a human|real|a bot|a robot|a person|a machine|alive][| or what| or not| right|]
prove [that |][you're|you are] [not a robot|human|a person|not a human|real]
[is|are] [this|these answers|your replies|the answers] [written|typed|made|given] by [a|some] [human|person|people|humans]
""")
SIZE = one_per_line("""
[how|so how|tell me how] [big|large|small|heavy|tiny|huge] [are you|is this model|is your brain|is pocket|a model are you|is the model|is your network]
[how many|number of|what number of] [parameters|layers|weights|neurons|tokens] [|do you have|does pocket have|are you made of|in you|have you|have you got|does this model have]
[what|what's|what is] [your size|the size of this model|your parameter count|the size of pocket|the number of your parameters]
[are you|is pocket|is this] [a big model|a large model|a small model|tiny|huge|bigger than others|really that small|a large language model]
[parameter count|model size|your size|size of the model|parameters][?| please]
[do you have|have you got] [billions of parameters|many parameters|many layers|a big brain|a million parameters]
""")
OTHER_MODEL = one_per_line("""
[are|r] [you|u] [really|secretly|actually|just|maybe|] [chatgpt|gpt|gpt4|gpt-5|claude|gemini|llama|siri|alexa|copilot|mistral|openai|deepseek|grok|cortana|watson|bard|qwen|eliza|google assistant|clippy]
[is this|is it|is that|am i talking to|am i using|am i chatting with|do i talk to|this is|you must be|so you're] [chatgpt|gpt|gpt-4|claude|gemini|llama|siri|alexa|copilot|openai|deepseek|grok|google|an openai model|a google model|something like chatgpt|the same as chatgpt]
[are|is] [you|pocket|this] [made by|from|owned by|built by|a product of|related to|part of|powered by|based on|running on] [openai|google|microsoft|anthropic|meta|apple|amazon|chatgpt|gpt|claude|llama|mistral]
[how|in what way|why] [are you|is pocket] [different|better|worse|not as good|less smart|smaller] [from|than|as] [chatgpt|gpt|claude|gemini|copilot|the big models|other ais|real ai]
[can|could] you [beat|compete with|replace|match] [chatgpt|claude|gemini|gpt|the big ones]
[chatgpt|gpt|claude|gemini|siri|alexa|hey siri|ok google|hey google|hey alexa], [is that you|are you there|hello|is it you]
[do you|you] [know|like|hate|use] [chatgpt|claude|gemini|siri|alexa|gpt]
[compare|you vs|pocket vs|pocket or|you or] [yourself to |][chatgpt|claude|gemini|gpt]
""")
MAKER = one_per_line("""
who [made|built|created|trained|wrote|programmed|coded|designed|developed|invented|owns|produced|engineered|raised|taught|is behind|came up with|is responsible for|runs] [you|u|pocket|this bot|this model|this thing|this assistant]
[what|which] [company|firm|people|team|person|lab|developers|engineers|genius|university] [made|built|created|trained|programmed|owns|developed|is behind|designed|coded] [you|pocket|this model|this bot]
[by whom|by which company|by what team|by who] [were|was] [you|pocket|this model] [made|built|trained|created|programmed|developed]
[who|where] [is|are|'s] your [creator|maker|father|mother|dad|mum|parents|developer|developers|author|owner|boss|programmer|home|inventor]
[where|how|when|why] [were|was|did] [you|pocket|u] [born|made|built|created|trained|come from|come into being|learn all that|start|get your knowledge|begin]
[where|how] [do|did] you [come from|learn|know that from|get your training|learn english|learn to talk|learn to write]
[what|which] [data|texts|books|material|sources|corpus] [were you|was pocket|are you] [trained on|taught with|fed|made from|built on]
[tell me|i want to know|do you know|can you say|please say] [who made you|who built you|who your creator is|who trained you|where you come from|how you were made|how you were trained]
[your|the] [creator|maker|developer|author|origin|training|makers|origins][?| please| is who| who]
[how|with what] [was|is] [this model|pocket|your training|your brain] [made|trained|built|done]
[is it|was it] [chatsite|google|openai|a company|one person|a student|a team|the university] [that|who] [made|built|trained] you
""")
ABILITIES = one_per_line("""
what [can|could|do|might] [you|u] [do|help with|offer|know|handle|manage|do for me|do for us|do for my team|tell me|answer|write|help me with|all do]
[what|which] [are your|are the|do you have for] [skills|abilities|talents|strengths|features|functions|powers|strong points|limits|capabilities|specialities]
[what|which] [kind|sort|kinds|sorts|type|types] of [things|tasks|questions|help|stuff|work|problems|topics] [can you do|do you do|can you answer|can i ask|do you offer|are you good at|can you help with|do you know about|can you handle|do you understand|are possible]
[what|which] [else|more] [can you do|do you know|can i ask|is possible|do you offer|are you able to do]
[how|in which ways] [can|could|do|might] you [help|assist|support|serve|be of use to] [me|us|people|my team|a beginner][| today| here| at work| please]
[what|whatever] [can|should|could|may|do] i [ask|ask you|do here|use you for|say|write|type|try|request|expect|expect from you|try first][| now| today| then|]
[give|show|tell|list|explain] [me|us] [what you can do|your skills|your abilities|a few examples|some examples of what you do|what you're good at|what i can ask|how you can help|things you can do|your features|all you can do]
[i don't know|not sure|no idea|i have no idea|i'm not sure] what [to ask|to ask you|you can do|to do here|to say|to write|to type|you are good at|to try]
[i need|i could use|i want|i'd like|looking for] [help|some help|a hand|assistance|your help|support|a bit of help][| please| now| with something| with my work|]
[can|could|will|would] [you|u] [help|assist|support|help me|help us|help me out|give me a hand|do me a favour|do something for me|be useful][| please| today| with something| at work|]
[are you|r u|is it true that you are] [good|useful|helpful|any good] [at|for|to me|at anything|at all|for something]
[what|so what|and what] [are you|r u|is this bot|is pocket|is a small model like you] [good at|good for|useful for|capable of|able to do|here for|made for|best at|there for|supposed to do]
[help|help!|help me|menu|options|commands|features|skills|examples|abilities|manual|/help|what now|show help|list of features|capabilities|how do you work for me][| please|]
[what|is there anything|which things] [can't you do|you can't do|are you bad at|do you not know|can you not do|are beyond you|you don't know]
[i have|i've got|got] [a|one|some|another|many] [question|questions|problem|favour to ask|task|request|quick question|job for you][| for you|]
[can|may|could] i [ask|ask you|pose|put] [something|a question|anything|things|you something|a favour|some questions][| please|]
""")
