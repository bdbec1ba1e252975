"""What people say about signing in and out, passwords, data, keys, speed, price and help.

Knows questions only; the answers are in `site_account`.
"""

from inference.pocket.corpus.frames import more_ways

HERE = "[this site|chatsite|this page|this app|it|this website|this service|this tool]"
SIGN_OUT = [
    *more_ways(
        "[sign out|log out|log off|sign off|logout|leave my account|end my session|log myself out|sign out of my account|get out of my account|exit my account]",
        "[signing out|logging out|logging off|the logout|sign-out|leaving my account]",
    ),
    "[sign out|log out|logout|log off|signout|exit|sign off][?|, how|, where||| button| please| link| now]",
    "[i'm done|i am finished|i'm going home|this is a shared computer|somebody else needs this computer|it's not my computer|i leave for today][, how do i sign out|, where is log out|. how do i log out|, sign me out|, log me off please|. where do i log off]",
    "[where|which is|i can't find|i don't see|show me] [the|a] [sign out|log out|logout|log off|exit|sign off] [button|link|option|menu entry|icon]",
    "[how|can|where do] i [switch to another account|change the user|use another account|sign in as someone else|log in with another name]",
]
PASSWORD = [
    *more_ways(
        "[change|update|replace|renew|set|choose|pick|modify|edit] [my password|my login password|the password|a new password|my passphrase|the password of my account|another password]",
        "[changing my password|a new password|a password change|updating my password|my password]",
    ),
    "[password|change password|new password|password change|passwd|update password][?|, how|, where||| please| page| option]",
    "[somebody|someone|my colleague|my brother|a friend] [knows|saw|guessed|found] my password[, how do i change it|, i need a new one|. where do i change it|, what do i do]",
    "[my password|the password] [is too weak|is too simple|is old|is known to others|was leaked|should be longer|must be changed|is 1234][, how do i change it|. where can i change that|, i want a new one|, change it how]",
]
FORGOT = [
    *more_ways(
        "[reset|recover|restore] [my password|a forgotten password|my lost password|my login|the password i forgot|my access|access to my account]",
        "[a password reset|resetting a forgotten password|recovering my account|a lost password|a forgotten password]",
    ),
    "[i|i've|my colleague|my boss|a teammate] [forgot|has forgotten|lost|can't remember|don't remember|doesn't know any more|don't have] [my|the|their] password[, what now|, help|. how do i get in|, what can i do|, can i reset it|. is there a reset|]",
    "[forgot password|forgotten password|lost password|password reset|reset password|can't log in|cannot sign in|locked out][?|, help|, how||| please| link]",
    "[i'm|i am|my colleague is|we are|she is] [locked out|not able to log in|unable to sign in|stuck at the login|shut out][, what now|, help|. how do i get back in||, what can i do]",
    "[the site|it|the login|the sign-in page] [does not accept|refuses|rejects|won't take] my password[|, what now|, help|. how do i reset it]",
]
SIGN_IN = [
    *more_ways(
        "[sign in|log in|sign up|register|create an account|make an account|open an account|get an account|join|become a user]",
        "[signing in|logging in|signing up|registering|creating an account|registration|getting an account]",
    ),
    *more_ways(
        "[invite|add|register|bring in|let in] [a colleague|my team|a new user|new people|other users|my coworkers|another person]",
        "[inviting colleagues|adding users|new users|adding my team|accounts for my team]",
    ),
    "[sign in|log in|login|sign up|register|create account|new account|account for colleague][?|, how|, where||| please| page]",
    "[do|must|does] [i|my colleague|everyone|people|one|a visitor] [need|have] [an account|to register|to sign in|to sign up|a login|to log in][| to use this| to chat| here| for this site]",
    "[can|could|may|how do] [my colleague|my team|others|someone new|a friend|everyone] [get an account|sign up|register|join|use this too|create an account|be added]",
]
OWN_SERVER = [
    f"[where|on what server|in which place|in what country|on whose computer] [is|are|do you store|do you keep|does {HERE} keep|gets] [my data|our data|what i type|my messages|my chats|the text|our conversations][| stored| kept| saved|]",
    f"[does|do|will|would|can] [{HERE}|you|the model|the server] [send|pass|give|sell|leak|upload|report|forward] [my data|what i write|our chats|my messages|anything|my questions|company data] [to openai|to google|to other companies|to the cloud|anywhere|to america|to third parties|outside|to the makers|over the internet]",
    "[is|are] [my data|our data|what i type|my messages|my chats|the conversations|this chat] [used for training|used to train ai|used to train models|sold|sent away|in the cloud|on our own server|safe from other companies|analysed|leaving our network|sent to openai]",
    f"[is|isn't] {HERE} [self-hosted|on our own server|running locally|local|hosted by us|in the cloud|on premise|hosted somewhere else|running in our building|gdpr safe]",
    f"[who|which company] [runs|hosts|operates|owns|has|keeps] [{HERE}|the server|the data|this server]",
    "[do you|does the model|will you|can the model] [learn|get trained|improve|get better|train] [from|on|with] [what i write|my messages|our chats|my data|our conversations]",
    "[data protection|gdpr|where is my data|cloud or local|self hosted|data storage|hosting|is this openai|third parties][?||, please|. tell me|, explain]",
    "[i don't want|we can't allow|we may not let|my boss does not want] [our data|company data|my messages|customer data] [to leave the company|in the cloud|at openai|to be used for training|to go to america][|, is it safe here|, where does it go|. where is it stored]",
]
SEND_KEYS = [
    *more_ways(
        "[make|add|insert|write|type|start|enter|get|put in] [a new line|a line break|a second line|another line|a newline|a new paragraph|several lines|two lines|an empty line] [|in my message|without sending|in the box]",
        "[a new line|line breaks|writing several lines|a multi-line message|adding a line break]",
    ),
    *more_ways(
        "[send|submit|post|fire off|get across] [a message|my message|my question|what i typed|the text in the box|my text]",
        "[sending a message|submitting my question|the send button|sending]",
    ),
    "[which|what] [key|keys|button|shortcut] [sends|submits|makes a new line|breaks the line|is for a new line|is for sending|do i press to send|do i press for a new line|adds a line]",
    "[enter|return|the enter key|shift enter|pressing enter] [sends my message|sends too early|sends everything|does what|sends or breaks the line|always sends][, how do i get a new line|, how do i write two lines||, can i change that|, right]",
    "[send|new line|line break|newline|send message|enter key|shift enter][?|, how|, which key||| please| shortcut| in my message]",
]
SPEED = [
    f"[why|how come|what is the reason that] [are you|is {HERE}|is the answer|is the reply|is everything] [|so|very|rather|sometimes|today|always] [slow|slow today|fast|quick|late|delayed|laggy]",
    f"[how|exactly how] [fast|quick|slow|speedy] [are you|do you write|can you answer|is the model|is {HERE}|do you type]",
    "[how many|what number of|how much] [tokens|words|letters] [do you write|can you make|per second|a second|in a second|per minute|do you produce each second|are you doing]",
    "[why|how long|for how long] [do i|must i|do we|does one|will i|should i] [wait|have to wait|need to wait|sit here][| for an answer| so long| before you write| for the first word| in the queue]",
    "[you|the answers|the replies|the site|replies|it] [take|takes|need|needs|is taking|are taking] [so long|forever|ages|a minute|too much time|a long time to start|very long today]",
    "[speed|tokens per second|slow|so slow|too slow|slow reply|lag|waiting time|queue|tok/s|performance][?|, why||||?? why| please| today]",
    "[it says|the page says|there is a note:|i see] [queued|waiting|in the queue|waiting for the model|your reply is queued][, what does that mean|, why|, how long|. is that normal|]",
    "[can|could] [you|it|this|the site|the model] [be faster|write faster|go faster|answer more quickly|be sped up|be quicker|hurry up][|, how]",
]
TRUST = [
    "[can|may|should|could|do|must] [i|we|one|people] [trust|believe|rely on|count on|depend on|double check|check|verify] [you|your answers|what you say|what you write|this model|the answers|your numbers|your code]",
    "[are|is] [you|your answer|your answers|this|what you say|the model|your code|the information] [correct|true|reliable|accurate|always right|trustworthy|ever wrong|right every time|safe to use|good enough for my boss]",
    "[how|exactly how] [reliable|accurate|trustworthy|correct|sure|certain|good] [are you|is this|are your answers|is your code|is the model]",
    "[do|can|will|could] you [make mistakes|be wrong|lie to me|hallucinate|make things up|invent facts|tell lies|get it wrong|give false answers|be mistaken]",
    "[how often|when|why] [are you wrong|do you make mistakes|do you lie|do you hallucinate|is your answer false]",
    "[mistakes|reliable|hallucinations|trust|accuracy][?|, you make any|, are you|, do you have them]",
]
FILES = [
    *more_ways(
        "[upload|attach|send you|add|show you|give you|drop in|share with you|import] [a file|a picture|an image|a pdf|a photo|a document|a screenshot|a spreadsheet|a word file|an excel sheet|a video]",
        "[uploading files|attachments|file upload|sending a picture|attaching a document|images|pdf upload]",
    ),
    "[can|could|will|are you able to] you [see|read|open|look at|understand|analyse|summarise|draw|paint|make|create|generate|edit] [a picture|images|my pdf|a photo|this image|an image|files|a document|a logo|a video|my spreadsheet|pictures]",
    "[can|could|do|will] you [hear my voice|speak|talk out loud|listen to me|read it aloud|understand my voice|use a microphone|sing aloud|say it aloud|play music|play a sound]",
    "[where|which is|is there|i can't find] [the|a|an] [paperclip|attach button|upload button|attachment icon|microphone|file button|voice input]",
    "[upload|attach|attachment|file upload|images|picture|voice|microphone|pdf][?|, how|, where|||, possible| support| please]",
    "[here is|i have|i want to send you|i've got|take a look at] [a picture|a pdf|my file|a photo|an excel file|a document][, can you read it|, can you open it|. how do i attach it|, can i upload it|, how do i send it]",
]
SEVERAL = [
    f"[can|could|may|is it ok to] [i|we|one|people] [use|have|open|run] [{HERE}|one chat|the same chat|my chats|two chats|my account] [in two tabs|on two devices|on my other computer|in several windows|at home and at work|on two screens|at the same time]",
    f"[how many|can many|can several|can lots of|can hundred] [people|users|colleagues|teammates] [use {HERE}|chat|be online|talk to you|be signed in|ask you things][| at once| at the same time| together| in parallel]",
    "[are|do|will|does] [my chats|the conversations|it|my history|the same chat] [sync|synced|be there|show up|the same|appear] [on all devices|on my phone too|in another tab|on my other computer|everywhere|across devices]",
    "[two tabs|several tabs|many users|multiple devices|sync|other device|several users][?|, possible||, does that work| at once| at the same time]",
    "[do you|are you] [talk|talking|chat|chatting|busy] [with|to] [other people|others|several people|many users|someone else] [at once|at the same time|right now|too|as well|in parallel]",
]
FREE = [
    f"[what|how much] [does {HERE} cost|do i pay|is the price of {HERE}|does a message cost|must i pay|is it per month|do you charge|does it cost to chat]",
    f"[is|isn't] [{HERE}|chatting|the site] [free|for free|free of charge|paid|open source|free to use|without cost|expensive|a paid service]",
    "[do|must|will] [i|we] [have to|need to|] pay [|for this|for you|per message|a fee|monthly|later|for an account]",
    "[is there|are there|do i have|what is|what's] [a|any|the|some] [limit|message limit|limits|daily limit|quota|maximum number of messages|word limit|character limit|limit on messages]",
    "[how many|how much] [messages|questions|chats|words|text] [can i|may i|am i allowed to|could i] [send|ask|have|write|start|use] [|per day|a day|in total|for free|each hour|here]",
    "[price|cost|free|pricing|limit|limits|subscription|quota|message limit][?||, please| per day| per month|, is there any]",
]
CONTACT = [
    "[who|whom] [can i|do i|should i|could i|may i|must i] [ask|contact|call|write to|talk to|tell|turn to|phone] [for help|about a problem|if it breaks|when something fails|with a question|about this site|in trouble]",
    f"[something|the page|the site|{HERE}|the button|the chat] [is broken|does not work|is not working|crashed|shows an error|is down|has a bug|is frozen|doesn't load][, who can help|, what do i do|, help|. who do i tell|]",
    "[i|we] [found|have|got|see|noticed|want to report] [a bug|a problem|an error|an error message|a technical problem|an issue|a broken page][| here| on this site| on this page| with chatsite]",
    "[support|help desk|contact|contact person|technical help|report bug|bug report|error message|get help][?||, how|, where| please]",
    "[is there|where is|do you have] [a|an|the] [support team|help desk|hotline|person i can ask|contact form|support address|person in charge]",
    "[i want|i need|let me] [|to] [talk to|speak to|speak with|contact] [someone from support|an administrator|the person in charge|support|somebody who can fix it]",
]
MEMORY = [
    "[do|will|can|could] you [remember|recall|know|keep|still know] [me|what i said|our last chat|my other chats|what we discussed|previous conversations|things i told you yesterday|what i told you] [|tomorrow|next time|next week|in a new chat|in another chat|later]",
    "[do|does|have] [you|the model] [have|got] [a memory|memory|any memory|a long memory|a memory of me]",
    "[will|would|do] you [forget|lose] [me|this|what i said|everything|all this] [|tomorrow|when i leave|in a new chat|when i close the page|later]",
    "[how|exactly how] [long|much|far back|well] [can you remember|do you remember|is your memory|does your memory reach|do you recall]",
    "[are|is] [chats|my chats|the conversations|a new chat] [separate|independent|connected|linked|apart from the others][| for you| in your memory]",
]
