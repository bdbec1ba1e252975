"""Signing in and out, passwords, privacy, keys, speed and other everyday questions on the site.

Knows what the page offers, in the page's own words. Knows no code of it.
"""

from inference.pocket.corpus import asks_account
from inference.pocket.corpus.conversation import Intent, from_intents
from inference.pocket.corpus.grammar import ways

SIGN_OUT = Intent(
    [
        *asks_account.SIGN_OUT,
        *ways(
            "[sign out|log out|logout|sign off|log off|end my session|leave my account|disconnect my account]",
            "[signing out|logging out|logout|log out|the sign-out button]",
        ),
        "[sign me out|log me out|logout|log out|sign out][| please| now| of this site]",
        "[where|where's|where is] [the|] [sign out|log out|logout|sign-out] [button|link|option|]",
        "[how do i|can i|how to] [switch|change|use another] [accounts|account|user|users]",
    ],
    ["Open your name at the bottom of the sidebar and press **Sign out**."],
    weight=1.2,
    thought="The user wants to sign out. That is in the account menu.",
)
PASSWORD = Intent(
    [
        *asks_account.PASSWORD,
        *ways(
            "[change|set|update|replace|renew|modify|choose] [my|the|a new|my old] [password|passphrase|login password|pw]",
            "[changing my password|a new password|password change|my password|password settings]",
        ),
        "[my password|it] [is|was] [weak|too short|old|leaked|known to others][|, how do i change it|, i need a new one]",
        "[where|where can i|where do i] [change|set|edit] [my|the] password",
    ],
    ["Open your name at the bottom of the sidebar and choose **Change password**."],
    weight=1.2,
    thought="The user wants another password. That is in the account menu.",
)
FORGOT = Intent(
    [
        *asks_account.FORGOT,
        *ways(
            "[reset|recover|restore|get back] [my|a forgotten|the|a lost] [password|login|account|access]",
            "[a password reset|a forgotten password|resetting my password|recovering my account]",
        ),
        "[i|i've|i have|my colleague|she|he] [forgot|forgotten|lost|don't know|can't remember|no longer know] [my|the|his|her] [password|login|passphrase][|, what now|, help|, how do i get in|, what do i do]",
        "[i can't|i cannot|i am unable to|my boss can't|why can't i] [log in|sign in|login|get in|enter|access my account][| any more| since today][|, help]",
    ],
    [
        "Press **Forgot your password?** on the sign-in page: a link to choose a new password comes by e-mail."
    ],
    thought="The user forgot the password. The sign-in page can send a link.",
)
SIGN_IN = Intent(
    [
        *asks_account.SIGN_IN,
        *ways(
            "[sign in|log in|login|sign up|register|make an account|create an account|get an account|join|open an account]",
            "[signing in|logging in|signing up|registration|a new account|creating an account]",
        )[:-2],  # who cannot sign in has forgotten the password
        "[do i need|do we need|is there|must i have|who can get|do my colleagues need] an account[| to use this| here]",
        "<how> [invite|add|bring in|register] [a|my|new] [colleague|colleagues|user|users|teammate|people|team member]",
        "[can|could] [my colleagues|others|my team|a new colleague|everyone] [sign up|use this too|get an account|join|log in]",
    ],
    [
        "**Sign in** with your account; who has none signs up on the same page, if the administrator allows it. The first account is the administrator's."
    ],
    thought="The user asks about accounts. One signs in or signs up on the sign-in page.",
)
OWN_SERVER = Intent(
    [
        *asks_account.OWN_SERVER,
        "[where|on which computer|on what machine|on which server] [does|do] [this|the model|you|chatsite|it|the site] [run|live|work]",
        "[where|in which country|on whose servers] [is|are|do you keep] [my data|our data|my chats|the data|what i type|my messages|conversations|the server][| stored| kept| saved| going]",
        "[do|does|will|is|are] [you|this site|chatsite|it|the model|our data|my data|my messages] [send|sent|leave|leaves|go|share|shared|given|sell|sold|upload|uploaded] [|my data|my chats|anything|data|our text|out] [|to] [the cloud|openai|google|other companies|the internet|america|third parties|anyone outside|the outside|our company network]",
        "[are|is] [my chats|my data|my messages|what i write|this chat|our data] [used|taken|saved|kept] [for training|to train you|to train models|to improve you|for advertising|for ads]",
        "[do you|does the model|will you] [learn|train|get better|remember] [from|with|on] [my messages|our chats|what i write|me|my data|this]",
        "[is|are] [this|chatsite|the site|it|you] [self-hosted|hosted by us|on our own server|in the cloud|gdpr compliant|hosted in house|run by our company|local|on premise]",
        "[who|which company|what company] [runs|hosts|operates|owns|maintains] [this|this site|chatsite|the server|it]",
        "[what|tell me what] [happens|do you do] [to|with] [my data|what i type|my messages|our data|the things i write]",
    ],
    [
        "This site runs on your own server: your conversations are kept there and are not sent to any other company. They are not used to train me."
    ],
    weight=1.5,
    thought="The user asks where the data goes. It stays on our own server.",
)
SEND_KEYS = Intent(
    [
        *asks_account.SEND_KEYS,
        *ways(
            "[send|submit|post] [a message|my message|my question|what i typed|the text|it]",
            "[sending|sending a message|the send button|submitting a question]",
        ),
        "[which|what] [key|button|shortcut] [sends|submits|is for sending] [a message|my message|the message|it|my text]",
        "[does|will|can] [enter|return|the enter key|ctrl enter] [send|submit][| the message| my message| it]",
        "[what|tell me what] [does|happens when i press|do] [enter|shift enter|shift+enter|return|the enter key] [|do]",
        *ways(
            "[make|add|insert|write|type|start|put in] a [new line|line break|second line|newline|new paragraph][| without sending| in my message]",
            "[a new line|line breaks|a line break|writing several lines|multi-line messages]",
        ),
        "[i pressed|every time i press|when i press|pressing] enter [and it sent|it sends|it was sent|sends my message][| too early| at once][|, how do i make a new line|, how do i write two lines]",
    ],
    ["**Enter** sends the message, and **Shift+Enter** makes a new line. **Esc** stops a reply."],
    weight=1.4,
    thought="The user asks about the keys. Enter sends, Shift+Enter breaks the line.",
)
SPEED = Intent(
    [
        *asks_account.SPEED,
        "[why|how come] [are you|is this|is the site|is it|is the reply|are the answers|is the model|is everything] [|so|that|this|very|rather|quite] [slow|fast|quick|laggy|sluggish|delayed|waiting]",
        "[how|exactly how] [fast|quick|slow] [are you|can you write|is this|do you write|is the model|do you answer|is it]",
        "[how many|what number of] [tokens|words] [per second|a second|per minute] [|can you write|do you make|do you write|is that|are you making]",
        "[why|how long] [do i|must i|do we|should i] [have to|need to|] wait[| so long| for an answer| here| before you answer]",
        "[you|the answers|the replies|the site|it|this] [take|takes|need|needs|is|are] [too long|forever|so slow|very slow|ages|a long time|a lot of time][| today| to answer| again]",
        "[make|can you be|could you be|can this be|how do i make it|write] [it faster|faster|quicker|this faster|more quickly]",
        "[the reply|the answer|it] [hangs|is stuck|is frozen|does not come|never comes|is waiting in a queue|is not appearing|says queued|waits]",
    ],
    [
        "I am small, so I write fast. When many people ask at once, replies wait in a queue for a moment; a larger model or a computer without a GPU is slower too."
    ],
    thought="The user asks about speed. It depends on the queue, the model and the computer.",
)
TRUST = Intent(
    [
        *asks_account.TRUST,
        "[can|may|should|how far can] [i|we|one|my team] [trust|rely on|believe|depend on|use] [you|your answers|what you say|this|these answers|the model][| for work| blindly]",
        "[are|is] [you|your answers|what you say|this model|the answer] [always right|reliable|correct|accurate|trustworthy|true|ever wrong|good enough for work]",
        "[how|exactly how] [reliable|accurate|good|trustworthy|correct|precise] [are you|are your answers|is this|is the model]",
        "[do|can|could] you [make mistakes|be wrong|lie|hallucinate|invent things|make things up|get things wrong|give wrong answers]",
        "[are you sure|is that true|is that right|is that correct|really|are you certain|do you know that for sure|how do you know][| about that|?]",
    ],
    ["Models make mistakes, and I am a very small one. Please check what matters."],
    thought="The user asks whether to trust me. I should be honest about mistakes.",
)
FILES = Intent(
    [
        *asks_account.FILES,
        *ways(
            "[upload|attach|add|send|drop|open|read] [a file|a picture|an image|a pdf|a document|a photo|an excel file|my files|a screenshot]",
            "[uploading files|attachments|file upload|sending pictures|images]",
        ),
        "[can|could|will] you [see|read|look at|open|understand|draw|make|create|generate] [a picture|pictures|images|a photo|my pdf|files|an image|a drawing|a document|my screen]",
        "[can|could|do] you [hear|speak|talk aloud|listen|read aloud|understand speech|use my microphone|call me]",
    ],
    [
        "No, I can't work with files, pictures or sound: I only read and write text. You can paste text into the message box."
    ],
    thought="The user asks about files or pictures. I only read and write text.",
)
SEVERAL = Intent(
    [
        *asks_account.SEVERAL,
        "[can|could|may] [i|we|one] [have|use|open|run|see] [this|the same chat|chatsite|it|one chat|my chats|two tabs|several tabs] [|on|in|from] [two tabs|several tabs|another computer|two devices|my other computer|two windows|home|a second browser|another browser|two chats at once]",
        "[how many|can many|can several] [people|users|colleagues] [can|] [use|chat on|be on|work with] [this|chatsite|the site|it][| at once| at the same time| together]",
        "[does|will] [it|the chat|this|my history] [sync|be the same|show|appear] [on|in|across] [all my devices|my other computer|another tab|both tabs|my phone too]",
    ],
    [
        "Yes: many people can chat at once, and your conversations are the same in every tab and on every device where you sign in."
    ],
    thought="The user asks about several tabs or people. That works.",
)
FREE = Intent(
    [
        *asks_account.FREE,
        "[what|how much] [does|do|is] [this|it|chatsite|a message|the site|using you|i have to pay] [cost|costs|to pay|the price]",
        "[is|isn't] [this|it|chatsite|the site] [free|for free|free of charge|paid|expensive|open source|without charge][| to use| for us]",
        "[do|must|will] [i|we|my company] [have to|need to|] pay[| for this| for you| something| anything]",
        "[is there|do i have|what is] [a|the|any] [limit|message limit|quota|maximum][| of messages| per day| on questions| for messages]",
        "[how many|how much] [messages|questions|text|words] [can i|may i|am i allowed to] [send|ask|write|use][| per day| in total]",
    ],
    [
        "Chatsite is free software on your own server: you pay nothing for a message. Limits, if any, are set by your administrator."
    ],
    thought="The user asks about price or limits. The site is free.",
)
CONTACT = Intent(
    [
        *asks_account.CONTACT,
        "[who|whom] [do i|can i|should i|may i|must i] [ask|contact|call|tell|write to|turn to|talk to][| about problems| for help| if something breaks| with problems| when it doesn't work]",
        "[something|the page|the site|chatsite|this page|it] [is broken|does not work|doesn't work|crashed|has a bug|shows an error|is down][|, who can help|, what do i do|, help]",
        "[i have|there is|i found|i want to report] [a|an|] [bug|problem|error|complaint|technical problem|issue][| with the site| with this page| here]",
        "[contact|support|help desk|helpdesk|where is support|contact support|technical support|is there a manual|where is the documentation]",
    ],
    [
        "Please tell your administrator: he or she can look into it. Reloading the page is safe, nothing is lost."
    ],
    thought="The user needs a person to help. That is the administrator.",
)
MEMORY = Intent(
    [
        *asks_account.MEMORY,
        "[do|will|can|could] you [remember|recall|keep in mind|know|still know] [what i said|what we talked about|our last chat|things|our conversations|everything|this|my other chats][| tomorrow| next time| later| in a new chat| from one chat to the next]",
        "[do|does] you have [a|any] memory",
        "[how|how much|how far back] [long|much|far] [do|can|is] [you remember|your memory|you recall|you read back]",
        "[will you|do you] forget [me|this|everything|what i said|it][| tomorrow| when i leave| in a new chat]",
    ],
    ["I remember what was said in this conversation, and nothing from other ones."],
    thought="The user asks about memory. I only see this conversation.",
)
INTENTS = [
    SIGN_OUT, PASSWORD, FORGOT, SIGN_IN, OWN_SERVER, SEND_KEYS, SPEED, TRUST, FILES, SEVERAL,
    FREE, CONTACT, MEMORY,
]  # fmt: skip
make = from_intents(INTENTS)
