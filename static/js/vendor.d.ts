declare module "@highlightjs/cdn-assets/es/core.min.js" {
  export { default } from "highlight.js";
}
