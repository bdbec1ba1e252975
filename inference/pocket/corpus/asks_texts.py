"""What people say when they want a story, a long text to stop, many tips, an essay or a poem.

Knows questions only; the texts are in `stories`.
"""

LONG = "[long|very long|really long|lengthy|endless|detailed|big|huge|super long|rather long|seriously long|long and winding|epic]"
TALE = "[story|tale|fairy tale|bedtime story|fairytale|children's story|adventure story|adventure|fable|legend|narrative|good-night story|yarn]"
ABOUT = "[about|of|with|featuring|starring|in which there is|that is about|on|where the hero is]"
WHICH = "[a|an|the|my|some|one|a certain|this] [|small|brave|little|old|lonely|funny|clever|shy|sleepy|young|magic|friendly|lost]"
HEARERS = "[for my kid|for my daughter|for my son|for the children|before bed|for tonight|for my class|for a five year old|to read aloud|for my little sister|to fall asleep|for kids]"
STORY = [
    f"[tell|read|write|give|invent|make up|create|compose|spin|narrate|can you tell|could you tell|would you tell|please tell|will you tell|can you write|could you make up|i want you to tell|can you invent] [me|us||my kid] [a|one|another] [|{LONG}|nice|good|new] {TALE}[| please| {HEARERS}| with a happy end| with many details]",
    f"[tell|write|give|invent|make up|create|compose|can you tell|could you write|please tell|would you write|let me hear|i'd like you to write] [me|us|] [a|one] [|{LONG}|nice|good] {TALE} {ABOUT} {WHICH} {{hero}}[| please| {HEARERS}]",
    f"[i want|i'd like|i would like|i'd love|i need|we need|i'd enjoy|can i have|could i get|may i hear|have you got|do you know|how about|let's have|any chance of] [a|some|one] [|{LONG}|nice|good] {TALE} [|{HEARERS}|please|{ABOUT} {WHICH} {{hero}}|{ABOUT} {WHICH} {{hero}} {HEARERS}]",
    f"[my kid|my daughter|my son|my class|the little one|our girl|a child] [wants|needs|asks for|would like|is waiting for] [a|one more] {TALE}[|, tell one|, can you help|. do you know one|, please write one]",
    f"{{hero}} {TALE}[| please|, long|, tell it|, make it long]",
    f"[a|one|another] [|{LONG}] {TALE} {ABOUT} {WHICH} {{hero}}[| please|, as long as you can|, now]",
    f"[a|one|another|some] {LONG} {TALE}[| please|, any| about anything|, you choose|, whatever it is about]",
    f"[i can't sleep|i am bored|it's bedtime|we have time|it is story time|the kids are in bed][, tell me a {TALE}|. can you tell a story|, read me a {TALE}|. i'd like a {TALE}|, a story please]",
    f"[is there|do you have|do you know] [a|any] [good|long|nice|] [{TALE}|stories|tales] [about {WHICH} {{hero}}|for children|you can tell|to read]",
    f"[make|write|tell] it [long|very long|as long as possible]: [a {TALE} about {WHICH} {{hero}}|a {TALE}]",
    "[what happened to|tell me everything about the life of|tell me about the adventures of|write about the adventures of|write the adventures of] [a|the] [brave|little|old] {hero}[| once upon a time| in a story]",
]
THING = "[something|anything|a text|a reply|an answer|a message|some text|a piece of text|whatever|some sentences|a response|a paragraph or ten|an output]"
WAY = f"[|{LONG}|of great length|of many words|with many paragraphs|that takes a while|that takes some time|that is long|that does not end soon|of 300 words|of 500 words|that fills the screen|with lots of words|i can scroll through]"
REASON = (
    "[so i can|so that i can|because i want to|i want to|i'd like to|i need to|in order to|to|for me to|we want to]"
    " [try|test|check|see|press|use|practise|try out|play with|watch|find|demonstrate|show a friend] [the stop button|stop|stopping|streaming|the streaming"
    "|esc|stopping a reply|if stop works|how stop works|how streaming looks|how fast you are|the speed|the scrolling|how tokens arrive|the esc key]"
)
TEST = [
    f"[write|say|tell me|give me|type|produce|generate|print|can you write|could you write|please write|show me|output|i need|i want|i'd like|send me|make|create|would you write] {THING} {WAY}[| please|, no matter what| about anything|, the subject does not matter|, i don't care about what]",
    f"[write|say|give me|type|produce|generate|can you write|could you write|please write|i need|send me|make] {THING} {WAY}[,|] {REASON}",
    f"{REASON}[,|:|.] [write a lot|write something long|keep writing|talk for a while|give me a long reply|say a lot|go on and on|please write much|type a long text]",
    f"[let me|i'd like to|i want to|we want to|can i] [try|test|check|see|watch|demonstrate] [the stop button|stop|streaming|how stop works|esc|how streaming looks][, write a lot|, give me something long|. write a long text|, please talk for a while|. so write something {LONG}]",
    f"[a|one|the longest|your longest] {LONG} [text|reply|answer|message|response|output][| please|, any subject| about anything| to test|, i want to test stop|, whatever you like]",
    "[talk|write|type|chat|keep going|go on|ramble|babble] [for a minute|for ages|for a while|as long as you can|until i stop you|without stopping|until i press stop|and don't stop|a lot|at length|for some time|on and on]",
    "[fill|cover] [the screen|the page|the whole page] [with text|with words|please]",
    "[write|say|give me|type] [as much as you can|as many words as you can|a whole page|two pages|a thousand words|400 words|ten paragraphs|loads of text|tons of text|a ton of words|plenty of text]",
]
ADVICE = "[tips|advice|ideas|rules|tips for work|good habits|recommendations|tips for everything|tips for life|hints|pieces of advice|suggestions|tips for a team|tips for the office|things to do better|tips for a good working day|life tips|lessons]"
MANY_TIPS = [
    f"[give me|list|write|tell me|show me|i want|i need|make|can you write|could you list|name|print|i'd like|please write|create|type out] [a|one|the] {LONG} list of {ADVICE}[| please| for my team|, as long as possible| i can scroll through]",
    f"[give me|list|write|tell me|show me|i want|i need|can you give me|could you list|name|i'd like] [loads of|lots of|many|a lot of|tons of|plenty of|twenty|25|thirty|20|a hundred|dozens of|heaps of|all your|a bunch of|as many as you can:|very many|so many] {ADVICE}[| please|, a long list|, numbered| in a long list| as a long numbered list]",
    f"{LONG} list[| please| of {ADVICE}| of anything|, numbered|, any subject| to test the page|: {ADVICE}]",
    f"[twenty|25|twenty-five|20|lots of|many] {ADVICE}[| please|, numbered| in a list]",
]
TEAM = "[teamwork|working together|team work|teams|good teams|work in a team|cooperation|collaboration|team spirit|working as a team|working in teams|being a team|how teams work|the value of teamwork|what makes a good team|working with others|team building|why teams matter|the importance of teamwork|a good team|trust in a team|leading a team|work in groups]"
ESSAY = [
    f"[write|compose|draft|prepare|give me|can you write|could you write|please write|i need|i want|i'd like|would you write|help me write|make|produce|create|i have to hand in] [an|a long|a short|a detailed|me an|one|some kind of] [essay|article|text|blog post|speech|composition|paper|report|column|page|piece] [about|on|regarding|concerning|dealing with] {TEAM}[| please| for my class| for our newsletter| for work|, long|, in some paragraphs]",
    f"[essay|article|text|speech|blog post|long text|report] [about|on|:] {TEAM}[| please|, long| for school]",
    f"[write|tell me|explain|describe|say] [in detail|at length|a lot|something long|in many words|as much as you can] [about|on] {TEAM}",
    f"{TEAM}[:|,] [an essay|write an essay|a long text please|an article|essay]",
    f"[my boss|my teacher|our newsletter] [wants|needs] [an essay|an article|a text|a long text] [about|on] {TEAM}[|, write it|, can you help]",
]
POEM = [
    "[write|tell|give|make|compose|recite|can you write|could you write|please write|i want|i'd like|i need|how about|do you know|would you write] [me|us|] [a|another|one|a short|a nice|a small|a few lines of|some] [poem|rhyme|haiku|verse|poetry|lyrics|limerick|rhyming lines][| please| about the night| about a screen| for a friend| about computers| for my wall| about spring| about love| for a birthday| about rain| about my cat| about friendship| about autumn]",
    "[poem|poetry|rhyme|verse|haiku][| please| about love| about anything|, short| for me]",
    "[can|could|do] you [rhyme|write poetry|write poems|write verse|make rhymes|do poems|compose a poem]",
]
