"""Sums in sentences: requests, keywords and small stories of one step. Knows no results."""

from inference.pocket.corpus.grammar import listed
from inference.pocket.corpus.sentences import one_per_line

THINGS = listed(
    "apples, books, coins, pens, eggs, cats, cards, cookies, stamps, balls, pears, euros, dollars, chairs, sweets,"
    "oranges, bananas, marbles, tickets, stickers, pencils, shirts, flowers, stones, boxes, cups, toys, candies, points,"
    "cakes, fish, hens, dogs, bottles, plates, photos, letters, keys, buttons, cars, bikes, buns, plums, grapes, nuts"
)
# Whoever has, gets and loses the things of a small story, with verbs that fit.
HAD = (
    "[i have|i have|if i have|i've got|i had|i own|if you have|you have|suppose i have|say i have|let's say i have"
    "|imagine i have|there are|there were|we have|we had|she has|he has|tom has|anna has|my brother has|my mum has"
    "|my friend had|a farmer has|a shop has|the teacher has|a box holds|in the bag are|on the table are|given]"
)
GETS = (
    "[get|buy|find|receive|add|am given|i buy|i get|i find|then i get|then buy|you get|she gets|he buys|we buy"
    "|someone gives me|my friend gives me|gets|is given|finds|buys|wins|picks|we add|you add|come]"
)
LOSES = (
    "[lose|sell|eat|give away|use|break|i lose|i eat|i give away|then i sell|drop|spend|she eats|he loses|we sell|gives away"
    "|loses|eats|sells|someone takes|my brother takes|my dog eats|are stolen|throw away|lend a friend|you take away]"
)
NOW = (
    "[how many are there|how many in total|how many do i have|how many now|how many {thing} is that|how many is that"
    "|what's the total|how many altogether|total|how many {thing} are there now|how many {thing} do i have now"
    "|how many does that make|how many is it now|how many are there in all|what do i have then|how many then]"
)
LEFT = (
    "[how many are left|how many remain|how many do i have|how many do i have left|how many now|what's left"
    "|how many {thing} are left|how many stay|how many are still there|what remains|how many {thing} do i have now"
    "|how many {thing} remain|how many are there still|how many is that then]"
)
WHAT = "[what is|what's|whats|how much is|tell me|calculate|compute|find|give me|do you know|work out|what would be|]"
PLEASE = "[|||please|can you|could you|would you|now|try to|go ahead and|can u|i want you to|let's|just|quickly]"
TAIL = "[||||| please| for me|, what is it|, what do you get|, how much is it|, what does it make| thanks|, what's the result|, and the answer is]"

PLUS = one_per_line(f"""
{PLEASE} [add|sum|sum up|add together|add up|put together|total|combine] {{a}} [and|to|with|plus] {{b}}{TAIL}
{PLEASE} add {{b}} to {{a}}{TAIL}
{WHAT} the [sum|total] of {{a}} and {{b}}
[what do i get if i|what do you get if you|what happens when i|what happens if you|what is it when you|what comes out if you|what if you|what do we get when we] add {{a}} [and|to|plus] {{b}}[| together]
[what do|what does] {{a}} and {{b}} [make|add up to|sum to|come to|give|equal|total][| together| in total| when added]
[how much|what] [do|does|is|are] {{a}} [and|plus] {{b}} [make|together|in total|altogether|come to|in all|give]
{{a}} [and|plus] {{b}} [together|] [make|makes|is|are|gives|equals|come to] [how much|how many|what][| together| in all]
[increase|raise|bump] {{a}} by {{b}}
{{a}} [increased|raised] by {{b}}[| is| is what| equals]
{WHAT} {{b}} [more than|on top of|added to|and another] {{a}}
{{a}} [and then|and another|and|with] {{b}} [more|on top|extra][| is| makes| makes what]
[which|what] number is {{b}} [more|bigger|larger|higher|greater] than {{a}}
[if you|when i|suppose you] put {{a}} and {{b}} together[|, what do you get|, how much is it]
sum {{a}} {{b}}
[plus|addition|sum]: {{a}} and {{b}}
i need {{a}} [and|plus] {{b}}[| added| added up| together]
{HAD} {{a}} {{thing}} and {GETS} {{b}} more[,|.] {NOW}
{HAD} {{a}} {{thing}}[, then|. then| and then|.|,] {GETS} {{b}} [more|other ones|new ones|more {{thing}}][,|.|?] {NOW}
{{a}} {{thing}} and {{b}} [{{thing}}|more|more {{thing}}|other {{thing}}][,|:] [how many in all|how many in total|how many together|how many altogether|that makes|total|is how many]
[how many|so how many] {{thing}} do i have if i have {{a}} and [buy|get|find] {{b}} [more|others]
[i|she|he|we] [ate|sold|saw|found|bought|made|counted|read] {{a}} {{thing}} [yesterday|on monday|in the morning] and {{b}} [today|on tuesday|in the evening][,|.] [how many in total|how many altogether|how many is that|total]
[there are|we are] {{a}} [people|children|guests|students|birds|colleagues] and {{b}} more [come|arrive|join|join us][,|.] how many are [there|we][| now| then]
[one|a] [bag|box|team|class|room|group] has {{a}} and the other [has |]{{b}}[,|.] [how many together|how many in all|what's the total]
[i am|my sister is|tom is|he is] {{a}} [years old|], how old [in|after] {{b}} years
[it costs|a book costs|the pen is] {{a}} [euros|dollars] and [the other|a cup|the bag] [costs |is |]{{b}}[,|.] [how much together|how much in total|what do i pay|how much for both]
""")
MINUS = one_per_line(f"""
{PLEASE} [subtract|take away|take|deduct|remove] {{b}} from {{a}}{TAIL}
{PLEASE} [take|subtract] {{b}} [away from|off|out of] {{a}}{TAIL}
{WHAT} the difference [between|of] {{a}} and {{b}}
[what|how much] [is left|remains|is it|do i get|do you get|is left over] [when|if] [i|you|we] [take|subtract|remove|take away] {{b}} from {{a}}
[what do you get if you|what if i|what happens when you|what comes out if i|if you|if i] [take|subtract|take away|remove] {{b}} from {{a}}
{WHAT} {{a}} [reduced by|decreased by|without|less|take away|lowered by] {{b}}
{WHAT} {{b}} [less than|fewer than|below|taken from|taken away from|subtracted from] {{a}}
{{a}} [take away|subtract|lower by|without|less|reduced by] {{b}}[| is| is what| makes| leaves what| equals]
from {{a}} [take|subtract|take away|remove] {{b}}[|, what is left|, what remains]
[how much|how many] [more|bigger|larger|higher|greater] is {{a}} than {{b}}
[how far|how much] is it from {{b}} to {{a}}
[decrease|reduce|lower] {{a}} by {{b}}
{{b}} [less|fewer|lower] than {{a}}[| is| is what]
[which|what] number is {{b}} [less|smaller|lower] than {{a}}
[minus|subtraction|difference]: {{a}} and {{b}}
[what must|what do] i add to {{b}} to [get|reach|have] {{a}}
{HAD} {{a}} {{thing}} and {LOSES} {{b}}[,|.] {LEFT}
{HAD} {{a}} {{thing}}[, then|. then| and then| but|,|.] {LOSES} {{b}}[| of them][,|.|?] {LEFT}
{{a}} {{thing}}[,| and| but] {{b}} [are gone|are eaten|are broken|of them are taken|get lost|are sold][,|.|:] {LEFT}
[how many|so how many] {{thing}} [are left|do i have left|remain] if i have {{a}} and [eat|lose|sell|give away] {{b}}
[there are|we are|there were] {{a}} [people|children|guests|students|birds|colleagues] and {{b}} [leave|go home|go away|left|fly away][,|.] how many [are left|stay|remain|are still there]
[i have|i had|she has] {{a}} [euros|dollars] and [spend|pay|spent|it costs] {{b}}[,|.] [how much is left|what do i have left|how much do i get back|what's left]
[out of|of] {{a}} {{thing}}[,|] {{b}} are [gone|red|mine|broken][,|.] how many [are left|are not|remain]
[i need|the goal is] {{a}} and [have|i have|we have] {{b}}[,|.] how many [are missing|more do i need|do i still need]
""")
TIMES = one_per_line(f"""
{PLEASE} [multiply|times] {{a}} [by|and|with] {{b}}{TAIL}
{WHAT} the product of {{a}} and {{b}}
{WHAT} {{a}} multiplied by {{b}}
{{a}} times {{b}} [is|makes|equals|gives] [what|how much|how many|]
[how many|how much|what] is {{a}} times {{b}}
[what do you get if you|what if i|what happens when you|what comes out if you|if you] multiply {{a}} [by|with|and] {{b}}
{{a}} groups of {{b}}[| is| make what| makes| are how many]
{{a}} [multiplied by|times] {{b}}[, please| in total| equals]
[there are|i have|we have|she buys|i buy|a shop has|if i have] {{a}} [boxes|bags|tables|rows|packs|baskets|shelves|teams] [with|of] {{b}} {{thing}} [each|in each|per box|][,|.] how many [{{thing}}|{{thing}} in total|are there|in all|altogether]
[each|every|one] [box|bag|child|pack|table] [has|holds|gets] {{b}} {{thing}}[,|.] how many [do|are in|for] {{a}} [boxes|bags|children|packs|tables][| have| hold]
[one|a|each] [ticket|book|coffee|pen|cake] costs {{b}} [euros|dollars][,|.] [how much do|what do] {{a}} cost
[product|times table|multiplication]: {{a}} and {{b}}
{{a}} [rows|lines] of {{b}} {{thing}}[, how many|, total|, how many in all]
""")
DIVIDED = one_per_line(f"""
{PLEASE} [divide|split|share] {{a}} [by|into|among|between] {{b}}{TAIL}
{WHAT} {{a}} [divided by|split by|over|shared by] {{b}}
how many times does {{b}} [go|fit] into {{a}}
[how often|how many times] [does|is] {{b}} [fit in|go in|in|contained in] {{a}}
[what do you get if you|what if i|what happens when you|what comes out if you|if you] divide {{a}} by {{b}}
{{a}} [divided by|over|split into] {{b}}[| is| is what| makes| equals| parts]
{HAD} {{a}} {{thing}} for {{b}} [people|friends|children|colleagues][,|.] how many [each|for each|does each get|per person]
[share|split|divide] {{a}} {{thing}} [among|between|with] {{b}} [people|friends|children|kids][|, how many each|, how many does each get|, what does everyone get]
{{b}} [friends|children|people|kids|pirates] share {{a}} {{thing}}[,|.] how many [each|does each get|for everyone]
{{a}} {{thing}} [go|are packed|fit] into boxes of {{b}}[,|.] how many boxes
{WHAT} the quotient of {{a}} and {{b}}
[how many {{b}}s are in|how many times {{b}} is] {{a}}
""")
SPOKEN: dict[str, list[str]] = {"+": PLUS, "-": MINUS, "×": TIMES, "÷": DIVIDED}

HALF = one_per_line("""
[what is|what's|whats|how much is|tell me|calculate|give me|do you know|] half of {a}
[what is|what's|how much is|] [the half of|one half of|a half of|half] {a}
[halve|please halve|can you halve|cut in half:|divide in two:] {a}
[split|cut|divide] {a} in [half|two|two equal parts|halves]
{a} [halved|cut in half|split in two][| is| is what]
[two of us|me and my friend|two people|my brother and i] share {a}, how [many|much] each
i [ate|spent|lost|sold] half of my {a}, how many [are left|did i eat|is that]
""")
DOUBLE = one_per_line("""
[what is|what's|whats|how much is|tell me|calculate|give me|do you know|] [double|twice|the double of|two times] {b}
[double|please double|can you double|twice] {b}[| please]
{b} [doubled|twice|times two|two times][| is| is what| makes]
[what do you get if you|what if i] double {b}
[what number is|which number is|what is] twice [as big as|as much as|as many as] {b}
i have {b} and my [sister|friend] has twice as many, how many [does she have|is that]
""")
