"""The long fixed texts: a list of tips and an essay. Knows nothing else."""

_HABITS = [
    "Write down the goal before you begin.",
    "Break a large task into small steps.",
    "Do the hardest step first, while you are fresh.",
    "Ask early when something is unclear.",
    "Answer questions in public, so that others can learn too.",
    "Keep meetings short, and leave them with a decision.",
    "Write the decision down, and write down why.",
    "Thank people by name when they help.",
    "Read a message twice before you send it.",
    "Turn off notifications for an hour a day.",
    "Take a break before you are tired.",
    "Drink water, and stand up now and then.",
    "Give feedback on the work, not on the person.",
    "Say what you liked before you say what to change.",
    "Share unfinished work: it is easier to change.",
    "Test the small parts before the whole.",
    "Keep a list of things to improve, and do one each week.",
    "Make a backup, and try to restore it once.",
    "Choose clear names for files and pages.",
    "Delete what nobody needs any more.",
    "Help a new colleague on the first day.",
    "Plan time for things that go wrong.",
    "Finish one thing before you begin the next.",
    "Celebrate when something is done.",
    "Go home on time, and rest well.",
]
TIPS = [
    "Here is a long list of tips:\n\n"
    + "\n".join(f"{place}. {habit}" for place, habit in enumerate(_HABITS, start=1))
]
TEAM_ESSAY = """## Working as a team

A team is more than some people in one room. A group becomes a team when its members share a goal and trust each other to do their part.

**A shared goal.** Good teams can say in one sentence what they want to reach. When everyone knows the goal, many small decisions become easy, because each person can ask: does this bring us nearer?

**Trust.** People who trust each other ask for help early. They say "I do not know" and "I made a mistake" without fear. A problem that is told on Monday is small; the same problem told on Friday is large.

**Clear roles.** Every task needs one person who looks after it. Others may help, but one person knows what comes next. This saves time and avoids the sentence "I thought that you would do it".

**Open talk.** A team needs places to talk: short meetings, written notes, and time for a coffee. What is decided should be written down, so that those who were away can read it.

**Different people.** A team with different people sees more. One person finds new ideas, another sees the risks, and a third brings the work to its end. It takes patience to listen, but the result is better.

**Rest and joy.** Nobody works well without rest. Teams that laugh together and celebrate what they have done stay together longer.

In the end, teamwork is a habit. It grows from many small things done every day: listening, helping, sharing and saying thank you."""
