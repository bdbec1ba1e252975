"""How to work the page: stop, regenerate, edit, share, search, rename, delete, admin review.

Knows what the page offers, in the page's own words. Knows no code of it.
"""

from inference.pocket.corpus import asks_chats, asks_plain, asks_replies
from inference.pocket.corpus.conversation import Intent, from_intents
from inference.pocket.corpus.grammar import ways

STOP = Intent(
    [
        *asks_replies.STOP,
        *asks_plain.STOP,
        "<how> [stop|cancel|interrupt|halt|abort|end|pause|break off|kill|cut short|cut off|stop] "
        "[a|the|your|this|that|one|an ongoing|a running|a long|the current] <reply>"
        "[| early| while it is written| while it's running| in the middle| before it ends| halfway| that is too long| midway]",
        "<how> [stop|cancel|interrupt|halt|shut up|silence|quiet] you[| when you talk too much| while you write| from writing| mid sentence| from talking| while you're typing]",
        "<how> [make|get|tell|force] [you|it|the model|the bot|the assistant|the ai|the reply] [to stop|stop|be quiet|shut up|stop writing|stop talking|stop typing|finish early|stop generating]",
        "[where|where's|where is|which one is|what is] [|the] [button|control|key|icon] [to|that|which] [stop|stops|cancel|cancels|end|ends|interrupts] [you|it|a reply|the reply|the answer|the generation|the model]",
        "[what|which] [key|shortcut|keyboard shortcut|button|hotkey] [stops|cancels|interrupts|ends|halts] [you|it|a reply|the reply|an answer|the generation|the writing]",
        "[the|your|this] <reply> [is too long|goes on forever|never ends|does not end|is wrong and still going|won't stop|keeps going|takes too long]"
        "[|, how do i stop it|, what now|, can i stop it|, stop it how|, can it be cancelled]",
        "[you|it] [keep|keeps] [writing|talking|going|typing|going on and on|generating|rambling], how [do i|can i|to] [stop|end|cancel] [it|that|you|this]",
        "[can|could|may] [you|a reply|an answer|the model|the generation] be [stopped|interrupted|cancelled|halted|paused]",
        "[stop|stopping|cancelling|interrupting|the stop button|stop button|esc key] [a reply|an answer|the answer|generation|how|where|the model]",
        "what [happens|does it do] [when|if] i [press|click|hit] [stop|the stop button|escape|esc]",
        *ways(
            "[stop|cancel|interrupt|halt|end|quit|terminate|break off|shut down|stop] [you|a reply|the answer|your writing|the bot|this message|it|what you are writing|the text|the output|generating]",
            "[stopping|cancelling|interrupting|ending|aborting] [a reply|the answer|you|a message|generation|the model]",
        ),
        "[you|it|the bot|this|the model] [talk|talks|write|writes|go on] too much[|, how do i stop you|, make it stop|, can i cut it off|, enough]",
        "[it's|you are|the answer is|the bot is] [still writing|still going|not stopping|writing too much|too slow], [how do i|can i|i want to] [stop|cancel|end|interrupt] [it|you|that]",
        "[that's enough|i have read enough|i don't need the rest|i changed my mind|i asked the wrong thing], how [do i|can i|to] [stop|cancel|interrupt] [you|it|the reply|the answer]",
        "[does|will|can] [escape|esc|a key|the escape key|the stop button] [stop|cancel|end|interrupt] [you|it|the reply|the answer|the model]",
    ],
    [
        "To stop a reply, press the **Stop** button (Send becomes Stop while I write) or the **Esc** key. "
        "The text written so far is kept.",
        "Press **Stop** below the page, or **Esc**. The model stops at once and keeps what it wrote.",
    ],
    weight=2.2,
    thought="The user wants to stop a reply. I name the Stop button and the Esc key.",
)
REGENERATE = Intent(
    [
        *asks_replies.REGENERATE,
        *asks_plain.REGENERATE,
        "<how> [regenerate|redo|retry|regenerate|repeat|rerun|regenerate] [a|the|your|this|that|my last|the last] <reply>",
        "<how> [get|have|see|request|ask for] [another|a new|a different|a second|an alternative|a better|a fresh|one more] [|version of the|version of your] <reply>",
        "<how> [make|let|get|have] [you|it|the model|the assistant] [to answer again|answer again|try again|try once more|give another answer|reply again|rewrite the answer|have another go]",
        "[i don't like|i hate|i'm not happy with|i did not like|not satisfied with|i dislike] [the|this|your|that] <reply>"
        "[|, can i get another|, what now|, can you try again|, how do i redo it|, is there another]",
        "[what|where] [is|does] [the regenerate button|regenerate|the retry button|regenerating] [do|for|mean|]",
        "[can|could] [you|the model|i] [try|answer|have|do it|generate] [again|the same question again|another answer|a second answer|it once more]",
        "[regenerate|retry|redo|new answer|another answer|try again|answer again|regeneration|second try] [please|how|the reply|a reply|for this question|button|]",
        "[is there|does the page have|where is] a [retry|regenerate|redo|try again|repeat] [button|option|function|key]",
        *ways(
            "[regenerate|redo|retry|rewrite|repeat|try] [a reply|the answer|your answer|that|the last reply|the response|it again|this question again]",
            "[regenerating|redoing|retrying|repeating] [a reply|the answer|answers|your reply]",
        ),
        *ways(
            "get [another|a different|a new|a better|a second|one more] [answer|reply|response|version|try|attempt|opinion]",
            "[getting another answer|a second answer|another attempt|a new reply|other versions]",
        ),
        "[your|this|that|the last] <reply> [is bad|was wrong|is not good|is not what i wanted|makes no sense|is useless|isn't right|is poor|was terrible]"
        "[, can you do it again|, give me another one|, how do i get a new one|, can i have a different one|, i want another]",
        "[can|could|would|will] you [write|say|phrase|do|answer] [it|that|this] [again|differently|in another way|once more|anew][| please]",
        "[the circular arrow|write again|the write again button|the retry arrow][|, what is it|, what does it do]",
    ],
    [
        "Press **Regenerate** under the reply and I write a new one. The earlier reply is kept: "
        "the arrows under it lead back.",
        "Use **Regenerate** under my reply to get another one. Both versions are kept, and the arrows switch between them.",
    ],
    weight=1.8,
    thought="The user wants another answer. That is Regenerate, under the reply.",
)
VERSIONS = Intent(
    [
        *asks_replies.VERSIONS,
        "[where|what] [is|are|happened to] [the|my] [old|first|earlier|previous|other|original] <reply>[| after regenerating| when i regenerate| gone| now]",
        "<how> [see|find|go back to|get back|return to|switch to|read] the [old|first|earlier|previous|other|original] [version|reply|answer|branch|variant]",
        "what [are|do] the [arrows|little arrows|small arrows|numbers 1/2|left and right arrows] [for|do|mean|under a reply|under the message]",
        "[is|does|will] [the first answer|the old reply|the earlier version|my old question] [lost|disappear|be deleted|gone|kept|be kept] [when i regenerate|after an edit|after regenerating|if i redo it|if i edit]",
        "[what is|what's] a branch[| here| in a conversation]",
        *ways(
            "[go back to|see|compare|find|recover|get back] [the|an|my] [old|first|earlier|previous|original] [answer|reply|version|response|question|text]",
            "[older versions|the first version|switching versions|earlier answers|the arrows under a message|branches]",
        ),
    ],
    [
        "Nothing is lost: every version is kept. The small arrows (like ‹1/2›) under the message switch between the versions."
    ],
    thought="The user asks for earlier versions. They are kept behind the arrows.",
)
EDIT = Intent(
    [
        *asks_replies.EDIT,
        *asks_plain.EDIT,
        "<how> [edit|change|correct|fix|modify|rewrite|rephrase|edit|reword|alter] [a|my|the|one|my last|my own|the last|an old|my previous|an earlier] "
        "[message|question|prompt|request|text|post|input|sentence][| after sending| that i sent| i sent| later| again]",
        "[i made|there is|there was|i have|i spotted|i see] a [mistake|typo|spelling mistake|error|wrong word] in my [message|question|prompt|last message|text]"
        "[|, can i change it|, how do i fix it|, what now|, can i edit it|, is it too late]",
        "[can|could|may] [i|my message|a question|a message|my question|a sent message] [be edited|edit it later|be changed|be corrected|change what i wrote|correct what i sent|still be changed]",
        "[where|where's|where is|which is] the [edit button|pencil|edit icon|edit option|button for editing|button to edit a message]",
        "[edit|editing|correcting|changing] [a message|my question|messages|prompts|my prompt|what i wrote|what i sent|a sent message][| how| please| where]",
        "[i sent|i wrote|i typed|i asked] [the wrong thing|something wrong|the wrong question|it too early|it with an error|too fast], [can i|how do i|how to|may i] [fix|change|edit|correct] it",
        *ways(
            "[edit|change|correct|fix|modify|rewrite|rephrase|reword|update|amend|revise] [a message|my message|my question|what i wrote|my last prompt|a sent message|my own text|something i sent|my last question|a typo]",
            "[editing|changing|correcting|fixing|rewriting] [a message|messages|my question|my prompt|a typo|what i sent]",
        ),
        "[i spelled|i misspelled|i got|i wrote] [something|a word|a name|it] wrong[| in my message| in my question], [how do i|can i] [fix|change|correct|edit] [it|that]",
        "[wrong word|typo|spelling error|mistake] in my [message|question|prompt][|, fix it how|, can i fix it|, what now]",
    ],
    [
        "Point at your message and press **Edit** (the pencil). Change the text and send it: a new branch begins, and the old one is kept.",
        "To edit a message, use the pencil (**Edit**) on it and send it again. The earlier version stays behind the arrows.",
    ],
    weight=1.8,
    thought="The user wants to change a sent message. That is Edit, the pencil.",
)
SHARE = Intent(
    [
        *asks_chats.SHARE,
        *asks_plain.SHARE,
        "<how> [share|publish|send|share|show|forward|give|pass on] [a|this|my|the|our|that|one] <chat>[| with <person>| to <person>| to others| publicly| by link]",
        "<how> [let|allow] <person> [see|read|view|look at|have] [this|my|the|our] <chat>",
        "<how> [make|create|get|copy|send] [a|the] [link|url|public link|share link|web address] [to|for|of] [this|my|a|the] <chat>",
        "[i want|i'd like|i would like|want|we want] <person> to [see|read|have a look at|view] [this|my|our] <chat>",
        "[can|could] <person> [see|read|open|view] [this|my|our] <chat>[| with a link| if i send it| somehow| too]",
        "[sharing|share|share link|public link|sharing a conversation|share button][| how| where| please| this chat]",
        "[what|where] is the share [button|option|link]",
        *ways(
            "[share|send|show|forward|publish|pass on|give] [a chat|this chat|this conversation|my conversation|our talk|this thread|my chats|it] [to|with] [a colleague|my team|others|someone|my manager|a friend|people|the group]",
            "[sharing|sharing chats|sharing a conversation|sending a chat to someone|share links]",
        ),
        *ways(
            "[get|make|create|copy|send] a [link|public link|url|share link] [to|for|of] [this chat|this conversation|a chat|my conversation]",
            "[a link to a chat|share links|public links]",
        ),
        "[my colleague|my boss|a friend|my team|someone|somebody else|a coworker] [should|must|wants to|needs to|would like to|has to] [see|read|look at|view] [this|this chat|our conversation|what we wrote|what you said][|, how]",
    ],
    [
        "Open the menu of the conversation and choose **Share**. It makes a link that you can send to others; you can revoke it at any time.",
        "Choose **Share** in the conversation's menu and copy the link. Anyone with the link can read it until you revoke it.",
    ],
    weight=1.8,
    thought="The user wants to show the conversation to others. That is Share, which makes a link.",
)
UNSHARE = Intent(
    [
        *asks_chats.UNSHARE,
        "<how> [unshare|stop sharing|revoke|remove|cancel|undo|withdraw|take back|disable|delete|turn off|end] [a|the|my|this] [share|shared link|link|sharing|shared chat|shared conversation|share link|public link]",
        "[i shared|i sent] [something|a chat|the wrong chat|a link|the wrong link|it|a conversation] by [mistake|accident|error][|, what now|, can i undo it|, how do i take it back|, can i stop it]",
        "[can|does|how long does] a [shared link|share link|link] [be removed|expire|stay|be revoked|work|be turned off]",
        "[make|set] [a|my|the] [shared|public] <chat> private[| again]",
        *ways(
            "[unshare|stop sharing|revoke|remove|withdraw|cancel|disable|delete|take back|turn off] [a shared chat|a link|the link|a share link|the shared conversation|a share|sharing|something i shared]",
            "[unsharing|revoking a link|ending a share|taking back a link|removing a shared link|stopping a share]",
        ),
        "[the link|my shared link|the share] [should|must|has to] [stop working|be removed|go away|not work any more][|, how]",
    ],
    ["Open **Share** again and press **Revoke link**. The shared link stops working at once."],
    thought="The user wants to end a share. The link can be revoked.",
)
SEARCH = Intent(
    [
        *asks_chats.SEARCH,
        *asks_plain.SEARCH,
        "<how> [search|find|search for|look for|look up|locate|find|get back to|see|go back to] [a|an|my|the|one of my|some] [old|earlier|past|previous|older|] "
        "[chat|chats|conversation|conversations|message|messages|discussion|thread|talk|history|question]"
        "[| about work| about holidays| from last month| from yesterday| again| about a project| i had| i lost| by word]",
        "[where|where's|where is|is there|do you have] [|the|a] [search|search field|search box|search bar|search function|search button|history|chat history|list of my chats]",
        "[where are|where do i see|where can i find|i can't find|i lost|i cannot find|where did i put|show me] [my|the|all my] [old|earlier|past|previous|other|] [chats|conversations|messages|talks|history|threads]",
        "[we talked|we spoke|i asked you|we chatted|i wrote] about [something|this|a recipe|money|a trip|it|python] [last month|yesterday|before|two days ago|some time ago|earlier], [where is it|how do i find it|can i find that again|where can i see it]",
        "[searching|search|history|find old chat|search chats|finding old messages][| how| where| please]",
        *ways(
            "[find|search|look for|look up|locate|see|open|go back to|get back to|continue|reread] [an|my|one of my|the|some] <old> [chat|chats|conversation|conversations|messages|thread|discussion|question|talk]",
            "[searching|finding old chats|searching conversations|looking for a chat|the search|my history|chat history]",
        ),
        "[where|where's|where is|where did] [that|the] [thing|answer|recipe|code|chat|conversation|text|question] [we talked about|from yesterday|from last week|i asked about|you gave me|from before|i had|from monday|we discussed|about the budget][| go]",
        "[looking for|i am looking for|i'm searching for|trying to find|need to find|can't find|i lost] [a|an|the|that|my] <old> [chat|conversation|message|answer|discussion] [|about the budget|about invoices|about a project|from last week|of mine|from march|with a table|about my trip|we had|i wrote]",
        "[what did we|where did we|when did we] [talk|speak|chat|discuss] about [last week|yesterday|the budget|the project|that]",
        "[can|could|do] you [find|search|open|look through|look up] [our|my] [last|old|earlier|previous|other|] [chat|chats|conversation|conversations]",
    ],
    [
        "Use **Search** at the top of the sidebar, or press **Ctrl+K**. It looks through the text of all your conversations.",
        "Press **Ctrl+K** or use the search box in the sidebar, and type a word from the conversation.",
    ],
    weight=1.8,
    thought="The user looks for an old conversation. Search finds it.",
)
RENAME = Intent(
    [
        *asks_chats.RENAME,
        *asks_plain.RENAME,
        "<how> [rename|change the name of|change the title of|retitle|rename|name|edit the title of|give a name to|set the title of|give a new name to|change the heading of] [a|this|my|the|our|an old] <chat>",
        "<how> [change|edit|set|fix|correct|improve|choose] [the|a|its|this] [title|name|heading|label][| in the sidebar| of this| on the left| in the list| myself]",
        "[can|could|may] [this|a|the|my] <chat> [be renamed|have another name|get a new title|get another title|be called something else|have a better name]",
        "[the|this|its|my chat's] [title|name|heading] [is wrong|is bad|makes no sense|is ugly|should be different|is not good|doesn't fit][|, how do i change it|, can i change it|, change it please]",
        "[rename|renaming|new title|new name|retitle][| this chat| how| a conversation| the conversation| please]",
        *ways(
            "[rename|retitle|name|relabel|change the name of|change the title of|give another name to|give a better title to] [a chat|this chat|a conversation|this conversation|my chat|the thread|an old chat|chats]",
            "[renaming|renaming a chat|changing a title|retitling|the title of a chat|chat titles|conversation names]",
        ),
        "[the|this|that|its] [title|name|heading] [in the sidebar|on the left|in the list|of this chat|] [is|looks|sounds] [silly|stupid|wrong|boring|too long|confusing|bad|strange|odd][|, how do i change it|, can i change that|, change it how|, can you fix it]",
        "[can|could] i [call|name] [this|this chat|the conversation|it] [something else|differently|work|project x]",
    ],
    [
        "Open the conversation's menu in the sidebar and choose **Rename**. Type the new title and press Enter.",
        "Choose **Rename** in the menu beside the conversation, type a new title, and press Enter.",
    ],
    weight=1.8,
    thought="The user wants another title. That is Rename in the menu.",
)
DELETE = Intent(
    [
        *asks_chats.DELETE,
        *asks_plain.DELETE,
        "<how> [delete|remove|erase|get rid of|throw away|delete|clear|destroy|trash|drop|bin|clean up] [a|this|my|the|our|an old|all my|old|one] [chat|conversation|thread|history|conversations|chats|discussion|message history]",
        "[i want|i'd like|want|i wish|please] [this|my|the|that|an old] <chat> [gone|deleted|removed|erased|to disappear|to be deleted]",
        "[where|where's|where is] the [delete button|trash|bin|trash can|delete option|remove button]",
        "[can|could|may] [a|this|my|the] <chat> be [deleted|removed|erased|cleared]",
        "[delete|deleting|remove|erase][| this chat| my history| everything| a conversation| the conversation| how| all]",
        *ways(
            "[delete|remove|erase|get rid of|throw away|wipe|clear|destroy|trash|bin|clean up|purge|drop] [a chat|this chat|this conversation|my conversation|an old chat|old chats|my history|all my chats|a thread|everything|my conversations|the whole chat]",
            "[deleting|removing|erasing|wiping|clearing|getting rid of] [a chat|chats|conversations|my history|old chats|this conversation]",
        ),
        "[this|that|my|an old] [chat|conversation] [should|must|has to|needs to|can] [go|disappear|be gone|be deleted|be removed|go away][|, how]",
        "[i don't need|i no longer need|nobody should see|i want to lose] [this|that|the] [chat|conversation] [any more||anymore][|, how do i delete it|, delete it|, remove it please]",
    ],
    [
        "Open the conversation's menu in the sidebar and choose **Delete**. For a few seconds you can still press **Undo**.",
        "Choose **Delete** in the conversation's menu. **Undo** brings it back for a few seconds.",
    ],
    weight=1.8,
    thought="The user wants a conversation gone. That is Delete in the menu.",
)
UNDELETE = Intent(
    [
        *asks_chats.UNDELETE,
        "<how> [undelete|restore|recover|get back|bring back|undo deleting|undo the deletion of] [a|my|the|this] [deleted|removed|lost|] <chat>",
        "[i deleted|i removed|i erased|i've deleted|i trashed] [a|my|the|this|the wrong|an important] <chat>[| by mistake| by accident], [can i undo it|can i get it back|how do i undo|what now|is it gone|help|can it be restored]",
        "[is there|can i] [an undo|undo a delete|undo deletion|a trash folder|undo it]",
        "[are|is] deleted [chats|conversations|a chat] [gone forever|really gone|kept|recoverable]",
        *ways(
            "[undelete|restore|recover|get back|bring back|rescue|undo deleting] [a chat|a deleted chat|my chat|a deleted conversation|what i deleted|a conversation]",
            "[restoring a chat|undoing a delete|recovering a deleted chat|deleted chats|bringing back a chat]",
        ),
        "[oops|help|oh no|damn], i [deleted|removed|erased|lost] [the wrong chat|my chat|a conversation|everything|the wrong one|it][|, undo|, can i get it back|, how do i restore it]",
    ],
    [
        "Press **Undo** in the notice right after deleting and the conversation is back. Later it is deleted for good; then only an administrator may know more."
    ],
    thought="The user deleted something. Undo brings it back for a short while.",
)
ADMIN = Intent(
    [
        *asks_chats.ADMIN,
        *asks_plain.ADMIN,
        "[can|do|does|could|will|may] [admins|administrators|my boss|the admin|an administrator|my manager|my company|the company|anyone|someone|other people|my team|anybody|my employer|the owner] "
        "[read|see|view|look at|review|check|monitor|access|watch] [my|our|these|all|the] [chats|conversations|messages|chat|conversation|history|questions|texts]",
        "[who|who else] [can|is able to|may|will|could] [read|see|view|access] [my|our|this|these] [chats|chat|conversations|conversation|messages|texts]",
        "[what is|what's|how does|explain|tell me about] [admin review|the admin review|the review|reviewing|administrator review|the review queue][| work| here| for]",
        "[are|is] [my chats|my conversations|this chat|this conversation|what i write|my messages|this] [private|secret|confidential|safe|monitored|reviewed|anonymous]",
        "what [do|can|may] [admins|administrators|the admin|the moderators] [see|do|read|know|do here|do with my chats]",
        "[privacy|privacy policy|admin|admins|is this confidential|do you spy on me|my privacy]",
        "<how> [review|read|check|see|audit] [the|all|other people's|user|users'|my team's] [chats|conversations] as [an admin|administrator|an administrator]",
        "[how|why] do [admins|administrators] [review|read|look at] [chats|conversations|our chats]",
        *ways(
            "[read|see|review|check|look at|monitor] [other people's|my team's|our users'|the users'|all] [chats|conversations|messages]",
            "[reviewing chats|the review of conversations|admin review|reading other people's chats|who reads my chats|privacy|the privacy of my chats]",
        ),
        "[does|do|will|can|could|is] [anyone|anybody|somebody|someone|my boss|my manager|hr|it|my colleagues|my team|the company|other users|others|the boss|an admin|administrators] [else |][see|read|watch|look at|check|reading|spying on|go through|get to see|have access to] [what i write|what i type|what i ask you|my questions|my chats|this|these chats|my conversations|my messages|what we talk about][| here]",
        "[who|who all|who exactly|which people] [sees|reads|can read|can see|has access to|looks at|gets to see|may look at|is able to read] [what i write|what i type|my chats|this|our talks|my messages|these conversations|my questions|this chat]",
        "[is|are] [what i write|what i type here|our talk|my questions|these chats|this chat] [private|secret|confidential|visible to others|public|read by anyone|seen by my boss|safe with you|only for me|between us]",
        "[can i|should i|is it safe to|is it ok to] [tell you a secret|trust this site|write private things|type confidential things|paste customer data|share secrets with you|write personal things][| here]",
        "[how private|how confidential|how safe|how secret] [is|are] [this|my chats|this chat|my conversations|what i write|the site]",
    ],
    [
        "Your conversations are private to you, but administrators can review them. They must give a reason, every reading is logged, and you can see who read what.",
        "Other users cannot read your conversations. An administrator can review them with a stated reason, and you see that in the log.",
    ],
    weight=1.8,
    thought="The user asks who can read conversations. Administrators may review them.",
)
INTENTS = [
    STOP, REGENERATE, VERSIONS, EDIT, SHARE, UNSHARE, SEARCH, RENAME, DELETE, UNDELETE, ADMIN,
]  # fmt: skip
make = from_intents(INTENTS)
