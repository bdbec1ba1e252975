"""How to work the page: stop, regenerate, edit, share, search, rename, delete, admin review.

Knows what the page offers, in the page's own words. Knows no code of it.
"""

from inference.pocket.corpus.conversation import Intent, from_intents

STOP = Intent(
    [
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
    ],
    [
        "To stop a reply, press the **Stop** button (Send becomes Stop while I write) or the **Esc** key. "
        "The text written so far is kept.",
        "Press **Stop** below the page, or **Esc**. The model stops at once and keeps what it wrote.",
    ],
    weight=2.2,
)
REGENERATE = Intent(
    [
        "<how> [regenerate|redo|retry|regenerate|repeat|rerun|regenerate] [a|the|your|this|that|my last|the last] <reply>",
        "<how> [get|have|see|request|ask for] [another|a new|a different|a second|an alternative|a better|a fresh|one more] [|version of the|version of your] <reply>",
        "<how> [make|let|get|have] [you|it|the model|the assistant] [to answer again|answer again|try again|try once more|give another answer|reply again|rewrite the answer|have another go]",
        "[i don't like|i hate|i'm not happy with|i did not like|not satisfied with|i dislike] [the|this|your|that] <reply>"
        "[|, can i get another|, what now|, can you try again|, how do i redo it|, is there another]",
        "[what|where] [is|does] [the regenerate button|regenerate|the retry button|regenerating] [do|for|mean|]",
        "[can|could] [you|the model|i] [try|answer|have|do it|generate] [again|the same question again|another answer|a second answer|it once more]",
        "[regenerate|retry|redo|new answer|another answer|try again|answer again|regeneration|second try] [please|how|the reply|a reply|for this question|button|]",
        "[is there|does the page have|where is] a [retry|regenerate|redo|try again|repeat] [button|option|function|key]",
    ],
    [
        "Press **Regenerate** under the reply and I write a new one. The earlier reply is kept: "
        "the arrows under it lead back.",
        "Use **Regenerate** under my reply to get another one. Both versions are kept, and the arrows switch between them.",
    ],
    weight=1.8,
)
VERSIONS = Intent(
    [
        "[where|what] [is|are|happened to] [the|my] [old|first|earlier|previous|other|original] <reply>[| after regenerating| when i regenerate| gone| now]",
        "<how> [see|find|go back to|get back|return to|switch to|read] the [old|first|earlier|previous|other|original] [version|reply|answer|branch|variant]",
        "what [are|do] the [arrows|little arrows|small arrows|numbers 1/2|left and right arrows] [for|do|mean|under a reply|under the message]",
        "[is|does|will] [the first answer|the old reply|the earlier version|my old question] [lost|disappear|be deleted|gone|kept|be kept] [when i regenerate|after an edit|after regenerating|if i redo it|if i edit]",
        "[what is|what's] a branch[| here| in a conversation]",
    ],
    [
        "Nothing is lost: every version is kept. The small arrows (like ‹1/2›) under the message switch between the versions."
    ],
)
EDIT = Intent(
    [
        "<how> [edit|change|correct|fix|modify|rewrite|rephrase|edit|reword|alter] [a|my|the|one|my last|my own|the last|an old|my previous|an earlier] "
        "[message|question|prompt|request|text|post|input|sentence][| after sending| that i sent| i sent| later| again]",
        "[i made|there is|there was|i have|i spotted|i see] a [mistake|typo|spelling mistake|error|wrong word] in my [message|question|prompt|last message|text]"
        "[|, can i change it|, how do i fix it|, what now|, can i edit it|, is it too late]",
        "[can|could|may] [i|my message|a question|a message|my question|a sent message] [be edited|edit it later|be changed|be corrected|change what i wrote|correct what i sent|still be changed]",
        "[where|where's|where is|which is] the [edit button|pencil|edit icon|edit option|button for editing|button to edit a message]",
        "[edit|editing|correcting|changing] [a message|my question|messages|prompts|my prompt|what i wrote|what i sent|a sent message][| how| please| where]",
        "[i sent|i wrote|i typed|i asked] [the wrong thing|something wrong|the wrong question|it too early|it with an error|too fast], [can i|how do i|how to|may i] [fix|change|edit|correct] it",
    ],
    [
        "Point at your message and press **Edit** (the pencil). Change the text and send it: a new branch begins, and the old one is kept.",
        "To edit a message, use the pencil (**Edit**) on it and send it again. The earlier version stays behind the arrows.",
    ],
    weight=1.8,
)
SHARE = Intent(
    [
        "<how> [share|publish|send|share|show|forward|give|pass on] [a|this|my|the|our|that|one] <chat>[| with <person>| to <person>| to others| publicly| by link]",
        "<how> [let|allow] <person> [see|read|view|look at|have] [this|my|the|our] <chat>",
        "<how> [make|create|get|copy|send] [a|the] [link|url|public link|share link|web address] [to|for|of] [this|my|a|the] <chat>",
        "[i want|i'd like|i would like|want|we want] <person> to [see|read|have a look at|view] [this|my|our] <chat>",
        "[can|could] <person> [see|read|open|view] [this|my|our] <chat>[| with a link| if i send it| somehow| too]",
        "[sharing|share|share link|public link|sharing a conversation|share button][| how| where| please| this chat]",
        "[what|where] is the share [button|option|link]",
    ],
    [
        "Open the menu of the conversation and choose **Share**. It makes a link that you can send to others; you can revoke it at any time.",
        "Choose **Share** in the conversation's menu and copy the link. Anyone with the link can read it until you revoke it.",
    ],
    weight=1.8,
)
UNSHARE = Intent(
    [
        "<how> [unshare|stop sharing|revoke|remove|cancel|undo|withdraw|take back|disable|delete|turn off|end] [a|the|my|this] [share|shared link|link|sharing|shared chat|shared conversation|share link|public link]",
        "[i shared|i sent] [something|a chat|the wrong chat|a link|the wrong link|it|a conversation] by [mistake|accident|error][|, what now|, can i undo it|, how do i take it back|, can i stop it]",
        "[can|does|how long does] a [shared link|share link|link] [be removed|expire|stay|be revoked|work|be turned off]",
        "[make|set] [a|my|the] [shared|public] <chat> private[| again]",
    ],
    ["Open **Share** again and press **Revoke link**. The shared link stops working at once."],
)
SEARCH = Intent(
    [
        "<how> [search|find|search for|look for|look up|locate|find|get back to|see|go back to] [a|an|my|the|one of my|some] [old|earlier|past|previous|older|] "
        "[chat|chats|conversation|conversations|message|messages|discussion|thread|talk|history|question]"
        "[| about work| about holidays| from last month| from yesterday| again| about a project| i had| i lost| by word]",
        "[where|where's|where is|is there|do you have] [|the|a] [search|search field|search box|search bar|search function|search button|history|chat history|list of my chats]",
        "[where are|where do i see|where can i find|i can't find|i lost|i cannot find|where did i put|show me] [my|the|all my] [old|earlier|past|previous|other|] [chats|conversations|messages|talks|history|threads]",
        "[we talked|we spoke|i asked you|we chatted|i wrote] about [something|this|a recipe|money|a trip|it|python] [last month|yesterday|before|two days ago|some time ago|earlier], [where is it|how do i find it|can i find that again|where can i see it]",
        "[searching|search|history|find old chat|search chats|finding old messages][| how| where| please]",
    ],
    [
        "Use **Search** at the top of the sidebar, or press **Ctrl+K**. It looks through the text of all your conversations.",
        "Press **Ctrl+K** or use the search box in the sidebar, and type a word from the conversation.",
    ],
    weight=1.8,
)
RENAME = Intent(
    [
        "<how> [rename|change the name of|change the title of|retitle|rename|name|edit the title of|give a name to|set the title of|give a new name to|change the heading of] [a|this|my|the|our|an old] <chat>",
        "<how> [change|edit|set|fix|correct|improve|choose] [the|a|its|this] [title|name|heading|label][| in the sidebar| of this| on the left| in the list| myself]",
        "[can|could|may] [this|a|the|my] <chat> [be renamed|have another name|get a new title|get another title|be called something else|have a better name]",
        "[the|this|its|my chat's] [title|name|heading] [is wrong|is bad|makes no sense|is ugly|should be different|is not good|doesn't fit][|, how do i change it|, can i change it|, change it please]",
        "[rename|renaming|new title|new name|retitle][| this chat| how| a conversation| the conversation| please]",
    ],
    [
        "Open the conversation's menu in the sidebar and choose **Rename**. Type the new title and press Enter.",
        "Choose **Rename** in the menu beside the conversation, type a new title, and press Enter.",
    ],
    weight=1.8,
)
DELETE = Intent(
    [
        "<how> [delete|remove|erase|get rid of|throw away|delete|clear|destroy|trash|drop|bin|clean up] [a|this|my|the|our|an old|all my|old|one] [chat|conversation|thread|history|conversations|chats|discussion|message history]",
        "[i want|i'd like|want|i wish|please] [this|my|the|that|an old] <chat> [gone|deleted|removed|erased|to disappear|to be deleted]",
        "[where|where's|where is] the [delete button|trash|bin|trash can|delete option|remove button]",
        "[can|could|may] [a|this|my|the] <chat> be [deleted|removed|erased|cleared]",
        "[delete|deleting|remove|erase][| this chat| my history| everything| a conversation| the conversation| how| all]",
    ],
    [
        "Open the conversation's menu in the sidebar and choose **Delete**. For a few seconds you can still press **Undo**.",
        "Choose **Delete** in the conversation's menu. **Undo** brings it back for a few seconds.",
    ],
    weight=1.8,
)
UNDELETE = Intent(
    [
        "<how> [undelete|restore|recover|get back|bring back|undo deleting|undo the deletion of] [a|my|the|this] [deleted|removed|lost|] <chat>",
        "[i deleted|i removed|i erased|i've deleted|i trashed] [a|my|the|this|the wrong|an important] <chat>[| by mistake| by accident], [can i undo it|can i get it back|how do i undo|what now|is it gone|help|can it be restored]",
        "[is there|can i] [an undo|undo a delete|undo deletion|a trash folder|undo it]",
        "[are|is] deleted [chats|conversations|a chat] [gone forever|really gone|kept|recoverable]",
    ],
    [
        "Press **Undo** in the notice right after deleting and the conversation is back. Later it is deleted for good; then only an administrator may know more."
    ],
)
ADMIN = Intent(
    [
        "[can|do|does|could|will|may] [admins|administrators|my boss|the admin|an administrator|my manager|my company|the company|anyone|someone|other people|my team|anybody|my employer|the owner] "
        "[read|see|view|look at|review|check|monitor|access|watch] [my|our|these|all|the] [chats|conversations|messages|chat|conversation|history|questions|texts]",
        "[who|who else] [can|is able to|may|will|could] [read|see|view|access] [my|our|this|these] [chats|chat|conversations|conversation|messages|texts]",
        "[what is|what's|how does|explain|tell me about] [admin review|the admin review|the review|reviewing|administrator review|the review queue][| work| here| for]",
        "[are|is] [my chats|my conversations|this chat|this conversation|what i write|my messages|this] [private|secret|confidential|safe|monitored|reviewed|anonymous|stored|logged|encrypted|recorded]",
        "what [do|can|may] [admins|administrators|the admin|the moderators] [see|do|read|know|do here|do with my chats]",
        "[privacy|privacy policy|admin|admins|data protection|is this confidential|do you keep my data|where is my data|who has my data|do you spy on me]",
        "<how> [review|read|check|see|audit] [the|all|other people's|user|users'|my team's] [chats|conversations] as [an admin|administrator|an administrator]",
        "[how|why] do [admins|administrators] [review|read|look at] [chats|conversations|our chats]",
    ],
    [
        "Your conversations are private to you, but administrators can review them. They must give a reason, every reading is logged, and you can see who read what.",
        "Other users cannot read your conversations. An administrator can review them with a stated reason, and you see that in the log.",
    ],
    weight=1.8,
)
INTENTS = [
    STOP, REGENERATE, VERSIONS, EDIT, SHARE, UNSHARE, SEARCH, RENAME, DELETE, UNDELETE, ADMIN,
]  # fmt: skip
make = from_intents(INTENTS)
