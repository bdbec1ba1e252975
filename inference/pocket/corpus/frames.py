"""More shapes of a question for help, around what somebody wants to do.

Adds to `grammar.ways` the indirect, the hurried and the long-winded. Knows no subject.
"""

# What people tell before they ask; it changes nothing about the answer.
BEFORE = (
    "[i have been using this for a week.|my boss is waiting.|i looked everywhere.|this may be a silly question."
    "|i am not good with computers.|i've read the help.|sorry if this was asked before.|we just started using this."
    "|i tried the menu.|maybe i am blind.|i have five minutes.|just curious.|for my work,|today i need your help."
    "|my colleague could not tell me.|i am on a laptop.|i use firefox.|first time here.|i'm a bit lost."
    "|i clicked around and found nothing.|not urgent, but|it's driving me crazy.|one thing bothers me.|quick one."
    "|i'm writing a report.|i used another chat site before.|there must be a way.|i was told you can help.]"
)
AFTER = (
    "[|||. i can't see it anywhere|. thanks a lot|, i don't see a button|. i looked in the menu already|, or is that not a thing"
    "|, if that is a thing|. my boss is asking|, i am new to this|, in a few words|. step by step please"
    "|. is there a shortcut|, or do i need an admin|, and where|. sorry for asking|, can you tell me|, yes or no]"
)


def more_ways(do: str, doing: str) -> list[str]:
    """Patterns that ask how to `do` (stop a reply), with `doing` (stopping a reply) for nouns."""
    either = [
        f"{BEFORE} <how> {do}|<how> {do}{AFTER}|{BEFORE} where is the [button|option|place|trick|menu] for {doing}",
        f"[which|what] [button|option|menu|key|setting|link|icon|command|control] [lets me|allows me to|do i need to"
        f"|should i use to|would i use to|helps me to|makes it possible to] {do}|is there a [button|menu|key|setting|link|trick"
        f"|command|shortcut] [to|that lets me|which lets me|that helps me to] {do}",
        f"[where|where on this page|where exactly] [would|should|do|must|could] i [go|click|look|press|tap] "
        f"[if i want to|to|in order to|when i want to|so that i can] {do}|[what do i need to do|what must i do|what would i do"
        f"|what can i do|what do people do|what should one do] [in order to|to|if i want to] {do}",
        f"[what's|what is] the [procedure|process|way|method|right way|usual way|fastest way|best way] [for|of] {doing}"
        f"|[easiest|quickest|best|simplest|correct|proper|right] way [to {do}|of {doing}]"
        f"|[could|can|would] you [walk me through|guide me through|teach me|help me with|say something about|explain] {doing}",
        f"[is|isn't] {doing} [a thing here|a feature|something i can do|possible at all|hard|allowed|an option|available]"
        f"|[does|would|will|can] [chatsite|this site|this app|the page|this tool|this thing] [have a way to|let me|let you"
        f"|let people|allow me to|make it possible to|give me a way to] {do}|how is {doing} [done|handled|supposed to work]",
        f"{do}[ - possible?|?? how| asap, how|? where do i click| - is there a button|, yes or no|! how?|, pls explain"
        "| - how is it done| without help, how| in chatsite| on this site| on this page|, am i right that i can]"
        f"|{doing}, [how do i do that|where is it|is it possible|how does it work|what do i press|please explain|do you have it]",
        f"[suppose|imagine|let's say|say|assume] i [wanted|want|need|had] to {do}, [what should i click|how would i do it"
        f"|where would i go|what do i do|what are the steps|what would you suggest|what next]|[there should be a|is there no"
        f"|there must be a|i see no|i can't find a|i miss a|isn't there a] [button|way|function|possibility|menu] to {do}",
        f"[i wonder|i'm wondering|i was wondering|i'd like to know|i want to know|please tell me|can you say|do you know"
        f"|any idea|someone asked me|we were asking ourselves] [how to|how i can|whether i can|if i can|where to"
        f"|if it's possible to|how one can|how people|if there is a way to] {do}",
        f"[i keep trying to|i've been trying to|i tried to|i failed to|i want to quickly|i would just like to|i'm supposed to"
        f"|i urgently need to|i may need to|i'm going to|it would be nice to|i feel like i should] {do}"
        f"[|, what do i do|, but how|, and i don't know how|, any hint|, help me out]|[who can|can anyone|can an ordinary user"
        f"|can everybody|do i have the right to|am i permitted to|is a user able to] {do}",
    ]  # fmt: skip
    return [f"[{patterns}]" for patterns in either]
