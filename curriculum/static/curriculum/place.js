// Whoever changes the language goes on where they were: a page has the same parts in the
// same order in every language. The place is the last one at which the reader stayed; the
// links to the languages are at the head of the page, so the way there is no place.
(() => {
  const KEY = "fener-place";
  const PARTS = "main article > *, main [data-question]";
  const LINE = 80;        // px below the upper edge; what lies on it is being read
  const STAY = 700;
  const SOON = 60000;
  const parts = () => [...document.querySelectorAll(PARTS)];
  const links = document.querySelector("a[hreflang]");
  let place = null;
  let timer = 0;

  const look = () => {
    if (!links || links.getBoundingClientRect().bottom > 0) return;
    const all = parts();
    const at = all.findIndex((part) => part.getBoundingClientRect().bottom > LINE);
    if (at < 0) return;
    const box = all[at].getBoundingClientRect();
    document.body.dataset.place = at;
    place = { at, of: all.length, deep: (LINE - box.top) / box.height };
  };
  addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(look, STAY); }, { passive: true });

  addEventListener("click", (event) => {
    if (!event.target.closest?.("a[hreflang]") || !place) return;
    try { sessionStorage.setItem(KEY, JSON.stringify({ ...place, when: Date.now() })); } catch { /* then the page begins at its head */ }
  });

  const goOn = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* nothing was kept */ }
    const all = parts();
    if (!kept || Date.now() - kept.when > SOON || kept.of !== all.length || location.hash) return;
    const box = all[kept.at].getBoundingClientRect();
    scrollTo({ top: scrollY + box.top + kept.deep * box.height - LINE, behavior: "instant" });
  };
  if (document.readyState === "complete") goOn();
  else addEventListener("load", goOn);
})();
