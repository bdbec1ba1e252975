"""Everyday checklists, steps and advice, each as a short Markdown answer.

Knows a few subjects that a demonstration is likely to be asked for. Knows no site.
"""

from inference.pocket.corpus.conversation import Intent

TIPS = "[tips|advice|some tips|a few tips|ideas|suggestions|hints|some advice|five tips|three tips|best practices|good advice|rules|a list of tips|tricks|any tips|any advice|guidelines|recommendations]"
BETTER = (
    "[better|good|more productive|shorter|effective|great|useful|successful|productive|efficient]"
)
SHOPPING = Intent(
    [
        "[what|which things|what groceries] [do i need|should i get|am i going to need|could i put on my list|shall i bring home|must i not forget] [from|at|in] [the supermarket|the shop|the store|the grocery store|the market|the corner shop][| tonight| tomorrow| for the week| for two people]",
        "[put together|compose|start|help me with|suggest|think of|come up with|type|fill in|begin] [a|my|the] [shopping list|grocery list|list of groceries|list for the supermarket|food list][| for the weekend| for a week| for breakfast| for a family| for a party| for two| as bullets| please]",
        "[i'm|i am|we are|my wife is] going [shopping|to the supermarket|grocery shopping|to the store][, what should i buy|, make me a list|. write a list|, i need a list|. what do we need|, give me a shopping list]",
        "[my fridge is empty|we have nothing to eat|i need food|the fridge is empty][, what should i buy|, make a shopping list|. write me a grocery list|, what do i get at the shop]",
        "[shopping|grocery|groceries|supermarket] [list|checklist|bullets|items][| for a week| for a family| for today|, bulleted|, short]",
        "[<gimme>|write down|plan|draw up] [a|my|the|an example|a small|an example of a] [shopping list|grocery list|groceries list|list of groceries|list for the supermarket|shopping checklist]",
        "[what|which things] [should|do|must|could] i [buy|get|shop for] [at|in|from] [the supermarket|the shop|the store|the grocery store][| today| this week]",
        "[shopping list|grocery list|groceries|things to buy at the supermarket][| please| in markdown| as bullets]",
    ],
    ["- Milk\n- Bread\n- Eggs\n- Apples\n- Rice\n- Coffee"],
)
PACKING = Intent(
    [
        "[what|which things] [do i need|should i not forget|must i take|am i supposed to bring|belongs in my bag|goes in a suitcase|do people pack] [for|on|when i go on|before] [a trip|a weekend away|a holiday|a flight|a business trip|camping|a week at the sea|two days|a journey|a city trip]",
        "[put together|compose|help me with|suggest|make|write|i need|give me|draft] [a|a short|a quick|my] [packing list|packing checklist|travel checklist|list of things to pack|suitcase checklist|luggage list] for [a weekend|a weekend trip|three days|the beach|a business trip|camping|a week away|our holiday|a flight|the mountains|a conference]",
        "[i'm|i am|we are] [travelling|going away|leaving|flying|going on holiday|going camping] [tomorrow|next week|for the weekend|on friday|soon][, what should i pack|, make me a packing list|. what do i take with me|, give me a checklist|. help me pack]",
        "[help me|i have to|i must|how do i] pack [my suitcase|my bag|for a trip|for the weekend|for holidays|for two days]",
        "[<gimme>|write down|plan|draw up] [a|my|the|an example|a short] [packing list|packing checklist|travel checklist|list of things to pack|checklist for travelling|travel list|suitcase list]"
        "[| for a trip| for the holidays| for a weekend| for a business trip| for the beach| for a flight| for camping]",
        "[what|which things] [should|do|must|could] i [pack|bring|take|put in my bag|take with me][| for| on| for] [a trip|a weekend trip|my holiday|a business trip|travel|a journey|the weekend|vacation|a short trip]",
        "[packing list|travel checklist|what to pack|checklist for a trip|trip checklist][| please| for two days]",
    ],
    ["- Passport\n- Phone and charger\n- Clothes\n- Toothbrush\n- Snacks\n- A good book"],
)
TEA = Intent(
    [
        "[numbered|ordered|clear|simple|short] [steps|instructions|list of steps] [to make|for making|to brew|for brewing|for|to prepare] [tea|a cup of tea|green tea|black tea|a pot of tea|a good tea]",
        "[explain|describe|show|teach me|walk me through|write down] [how tea is made|how to make tea|brewing tea|how to brew a cup of tea|making a pot of tea|tea making][| step by step| in steps| in a numbered list| please]",
        "[i want|i'd like|i would love|i feel like having] [a|some|a cup of|a hot] tea[, how do i make it|, what are the steps|. how is it done|, steps please]",
        "<how> [make|brew|prepare|cook|do] [a cup of|a pot of|some|good|a nice cup of|] tea[| step by step| properly| in steps| at home]",
        "[steps|instructions|a guide|the steps|directions|recipe|how-to|explain the steps] [to make|for making|to prepare|for|for preparing] [a cup of tea|tea|good tea|black tea]",
        "[tea recipe|making tea|tea instructions][| please| step by step| numbered]",
    ],
    [
        "1. Boil fresh water.\n2. Put a tea bag in a cup.\n3. Pour in the hot water.\n4. Wait three to five minutes.\n5. Take out the bag and enjoy."
    ],
)
COFFEE = Intent(
    [
        "<how> [make|brew|prepare] [a cup of|a pot of|some|good|] coffee[| step by step| properly| at home]",
        "[steps|instructions|a guide|the steps|numbered steps] [to make|for making|to prepare|for] [a cup of coffee|coffee|good coffee]",
    ],
    [
        "1. Boil fresh water.\n2. Put ground coffee in a filter.\n3. Pour the water over it slowly.\n4. Let it drip, then enjoy."
    ],
)
MEETINGS = Intent(
    [
        "[how can|how could|how do|what makes|what would make|how should] [we|our team|a team|i] [have|hold|run|get|organise|keep] [better|good|shorter|useful|less boring|more productive|efficient] [meetings|team meetings|calls|stand-ups]",
        "[our|my|the|these] [meetings|weekly meetings|team calls|stand-ups] [take too long|lead nowhere|bore everyone|are no fun|have no result|never end][, any advice|, what can we do|. give me some tips|, how do we fix them|. what helps]",
        "[suggestions|advice|tips|ideas|help|rules|some hints] [for|to improve|on|about|to shorten] [our meetings|my next meeting|team meetings|a weekly meeting|meetings|a meeting that works]",
        TIPS
        + " [for|on|about|how to run|to have|to get] "
        + BETTER
        + " [meetings|team meetings|a meeting|video meetings|meetings at work]",
        "<how> [run|have|lead|organise|hold|improve|prepare|make] [a|our|] [|better|good|shorter|productive] [meeting|meetings|team meeting|team meetings]",
        "[our meetings are|meetings are|meetings here are] [too long|boring|bad|a waste of time|not productive][|, what can we do|, any tips|, help]",
        "[what makes|what is] a good meeting",
    ],
    [
        "- Write an agenda and send it before the meeting.\n- Invite only the people who are needed.\n- Begin and end on time.\n- Write down who does what."
    ],
)
FOCUS = Intent(
    [
        TIPS
        + " [for|on|to] [focus|concentrate|focusing|concentrating|being productive|working better|staying focused|productivity|time management|managing my time|studying]",
        "<how> [focus|concentrate|be productive|work better|stay focused|get more done|manage my time|study better|be more productive|avoid distraction][| at work| at home| better]",
        "[i can't|i cannot|it's hard to] [focus|concentrate|get anything done][|, any tips|, help| today]",
    ],
    [
        "- Do one thing at a time.\n- Turn off notifications.\n- Work for 25 minutes, then rest for five.\n- Begin with the hardest task."
    ],
)
SLEEP = Intent(
    [
        TIPS
        + " [for|on|to] [sleep better|better sleep|falling asleep|sleeping well|a good night's sleep|sleeping]",
        "<how> [sleep better|fall asleep|get better sleep|sleep well|fall asleep faster]",
    ],
    [
        "- Go to bed at the same time every day.\n- Put the phone away early.\n- Keep the room dark and cool.\n- Drink no coffee in the evening."
    ],
)
HEALTH = Intent(
    [
        TIPS
        + " [for|on|to] [a healthy life|stay healthy|healthy eating|being healthy|living healthy|get fit|a healthier life|feeling good]",
        "<how> [stay healthy|live healthy|be healthier|eat healthy|get fit|live healthily]",
    ],
    [
        "- Drink enough water.\n- Eat fruit and vegetables.\n- Walk every day.\n- Sleep seven to eight hours."
    ],
)
EMAIL = Intent(
    [
        "[i have to|i must|i need to|i want to|help me|let me|could you] [write|send|draft|compose|answer] [an email|a mail|a message|a short note|a polite email|an e-mail] [to|for] [my boss|a customer|my team|a colleague|my teacher|the office|a client|our partners]",
        "[email|mail|message|letter] [template|draft|example|sample|text][| please| to a customer| to my boss| for work| in formal style]",
        "<canyou> [write|draft|compose|prepare|help me write] [a|an|me a|me an|a polite|a short|a formal] [email|e-mail|mail|email to my boss|letter|email to a customer|message to my team|thank-you note|thank you email|business email]",
        TIPS + " for [writing emails|a good email|better emails|writing a good email]",
    ],
    [
        "**Subject:** A short update\n\nHello,\n\nI wanted to let you know that the work is going well. I will write again on Friday.\n\nBest regards"
    ],
)
REMOTE = Intent(
    [
        "[pros and cons|advantages and disadvantages|arguments for and against|benefits and drawbacks|the good and the bad|upsides and downsides|for and against|pros & cons|plus and minus points] of [remote work|working from home|home office|telework|remote jobs|teleworking|home working]",
        "[list|give me|show me|what are|write|tell me|make a table of|compare] the [pros and cons|advantages and disadvantages|benefits|advantages|drawbacks] of [remote work|working from home|home office|a home office]",
        "[is|why is] [working from home|remote work|home office] [good or bad|a good idea|better than the office|good|bad|worth it]",
        "[remote work|home office|working from home] [pros and cons|pros cons|advantages|yes or no|compared with the office]",
    ],
    [
        "| pros | cons |\n|---|---|\n| no commute | less contact |\n| quiet | home is never far from work |\n| free hours | harder to ask a colleague |"
    ],
)
TODO = Intent(
    [
        "[put together|compose|help me with|suggest|start|think of|type|set up] [a|my|the] [to-do list|todo list|task list|list of tasks|plan for the day|day plan|list of things to do][| for today| for tomorrow| for work| for monday| for the office| please]",
        "[what|which things] [should|must|could|do] i do [today|first today|this morning|at work today|tomorrow][, make a list|, as a list|. give me a plan|, write a to-do list]",
        "[i have|i've got|there is] [so much|a lot|too much|plenty] to do[|, make me a list|. help me plan|, give me a plan for the day|, where do i begin]",
        "[<gimme>|write down|plan|draw up] [a|my|the|an example|a small|a daily] [to-do list|todo list|task list|list of tasks|to do list|todo|plan for the day|day plan|daily schedule|daily plan]",
        "[todo list|to-do list|plan my day|day plan|organise my day|schedule my day][| please| for today| for work| for tomorrow]",
    ],
    [
        "1. Read the messages.\n2. Do the most important task.\n3. Take a break.\n4. Answer the mail.\n5. Plan tomorrow."
    ],
)
ONBOARDING = Intent(
    [
        "[<gimme>|write down|plan|draw up] [a|an|the] [onboarding checklist|checklist for a new colleague|onboarding plan|checklist for new employees|first day checklist|project checklist|project plan|release checklist|launch checklist]",
        "[onboarding checklist|project plan|release checklist|checklist][| please]",
        "[what|which things] must be [ready|done|prepared] for a [new colleague|new employee|project|release|launch]",
    ],
    [
        "1. Write down the goal.\n2. Name one person for each task.\n3. Set a date for each task.\n4. Check the list once a week.\n5. Celebrate when it is done."
    ],
)
LEARN = Intent(
    [
        TIPS
        + " [for|on|to] [learn|learning|learning to program|learn programming|learning python|learn to code|learning a language|learn a language|beginners in programming|a new programmer]",
        "<how> [learn|start|get better at|begin with] [programming|to program|coding|to code|python|a language|a new language|javascript]",
    ],
    [
        "1. Choose one small project.\n2. Practise a little every day.\n3. Read what others wrote.\n4. Ask when you are stuck.\n5. Teach it to someone else."
    ],
)
HOWTOS = [
    SHOPPING, PACKING, TEA, COFFEE, MEETINGS, FOCUS, SLEEP, HEALTH, EMAIL, REMOTE, TODO,
    ONBOARDING, LEARN,
]  # fmt: skip
