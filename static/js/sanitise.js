/** The one door by which HTML text becomes nodes. What is not on its list does not pass. */
import DOMPurify from "dompurify";

const TAGS =
  "a blockquote br code del em h3 h4 h5 h6 hr li ol p pre span strong sup table tbody td th thead tr ul";
const ATTRIBUTES = ["align", "class", "href", "start", "title"];
const CLASSES = /^(language-|hljs-|task-|maths-)[\w+#.-]+$/;

// What KaTeX writes of MathML; no style, no address.
const MATHS_TAGS =
  "annotation math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics";
const MATHS_ATTRIBUTES =
  "accent accentunder columnalign columnlines columnspacing display displaystyle encoding fence height linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize notation rowlines rowspacing rspace scriptlevel separator stretchy voffset width";

const purify = DOMPurify(window);

purify.addHook("uponSanitizeAttribute", (_node, data) => {
  // Classes of the page must not be borrowed to dress text up as a button.
  if (data.attrName === "class") {
    data.attrValue = data.attrValue
      .split(/\s+/)
      .filter((name) => CLASSES.test(name) || name === "function_" || name === "class_")
      .join(" ");
  }
});

purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer nofollow");
});

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function toFragment(html) {
  return purify.sanitize(html, {
    ALLOWED_TAGS: TAGS.split(" "),
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i, // nothing relative: no path of this site
    ADD_URI_SAFE_ATTR: ["align", "start"], // else their values are held to be addresses
    RETURN_DOM_FRAGMENT: true,
  });
}

/**
 * @param {string} html a formula as MathML
 * @returns {DocumentFragment}
 */
export function toFormula(html) {
  return purify.sanitize(html, {
    ALLOWED_TAGS: MATHS_TAGS.split(" "),
    ALLOWED_ATTR: MATHS_ATTRIBUTES.split(" "),
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}
