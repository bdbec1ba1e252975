"""What the site is and its smaller services: new chat, export, themes, keys, models, limits.

Knows what the page offers, in the page's own words. Knows no code of it.
"""

from inference.pocket.corpus.conversation import Intent, from_intents

WHAT_SITE = Intent(
    [
        "[what is|what's|explain|describe|what about|tell me about|tell me more about|what exactly is|introduce] "
        "[this site|this website|this page|chatsite|this app|this place|this tool|this service|this system|this platform|this][| about| exactly| for| all about| please]",
        "[what|why] [does|do] [this site|this website|chatsite|this app|this page|people|one|i] [do|use it for|do here|use this for|use chatsite for|offer|exist]",
        "[where am i|what can i do on this site|how does this site work|how does this work|how do i use this|how to use this site|what is the purpose of this site|new here, what is this|give me a tour|what are the features|show me around|how do i begin|how do i start|getting started]",
        "[what|which] [features|functions|things|options] does [this site|chatsite|the page|it|this app] [have|offer|provide|support]",
    ],
    [
        "This is **Chatsite**, a team assistant that runs on your own server. You chat with a language model here; "
        "you can stop, regenerate and edit, and share or search your conversations.",
        "Chatsite is a self-hosted chat site for teams. A language model answers, and your conversations are kept in the sidebar.",
    ],
    weight=2,
)
NEW_CHAT = Intent(
    [
        "<how> [start|begin|open|create|make|get] [a|another|a second|one more] [new|fresh|new|empty|clean] <chat>",
        "[where|where's|where is] [the|] [new chat|button for a new chat|new chat button]",
        "[new chat|start over|start again|new conversation|clear the screen|fresh start|change the subject|reset|begin again][| how| please]",
    ],
    ["Press **New chat** at the top of the sidebar, or Ctrl+Shift+O."],
)
LEAVE = Intent(
    [
        "[what happens|what if|is it a problem|will the reply go on|do i lose the answer|does it stop|will you go on|is the answer lost|do i lose it] [if|when] i [close the tab|leave|leave the page|go away|reload|refresh the page|close the browser|lose my connection|shut my laptop|go offline|switch chats|open another chat]"
        "[| while you write| during a reply| in the middle| while it is writing]",
        "[can|may|could] i [close|leave|reload|refresh] [the tab|the page|the browser|this window] [while you write|while you answer|during a reply|before it is finished|and come back]",
        "[i closed the tab|my internet broke|i reloaded|my browser crashed|the connection dropped|i lost the connection], [is the reply lost|what now|is my answer lost|where is the reply|did you stop]",
        "[are|is] [my chats|conversations|everything|the reply|my text|it] [saved|saved automatically|kept|stored on the server]",
    ],
    [
        "Nothing is lost: the reply goes on without you and is saved. Come back at any time and you will find it."
    ],
)
PHONE = Intent(
    [
        "[does|can|will] [this|it|the site|chatsite|the page|this website] [work|run|be used|open] on [a phone|mobile|a tablet|iphone|android|an ipad|a small screen|phones|my tablet]",
        "[is there|do you have|where is] [a|an|the] [mobile app|app|android app|iphone app|phone version|mobile version]",
        "<how> [use|open] [this|it|chatsite|the site] on [a phone|mobile|my mobile|a tablet]",
    ],
    ["Yes, the site works in the browser of a phone or tablet too."],
)
EXPORT = Intent(
    [
        "<how> [export|download|save|back up|print|store|get a copy of] [a|this|my|the|all my|our] [chat|conversation|chats|conversations|history|thread|data][| as a file| as markdown| as json| to my computer| as pdf| as text]",
        "[export|exporting|download|import|backup][| a chat| my chats| conversation| how| as json]",
        "<how> [import|load|bring in|move] [my|old|other|] [chats|conversations] from [chatgpt|another site|open webui|elsewhere|a file]",
    ],
    [
        "Choose **Export** in the conversation's menu: you get a Markdown or JSON file. **Import** is in the settings."
    ],
)
THEME = Intent(
    [
        "<how> [turn on|use|enable|get|activate|set|have|change to|turn off] [the|] [dark mode|dark theme|light mode|night mode|light theme|darker colours|another theme|black background]",
        "[is there|do you have|where is|does it have] [a|the|] [dark mode|dark theme|light mode|night mode|high contrast|theme switch]",
        "[it's|the page is|the screen is] too [bright|dark|light][|, can i change it|, dark mode?]",
        "<how> [change|set|pick] the [theme|colours|colors|look|language|font size]",
    ],
    [
        "Open **Settings** from your name at the bottom of the sidebar and choose the light or dark theme. By default the page follows your system."
    ],
)
BIGGER_MODEL = Intent(
    [
        "<how> [use|choose|get|pick|switch to|change to|select|try] [a|another|the|some] [bigger|larger|better|smarter|different|stronger|real|more capable] [model|ai|assistant|one]",
        "[what|which] [models|other models|models are there|model choices] [can i use|are available|exist here|does this site have|do you offer]",
        "<how> [change|switch|replace|choose] [the|] [model|models|llm]",
        "[where|how] [do|can] [admins|we|i|administrators] [set|install|add|configure|connect] [a|another|our own|the] model",
        "[is there|do you have] a [better|bigger|larger|smarter] [model|version|assistant|bot][| here]",
    ],
    [
        "I am only the small demonstration model. An administrator can connect a larger model; then you choose it in the menu at the top."
    ],
)
SHORTCUTS = Intent(
    [
        "[what|which] [are the|are|] [keyboard shortcuts|shortcuts|keys|hotkeys|key combinations] [are there|can i use|are available|does the page have|do you have|should i know]",
        "[list|show|give me|tell me|show me|name] [the|all|all the|some] [keyboard shortcuts|shortcuts|hotkeys|keys][| here| of this site| please]",
        "[keyboard shortcuts|shortcuts|hotkeys|keyboard help|is there a shortcut list]",
        "<how> [write|make|type|insert|add] a [new line|line break|second line][| without sending| in my message]",
        "[what is|what's] the [shortcut|key|keyboard shortcut] for [a new chat|search|sending|a new line|sending a message]",
    ],
    [
        "| keys | what they do |\n|---|---|\n| Enter | send |\n| Shift+Enter | new line |\n| Esc | stop the reply |\n"
        "| Ctrl+K | search |\n| Ctrl+Shift+O | new chat |\n| Ctrl+/ | all shortcuts |",
    ],
)
COPY = Intent(
    [
        "<how> [copy|copy and paste|take|grab] [the|some|your|a|this] [code|code block|reply|answer|text|snippet|command|response][| to the clipboard| from here| into my editor| you wrote]",
        "[where is|is there] [a|the] copy [button|icon|function]",
    ],
    ["Press **Copy** in the corner of the code block, or **Copy** under the whole reply."],
)
API_KEY = Intent(
    [
        "<how> [get|create|make|obtain|request|generate|find] [an|a new|my|the] [api key|key for the api|api token|access key|key]",
        "<how> [use|call|access|connect to] [the|your|this] [api|model from a program|site from a script|model over http|api from python|model from code]",
        "[is there|do you have|does this site have|what about|where is] [an|the] [api|openai compatible api|rest api|programming interface|api documentation]",
        "[api|api key|api keys|api token][| please| how| where]",
    ],
    [
        "The site has an OpenAI-compatible API under `/v1`. Create a key in **Settings → API keys**, or ask an administrator to create one."
    ],
)
ACCOUNT = Intent(
    [
        "<how> [change|reset|set|recover] [my|the|a] [password|e-mail address|email|username|account name|profile picture|display name]",
        "<how> [log out|sign out|log in|sign in|sign up|register|make an account|create an account|logout|login|delete my account]",
        "[i forgot my password|i can't log in|password forgotten|where are the settings|where do i find settings|my account|settings|where is my profile]",
    ],
    [
        "Press your name at the bottom of the sidebar: there you find **Settings**, your account, your password and **Sign out**."
    ],
)
PIN = Intent(
    [
        "<how> [pin|archive|star|favourite|bookmark|put in a folder|tag|organise|sort|group] [a|this|my|the] [chat|conversation|chats|conversations]",
        "[are there|can i make|do you have|is there] [folders|tags|folders for chats|pins|an archive|favourites]",
    ],
    [
        "Open the conversation's menu in the sidebar: there you can **Pin**, **Archive** or move it to a folder."
    ],
)
FEEDBACK = Intent(
    [
        "<how> [give feedback|rate|report|complain about|flag|vote on|like|dislike] [|on] [a|the|this|your] <reply>",
        "[what are the thumbs for|what do the thumbs do|thumbs up|thumbs down|where can i leave feedback|report a problem|report a bug|i found a bug|who do i contact|contact support|where is support]",
    ],
    [
        "Use the thumbs under the reply and add a comment if you like. The administrators see the feedback."
    ],
)
INTENTS = [
    WHAT_SITE, NEW_CHAT, LEAVE, PHONE, EXPORT, THEME, BIGGER_MODEL, SHORTCUTS, COPY, API_KEY,
    ACCOUNT, PIN, FEEDBACK,
]  # fmt: skip
make = from_intents(INTENTS)
