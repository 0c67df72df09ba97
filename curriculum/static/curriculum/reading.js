// A lesson that was opened stays on the phone as every visitor sees it: nothing kept is anybody's.
(() => {
  const PAGES = "fener-reading-pages";
  const FILES = "fener-reading-files";
  const MOST_PAGES = 60;
  const AT = "x-kept-at";
  const NEEDS = "x-kept-files";
  const line = document.querySelector("[data-reading]");

  const absolute = (address) => new URL(address, location).href;
  const page = absolute(line.dataset.reading);
  const modules = new URL("..", absolute(line.dataset.module));
  const isCopy = () => !line.querySelector("[data-copy]").hidden;

  // A preview shows the page at another address; the root belongs to another worker.
  const canKeep = () => page === location.href.split("#")[0] && modules.pathname !== "/"
    && navigator.serviceWorker && navigator.locks && globalThis.caches;

  const worker = async () => {
    const found = await navigator.serviceWorker.register(line.dataset.worker, { scope: modules.pathname });
    const one = found.active ?? found.waiting ?? found.installing;
    if (one.state === "activated") return;
    await new Promise((resolve) => {
      one.addEventListener("statechange", () => one.state === "activated" && resolve());
    });
  };

  // Pictures are kept in one size.
  const filesOf = (seen) => {
    for (const one of seen.querySelectorAll("picture source")) one.remove();
    for (const one of seen.querySelectorAll("img[srcset]")) one.removeAttribute("srcset");
    const named = [...seen.querySelectorAll("link[rel~=stylesheet][href], script[src], img[src], use[href]")];
    const all = named.map((one) => absolute(one.getAttribute("src") ?? one.getAttribute("href")).split("#")[0]);
    return [...new Set(all)].filter((url) => new URL(url).origin === location.origin && url !== page);
  };

  const keepFiles = async (files) => {
    const cache = await caches.open(FILES);
    await Promise.all(files.map(async (url) => {
      const answer = await fetch(url, { credentials: "omit", cache: "force-cache" });
      if (answer.ok && !answer.redirected) await cache.put(url, answer);
    }));
  };

  const copyOf = (seen) => {
    const place = seen.querySelector("[data-reading]");
    place.querySelector("[data-copy]").hidden = false;
    seen.querySelector("h1")?.after(place);
    return `<!doctype html>\n${seen.documentElement.outerHTML}`;
  };

  const keep = async () => {
    const pages = await caches.open(PAGES);
    const answer = await fetch(page, { credentials: "omit", cache: "no-store" });
    if (answer.status >= 500) return false;
    const seen = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || answer.redirected || !seen.querySelector("[data-reading]")) {
      await pages.delete(page);
      return false;
    }
    const files = filesOf(seen);
    await keepFiles(files);
    const headers = new Headers(answer.headers);
    for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
    headers.set(AT, Date.now());
    headers.set(NEEDS, JSON.stringify(files));
    await pages.put(page, new Response(copyOf(seen), { headers }));
    return true;
  };

  const letTheOldestGo = async () => {
    const pages = await caches.open(PAGES);
    const files = await caches.open(FILES);
    const all = await Promise.all((await pages.keys()).map(async ({ url }) => {
      const { headers } = await pages.match(url);
      return { url, at: Number(headers.get(AT)), needs: JSON.parse(headers.get(NEEDS)) };
    }));
    all.sort((one, other) => other.at - one.at);
    for (const { url } of all.slice(MOST_PAGES)) await pages.delete(url);
    const needed = new Set(all.slice(0, MOST_PAGES).flatMap(({ needs }) => needs));
    for (const { url } of await files.keys()) if (!needed.has(url)) await files.delete(url);
  };

  const start = async () => {
    await worker();
    const isKept = await navigator.locks.request("fener-reading", async () => {
      const is = await keep();
      await letTheOldestGo();
      return is;
    });
    if (!isCopy()) line.querySelector("[data-kept]").hidden = !isKept;
  };

  // Nothing is lost where it cannot be kept: the page is read as before.
  const quietly = () => { if (canKeep()) start().catch(() => {}); };
  if (document.readyState === "complete") quietly();
  else addEventListener("load", quietly);
})();
