"""What people say when they want to show, find, name, delete or keep private a whole chat.

Knows questions only; the answers are in `site_help`.
"""

from inference.pocket.corpus.frames import more_ways
from inference.pocket.corpus.grammar import ways

CHAT = "[chat|conversation|thread|discussion|talk|session|dialogue|chat history]"
CHATS = "[chats|conversations|threads|discussions|talks|chat history|messages]"
PEOPLE = (
    "[a colleague|my colleague|someone|somebody else|my boss|my team|a friend|others|other people|my manager|a coworker"
    "|a teammate|people outside|my wife|a customer|the whole team|a client|another person|everyone|my department|my student]"
)
SHARE = [
    *more_ways(
        f"[share|send|show|forward|publish|pass on|give|hand over|email|present] [this {CHAT}|a {CHAT}|my {CHAT}|the whole {CHAT}|this|our {CHAT}|it|what we wrote] [to|with] {PEOPLE}",
        f"[sharing|sending|showing|forwarding|publishing] [this {CHAT}|a {CHAT}|my {CHAT}|{CHATS}] [to|with] {PEOPLE}",
    ),
    *more_ways(
        f"[get|make|create|copy|generate|find|send] [a link|a url|a public link|a share link|a web address|an address|a read-only link] [to|for|of] [this|a|my|the] {CHAT}",
        f"[a link to a {CHAT}|share links|a public link|making a link|a url for this {CHAT}]",
    ),
    f"[i want|i'd like|i need|i would love|we want|is it possible for|is there a way for|how can|how could|how do i get] {PEOPLE} to [see|read|view|look at|have|open|follow] [this|this {CHAT}|my {CHAT}|what you said|our {CHAT}|your answer|what we discussed|the {CHAT}]",
    f"[can|could|may|is it possible that] {PEOPLE} [see|read|open|view|look at|get] [this|this {CHAT}|the {CHAT}|our {CHAT}|your answer] [with a link|if i send a link|by url|when i share it|somehow|on their own computer|without an account]",
    f"{PEOPLE} [asked for|wants|needs|would like|asked me for|should have] [this {CHAT}|a link to this|a link to the {CHAT}|what you wrote|to see this {CHAT}|to read this][, how|. how do i send it|, how do i share it|. can i share it|, what do i do]",
    "[share|sharing|share link|public link|link|share button|share option|share chat][ button|?|, where|, how| please| this conversation| option| to chat]",
    "[where|where's|where is|i can't find|show me|which is] [the|a|your] [share|sharing|link|publish|forward] [button|option|icon|menu|function]",
    f"[this|our|that] [answer|{CHAT}|reply] is [so good|great|useful|important|interesting|worth showing], [i want to share it|how can i show it to {PEOPLE}|can i send it to {PEOPLE}|how do i share it|can i have a link]",
    f"[is there|do you have|can i get|does it have] [a|] [link|shareable link|public link|url|share function] [for|to] [this|each|one|a] {CHAT}",
    f"[can|how do] [we|two of us|my team and i] [look at|read|see] [one|the same|this] {CHAT} [together|both|by link]",
]
UNSHARE = [
    *more_ways(
        f"[unshare|un-share|stop sharing|revoke|withdraw|cancel|disable|turn off|kill|remove|take back|undo|deactivate|invalidate] [the share link|the link|a shared link|my shared {CHAT}|a link i sent|the public link|the sharing of this {CHAT}|a share|something i shared]",
        "[unsharing|revoking a link|stopping a share|taking back a link|removing a share link|turning off sharing|cancelling a share]",
    ),
    "[i shared|i sent a link to|i published|i gave a link to|i passed on] [this chat|the wrong chat|a private conversation|something|too much|it|the wrong thread] [by mistake|by accident|accidentally|to the wrong person|last week|too early]"
    "[, can i undo it|. how do i take it back|, how to stop it|. can i revoke the link|, how do i unshare it|, what now|. make it private again]",
    f"[make|set|turn|put] [my|this|a|the] [shared|public|published] {CHAT} [private|private again|not public|secret again|closed][|, how|, possible]",
    "[people|others|they|my colleague|nobody] [should|must|may|can] [not read|no longer see|not open|no longer open|not see] [the shared chat|my shared conversation|the link|what i shared][ any more||, how| from now on]",
    "[how long|until when] [is|does|will] [a|the|my] [share link|shared link|link] [valid|work|open|last|stay open|be active]",
    "[unshare|un-share|stop sharing] [a chat|this chat|my conversation|this conversation|the thread][|, how|, where| please|?]",
    "[unshare|revoke link|stop share|undo share|remove link|unshare chat|revoke|stop sharing][?|, how|, where|| button| please]",
    "[is|can] [the link|sharing|a share|a share link] [permanent|be undone|reversible|be taken back|forever|be switched off|be revoked|be cancelled]",
]
SEARCH = [
    *more_ways(
        f"[find|search|search for|look for|look up|locate|see|open|go back to|get back to|reread|dig up|browse|scroll through|continue|retrieve|read again] "
        f"[my old {CHATS}|an old {CHAT}|a {CHAT} from last week|an earlier {CHAT}|past {CHATS}|previous {CHATS}|a {CHAT} i had yesterday|all my {CHATS}|my {CHATS}|a message from last month|something i asked before|an older {CHAT}|a certain {CHAT}|a word in my {CHATS}]",
        f"[finding an old {CHAT}|searching my {CHATS}|looking up an old {CHAT}|browsing my {CHATS}|the search|looking for a past {CHAT}|search in old messages|the history]",
    ),
    "[where|where's|where is|where are|where did you put|where do i see|where can i read|i can't find|i lost|show me|take me to|i miss] [my|all my|the|our] [old|earlier|past|previous|last|other|saved|older|] [chats|conversations|history|chat history|messages|talks|threads|discussions|chat from yesterday|conversation from last week]",
    f"[we|you and i|i] [talked|spoke|chatted|wrote|discussed things|had a {CHAT}|asked] [about|concerning] [taxes|a trip|my project|a recipe|the budget|cars|my cv|an email|sql|a contract|a birthday] [yesterday|last week|a month ago|some days ago|before|on monday|in spring|last year|this morning]"
    "[, where is it|, how do i find it|. can i find that again|, i want to see it again|. where did it go|, can i look it up|. how do i get back to it]",
    "[i remember|i know|i think] [you gave me|you wrote|we had|i got|there was] [a recipe|some code|a list|a good answer|a table|a plan|an email|a command|a chat] [once|last week|before|some time ago|in an old chat|yesterday][, where is it|, how do i find it|. how can i search for it|, can i find it]",
    "[search|search box|search field|history|find chat|old chats|past conversations|chat history|look up|find messages|previous chats|search function|find old message][?|, where|, how|||?| please| button]",
    f"[is there|do you have|does this have|where do i find|is it possible to use] [a|the|any|some] [search|search box|search function|search bar|history|chat history|archive of chats|list of old chats|find function|way of searching] [for|in|of|over|across] [my|old|all|past] {CHATS}",
    f"[can|could|how do] i [search|look|filter|find something] [in|through|by|for] [all my {CHATS}|keyword|a word|a name|date|what i wrote|old {CHATS}|the history|the text of my {CHATS}|a topic]",
    f"[i have|there are|i've got] [too many|so many|a lot of|hundreds of|hundred] {CHATS}[, how do i find one|, how do i find the right one|. can i search them|, is there a search|. i can't find anything]",
    f"[trying|i'm trying|i am trying|hoping|i need] to [find|locate|remember where|look up|dig up] [the|that|a|my] {CHAT} [about|on|with|where we talked about] [invoices|the budget|holidays|sql|my boss|marketing|a logo|taxes|berlin|the party|travel|the contract]",
    f"[my|the|an] [old|earlier|last week's|yesterday's|previous] {CHAT} [is gone|disappeared|is not in the list|is far down|vanished|does not show][, where is it|, how do i find it|. can i search for it|, help me find it]",
    "[what was|where was|how do i find] [the|that] [chat|conversation|thread|answer] [with the|about the|where you wrote the] [poem|script|table|recipe|email|numbers|list]",
]
RENAME = [
    *more_ways(
        f"[rename|retitle|name|label|relabel|title|call|change the name of|change the title of|give a new name to|give another title to|give a better name to|set the title of|edit the title of|edit the name of] [this {CHAT}|a {CHAT}|my {CHAT}|the {CHAT}|an old {CHAT}|one of my {CHATS}|the {CHAT} on the left|this]",
        f"[renaming|retitling|naming|labelling|changing the title of|changing the name of] [this {CHAT}|a {CHAT}|{CHATS}|my {CHAT}|an old {CHAT}]",
    ),
    *more_ways(
        "[change|edit|set|choose|correct|improve|fix|replace|shorten|pick] [the title|the name|its title|its name|the heading|the label|the title in the sidebar|the name on the left|the title of this chat|the chat title|a title]",
        "[changing the title|the title|chat titles|a better title|a new name|another title|the name in the list]",
    ),
    f"[the|this|that|its|my {CHAT}'s] [title|name|heading|label|caption] [is wrong|is bad|makes no sense|is ugly|does not fit|is misleading|is too long|sounds stupid|is silly|says nothing|has a typo|is not mine|is weird]"
    "[, can i change it|, how do i change it|. i want another one|, how do i rename it|. can it be renamed|, where do i edit it|, fix it how]",
    f"[can|could|may] [this|a|the|my] {CHAT} [have|get|be given|be called|carry] [another name|a different title|something else|a better title|my own name|a new name|a proper name]",
    f"[i want|i'd like|i would like|i need|i wish] [this {CHAT}|my {CHAT}|it|the {CHAT}] to [be called|have the name|be named|have the title|be titled] [work|holiday plans|something else|project x|budget|recipes|differently]",
    "[rename|new name|new title|change title|change name|title|retitle|rename chat|chat name|name for chat][?|, how|, where|||?| please| button| option]",
    "[where|which is|where's|i can't find|show me] [the|a] [rename|rename option|title|new title|name change] [button|option|icon|field|menu]",
    f"[you|the site|it] [gave|chose|picked|made up] [this|the|a|my] {CHAT} [a|the] [bad|silly|strange|wrong|funny] [title|name][, can i change it|, how do i change that|. i want to rename it|]",
    f"[all|many of|most of] my {CHATS} [have|got] [the same name|the same title|strange titles|bad names|no real name][, can i rename them|, how do i name them|. how do i change that|]",
]
DELETE = [
    *more_ways(
        f"[delete|remove|erase|get rid of|trash|bin|throw away|throw out|wipe|clear|destroy|purge|clean up|drop|discard|kill] [this {CHAT}|a {CHAT}|my {CHAT}|an old {CHAT}|old {CHATS}|all my {CHATS}|the whole {CHAT}|my history|some {CHATS}|one of my {CHATS}|a {CHAT} in the list|the {CHAT} for good]",
        f"[deleting|removing|erasing|trashing|wiping|clearing|getting rid of|throwing away|discarding] [this {CHAT}|a {CHAT}|{CHATS}|old {CHATS}|my history|my {CHATS}|the {CHAT}]",
    ),
    f"[i want|i'd like|i would like|i need|please let|i wish] [this|my|the|that|an old|last week's] {CHAT} [gone|deleted|removed|erased|out of the list|off the list|wiped|out of my sight|to be gone|away]",
    f"[i don't need|i no longer need|nobody needs|i don't want|i am done with|i'm finished with|i have no use for] [this|that|the|my old] {CHAT} [any more||any longer|now][, how do i delete it|, how do i remove it|, delete it|. can i throw it away|, can it go|. get rid of it|, how to erase it]",
    "[delete|remove|erase|trash|clear|wipe|delete chat|remove conversation|clear history|delete all|delete history][?|, how|, where||| button| option| please]",
    "[where|where's|where is|which is|i can't find|show me] [the|a] [delete|trash|bin|trash can|remove|rubbish bin|waste basket|erase] [button|option|icon|symbol|]",
    f"[nobody|no one|my boss|my colleagues] [should|must|may] [see|find|ever read|read] [this|this {CHAT}|that old {CHAT}][, so how do i delete it|, can i delete it|. delete it please|, how do i erase it]",
    f"[my|the] [sidebar|list|list of {CHATS}|history] is [full|too long|a mess|crowded|full of old stuff][, how do i delete some|, how do i remove {CHATS}|. can i delete some|, how do i clean it up|, i want to clear it]",
    f"[there are|i have|i see] [{CHATS} i don't need|too many old {CHATS}|a {CHAT} i don't want to keep|test {CHATS}|some silly {CHATS}] [in my list|here|in the sidebar|][, how do i delete them|, how can i get rid of them|. how to remove|, can they be deleted]",
    f"[can|could|may|is it possible that] [this|a|my|the|an old] {CHAT} [be|gets] [deleted|removed|erased|wiped|thrown away|destroyed|cleared][| completely| for good| forever| by me]",
]
UNDELETE = [
    *more_ways(
        f"[undelete|restore|recover|get back|bring back|rescue|undo the deletion of|undo deleting|retrieve|save] [a deleted {CHAT}|the {CHAT} i deleted|my deleted {CHAT}|a {CHAT} i removed by mistake|what i deleted|a lost {CHAT}|a removed {CHAT}]",
        f"[restoring a deleted {CHAT}|undoing a delete|recovering what i deleted|bringing back a deleted {CHAT}|undo after delete|getting back a removed {CHAT}]",
    ),
    f"[oops|oh no|help|damn|argh|wait|sorry], [i|i just|i accidentally] [deleted|removed|erased|trashed|threw away|killed] [the wrong {CHAT}|my {CHAT}|a {CHAT}|everything|it|something important|the {CHAT}]"
    "[. can i get it back|, undo|, how do i undo|. is it gone|, bring it back|. can it be restored|, what now|. how do i get it back|]",
    f"[i|i have|we] [deleted|removed|erased|binned|wiped] [a|the|my|the wrong] {CHAT} [by mistake|by accident|too fast|yesterday|a minute ago|just now|and need it back]"
    "[. can i get it back|, how do i undo that|, is it gone forever|. is there an undo|, can it be recovered|, what can i do]",
    f"[is|are|stays] [a deleted {CHAT}|deleted {CHATS}|what i delete|a removed {CHAT}] [gone forever|lost for good|really gone|recoverable|still somewhere|in a trash folder|kept for a while]",
    "[undo|undelete|undo delete|restore|recover chat|restore chat|bring back][?|, how|, where|| button| please| a deleted chat| after deleting]",
    "[does|is there|do you have] [a|an|the|] [undo|undo for deleting|recycle bin|trash folder|restore function|undelete|undo button]",
]
WHO = (
    "[my boss|an admin|the admins|administrators|anyone|anybody|someone else|somebody|my colleagues|my manager|hr|other users|other people"
    "|the company|my employer|my team|the it department|the owner of the site|everyone|people|strangers|my teacher|the boss]"
)
WRITES = (
    "[what i write|what i type|my chats|my conversations|my questions|my messages|this chat|this conversation|what i ask|our chat|this"
    "|my history|what i write here|the things i write|my prompts|my private chats|what we talk about|everything i type]"
)
ADMIN = [
    f"[can|does|will|could|may|might|do] {WHO} [read|see|view|look at|check|get to see|monitor|open|have access to|look into|go through|spy on|follow|watch|know] {WRITES}[| here| later| without asking me| at any time| secretly| if they want]",
    f"[is|isn't] {WHO} [reading|seeing|watching|able to read|allowed to see|going to see|spying on|checking] {WRITES}[| here| right now| later]",
    f"[who|who else|who all|which people|who in the company|what people] [can|could|may|is allowed to|is able to|has the right to|gets to] [read|see|view|look at|check|open|access] {WRITES}",
    f"[is|are|stays|how far is|remains] {WRITES} [private|secret|confidential|safe|only for me|visible to others|read by someone|monitored|seen by my boss|public|hidden from others|anonymous|watched|looked at by people|protected|between us]",
    f"[i don't want|i would not like|i'm afraid that|i worry that|what if|i hope that|i hope no one, not even] {WHO} [to read|reads|sees|to see|looks at|finds] {WRITES}[|, is it private|, can they|, is that possible|. who can read it]",
    "[do|can|why do|when do|how do|may] [admins|administrators|the admins|moderators|managers] [read|review|check|look at|go through|see|control] [everything|all chats|our chats|conversations|what we write|people's messages|the chats of users][| here| too]",
    "[what|how much] [can|do|may|are] [admins|administrators|the admins|moderators|an administrator] [see|read|know|allowed to see|do|find out] [about me||here|of my chats|in my account|with my chats]",
    "[privacy|private?|privacy question|confidentiality|admin access|who reads this|is this private|data privacy|admin review|are chats private|visible to admin][?|||, please explain|. tell me| here| on this site]",
    "[what is|what's|explain|how does|tell me about|what do you mean by|is there] [admin review|the review of conversations|a review of chats|reviewing|the admin view|an admin view|conversation review][| work| here| on this site]",
    "[is it|would it be|is it really] [safe|ok|okay|wise|fine|a good idea|smart] to [write|type|tell you|paste|ask about|share] [private things|secrets|my salary|personal stuff|confidential data|something personal|company secrets|health questions] [here|with you||in this chat]",
    "[do i have|is there|have i got] [any|some|] privacy [here|on this site|in my chats|with you|at all]",
    f"[will|would] [i|users|one] [know|notice|be told|see it|get a message] [if|when] [someone|an admin|my boss|an administrator] [reads|has read|looks at|opens] {WRITES}",
    "[as an admin|i am an admin,|i'm the administrator,|as administrator|for admins:] [how do i|how can i|where do i|can i] [review|read|look at|see|check|open] [conversations|the chats of users|what users write|a user's chats|my team's chats]",
    *ways(
        f"[keep|hide|protect] {WRITES} [private|from my boss|from others|secret|from the admins|to myself]",
        "[keeping my chats private|hiding chats from the boss|privacy|protecting my chats]",
    ),
]
