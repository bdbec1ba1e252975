"""What the site is and its smaller services: new chat, export, themes, keys, models, limits.

Knows what the page offers, in the page's own words. Knows no code of it.
"""

from inference.pocket.corpus import asks_plain, asks_tour
from inference.pocket.corpus.conversation import Intent, from_intents
from inference.pocket.corpus.grammar import ways

WHAT_SITE = Intent(
    [
        *asks_tour.WHAT_SITE,
        "[what is|what's|explain|describe|what about|tell me about|tell me more about|what exactly is|introduce] "
        "[this site|this website|this page|chatsite|this app|this place|this tool|this service|this system|this platform|this][| about| exactly| for| all about| please]",
        "[what|why] [does|do] [this site|this website|chatsite|this app|this page|people|one|i] [do|use it for|do here|use this for|use chatsite for|offer|exist]",
        "[where am i|what can i do on this site|how does this site work|how does this work|how do i use this|how to use this site|what is the purpose of this site|new here, what is this|give me a tour|what are the features|show me around|how do i begin|how do i start|getting started]",
        "[what|which] [features|functions|things|options] does [this site|chatsite|the page|it|this app] [have|offer|provide|support]",
        "[what|so what|and what] [sort of|kind of|type of] [site|website|page|app|tool|place|service|thing] is [this|chatsite|it]",
        "[explain|describe|summarise|sum up|tell me|say] [to me|] what [chatsite|this site|this page|this app|this tool|it] [does|is|is for|can do|is good for|offers][| in a sentence| in a few words| briefly| in one sentence]",
        "[why|what for|when] [would|should|do] [i|we|my team|people|one|anyone] [use|need|want|try|like] [this|this site|chatsite|it|this page]",
        "[i'm new|i am new here|it's my first day|i just signed up|my colleague sent me here|i never used this|first time here][, what is this|, where do i start|, how does this work|, what can i do here|]",
        "[give me|i need|can i have] [a|an] [overview|introduction|tour|short introduction|summary] [of|to] [this site|chatsite|the page|it]",
    ],
    [
        "This is **Chatsite**, a team assistant that runs on your own server. You chat with a language model here; "
        "you can stop, regenerate and edit, and share or search your conversations.",
        "Chatsite is a self-hosted chat site for teams. A language model answers, and your conversations are kept in the sidebar.",
    ],
    weight=2,
    thought="The user asks what this site is. I explain Chatsite.",
)
NEW_CHAT = Intent(
    [
        *asks_tour.NEW_CHAT,
        "<how> [start|begin|open|create|make|get] [a|another|a second|one more] [new|fresh|new|empty|clean] <chat>",
        "[where|where's|where is] [the|] [new chat|button for a new chat|new chat button]",
        "[new chat|start over|start again|new conversation|clear the screen|fresh start|change the subject|reset|begin again][| how| please]",
        *ways(
            "[start|begin|open|create|make|get] [a|another|a second|one more|a brand] [new|fresh|empty|clean|blank|separate] [chat|conversation|thread|talk|discussion]",
            "[a new chat|starting a new chat|a new conversation|starting over|a fresh chat|opening a new chat]",
        ),
        "[let's|i want to|can we|i'd like to|how do i] [talk about something else|start over|change the subject|begin from zero|start from scratch|begin again|start fresh]",
        "[which|what|is there a] [shortcut|key|button|keys|keyboard shortcut] [opens|starts|for|makes] a new [chat|conversation]",
    ],
    ["Press **New chat** at the top of the sidebar, or Ctrl+Shift+O."],
    thought="The user wants a new conversation. That is New chat.",
)
LEAVE = Intent(
    [
        *asks_tour.LEAVE,
        *asks_plain.LEAVE,
        "[what happens|what if|is it a problem|will the reply go on|do i lose the answer|does it stop|will you go on|is the answer lost|do i lose it] [if|when] i [close the tab|leave|leave the page|go away|reload|refresh the page|close the browser|lose my connection|shut my laptop|go offline|switch chats|open another chat]"
        "[| while you write| during a reply| in the middle| while it is writing]",
        "[can|may|could] i [close|leave|reload|refresh] [the tab|the page|the browser|this window] [while you write|while you answer|during a reply|before it is finished|and come back]",
        "[i closed the tab|my internet broke|i reloaded|my browser crashed|the connection dropped|i lost the connection], [is the reply lost|what now|is my answer lost|where is the reply|did you stop]",
        "[are|is] [my chats|conversations|everything|the reply|my text|it] [saved|saved automatically|kept|stored on the server]",
        "[what|does it matter|is it bad|is it ok|does anything break|what happens|do you stop|do you continue|do you keep going] [if|when] [i close|i shut|i leave|i reload|i turn off|i lose|i refresh|my wifi drops|my battery dies|my computer sleeps] [|the tab|my laptop|the page|my computer|the browser|the connection|the window]",
        "[can|may] i [close|leave|shut|turn off|walk away from|switch] [the tab|my laptop|this page|my computer|the browser|to another chat] [and|while] [come back later|you write|you are answering|you keep writing|read it later|get the answer later]",
        "[does|will|is] [the reply|my question|the answer|it|the conversation] [continue|survive|go on|be there|still be here|saved|wait for me|finish] [|when i come back|without me|if i leave|after a reload|if i close the tab|later|tomorrow|while i am away]",
        "[are|is] [my conversations|my chats|everything|this chat|the history|it] [saved|kept|stored|remembered|still there][| tomorrow| for later| automatically| when i come back]",
    ],
    [
        "Nothing is lost: the reply goes on without you and is saved. Come back at any time and you will find it."
    ],
    thought="The user may leave the page. The reply goes on and is saved.",
)
PHONE = Intent(
    [
        *asks_tour.PHONE,
        "[does|can|will] [this|it|the site|chatsite|the page|this website] [work|run|be used|open] on [a phone|mobile|a tablet|iphone|android|an ipad|a small screen|phones|my tablet]",
        "[is there|do you have|where is] [a|an|the] [mobile app|app|android app|iphone app|phone version|mobile version]",
        "<how> [use|open] [this|it|chatsite|the site] on [a phone|mobile|my mobile|a tablet]",
        *ways(
            "[use|open|run|get|install|have] [this|chatsite|the site|this page|it|this app] on [my phone|a phone|a tablet|mobile|my iphone|android|an ipad|a small screen|my smartphone]",
            "[the mobile version|mobile use|using it on a phone|the phone version|the app]",
        ),
        "[i'm|i am|can i be|can i write] on [my phone|the train with my phone|a tablet|my mobile|the go][|, does that work|, is that ok|, can i still use this]",
        "[phone|mobile|tablet|smartphone|iphone|android|app][| support| version|?]",
        "[which|what] [browsers|devices|phones|browser|computers] [are supported|work|can i use|do i need|does it run on|does this need]",
    ],
    ["Yes, the site works in the browser of a phone or tablet too."],
    thought="The user asks about phones. The site works there too.",
)
EXPORT = Intent(
    [
        *asks_tour.EXPORT,
        "<how> [export|download|save|back up|print|store|get a copy of] [a|this|my|the|all my|our] [chat|conversation|chats|conversations|history|thread|data][| as a file| as markdown| as json| to my computer| as pdf| as text]",
        "[export|exporting|download|import|backup][| a chat| my chats| conversation| how| as json]",
        "<how> [import|load|bring in|move] [my|old|other|] [chats|conversations] from [chatgpt|another site|open webui|elsewhere|a file]",
        *ways(
            "[export|download|save|back up|print|keep a copy of] [a chat|this chat|my chats|this conversation|my conversations|the history|everything|our talk|my data]",
            "[exporting|downloading a chat|export|a backup of my chats|saving a chat as a file]",
        ),
        "[can|could|may] i [have|get|take|download|save] [this|my chats|the chat|a copy|our conversation|my data] [|as a file|as pdf|as text|in word|home|on my computer|as a document|out of here]",
    ],
    [
        "Choose **Export** in the conversation's menu: you get a Markdown or JSON file. **Import** is in the settings."
    ],
    thought="The user wants a file of the conversation. That is Export.",
)
THEME = Intent(
    [
        *asks_tour.THEME,
        "<how> [turn on|use|enable|get|activate|set|have|change to|turn off] [the|] [dark mode|dark theme|light mode|night mode|light theme|darker colours|another theme|black background]",
        "[is there|do you have|where is|does it have] [a|the|] [dark mode|dark theme|light mode|night mode|high contrast|theme switch]",
        "[it's|the page is|the screen is] too [bright|dark|light][|, can i change it|, dark mode?]",
        "<how> [change|set|pick] the [theme|colours|colors|look|language|font size]",
        *ways(
            "[turn on|use|enable|get|activate|switch to|have|change to|set] [dark mode|the dark theme|night mode|the light theme|a dark background|light mode|the dark version|dark colours]",
            "[dark mode|the dark theme|night mode|the light theme|changing the theme|themes|colours]",
        ),
        "[my eyes hurt|it is too bright|the white page hurts|the page is so bright|white hurts my eyes|i prefer dark pages|i like it dark|i hate white pages][|, dark mode|, can you make it dark|, is there a dark mode|, help]",
        "[make|turn|set|switch] [it|the page|this|the screen|the site] [dark|darker|black|light|lighter|brighter|to dark][| please]",
    ],
    [
        "The page has a light and a dark theme and follows your system: switch your computer or phone to dark mode and the page becomes dark too."
    ],
    thought="The user asks about the theme. The page follows the system.",
)
BIGGER_MODEL = Intent(
    [
        *asks_tour.BIGGER_MODEL,
        "<how> [use|choose|get|pick|switch to|change to|select|try] [a|another|the|some] [bigger|larger|better|smarter|different|stronger|real|more capable] [model|ai|assistant|one]",
        "[what|which] [models|other models|models are there|model choices] [can i use|are available|exist here|does this site have|do you offer]",
        "<how> [change|switch|replace|choose] [the|] [model|models|llm]",
        "[where|how] [do|can] [admins|we|i|administrators] [set|install|add|configure|connect] [a|another|our own|the] model",
        "[is there|do you have] a [better|bigger|larger|smarter] [model|version|assistant|bot][| here]",
        *ways(
            "[use|choose|get|pick|switch to|change to|try|install|run|load|connect|set up|plug in] [another|a bigger|a larger|a better|a smarter|a different|a real|our own|a stronger] [model|llm|ai|language model]",
            "[another model|a larger model|changing the model|other models|the model choice|a better model|switching models]",
        ),
        "[what|which] [is|does|value has|goes into] [CHAT_MODEL|chat_model|the CHAT_MODEL setting][| do| mean| for]",
        "<how> [set|use|change] [CHAT_MODEL|chat_model|the setting CHAT_MODEL]",
        "[can|could|does] [this site|chatsite|it|i|we] [run|use|work with|support|load|have] [qwen|llama|mistral|gemma|gpt|a larger model|other models|models from hugging face|a hugging face model|something smarter|deepseek]",
        "[you are|this model is|the model is] too [small|weak|stupid|limited|simple][|, is there another|, can i use a bigger one|, how do i change it|, i want a better one]",
    ],
    [
        "I am only the small demonstration model. An administrator can start the site with a larger model: set `CHAT_MODEL`, for example `CHAT_MODEL=Qwen/Qwen3-0.6B make run`."
    ],
    weight=1.4,
    thought="The user wants another model. An administrator sets CHAT_MODEL.",
)
SHORTCUTS = Intent(
    [
        *asks_tour.SHORTCUTS,
        "[what|which] [are the|are|] [keyboard shortcuts|shortcuts|keys|hotkeys|key combinations] [are there|can i use|are available|does the page have|do you have|should i know]",
        "[list|show|give me|tell me|show me|name] [the|all|all the|some] [keyboard shortcuts|shortcuts|hotkeys|keys][| here| of this site| please]",
        "[keyboard shortcuts|shortcuts|hotkeys|keyboard help|is there a shortcut list]",
        "[what is|what's] the [shortcut|key|keyboard shortcut] for [a new chat|search|the shortcut list]",
        "[which|what] [shortcuts|keys|hotkeys|key combinations|keyboard commands] [exist|work|are there|do you know|are useful|can i press|do i have|does it have][| here| on this page| on this site| in chatsite| at all]",
        *ways(
            "[see|find|learn|list|use|get] [the|all|all the|] [keyboard shortcuts|shortcuts|hotkeys|keys]",
            "[keyboard shortcuts|shortcuts|hotkeys|key commands|the keyboard]",
        ),
        "[can|could|do] i [use|work with|do everything with|control this with] [the keyboard|only the keyboard|keys|hotkeys|no mouse]",
    ],
    [
        "| keys | what they do |\n|---|---|\n| Enter | send |\n| Shift+Enter | new line |\n| Esc | stop the reply |\n"
        "| Ctrl+K | search |\n| Ctrl+Shift+O | new chat |\n| Ctrl+/ | all shortcuts |",
    ],
    thought="The user asks for the keys. I list the keyboard shortcuts.",
)
COPY = Intent(
    [
        *asks_tour.COPY,
        "<how> [copy|copy and paste|take|grab] [the|some|your|a|this] [code|code block|reply|answer|text|snippet|command|response][| to the clipboard| from here| into my editor| you wrote]",
        "[where is|is there] [a|the] copy [button|icon|function]",
        *ways(
            "[copy|take|grab|paste|copy out] [the code|a code block|your answer|a reply|the reply|the answer|some text|this|the snippet|a piece of code|the command]",
            "[copying|copying code|copy and paste|copying an answer|the copy button]",
        ),
    ],
    ["Press **Copy** in the corner of the code block, or **Copy** under the whole reply."],
    thought="The user wants to copy text. There is a Copy button.",
)
API_KEY = Intent(
    [
        *asks_tour.API_KEY,
        "<how> [get|create|make|obtain|request|generate|find] [an|a new|my|the] [api key|key for the api|api token|access key|key]",
        "<how> [use|call|access|connect to] [the|your|this] [api|model from a program|site from a script|model over http|api from python|model from code]",
        "[is there|do you have|does this site have|what about|where is] [an|the] [api|openai compatible api|rest api|programming interface|api documentation]",
        "[api|api key|api keys|api token][| please| how| where]",
        *ways(
            "[get|create|make|generate|find|ask for|request] [an api key|a key|a token for the api|api access|an access token|a new api key]",
            "[the api|api keys|an api key|api access|using the api|programmatic access]",
        ),
        "[can|could|how do] [i|we|my script|a program|my python script|our app] [talk to|call|use|reach|query|connect to] [you|the model|chatsite|this site|the api] [|from a script|from python|with curl|over http|from code|by program|automatically]",
    ],
    [
        "The site has an OpenAI-compatible API under `/v1`. Create a key in **Settings → API keys**, or ask an administrator to create one."
    ],
    thought="The user asks for the API. It is under /v1, with a key.",
)
ACCOUNT = Intent(
    [
        *asks_tour.ACCOUNT,
        "<how> [change|set|edit|delete|close|see|remove] [my|the|an] [e-mail address|email|username|account name|profile picture|display name|account|profile|settings]",
        "[where are the settings|where do i find settings|my account|settings|where is my profile|account settings|the account menu|profile|preferences|where is my name]",
        "[where|how] [do|can] i [find|open|see|reach] [the|my] [settings|account|profile|preferences|account menu|menu]",
    ],
    [
        "Your account is behind your name at the bottom of the sidebar: there you can change your password, see the keyboard shortcuts and sign out."
    ],
    thought="The user asks for account settings. They are behind the name in the sidebar.",
)
PIN = Intent(
    [
        *asks_tour.PIN,
        "<how> [pin|archive|star|favourite|bookmark|put in a folder|tag|organise|sort|group] [a|this|my|the] [chat|conversation|chats|conversations]",
        "[are there|can i make|do you have|is there] [folders|tags|folders for chats|pins|an archive|favourites]",
        *ways(
            "[pin|archive|star|bookmark|tag|sort|organise|group|order] [a chat|my chats|conversations|this chat|my conversations|important chats]",
            "[pinning|archiving|folders|tags|organising chats|pinning a chat|favourites]",
        ),
    ],
    [
        "Open the conversation's menu in the sidebar: there you can **Pin**, **Archive** or move it to a folder."
    ],
    thought="The user wants order in the chats. Pins and folders help.",
)
FEEDBACK = Intent(
    [
        *asks_tour.FEEDBACK,
        "<how> [give feedback|rate|report|complain about|flag|vote on|like|dislike] [|on] [a|the|this|your] <reply>",
        "[what are the thumbs for|what do the thumbs do|thumbs up|thumbs down|where can i leave feedback|how do i rate you|the thumb icons|rate this answer]",
        "[tell|show|let] [the makers|someone|the admins|the developers|them] [that|] [this answer is|your reply was|the answer was] [bad|good|wrong|great]",
    ],
    [
        "Use the thumbs under the reply and add a comment if you like. The administrators see the feedback."
    ],
    thought="The user wants to rate a reply. That is what the thumbs are for.",
)
INTENTS = [
    WHAT_SITE, NEW_CHAT, LEAVE, PHONE, EXPORT, THEME, BIGGER_MODEL, SHORTCUTS, COPY, API_KEY,
    ACCOUNT, PIN, FEEDBACK,
]  # fmt: skip
make = from_intents(INTENTS)
