import { gettext } from "./page.js";

/** Replies that come by a request of their own, without the socket: of the page of two sides, and of
 * temporary chats. */

/**
 * @typedef {{text: string, reasoning: string, tokenCount: number | null,
 *   finishReason: string | null}} Part
 */

/** Why there is no answer, or no more of it, in words. */
export class Refusal extends Error {
  /**
   * @param {string} words
   * @param {{retryAfterSeconds?: number, isSignedOut?: boolean}} more
   */
  constructor(words, { retryAfterSeconds = 0, isSignedOut = false } = {}) {
    super(words);
    this.retryAfterSeconds = retryAfterSeconds;
    this.isSignedOut = isSignedOut;
  }
}

/**
 * One answer in parts: many of a stream, one of a whole. Throws Refusal; and what fetch throws when
 * `signal` ends it, which cancels the generation as well.
 * @param {{url: string, token: string, fields: Record<string, string>, isStreamed: boolean,
 *   signal: AbortSignal}} asked fields: of the form
 * @returns {AsyncGenerator<Part>}
 */
export async function* answerTo({ url, token, fields, isStreamed, signal }) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "X-CSRFToken": token,
      Accept: isStreamed ? "text/event-stream" : "application/json",
    },
    body: new URLSearchParams(isStreamed ? { ...fields, stream: "1" } : fields),
    redirect: "manual", // to the sign-in page
    signal,
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  if (isStreamed) yield* streamed(response.body);
  else yield partOf(await response.json(), "message");
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
async function* streamed(body) {
  for await (const data of eventData(body)) {
    if (data === "[DONE]") return;
    const chunk = JSON.parse(data);
    if (chunk.error) throw refusalFrom(chunk.error);
    yield partOf(chunk, "delta");
  }
  throw new Refusal(gettext("The connection was cut before the answer was whole."));
}

/**
 * @param {any} told a completion of OpenAI's API, or a chunk of one
 * @param {"message" | "delta"} place
 * @returns {Part}
 */
function partOf(told, place) {
  const choice = told.choices[0];
  const words = choice?.[place] ?? {};
  return {
    text: words.content ?? "",
    reasoning: words.reasoning_content ?? "",
    tokenCount: told.usage?.completion_tokens ?? null,
    finishReason: choice?.finish_reason ?? null,
  };
}

/** @param {Response} response */
async function refusalOf(response) {
  if (response.type === "opaqueredirect") {
    return new Refusal(gettext("Your session has ended."), { isSignedOut: true });
  }
  const told = await response.json().catch(() => null);
  if (!told?.error) {
    return new Refusal(gettext("The site did not understand this page. Load it again."));
  }
  return refusalFrom(told.error, Number(response.headers.get("Retry-After")));
}

/**
 * @param {{message: string, code: string}} error
 * @param {number} retryAfterSeconds 0: nobody said
 */
function refusalFrom({ message, code }, retryAfterSeconds = 0) {
  return new Refusal(message, { retryAfterSeconds, isSignedOut: code === "signed_out" });
}

/**
 * Server-sent events out of a fetched body: `EventSource` can neither post nor send a header.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<string>} the data of each event, as soon as it is whole
 */
export async function* eventData(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // an event that was cut off is none
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const data = dataOf(block);
        if (data !== null) yield data;
      }
    }
  } finally {
    await reader.cancel(); // who stops listening gives the connection back
  }
}

/**
 * @param {string} block
 * @returns {string | null} `null` for a comment, which only keeps the connection alive
 */
function dataOf(block) {
  const lines = block.split("\n").filter((line) => line.startsWith("data:"));
  return lines.length ? lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n") : null;
}

/**
 * @import { ReplyEvent } from "./events.js"
 * @typedef {{role: "user" | "assistant", content: string, reasoning: string}} Turn
 */

/** The turns of a chat that is in this page alone, and the replies to them. Knows no DOM. */
export class TemporaryTurns {
  /** @type {Turn[]} */
  #turns = [];
  /** @type {AbortController | null} */
  #asking = null;
  #asked;

  /** @param {{url: string, token: string}} asked */
  constructor(asked) {
    this.#asked = asked;
  }

  get isAsking() {
    return this.#asking !== null;
  }

  get isEmpty() {
    return this.#turns.length === 0;
  }

  toJson() {
    return JSON.stringify(this.#turns);
  }

  stop() {
    this.#asking?.abort();
  }

  /** @param {string} text */
  say(text) {
    this.#turns.push({ role: "user", content: text, reasoning: "" });
  }

  /** The last message stays; a reply to it is forgotten. */
  unsay() {
    if (this.#turns.at(-1)?.role === "assistant") this.#turns.pop();
  }

  /**
   * What comes of the reply to the last message, the ending always.
   * @returns {AsyncGenerator<ReplyEvent>}
   */
  async *reply() {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const fields = { messages: this.toJson() };
    /** @type {Turn} */
    const said = { role: "assistant", content: "", reasoning: "" };
    /** @type {ReplyEvent} */
    let ending = { type: "finished", reason: "stop" };
    try {
      const parts = answerTo({ ...this.#asked, fields, isStreamed: true, signal });
      for await (const event of eventsOf(parts)) {
        if (event.type === "text") said.content += event.text;
        if (event.type === "reasoning") said.reasoning += event.text;
        if (event.type === "finished") ending = event;
        else yield event;
      }
    } catch (error) {
      ending = signal.aborted ? { type: "finished", reason: "stopped" } : failed(error);
    } finally {
      if (said.content) this.#turns.push(said);
      this.#asking = null;
    }
    yield ending;
  }
}

/**
 * As the socket tells them.
 * @param {AsyncIterable<Part>} parts
 * @returns {AsyncGenerator<ReplyEvent>}
 */
export async function* eventsOf(parts) {
  let since = 0; // it thinks; below: it has thought
  for await (const { text, reasoning, finishReason } of parts) {
    const now = performance.now();
    if (reasoning) {
      since ||= now;
      yield { type: "reasoning", text: reasoning, token_count: 0 };
    }
    if (text) {
      const thought = since > 0 ? { reasoning_seconds: (now - since) / 1000 } : {};
      yield { type: "text", text, token_count: 0, ...thought };
      since &&= -1;
    }
    if (finishReason) yield { type: "finished", reason: finishReason };
  }
}

/**
 * @param {unknown} error
 * @returns {ReplyEvent}
 */
function failed(error) {
  const words =
    error instanceof Refusal ? error.message : gettext("The connection to the site was lost.");
  return { type: "failed", error_type: "incomplete_generation", message: words };
}
