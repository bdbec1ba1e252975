"""What people say when they want to stop, repeat, compare or correct something in a chat.

Knows questions only; the answers are in `site_help`.
"""

from inference.pocket.corpus.frames import more_ways

STOP = [
    *more_ways(
        "[stop|halt|cancel|interrupt|abort|kill|end|cut off|cut short|pause|break off|terminate|quit|silence|shut down|freeze] "
        "[you|the reply|a reply|this reply|the answer|an answer|the response|the output|the text|the generation|the model|the bot|the ai"
        "|your answer|your response|a running answer|a reply that is too long|what you are writing|an answer halfway|a long answer|the writing|it while it writes]",
        "[stopping|halting|cancelling|interrupting|aborting|killing|ending|cutting off|pausing|breaking off] "
        "[you|a reply|the answer|an answer|a response|the output|the generation|the model|a long reply|the writing]",
    ),
    "[it|you|the bot|this thing|the model|the ai|the reply|the text|the assistant] [won't|wont|will not|doesn't|does not|just won't|simply won't|never] [stop|stop writing|stop talking|end|shut up|finish|stop typing|be quiet|come to an end]"
    "[|, help|!|, what do i do|, make it stop|, how do i end this|, what now|, how can i halt it]",
    "[stop|halt|cancel|abort|interrupt] [button|key|shortcut|icon|option|function|reply|generation|output][?|, where|, where is it||, which one| please]",
    "[where|where's|where is|where do i find|where can i find|i can't find|i don't see|show me|which is] [the|your|a] [stop|cancel|abort|halt|interrupt|pause|stop-writing] [button|key|icon|control|sign|symbol]",
    "[make|please make|can you make|could someone make|how do i make] [it|this|you|the bot|the text|the reply|the model] [stop|be quiet|shut up|end|halt|pause|finish|stop writing|stop typing]",
    "[i've|i have|ive] [seen|read|got|heard|learned] [enough|all i need|what i need|what i wanted|the part i need][, how do i stop it|, can i stop you|. how can i end the answer|, can i cut it off|, how to stop the rest|, stop it please]",
    "[this|the|that|your] [answer|reply|response|text] is [way too long|much too long|going nowhere|getting long|endless|far too long|not what i need|on the wrong track|taking forever]"
    "[. how do i cut it|, how can i stop it|, can i stop it early|. can i interrupt|, stop it|. can it be aborted|, how to end it]",
    "[what|which] [key|button|shortcut|keys|keyboard shortcut] [do i press|should i press|must i hit|can i use|do i hit|is there|is it|ends the reply|interrupts you] [to stop you|to stop|to stop a reply|to interrupt|to cancel the answer|to make you stop|for stopping|for stop|to halt the text|when i want you to stop]",
    "[keyboard shortcut|shortcut|key|hotkey] [for|to] [stop|stopping|cancel|interrupt|halt|stop a reply|stop the answer|stop you|stopping a reply|cancelling the reply|interrupting you|stop generating|the stop button]",
    "[i asked|i have asked|oops, i asked|i just asked] [the wrong thing|something stupid|the wrong question|for too much] and [you are|you're|it is] [already writing|already answering|typing now], [can i stop you|how do i cancel|how do i stop it|stop]",
    "[can|could|may|am i able to|is it possible for me to] [i|] [interrupt|stop|cut off|halt|break in on] you [while you are writing|when you are talking|mid-sentence|in the middle|before you finish|during an answer|while you answer|while typing]",
    "[do i|must i|should i] [have to|need to|] [wait|wait until you finish|read it all|wait for the end|let it finish|sit through it][, or can i stop it|, or can i interrupt you| or can i stop| or is there a stop button| or can it be cancelled]",
    "[esc|escape|the escape key|the esc key|pressing escape|ctrl c][: does it stop the reply|, does that stop you| stops you, right| stops the answer?| to stop?|, is that stop]",
    "[what happens|what do you do|is the text lost|is the text kept|do i keep the text|do you keep what you wrote|is anything lost] [when|if|after] i [stop you|press stop|stop a reply|stop the answer|interrupt you|hit stop|cancel a reply|stop halfway]",
    "[you're|you are|it's|it is] [talking|writing|going|rambling|typing|babbling] [too much|on and on|without end|for ages|like a waterfall|non stop|for minutes now]"
    "[, stop|, how do i stop you|. can i stop that|, how to shut you up|, where is stop|. stop button?]",
    "[enough|that's enough|ok enough|too much text|too long|too much|stop it now][, how do i stop it|, where do i press|, where is the stop button|, stop writing|. how do i make you stop]",
    "[send|the send button|the arrow] [became|turned into|changed to|is now] [a square|stop|another button|a stop sign], [what is that|what does it do|can i press it|is that for stopping]",
    "[the square|a square button|the little square|the square in the corner][|, what is it for|, what does it do| where send was, what is it]",
]
REGENERATE = [
    *more_ways(
        "[regenerate|redo|retry|repeat|re-roll|reroll|rerun|refresh|renew|get a second version of|get a new version of|have another try at|ask again for|swap|replace] "
        "[the reply|a reply|the answer|an answer|your answer|the last answer|your last reply|a response|the response|the last message|your reply|the output|what you wrote]",
        "[regenerating|redoing|retrying|repeating|rerolling|rerunning|refreshing|getting another version of|replacing] "
        "[a reply|the reply|an answer|the answer|your answer|the last answer|a response|the last reply]",
    ),
    *more_ways(
        "[get|have|see|receive|request|ask for|obtain|generate|make you write] [another|a different|a new|a better|an alternative|a second|a fresh|one more|some other] [answer|reply|response|version|try|attempt|take|variant|suggestion|wording]",
        "[another answer|a different reply|a second answer|a better response|an alternative answer|a new attempt|getting a different answer|asking for another version]",
    ),
    "[try|do it|write it|answer|say that|say it|again|go] [again|once more|one more time|anew|differently|better this time]"
    "[, how do i ask for that|, is there a button|, which button| - is there a button for that|, where do i click for that]",
    "[i want|i'd like|i would like|give me|i need|can i have|may i have|could i get|let me have|is it possible to have|how about] [another|a different|a second|a better|an alternative|one more|a new] [answer|reply|response|version|attempt|take][ to the same question| to that question| to this| instead| please||]",
    "[that|this|it|your answer|the answer|the reply|the response|what you wrote] [was|is|looks|sounds] [wrong|bad|off|not helpful|nonsense|boring|weak|not good|disappointing|odd|too short|not right|poor|rubbish|garbage|not great]"
    "[. can you redo it|, can i get another|, how do i get a better one|, redo it|. is there a retry button|, can i have it rewritten|. can i roll again|, how can i try again|. another one]",
    "[not|i'm not|i am not] [happy|satisfied|pleased|convinced|content] [with|by] [this|that|it|your answer|the reply|the answer|your response|the result]"
    "[|, can i get a new one|, what can i do|, how do i get a different one|. another one please|, can you redo it]",
    "[retry|redo|regenerate|re-roll|another answer|second try|again|new reply|different answer|answer again|rewrite][ button| button?|, how|, where|?| option| the answer| icon]",
    "[can|could|would|will] [the model|the bot|you|it|the assistant] [try|answer|reply|respond|do it|go|have a go] [again|once more|a second time|one more time|differently|another time][| please| on the same question| for the same question| without me typing again]",
    "[do i|must i|should i] [have to|need to|] [type|write|ask|paste|copy] [it|my question|the question|everything] again [for|to get] [a new answer|another answer|a different reply|a second try]",
    "[the same question|same prompt|same question again][, but another answer|, new answer|, different answer, how| once more, how| please, but answered differently]",
    "[the reply|your answer|the answer|the response] [failed|broke off|has an error|ended with an error|came out broken|stopped in the middle|was cut off][, how do i retry|, how do i try again|, can i redo it|, try again how|, can it be repeated]",
    "[where|where's|where is|which is|what is|i can't find|show me] [the|a|your] [regenerate|retry|redo|try again|write again|repeat|reroll] [button|option|icon|arrow|function]",
    "[roll the dice again|spin again|one more time|second chance|give it another shot|have another go|take two] [for this answer|on that answer|with that reply|for the last reply|with the same question][|, how|, possible]",
]
VERSIONS = [
    *more_ways(
        "[see|read|get back to|return to|switch to|go back to|restore|bring up|find|compare|recover|look at] [the|my|an|your] [first|old|earlier|previous|original|other|former] [answer|reply|version|response|variant|text|wording|question]",
        "[switching versions|going back to the first answer|the earlier version|older replies|comparing two answers|seeing the old reply|getting the previous answer]",
    ),
    "[i regenerated|i redid it|i pressed regenerate|i retried|i rerolled|after regenerating|i asked for another answer|since i regenerated][, where is the old one|, and the first one was better|, where did my old answer go|. can i get the old one back|, is the old answer gone|, how do i see the first reply]",
    "[the first|the old|the previous|the earlier|your first|the original] [answer|reply|version|response|one] was [better|nicer|right|good|more useful][, how do i get it back|, where is it|, can i go back|, bring it back|. is it still there|, i want it back]",
    "[i edited|i changed|after editing|i rewrote] my [question|message|prompt][, where is the old one|. is the old one gone|, where did the old answer go|, can i get back to the original|, how do i see the first version]",
    "[what|why|how] [are|do i use|is|do] the [arrows|small arrows|numbers|1/2|2/2|two arrows|arrows and numbers] [under|below|next to|beside] [the reply|a message|my message|the answer|your answer]",
    "[are|is|do you keep|will you keep] [all versions|both versions|both answers|the old reply|old answers|the first version|every version] [kept|saved|still there|somewhere|when i regenerate|after i regenerate|if i edit]",
    "[does|will|would] [regenerating|editing|a retry|regenerate|edit] [delete|overwrite|erase|replace|lose|destroy] [the old answer|what was there|the first reply|my old question|the earlier version]",
    "[flip|switch|go|move|jump] between [versions|the two answers|answers|both replies|the old and the new answer|variants][|, how| of a reply]",
]
EDIT = [
    *more_ways(
        "[edit|change|correct|fix|modify|rewrite|rephrase|reword|alter|update|amend|revise|adjust|improve|repair] "
        "[my message|my question|my last message|my last question|a sent message|my prompt|what i wrote|what i sent|what i asked|something i sent|my own message|my text|a question i already sent|a typo in my message|an earlier message|my first message|a word in my question|the message above]",
        "[editing|changing|correcting|fixing|modifying|rewriting|rephrasing|amending] [my message|my question|a sent message|my prompt|what i wrote|what i sent|my last message|a typo|an earlier message]",
    ),
    "[i typed|i wrote|i sent|i asked|i entered|i put|i have|i've written|i've sent|i just sent] [something wrong|the wrong word|a typo|a wrong number|the wrong name|a mistake|nonsense|half a sentence|the wrong text|an error] [in my question|in my message|in my prompt|to you|by mistake|just now|up there|]"
    "[, can it be fixed|. can i fix it|, can i change it|. how do i correct it|, can i edit it|, is it too late to change it|. can i still change that|, how to repair it]",
    "[oops|whoops|oh no|damn|ah|sorry], [typo|i misspelled a word|wrong word|i made a typo|i hit enter too early|i sent it too soon|that was not finished|i mistyped][, can i edit|, how do i fix it|. can i change my message|, how do i correct that|, edit how]",
    "[i hit enter|i pressed enter|i sent it|my message went out|it was sent|i clicked send] [too early|too soon|before i was done|by accident|before it was finished|halfway through][, can i change it|, how do i edit it|. can i add to it|, can i still edit it|, can i finish my message]",
    "[edit|correct|change|fix|editing|modify][ button| message| my message| question| typo| sent message| prompt][?|, how|, where|||, possible]",
    "[can|could|may|is it possible that] [i|a user|one|people] [edit|change|correct|fix|rewrite|rephrase] [messages|a message|a question|my messages|what was sent|a prompt] [after sending|afterwards|later|that is already sent|once it is sent|after the fact|after the reply]",
    "[is|isn't] it too late to [edit|change|correct|fix|rewrite] [my message|my question|what i wrote|it|a typo]",
    "[where|where's|where is|which is|what is|i can't find] [the|a] [pencil|edit|little pencil|edit button|pen|editing] [icon|button|symbol|option|]",
    "[i want|i'd like|i would like|i need] to [ask|say|put|phrase|word] [it|that|my question|the question] [differently|in other words|better|another way|more clearly] [without a new message|and get a new answer|in the same place|, can i edit it|, can i change the message]",
    "[my|the] [last|first|previous|] [question|message|prompt] [has|had|contains] [a typo|a mistake|an error|a wrong word|the wrong date|the wrong name][, fix it how|. how do i edit it|, can i correct it|, where do i change it|. can i change that]",
    "[take back|unsend|undo] [my message|a message|what i sent|my last question][, possible| and write it anew| and change it|, how]",
    "[the pencil|the pencil icon|the pencil under my message|the edit button][|, what does it do|, what is it for|, what happens]",
    "[what happens|what do you do|is the old text lost] [when|if|after] i [edit|change|correct|edit and resend] [my message|a message|my question|an old message]",
]
