"""How people tell their name and ask for it later, as sentences. Knows no names.

`{x}` is the name.
"""

from inference.pocket.corpus.sentences import one_per_line

TELL_NAME = one_per_line("""
[|hello, |hi, |hey, |hi there, |good morning, |hey there! |well, |so, |just so you know, ]my name is {x}[|, nice to meet you|, what's up|, by the way| and i am new here|, remember it|, please remember that|, hi|, ok]
[|hello, |hi, |hey, |hi! |good day, ][i'm|i am|im|it's|this is] {x}[|, nice to meet you|, pleased to meet you|, hi|, how are you|, by the way| speaking|, who are you|, remember that]
[you can call me|call me|please call me|just call me|people call me|my friends call me|everyone calls me|they call me|i am called|i'm called|i go by|folks call me|you may call me|most people call me|i'm known as|i go by the name|i answer to|folks know me as|i am known as|my colleagues call me|my team calls me|you should call me|refer to me as|address me as|i'd like to be called|i prefer to be called] {x}[|, ok|, please| by the way|!|, thanks]
[hello|hi|hey|good morning|good evening][,|!|] [the name is|my name is|name's|my names|i am called|they call me|i go by|people call me|call me|it's me,|my name's|this is] {x}[|, nice to meet you|, how are you| from accounting| from sales|, i'm new here]
[this is|it's|you are talking to|you're talking with|i introduce myself:|let me introduce myself, i'm|for the record, i am|i should say that my name is|write this down: my name is] {x}
[my name's|my names|the name's|name's|name is|my first name is|my full name is|my nickname is|the name is] {x}[|, hi|, nice to meet you|, by the way|, ok]
[hi|hello|hey|good morning|greetings][,|!|.] {x} here[|!|.]
[actually|no|sorry|correction|wait], [my name is|i'm|call me|my real name is|it's] {x}[|, not that| really| now]
[remember|please remember|don't forget|note|keep in mind|for later]: [my name is|i am|i'm called|i'm] {x}
my name is {x}. [what's yours|what is your name|and you|who are you|and yours|how are you]
[|hi, |hello, |hey, ]my friends call me {x}[|, you can too|, so call me that]
[the person|the human|the user|the one] [typing|writing|in front of you|talking to you] is [called |named |]{x}
[my parents named me|my mother called me|i was named|i was baptised|i was born as|i respond to|i'm best known as] {x}
[everybody|everyone|all the world|my whole team|my family|my boss] [calls me|knows me as] {x}
{x} is [my name|my first name|what they call me|what people call me|how i am called|the name|who i am|my nickname]
[name|user name|first name|me]: {x}
[hi|hello|hey] [pocket|there|bot][,|!] [i'm|my name is|i am|this is|it's] {x}[|.|!|, good to see you|, and you|, who are you]
[so|ok|well|right], [about me|first things first|before we start|let's start]: [my name is|i'm|i am called] {x}
[nice to meet you|pleased to meet you|good to meet you], [i'm|i am|my name is|they call me] {x}
[i'm|i am|my name's] {x}, [a teacher|from the sales team|your new user|the new one here|a colleague of bob|a student|and i like cats|and i work here|and i'm 30]
[can you|could you|would you|will you] [call me|remember that i'm called|remember my name: it's|address me as] {x}[|?| please]
[you're talking|you are chatting|you're speaking|you have the pleasure] [to|with] {x}[| here|, by the way]
[i would like you to|please|from now on] call me {x}[| from now on|, not user|, that's my name]
[it's me|it's only me|me again|it is me], {x}[|!| again| speaking]
[just|simply|only] {x}[, that's my name|, that is how i am called|, please, as a name]
[i should introduce myself|let me introduce myself|an introduction|may i introduce myself][:|.|,|?] [i'm|my name is|i am|the name is] {x}
[this|here] is {x}[| speaking| typing| writing| from the office]
[i|i always] sign [my mails|my letters|everything] as {x}, [that's my name|it's my name]
[everyone shortens|people change|they shorten|most people misspell] my name but [it's|the real one is|i'm really called] {x}
[remember me|do you remember that name|keep this in mind]? [i'm|i am|my name is] {x}
""")
ASK_NAME = one_per_line("""
[what's|what is|whats|and what is|so what's|tell me|say|can you tell me|could you tell me|please tell me|now tell me|do you know|do you remember|do you still know|remember|guess] my name[| again| now| please| then| once more]
[who am i|who's talking to you|do you know who i am|do you remember me|tell me who i am|who is this|and who am i|what am i called|who are you talking to|you know me|say who i am]
[what|which] name did i [say|tell you|give|give you|use|mention|type][| before| earlier| a minute ago| at the start]
[what|how] [did i say|did i tell you] [my name was|i was called|i am called|my name is|people call me]
[do you|can you|did you] [remember|recall|still remember|know|forget|keep in mind|still know] [my name|who i am|what my name is|the name i told you|what i am called|how i'm called|what people call me]
[have you forgotten|did you forget|don't you remember|you forgot] my name[| already]
my name [is|was][|?| what|...| again]
[so|ok|and|now|well], [what|who] [did i say my name was|am i|am i called|is my name|was my name|was i called|did i say i am]
[and|so] my name is[...|?|...?| what]
[do you|can you|could you|would you|are you able to] [still|] [remember|tell me|recall|say|know|repeat|name] [what i'm called|what i am called|my name|who i am|what my name is|what my name was|how i am called|who you are talking to][| please| now|?]
[with whom|who] [are you|do you think you are] [talking|speaking|chatting] [to|with]
[call me by|use|greet me by|address me by|repeat|spell|write|say] my name[| please| again]
[who|so who|and who|ok who|hey, who|now, who] am i[| again| then| now| really|, do you know|, please]
[remind me|remind me please|help me remember|refresh my memory|tell me again|i forgot]: [who am i|what's my name|what am i called|my name|what is my name|what did i say my name was]
[remind me|tell me|say|let me know] [of my name|what my name is|who i am|what i'm called|how i am called|what my name was]
[do you|do u|did you] [even|still|really|actually|] [know|remember|recall] [who i am|my name|what i'm called|who you are talking to|how i'm named][| lol| haha|, or did you forget]
[i bet|i think|i guess|i hope] [you|that you] [forgot|don't know|don't remember|still know|remember|know] my name[|, right|. what is it|. do you|, say it]
[what|by what|under which|by which] name [do you know me|should you call me|do you call me|do i go by|do i have|was i given|do people call me|am i known]
[what|how] [do you call me|should you call me|do my friends call me|do people call me|was i called|do i call myself|did i introduce myself|will you call me]
[test|memory test|quiz|little test|a test for your memory][:|,|!] [what's my name|who am i|my name|what did i say i was called|do you know my name]
[what was it that i|how was it that i|what was the name i] [told you my name was|am called|gave|said|introduced myself with]
[name|user name|user|first name] of [the user|the person you talk to|the one who writes to you|me][| please|?]
[greet me|say hello to me|say hi to me|say goodbye to me|thank me|wish me luck] [by name|with my name|using my name]
[my name|my name please|name|my first name|what about my name|the name i gave you|my own name][?|? do you know it|, do you recall it|, can you say it|, what was it]
[can|could|would|will] [you|u] [please|] [tell me|say|repeat|remember|recall|name|type|write|spell] [my name|who i am|my first name|what my name is|the name i gave you|the name i told you][| please| again| once more]
[i told you|i already told you|i mentioned|i said|i gave you] my name[| before| earlier| at the beginning][, what was it|. what is it|, do you remember|, so say it|, didn't i? what is it|. can you repeat it]
[you know|you should know|you must know] [my name|who i am|what i'm called][|, right|, don't you|, so tell me]
[what|which] [name|first name] [was|is] [mine|it i gave|that of the user|the one i told you][| again]
[who|what person] [is writing to you|is chatting with you|is typing|are you helping|is your user|told you a name|do you have in front of you|is asking you this]
[am i|is my name] [a stranger to you|known to you|still in your memory|something you remember][|? say it|, who am i]
[fill in|complete|finish][:| the sentence:] [your name is|you are called|my name is|i am called] [...|___]
[what's|whats|what is|wots|what's] [me|my|the users|my own] name[| lol| mate| bro| dude| please| again| then| haha| now|, do you still know|, remember]
""")
