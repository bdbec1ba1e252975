/** The one door by which HTML text becomes nodes. What is not on its list does not pass. */
import DOMPurify from "dompurify";

const TAGS =
  "a blockquote br code del em h3 h4 h5 h6 hr li ol p pre span strong table tbody td th thead tr ul";
const ATTRIBUTES = ["align", "class", "href", "start", "title"];
const CLASSES = /^(language-|hljs-|task-)[\w+#.-]+$/;

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
