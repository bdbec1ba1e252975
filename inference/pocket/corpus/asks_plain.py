"""Whole sentences as different people would write them, where patterns would sound alike.

Knows questions only; the answers are in `site_help` and `site_tour`.
"""

STOP = [
    "[you|it] went [off topic|the wrong way|in circles] and [is|are] still writing, can i [end|stop|cut] this",
    "what do i click when [the answer|it|a reply] goes [wrong|in the wrong direction|on too long|off the rails] [while it is coming|halfway|]",
    "i don't [want|need] the [whole|full|entire|rest of the] [answer|reply|text|thing][, can it be stopped|, how do i cancel|. can i end it here|]",
    "make [the text|the words|this flood of words|the wall of text|all this writing] stop [coming|please|right there|somehow]",
    "[pull|is there an|where is the] emergency [brake|stop|button][| for replies| for a long answer]",
    "my [question|prompt] was wrong and now [it writes a novel|you write and write|it is answering], how to [abort|cancel|kill it|halt]",
    "can [generation|the output|the stream|a running answer|the streaming] be [halted|aborted|stopped|cut|interrupted] [early|before the end|by me|midway]",
    "[stop generating|stop writing|stop streaming|abort generation|cancel generation|interrupt generation] [how|where|button|key|, where is that|, please explain]",
    "how can i [get a word in|break in|cut you short|make you pause] [while you talk|when you are writing|in the middle]",
    "[is there a|do you have a|where is your] [off switch|stop sign|pause button|cancel button|quit button|stop key]",
    "[the answer|it|your reply] [already says enough|has what i need|is fine so far], [end it here how|can i stop there|stop it now how]",
    "[do i have a way|have i any means] to [stop|interrupt|silence] [the model|you|a reply] [once it has begun|after it starts|while it runs]",
    "i keep waiting for [you|the bot|the reply] to finish, can i [skip|cut|end|stop] the rest",
]
REGENERATE = [
    "[give it|have|can you have|let's have] another [go|try|shot|stab][| at that answer| at my question| please]",
    "[could|can] the [reply|answer|last message] be [rewritten|redone|repeated|generated again|written anew|replaced by another]",
    "i'd like to see how else you [would|could|might] [answer|put it|say that]",
    "[i was hoping for|i expected] [something better|a better answer|another answer|more][, can you redo it|, how do i try again|. is there a retry|]",
    "what if the [first answer|reply|answer] is [no good|useless|bad|wrong][|, can i get a second one|, what do i press]",
    "[same question|this question], [new|different|other|fresh] [answer|reply|result][, how|, please|, which button|, possible]",
    "[roll|run|do|generate|produce] [it|that|the answer|this one] [again|anew|afresh|one more time][, how do i do that|, which button|?|, where do i press]",
    "[which|what] [arrow|icon|button] [gives me a new answer|writes the answer again|redoes the reply|makes you try again]",
    "[show|offer|find] me an alternative [to that reply|to your answer|for the last answer|wording][|, how do i get it]",
    "[does|will] asking again give [a different answer|another reply|the same answer][|, and is there a button for it]",
]
EDIT = [
    "[can|could] a [message|question|prompt] be [fixed|corrected|changed|edited|rewritten] [once it's sent|after i sent it|later on|afterwards]",
    "i [forgot|left out] [a word|something|half of it|the most important part] in my [question|message|prompt][, can i add it|, how do i add it|. can i change it|]",
    "[my|the] question [came out wrong|was unclear|should be different|has an error in it|needs a change][, how do i edit it|, what do i do|, can i reword it|]",
    "[wrong|bad|mistyped|misspelled] [word|name|number|date] in what i [sent|wrote|asked][, fixable|, can it be fixed|, how do i fix that|, edit possible]",
    "[let me|can i|i want to] [take another run at|polish|clean up|redo|retype] my [question|message|prompt][|, where do i click|, how]",
    "[after sending|once sent|when it's already sent], [can i still change my message|is editing possible|can i fix a typo|how do i correct it]",
    "[go back and|scroll up and|return and] [change|fix|edit|correct] [what i asked|my first question|an old message of mine][|, how|, possible]",
    "i [said|wrote|meant] [monday but meant tuesday|the wrong city|her and not him|two but wrote ten][, can i edit the message|, how do i change my message|. fix my message how]",
]
SHARE = [
    "[how does|can|could] [my friend|a coworker|my boss|a teammate] get to [see|read] [what we wrote|this page|our talk|this]",
    "[send|mail|forward|slack|post] [this|the whole thing|our conversation|this discussion] to [my boss|bob|alice|the team|a friend|my group][, how|, possible|, can i|]",
    "[i'd like|i want] [other people|the team|my colleagues|a friend] to [look at|profit from|see|check] [this answer|this|our conversation][|, how do i do that]",
    "[is there|can i get|where do i get] [a|some] [link|url|address] [i can send around|to pass on|for others|to give my colleague|i can paste in a mail]",
    "[make|turn] this [conversation|chat|thread] [public|visible to others|readable for my team|into a link][|, how|, please]",
    "[can|may] i [let somebody else in|give others access|give my team access|invite a reader] [to this chat|to the conversation|here]",
]
SEARCH = [
    "[which chat|where] was [it|the one] where [we talked about|i asked about|you explained] [vacation|python|taxes|the invoice|a recipe|the plan]",
    "[how far back|how] can i [look|go|scroll|read] [in|through|into] my [history|old chats|past conversations|list]",
    "[is|are] [an|my] [old|older|earlier] [chat|chats|conversation|conversations] [findable|searchable|still there somewhere|easy to find|to be found]",
    "i [wrote|asked|discussed] [something|it|that] [ages ago|weeks ago|in another chat|once][, how do i get there|, how to find it|. help me find it|, where would it be]",
    "[jump|take me|bring me|get] [back |]to [the chat|that conversation|our talk] [from last month|about cars|about my thesis|of yesterday][|, how]",
    "[ctrl f|ctrl k|the search|a search] for [chats|conversations|my messages|old messages|the sidebar][|, is there one|, does it exist]",
    "[find|locate|search|filter] [a chat|conversations|messages] by [word|keyword|name|topic|text|date][|, how|, possible]",
]
RENAME = [
    "[the|this] chat is called [new chat|untitled|hello|something odd|chat 1][, i want another name|, can i change that|. how do i rename it|, not a good name]",
    "[put|write|set|use] [my own|another|a proper|a clearer|a shorter] [name|title|label] [on|for|over] [this|the] [chat|conversation|thread][|, how|, please]",
    "[how do|can] i [call|title|caption] this [chat|conversation|thread] [myself|differently|something sensible|as i like]",
    "[names|titles|labels] of [chats|conversations] [can be changed|are editable|can i choose them|, how to change][|?|, how]",
    "i want to [recognise|find] this chat [later|more easily] by [its name|a good name|its title][, how do i name it|, can i rename it]",
]
DELETE = [
    "[make|let] [this|that|the old] [chat|conversation|thread] [disappear|vanish|go away][|, how|, please]",
    "[i want|we want|time] to [tidy up|clean out|empty] [my chats|the list of chats|my history|the sidebar][|, how do i delete|, where do i remove chats]",
    "[this|that] [chat|conversation] is [embarrassing|no longer needed|useless|old|private|done], [how do i delete it|remove it|get rid of it|can i erase it]",
    "[can|how do] i [lose|scrap|zap|nuke|burn|shred|take away] [a|this|that] [chat|conversation|thread]",
    "[removal|deletion] of [a chat|chats|old conversations|my history][|, how|, where|, is it possible]",
    "[permanently|completely|really|quickly] [delete|remove|erase] [a chat|this conversation|an old thread|my chats][|, how|, where]",
]
ADMIN = [
    "[be honest|honestly|seriously|tell me the truth], [who reads this|does my boss see this|is anyone watching|can admins see this chat|is this private]",
    "[could|might|would] [what i say here|my words|this chat|something i type] [get me in trouble|reach my boss|end up with hr|be seen by others|be read by it]",
    "[is|am] [anyone|somebody|i being] [monitoring|watched|watching|listening|reading along|supervised][| here| on this site| in this chat]",
    "[what rights|which rights|how much access|what access] [do|does] [admins|the administrator|an admin|my manager] have [to my chats|here|over my conversations|]",
    "[is there|do i have] [a guarantee of|a right to|any] [secrecy|privacy|confidentiality][| here| in these chats]",
    "[confidential|private|secret|between us][?|, or can others read it|, or does the boss see it|, or not| or visible to the admin]",
]
LEAVE = [
    "[does|will] [generation|the answer|writing|your reply] [continue|go on|run on|carry on|keep going] in the background[| if i leave| when the tab is closed|, or must i stay]",
    "[do|must] i [stay|keep watching|sit here|leave the window open] [until it's done|for the reply|while you write|till the end]",
    "[where do i find|can i still get|will i get] [the answer|the reply|my reply] [after closing|after i come back|if my browser crashed|when i return|later in the day]",
    "[what about|is there a risk to] [my chat|the reply|my text] [if the power fails|if i lose the network|when i close everything|when my phone locks]",
    "[come back later|leaving now|closing the tab][, will it be here|, is it kept|, do i lose anything|: is the reply saved]",
]
