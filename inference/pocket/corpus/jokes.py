"""The jokes that Pocket tells. Knows nothing else."""

JOKES = [
    "Why did the developer go broke? Because he used up all his cache.",
    "Why do programmers mix up Halloween and Christmas? Because oct 31 equals dec 25.",
    "Why did the computer go to the doctor? Because it had a virus!",
    "What do you call a bear without teeth? A gummy bear!",
    "Why did the scarecrow win a prize? Because he was outstanding in his field.",
    "How does a penguin build its house? Igloos it together!",
    "Why was the maths book sad? Because it had too many problems.",
    "What do you call a fish without eyes? A fsh.",
    "Why did the bicycle fall over? Because it was two-tired.",
    "How do trees get on the internet? They log in.",
]
