"""What tokens, streaming, models and the like are: a short answer, or a long one if asked.

Knows how this site works in general terms. Knows no buttons.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.grammar import expand_any

SHORT_ASKS = [
    "[do you know|can you tell me|could you tell me|i want to know|i'd like to know|tell me|i wonder|please say|would you explain] [what|what exactly] {topic} [is|means|are|is about]",
    "[what|how] [would|do] you [explain|describe|define] {topic}[| to a beginner| to my boss| in one sentence]",
    "{topic}[:|,|?] [what is that|what's that|what does it mean|explain|short explanation|meaning|in a sentence|please explain]",
    "[explain|define|describe] {topic}[| like i'm five| for beginners| in one sentence| in easy words| shortly| in two sentences| simply]",
    "[i keep hearing about|people talk about|i read about|the page mentions|somebody mentioned] {topic}[, what is it|. what does that mean|, can you explain|. please explain]",
    "[meaning of|definition of|short explanation of|question about|a quick word on|something about] {topic}",
    "[i don't get|i never understood|i have no idea about|i'm not sure about|help me understand] {topic}[|, what is it|. can you explain]",
    "[what is|what's|what are|explain|define|tell me about|describe|can you explain|could you explain|what do you mean by|what does it mean,|please explain|i don't understand|tell me what is|what exactly is] {topic}[| to me| please| briefly| in short| in simple words| exactly| here]",
    "[how does|how do] {topic} work[| here| on this site| in short]",
    "what does {topic} [mean|do]",
]
LONG_ASKS = [
    "[explain|describe|write about|tell me about|go into|talk about|can you explain|could you describe|please explain|walk me through|take me through] {topic}[,|] [in depth|in detail|at length|in full|with every step|thoroughly|in a long text|as fully as you can|from the beginning|end to end|very precisely|step after step|with all the technical details]",
    "[i need|i'd love|i want|give me|write|please write|can you give me|could i have|show me] [a long|a detailed|a full|a thorough|an in-depth|a complete|an extensive|a deep] [explanation|description|article|text|lecture|lesson|introduction|report|write-up|overview] [of|about|on] {topic}",
    "{topic}[,|:|] [in depth|in detail|explained at length|a long explanation|the details please|long answer please|everything you know|the full explanation|step by step in detail]",
    "[tell me everything|i want to know everything|teach me everything|all you know|write everything you know|say as much as you can] about {topic}",
    "[how|how exactly] [does|do] {topic} work[?|,|:] [in depth please|explain in detail|a long answer please|i want all the details|give me the long version|at length]",
    "[in depth|in detail|at length|the long version|the full story|a long answer|with all details|thoroughly] [please|, please|if you can|][:|,] [how does {topic} work|what is {topic}|explain {topic}|tell me about {topic}|{topic}]",
    "[i want|i'd like|i need] [to know everything about|the full story of|all the details of|a deep dive into|the long version of] {topic}",
    "[explain|describe|tell me about|write about|teach me about|can you explain|could you explain|please explain|i want to understand|explain to me] {topic} [in detail|in depth|at length|in great detail|thoroughly|step by step|with all details|in a long answer|as long as you can|from start to end|fully|completely]",
    "[give me|write|i want|can i have|i'd like|show me|could you write] [a long|a detailed|an in-depth|a full|a very long|a thorough|a complete] [explanation|description|article|text|essay|answer|account|introduction] [of|about|on|to] {topic}",
    "[in detail|at length|in depth|in great detail|thoroughly|step by step|long answer please], [how does|how do|what is|explain|what about] {topic}[| work]",
    "[how does|how do] {topic} work [in detail|exactly, step by step|in depth|under the hood|from start to finish|in full detail]",
]
STREAMING = "[streaming|token streaming|the streaming of tokens|streaming of replies|how replies stream|the stream of tokens|how words appear one by one|how a reply reaches my browser|how tokens get to the page|streaming here|text streaming|how tokens are streamed to my browser|the way tokens get streamed|how your words get to my screen|how words stream|live streaming of replies|the way replies stream|how text is streamed|how streaming works|word by word output|the typing effect|how a token travels to my screen|how the stream works|how tokens travel|the path of a token|how answers are streamed to me|how the text arrives piece by piece]"
STREAMING_SHORT = "Streaming means that each piece of the reply is sent to your browser as soon as the model has written it, so that you can read along and stop it."
STREAMING_LONG = (
    "## How streaming works\n\nA language model writes one small piece of text at a time. Such a piece is called a token.\n\n"
    "1. **You send a message.** Your browser sends it to the site over a socket that stays open. The site saves it before anything else, so that it cannot be lost.\n"
    "2. **A worker takes it.** The message waits in a queue for a moment until a worker with the model is free. Many replies can be written side by side.\n"
    "3. **The model reads.** It reads the whole conversation at once. This is called prefill, and it decides how long you wait for the first token.\n"
    "4. **The model writes.** It chooses one token after another. This is called decode. Each token depends on all the tokens before it.\n"
    "5. **Each token is numbered.** The worker puts it on a stream with a number: 1, 2, 3 and so on. The numbers show whether something is missing.\n"
    "6. **The site passes it on.** The web server listens to the stream and sends the new text to every open tab that shows this conversation.\n"
    "7. **Your browser shows it.** The page adds the text to the end of the reply, so you can read while the model still writes.\n\n"
    "If the connection breaks, the browser says which number it saw last and gets the rest. If you press **Stop**, the worker ends the reply at once "
    "and the text so far is kept. When the model writes its end token, the reply is finished and saved."
)
MODEL_LONG = (
    "## How a language model works\n\nA language model is a program that guesses how a text goes on.\n\n"
    "1. **Text becomes tokens.** The text is cut into small pieces, and each piece gets a number.\n"
    "2. **Tokens become vectors.** Each number becomes a row of values that the model can calculate with.\n"
    "3. **Layers mix them.** In each layer, attention lets every token look at the tokens before it. Then a small network changes each token by itself.\n"
    "4. **The last layer votes.** Every token of the vocabulary gets a score: how well would it go on from here?\n"
    "5. **One token is chosen.** With a low temperature the best one nearly always wins. With a high temperature others get a chance.\n"
    "6. **It all begins again.** The chosen token is added to the text, and the model guesses the next one, until it writes an end token.\n\n"
    "The values inside the model are called parameters. They are found by training: the model reads much text, guesses each next token, "
    "and is corrected a little each time. A large model has billions of parameters and knows many things. "
    "I have only about three million, and so I know little, but I work in just the same way."
)
TOPICS: list[tuple[str, str, str]] = [
    (STREAMING, STREAMING_SHORT, STREAMING_LONG),
    (
        "[a language model|language models|an llm|llms|a large language model|how you work|how a language model works|a transformer|machine learning|ai|artificial intelligence|a neural network|how llms work|how an ai works|how ai models work|how a chatbot works|generative ai|a chatbot|how models like you work]",
        "A language model is a program that guesses, piece by piece, how a text goes on. It learned this from many texts.",
        MODEL_LONG,
    ),
    ("[a token|tokens|tokenization|a tokenizer|tokenisation]", "A token is a small piece of text, often a part of a word. Models read and write one token at a time.", MODEL_LONG),
    ("[temperature|the temperature|sampling temperature|top_p|top p|sampling|the temperature setting]", "Temperature says how freely the model chooses its next token: low is steady, high is varied.", MODEL_LONG),
    ("[a system prompt|the system prompt|system prompts|a system message]", "A system prompt is a text before the conversation that tells the model how to behave.", ""),
    ("[a prompt|prompts|prompting]", "A prompt is the text that you give to a model to answer.", ""),
    ("[the context length|context|a context window|the context window|context length]", "The context is the text that the model can see at once. Mine holds 2048 tokens.", ""),
    ("[a websocket|websockets|a socket|a web socket]", "A websocket is a connection between browser and server that stays open, so that both can send at any time.", ""),
    ("[an api|apis|a rest api|the openai api]", "An API is a way for programs to talk to each other. This site offers one under `/v1`.", ""),
    ("[a gpu|gpus|a worker|the workers]", "A worker is a process that runs the model. A GPU is a chip that makes it fast.", ""),
    ("[a queue|the queue|why i have to wait|the waiting line]", "When many people ask at once, replies wait in a queue for a moment until the model is free.", ""),
]  # fmt: skip


SHORT_WEIGHTS = [2, *[1] * (len(TOPICS) - 1)]
LONG_WEIGHTS = [4, 3, 1, 1]  # the first topics are told at length too


def make(rng: Random) -> Conversation:
    long = rng.random() < 0.35
    topics, weights = (TOPICS[:4], LONG_WEIGHTS) if long else (TOPICS, SHORT_WEIGHTS)
    names, short, in_detail = rng.choices(topics, weights)[0]
    topic = expand_any([names], rng)
    question = expand_any(LONG_ASKS if long else SHORT_ASKS, rng, topic=topic)
    return [asked(question, rng), answered(in_detail if long else short)]
