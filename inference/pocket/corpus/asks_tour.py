"""What people say when they ask what the site is and which services it has.

Knows questions only; the answers are in `site_tour`.
"""

from inference.pocket.corpus.frames import more_ways

SITE = "[this site|this website|chatsite|this page|this app|this tool|this service|this place|this thing|this chat site|it]"
WHAT_SITE = [
    f"[what|so what|ok what|and what] [is|does|exactly is|exactly does] {SITE} [|for|do|about|good for|used for|made for|supposed to be|here for|all about]",
    f"[explain|describe|introduce|summarise|present|tell me about|tell me something about|give me an overview of|i want to know about|say a few words about|what can you say about|what do i need to know about|help me understand] {SITE}[| in one sentence| briefly| in short| to a beginner| to me| please| quickly| in plain words]",
    f"[what|which things|what kinds of things] [can|could|may|should] [i|one|people|a user|my team|we] [do|do here|use here|try] [on|with|in] {SITE}",
    f"[what|which] [features|functions|services|possibilities|things] [does {SITE} have|are there on {SITE}|are offered by {SITE}|can i use on {SITE}|come with {SITE}]",
    f"[i am|i'm] [new|new here|a first time user|here for the first time|a beginner|just looking around|lost|visiting]"
    f"[, what is {SITE}|. what can i do with {SITE}|, how does {SITE} work|. explain {SITE}|, give me a tour|, where am i|, how do i start|, what is all this]",
    f"[how|how exactly] [does {SITE} work|do i use {SITE}|do people use {SITE}|would you describe {SITE}|would you explain {SITE} to a colleague|is {SITE} useful]",
    f"[who|what kind of people|which people] [is {SITE} for|uses {SITE}|should use {SITE}|is {SITE} made for]",
    f"[why|what for|when] [should|would|do|could] [i|one|a team|a company|people|my company] [use|need|want|install|have|choose] {SITE}",
    "[what am i looking at|where did i land|what's all this|what is going on here|what have i opened|where am i now|what page is this|which website am i on|what's the idea of this|what's this chat thing|about this site|about chatsite|about|what is this for]",
    f"[is|isn't] {SITE} [like chatgpt|a chatbot|a chat site|an ai website|a team tool|a messenger|for companies|an assistant|like slack]",
]
NEW_CHAT = [
    *more_ways(
        "[start|begin|open|create|make|launch|get|set up] [a new|another|a fresh|an empty|a blank|a second|a separate|a clean|one more|a brand new|a different] [chat|conversation|thread|discussion|session|talk|dialogue|topic]",
        "[a new chat|starting a new chat|opening another conversation|beginning a fresh chat|a second conversation|a blank chat|starting over]",
    ),
    "[i want|i'd like|can we|could we|let me|is it possible|let us|how do i get] to [start over|start from scratch|begin again|talk about something new|change the topic|switch topics|talk about another subject|leave this subject][| in a new chat| with an empty page|, where| please]",
    "[new|another|fresh|empty|blank|next|second] [chat|conversation|topic|thread|session][?|, how|, where||| please| button]",
    "[this chat|this conversation|this thread] is [too long|a mess|finished|full|done|about something else], [how do i start another|how do i open a new one|i want a new one|can i begin a fresh one|new chat]",
    "[where|which is|where's|i can't find|show me] [the|a] [plus|new chat|new conversation|new|compose] [button|icon|sign|option]",
]
AWAY = "[close the tab|close the browser|shut my laptop|close my laptop|leave the page|reload the page|refresh|lose my connection|lose the wifi|go offline|switch to another chat|go home|restart my computer|walk away|log out|turn off my phone|close the window|go to lunch|open another chat|close this]"
LEAVE = [
    f"[what happens|what happens to the reply|what happens to your answer|do i lose anything|do i lose the reply|is anything lost|is the answer lost|does the answer go on|do you go on|do you stop|does it keep going|will the text be gone|is my question lost|will it be saved] [if|when|once|after] i {AWAY}[| while you write| during a reply| in the middle of an answer| before it's done| right now|]",
    f"[can|may|could|is it safe to|should|is it ok if|do you mind if] [i|] {AWAY} [while you write|while you are answering|before you finish|in the middle|and read the answer later|and come back|during an answer|without losing the answer]",
    f"if i {AWAY}[ now| while you write| while you're answering| halfway|], [is it lost|will the answer be there later|do you keep writing|do i lose it|what happens|does it go on|will you finish|is everything still here tomorrow|is it saved|will the reply survive]",
    "[i closed|i left|i reloaded|i refreshed|i lost|my laptop died on|my phone closed] [the tab|the page|the browser|this page|the site] [by accident|while you were writing|in the middle of a reply|before you were done], [is the reply gone|where is my answer|what happened to it|is everything lost|can i still read it]",
    "[is|are|gets|will] [this|this chat|my chat|everything|the conversation|our talk|my history|what we write|the reply] [be |][saved|stored|kept|remembered|saved automatically|recorded|still here tomorrow|available later|still there next week][| for later| for me| on the server| if i leave]",
    "[do i|must i|should i] [have to|need to|] [save|save this|save the chat|stay on the page|keep the tab open|keep this page open|wait here|press save|stay online][| until you are done| while you write|, or is it automatic]",
    "[saved?|is it saved|autosave|auto save|does it save|do chats get saved|save my chat automatically|will this be kept|is anything lost]",
    "[my|the] [wifi|internet|connection|network|battery|computer] [died|dropped|broke|failed|went away|crashed] [during your answer|while you wrote|in the middle of it|just now][, is it lost|, is the reply saved|. what now|, do i have to ask again]",
]
DEVICE = "[my phone|a phone|mobile|my mobile|a tablet|my ipad|an iphone|android|a smartphone|a small screen|my telephone|the go|a mobile browser|safari|firefox|chrome|my tablet]"
PHONE = [
    *more_ways(
        f"[use|open|run|see|read|visit|have] [this site|chatsite|this page|this|the site|my chats] on {DEVICE}",
        f"[using chatsite on {DEVICE}|mobile use|the mobile version|a phone app|using this on {DEVICE}]",
    ),
    f"[does|will|would|can] [this|the site|chatsite|this page|it|the website] [work|run|look good|be used|open|be opened|be readable|function] on {DEVICE}[| too| as well]",
    f"[is|isn't] [this|the site|chatsite|it|this page] [mobile friendly|made for phones|ok on {DEVICE}|usable on {DEVICE}|available on {DEVICE}|responsive|made for {DEVICE}]",
    "[is there|do you have|where is|can i get|can i install|do i need] [a|an|the|] [app|mobile app|phone app|android app|iphone app|app for my phone|app store version|mobile version]",
]
EXPORT = [
    *more_ways(
        "[export|download|save|back up|print|take out|keep a copy of|store] [this chat|a chat|my chats|this conversation|the whole conversation|my history|all my conversations|everything i wrote|our talk|my data] [|as a file|as a pdf|as text|as markdown|as json|to my computer|on my disk|in word]",
        "[exporting|downloading|backing up|printing|saving] [a chat|my chats|this conversation|conversations|my history|my data]",
    ),
    "[i want|i need|i'd like|can i have|can i get|give me|may i have|how do i get] [this|this chat|the conversation|my chats|a copy of this|everything|my data|our talk] [as a file|as a document|in a file|as a pdf|on my computer|as text|as markdown|as a download|offline|on paper|in json]",
    "[export|download|export chat|download conversation|save as file|backup|print|save to disk|chat to pdf|markdown export|json export][?|, how|, where||| please| option| button]",
    "[can|could|is it possible that] [chats|conversations|a chat|this|the conversation|my history] [be exported|be downloaded|be saved as a file|be printed|be backed up|be imported]",
    "[where|which is|i can't find|show me] [the|a] [export|download|save as|import|print|backup] [button|option|menu|icon|function]",
]
THEME = [
    *more_ways(
        "[turn on|switch on|enable|use|activate|set|get|switch to|change to|turn off|choose|go to] [dark mode|the dark theme|night mode|a dark background|the light theme|light mode|dark colours|a black background|the dark design|another theme|a darker look]",
        "[dark mode|the dark theme|night mode|changing the theme|the light theme|switching to dark|another colour scheme|dark colours]",
    ),
    "[it's|this is|the page is|the screen is|this site is|the background is|everything is|the white is] [too bright|so bright|too white|blinding me|hurting my eyes|too dark|too light|too bright at night|hard on the eyes]"
    "[, can i change it|. is there a dark mode|, how do i make it dark|. can it be dark|, dark mode|. can you make it darker|, help]",
    "[dark mode|dark theme|night mode|light mode|theme|themes|black background|colour scheme|dark][?|, how|, where||| please| switch| option| setting]",
    "[is there|do you have|does it have|can i get|where is|does this site offer|is it possible to have] [a|the|any|some] [dark mode|dark theme|night mode|darker version|light theme|theme setting|theme switch|black version]",
    "[can|could|how do] [i|you|we] [make|turn|set|get] [this|the page|the site|it|everything|the screen] [dark|darker|black|light|less bright|easier on the eyes|white again|bright again]",
    "[my eyes|at night my eyes|in the evening my eyes] [hurt|are tired|burn|get tired][, can i have dark mode|. can the page be dark|, is there a night mode|, make it dark]",
]
MODEL = "[another model|a bigger model|a larger model|a better model|a smarter model|a different model|a stronger model|a real model|our own model|llama|qwen|a hugging face model|a more capable ai|gpt|mistral|a big model]"
BIGGER_MODEL = [
    *more_ways(
        f"[use|choose|get|pick|switch to|change to|try|install|run|load|set up|talk to|connect|configure|select] {MODEL}",
        "[changing the model|another model|a bigger model|switching models|choosing a model|using our own model|a smarter model]",
    ),
    f"[can|could|is it possible that|how do we make] [this site|chatsite|the site|it|you] [use|run|work with|load|be run with|have|support] {MODEL}[| instead| instead of you| too]",
    f"[you are|you're|this model is|pocket is|the ai is] [too|so|very|pretty] [small|weak|stupid|limited|dumb|simple|bad][, can i use {MODEL}|. is there {MODEL}|, how do i get {MODEL}|. i want {MODEL}|, can we switch models]",
    "[which|what] [models|model choices|other models|models besides you] [can i use|are there|are possible|does chatsite support|can be used here|work with this site|could we run]",
    f"[i want|i'd rather have|i need|we need|give me|is there|can i have] {MODEL} [|instead of you|for this site|for my team|for real work|here]",
    "[model|models|bigger model|change model|other model|model switch|model settings|larger model][?|, how|, where||| please| option| choice]",
]
KEYS = "[shortcuts|keyboard shortcuts|hotkeys|key commands|key combinations|keys|shortcut keys|keyboard commands]"
SHORTCUTS = [
    *more_ways(
        f"[see|find|learn|list|know|look up|read about] [the|all|all the|your] {KEYS}",
        f"[{KEYS}|the list of {KEYS}|using the keyboard]",
    ),
    f"[what|which] {KEYS} [are there|exist|can i use|are available|work here|does this site have|does the page know|should i know|do you support|can i press|are useful][| here| on this page| in chatsite| on this site|]",
    f"[show|list|tell|give] [me|] [the|all|all the|your|some|a list of|a table of] {KEYS}[| of this page| for this site| please| here]",
    f"[is there|are there|do you have|where is|i need|can i get] [a list of|an overview of|any|some|a cheat sheet of|help on] {KEYS}[| here| for this site| on this page]",
    "[can|could] i [use|control|operate|work] [this|the site|the page|everything] [with the keyboard|without a mouse|only with keys|by keyboard]",
    f"[i don't like|i hate|i never use|i can't use] [the mouse|my mouse|a mouse|the touchpad][, are there {KEYS}|. which {KEYS} are there|, what can i press]",
]
COPY = [
    *more_ways(
        "[copy|grab|take|copy out|take over|get|paste] [the code|your code|a code block|your answer|the answer|the reply|the text|a snippet|the whole reply|a command you wrote|the table|a piece of your answer|this code] [|to the clipboard|into my editor|into an email|into word|without selecting it]",
        "[copying|copying code|copying an answer|copy and paste|taking over your code|copying your reply]",
    ),
    "[copy|copy code|copy reply|copy button|copy text|copy answer|clipboard|copy to clipboard][?|, how|, where||| please| icon]",
    "[is there|do you have|where is|i can't find|show me] [a|the] [copy|clipboard|copy code|copy text] [button|icon|option|function]",
    "[i want|i'd like|i need] [your code|this code|the answer|that text|the command] [in my editor|in an email|in my terminal|in a document|on my clipboard][, how do i copy it|, can i copy it|, how|]",
    "[selecting|marking] [the code|the text|your answer] is [hard|tedious|annoying][, is there a copy button|, can i copy it faster|]",
]
API_KEY = [
    *more_ways(
        "[get|create|make|generate|obtain|request|have|find|issue|set up] [an api key|a key for the api|an api token|an access token|api access|a key for my script|a new api key|a key for a program]",
        "[api keys|an api key|getting an api key|creating a key|api access|the api|an access token]",
    ),
    *more_ways(
        "[use|call|reach|access|query|connect to|talk to|ask] [the api|you from a script|the model from python|the model from my program|this site from code|you with curl|you over http|the model automatically]",
        "[using the api|calling the model from code|scripting|programmatic access|the api]",
    ),
    "[my|our|a|some] [script|program|app|python code|bot|tool|software] [wants|needs|should be able|is supposed] to [call|ask|use|talk to|reach] [you|the model|this site|the api][, how|. how do i get a key|, do i need a key|, is there an api|]",
    "[api|api key|api token|key|api access|openai api|rest api|token for script][?|, how|, where||| please| docs]",
    "[is there|do you have|does this have|does chatsite offer|where is] [an|the|any] [api|rest api|http api|openai api|programming interface|api for scripts|api key page]",
]
ACCOUNT = [
    *more_ways(
        "[change|edit|see|find|open|update|set|manage] [my account|my settings|my profile|my e-mail address|my username|the settings|my display name|my preferences|my account settings|my profile picture]",
        "[my account|account settings|my profile|the settings|preferences|changing my name|changing my email]",
    ),
    "[settings|account|profile|my account|preferences|options|user settings|account menu][?|, where|, how||| page| please]",
]
PIN = [
    *more_ways(
        "[pin|archive|star|bookmark|tag|sort|organise|group|favourite|keep on top|put into folders|mark as important] [a chat|my chats|this chat|conversations|an important conversation|my conversations|some chats]",
        "[pinning a chat|archiving|folders for chats|bookmarks|sorting chats|organising my chats|favourites|grouping chats]",
    ),
    "[pin|archive|folders|folder|favourites|bookmark|tags|labels for chats][?|, how|, where||| a chat| chats]",
]
FEEDBACK = [
    *more_ways(
        "[rate|give feedback on|report|flag|like|dislike|complain about|comment on|vote for|mark as bad|mark as good] [a reply|this reply|an answer|your answer|a bad answer|a wrong reply|a good answer|the answer]",
        "[rating a reply|feedback on answers|reporting a bad answer|the thumbs|voting on answers|complaining about a reply]",
    ),
    "[thumbs|thumbs up|thumbs down|feedback|rating|rate reply][?|, how|, where|, what for|||]",
]
