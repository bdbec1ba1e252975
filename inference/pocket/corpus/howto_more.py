"""More everyday steps, plans, comparisons and pieces of formatting, as short Markdown answers.

Knows a few subjects that a demonstration is likely to be asked for. Knows no site.
"""

from inference.pocket.corpus.conversation import Intent
from inference.pocket.corpus.howto import TIPS

STEPS = "[steps|the steps|numbered steps|instructions|a guide|a step by step guide|step by step|a short guide|the procedure|step-by-step instructions|a numbered list of steps|some steps]"


def steps(do: str, doing: str) -> list[str]:
    """Ways to ask for the steps of what one wants to `do`."""
    return [
        f"<how> {do}[| step by step| in steps| with numbered steps| in five steps| as a list]",
        f"[<gimme>|list|write down|number|what are|explain] {STEPS} [for {doing}|to {do}]",
        f"{STEPS} [for {doing}|to {do}][| please| in markdown|, numbered]",
        f"{doing}[,|:] [step by step|in steps|numbered steps please|as numbered steps|steps|a short guide]",
        f"[explain|describe|show me|tell me|walk me through|teach me] [how to {do}|{doing}][| step by step| in a numbered list| please]",
        f"[what do i do first|what comes first|in which order do i go|what are the steps] when i {do}",
    ]


def versus(things: str) -> list[str]:
    """Ways to ask for a comparison of two `things`, in a table."""
    return [
        f"[compare|please compare|can you compare|could you compare|i want to compare|help me compare] {things}[| in a table| please| side by side| for me| as a markdown table]",
        f"[<gimme>|draw|show us] [a comparison|a table comparing|a comparison table|a comparison table of|a table that compares|a side by side table|a short comparison] [of|] {things}",
        f"{things}[:|,] [a comparison|comparison table|compare them|in a table please|table|pros and cons|side by side]",
    ]


def for_and_against(thing: str) -> list[str]:
    """Ways to ask what speaks for and against a `thing`."""
    return [
        f"[pros and cons|advantages and disadvantages|arguments for and against|benefits and drawbacks|the good and the bad|upsides and downsides|pros & cons|plus and minus points|pros/cons|strengths and weaknesses] [of|for] {thing}[| please| in a table| as a table]",
        f"[list|give me|show me|what are|write|tell me|make a table of|table of|can you list|i need] [the|some|a few|] [pros and cons|advantages and disadvantages|benefits and drawbacks|advantages|disadvantages|arguments for and against] of {thing}",
        f"[what speaks for and against|what is good and bad about|weigh the pros and cons of|what are the ups and downs of] {thing}",
        f"{thing}[:|,] [pros and cons|pro and contra|for and against|advantages and disadvantages|good and bad sides]",
    ]


PLACES_TO_WORK = "[remote work|working from home|home office|working remotely|a remote job|telework|working at home|hybrid work|remote teams|distance work]"
MORE_HOWTOS = [
    Intent(
        for_and_against(PLACES_TO_WORK)
        + versus("[remote work and office work|home office and office|working at home and in the office|office vs home office]"),
        [
            "| pros | cons |\n|---|---|\n| no commute | less contact |\n| quiet | home is never far from work |\n| free hours | harder to ask a colleague |"
        ],
    ),
    Intent(
        for_and_against("[a car|cars|owning a car|driving to work|having a car|a car in the city]"),
        ["| pros | cons |\n|---|---|\n| fast | costs money |\n| dry in the rain | needs a place to park |\n| room for bags | bad for the air |"],
        weight=0.5,
    ),
    Intent(
        for_and_against("[a bike|cycling|cycling to work|riding a bike|bikes|going by bicycle]"),
        ["| pros | cons |\n|---|---|\n| cheap | wet in the rain |\n| healthy | slow on long ways |\n| easy to park | little room for bags |"],
        weight=0.5,
    ),
    Intent(
        for_and_against("[online meetings|video calls|video meetings|meetings online|virtual meetings]"),
        ["| pros | cons |\n|---|---|\n| no travel | less contact |\n| easy to join | tiring for the eyes |\n| can be recorded | technical trouble |"],
        weight=0.5,
    ),
    Intent(
        for_and_against("[living in a city|city life|life in the city|a big city|moving to a city|living in the country]"),
        ["| pros | cons |\n|---|---|\n| many jobs | high rents |\n| short ways | noise |\n| much to do | little green |"],
        weight=0.5,
    ),
    Intent(
        for_and_against("[social media|social networks|having a smartphone|smartphones|mobile phones|a smartphone]"),
        ["| pros | cons |\n|---|---|\n| contact with friends | takes much time |\n| quick news | false news |\n| fun | little privacy |"],
        weight=0.5,
    ),
    Intent(
        for_and_against("[open source|free software|open source software|self-hosting|hosting it ourselves]"),
        ["| pros | cons |\n|---|---|\n| free to use | needs some care |\n| open to read | help may be slow |\n| your data stays yours | updates are your job |"],
        weight=0.5,
    ),
    Intent(
        versus("[cats and dogs|a cat and a dog|dogs and cats|cats vs dogs|cat vs dog|dogs versus cats]"),
        ["| | cat | dog |\n|---|---|---|\n| walks | alone | with you |\n| sound | meow | woof |\n| needs | a quiet place | much company |"],
        weight=0.7,
    ),
    Intent(
        versus("[tea and coffee|coffee and tea|tea vs coffee|coffee versus tea|coffee vs tea]"),
        ["| | tea | coffee |\n|---|---|---|\n| made from | leaves | beans |\n| caffeine | little | much |\n| taste | mild | strong |"],
        weight=0.7,
    ),
    Intent(
        versus("[python and javascript|javascript and python|python vs javascript|js vs python|python versus js]"),
        ["| | Python | JavaScript |\n|---|---|---|\n| runs in | a terminal | the browser |\n| blocks | indented | in braces |\n| good for | data | web pages |"],
        weight=0.7,
    ),
    Intent(
        versus("[email and chat|chat and email|email vs chat|mail and messenger|e-mail and chat]"),
        ["| | email | chat |\n|---|---|---|\n| speed | slow | fast |\n| length | long | short |\n| good for | decisions | questions |"],
        weight=0.7,
    ),
    Intent(
        steps("[make a sandwich|prepare a sandwich|make a cheese sandwich|make toast]", "[making a sandwich|a sandwich|a cheese sandwich|toast]"),
        ["1. Take two slices of bread.\n2. Spread butter on them.\n3. Add cheese and tomato.\n4. Put the slices together.\n5. Cut it in half and enjoy."],
        weight=0.7,
    ),
    Intent(
        steps("[brush my teeth|brush teeth|wash my hands|wash hands properly|clean my hands]", "[brushing teeth|washing hands|washing my hands|clean hands]"),
        ["1. Turn on the water.\n2. Take a little soap or toothpaste.\n3. Clean every side for a minute or two.\n4. Rinse with water.\n5. Dry off."],
        weight=0.5,
    ),
    Intent(
        [
            *steps("[plan a party|plan a birthday party|organise a party|prepare a team event|plan an event]", "[planning a party|a birthday party|organising an event|a team event|party planning]"),
            "[<gimme>|draw up] [a party plan|a party checklist|a birthday checklist|a checklist for a party|an event checklist|a plan for a party]",
        ],
        ["1. Choose a date and a place.\n2. Invite the guests.\n3. Plan food and drinks.\n4. Choose music and games.\n5. Tidy up and enjoy the day."],
        weight=0.8,
    ),
    Intent(
        [
            *steps("[give a presentation|prepare a presentation|give a talk|prepare a talk|make good slides|speak in public]", "[a presentation|a good talk|preparing a presentation|giving a talk|good slides]"),
            TIPS + " for [a presentation|presentations|a good talk|giving a talk|public speaking|my talk tomorrow|good slides]",
        ],
        ["1. Know what the listeners need.\n2. Say the main point first.\n3. Use few words on each slide.\n4. Practise aloud twice.\n5. Leave time for questions."],
        weight=0.8,
    ),
    Intent(
        [
            *steps("[prepare for a job interview|do well in a job interview|prepare an interview|get ready for an interview]", "[a job interview|preparing for an interview|interview preparation]"),
            TIPS + " for [a job interview|job interviews|an interview|my interview tomorrow|applying for a job]",
        ],
        ["- Read about the company.\n- Prepare three examples of your work.\n- Come a little early.\n- Ask questions of your own.\n- Say thank you afterwards."],
        weight=0.8,
    ),
    Intent(
        [
            *steps("[clean my room|tidy up|clean the kitchen|tidy my desk|clean the office|tidy a room]", "[cleaning my room|tidying up|cleaning the kitchen|tidying a desk]"),
            "[<gimme>|draw up] [a cleaning list|a cleaning checklist|a cleaning plan|a list of chores|a chore list|chores for the week]",
        ],
        ["- Open the window.\n- Put things back in their place.\n- Throw away rubbish.\n- Wipe the table.\n- Clean the floor."],
        weight=0.8,
    ),
    Intent(
        [
            "[<gimme>|draw up|plan] [a weekly plan|a plan for the week|a week plan|a weekly schedule|a timetable|a study plan|a workout plan|a training plan|a schedule for the week|a weekly timetable|a fitness plan]"
            "[| in a table| as a table| please| for a beginner]",
            "[weekly plan|week schedule|timetable|workout plan|study plan|training plan|plan my week][| please| in a table| as a table]",
        ],
        ["| day | plan |\n|---|---|\n| Monday | begin slowly |\n| Tuesday | learn something new |\n| Wednesday | go for a walk |\n| Thursday | practise |\n| Friday | look back |"],
        weight=0.8,
    ),
    Intent(
        [
            "[<gimme>|draw up|write down] [an agenda|a meeting agenda|an agenda for a meeting|meeting notes|a template for meeting notes|minutes of a meeting|an agenda for our team meeting|a protocol for a meeting]",
            "[agenda|meeting agenda|meeting notes|meeting minutes|agenda template][| please| for a team meeting| for tomorrow| in markdown]",
        ],
        ["## Agenda\n\n1. Welcome\n2. News since last time\n3. Open questions\n4. Decisions\n5. Who does what until when"],
        weight=0.8,
    ),
    Intent(
        [
            "[<gimme>|draw|show us] [a budget|a budget table|a household budget|a monthly budget|a price list|a table of prices|a table with prices|an expenses table|a table of costs|a menu with prices]"
            "[| in markdown| please| as a table]",
            "[budget|price list|budget table|expenses|menu with prices][| please| as a table| in a table]",
        ],
        ["| item | price |\n|---|---|\n| rent | 700 |\n| food | 250 |\n| travel | 60 |\n| fun | 90 |"],
        weight=0.6,
    ),
    Intent(
        [
            "[write|say|show|put|print|can you write|could you write|give me|type|please write] [something|a word|this|hello|a sentence|some text|the word hello|a text] [in bold|bold|in bold letters|in bold text|in strong letters|bolded]",
            "[how do i|how to|how can i|can i|can you|how does one] [make|write|get|do|format] [text bold|bold text|bold|something bold|a word bold|words bold|italic text|text italic][| in markdown| here| with markdown]",
            "[bold|bold text|make it bold|bold please|italic|italics|bold and italic][| in markdown| please| example]",
        ],
        ["Like this: **bold** with two stars around the word, and *italic* with one."],
    ),
    Intent(
        [
            "[write|show|give me|make|can you make|how do i write|how do i make|i need|insert|use] [a heading|headings|a title|a headline|a header|some headings|a heading and a list|headings in markdown|a document with headings]",
            "[headings|markdown heading|heading example|headers][| please| in markdown]",
        ],
        ["## A heading\n\nSome text below it.\n\n### A smaller heading\n\n- and\n- a list"],
        weight=0.7,
    ),
    Intent(
        [
            "[show|write|give me|make|can you make|how do i write|i need|insert] [a quote|a block quote|a quotation|a link in markdown|a markdown link|inline code|a quote in markdown]",
            "[blockquote|markdown link|markdown quote|inline code][| please| in markdown| example]",
        ],
        ["> A quote begins with this sign.\n\nCode stands in `backticks`, and a link is a text in square brackets before an address in round ones."],
        weight=0.6,
    ),
    Intent(
        [
            TIPS + " [for|on|to] [save money|saving money|saving energy|save energy|save water|saving time|save time|spending less]",
            "<how> [save money|save energy|spend less|save time|save water]",
        ],
        ["- Write down what you use.\n- Turn off what you don't need.\n- Make a plan before you buy.\n- Repair things instead of buying new ones."],
        weight=0.6,
    ),
    Intent(
        [
            TIPS + " [for|on|to] [handle stress|reduce stress|stress|less stress|relaxing|relax|calm down|staying calm|a stressful day]",
            "<how> [reduce stress|handle stress|relax|calm down|relax after work|stay calm]",
        ],
        ["- Breathe slowly for a minute.\n- Go for a short walk.\n- Do one thing at a time.\n- Talk to somebody you trust."],
        weight=0.6,
    ),
    Intent(
        [
            TIPS + " [for|on|to] [write better|writing|good writing|writing a report|write a report|writing clearly|clear writing|a good text]",
            "<how> [write better|write clearly|write a report|write a good text|improve my writing]",
        ],
        ["- Say the main point first.\n- Use short sentences.\n- Choose plain words.\n- Read it aloud.\n- Cut what nobody needs."],
        weight=0.6,
    ),
]  # fmt: skip
