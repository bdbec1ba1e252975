import { need } from "./template.js";

/**
 * Tells, after the site came back in another version than this page is of, that there is a newer
 * page. It is never forced on anybody: reloading keeps drafts, but not the place in the text.
 * @param {string} version of the server; empty where its files are being worked on
 */
export function noticeVersion(version) {
  const banner = need(document, "#version-banner");
  banner.hidden = version === "" || import.meta.url.includes(`/${version}/`);
  need(banner, "[data-reload]", HTMLButtonElement).onclick = () => location.reload();
  need(banner, "[data-later]", HTMLButtonElement).onclick = () => {
    banner.hidden = true;
  };
}
