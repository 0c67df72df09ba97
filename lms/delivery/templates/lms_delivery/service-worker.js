// Answers for the roll call alone, from files without names; the rest is not touched.
const CACHE = "fener-roll-call-VERSION";
const SHELLS = {{ shells|safe }};
const ASSETS = {{ assets|safe }};

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // Without cookies: pages in all languages come, and none is the one the person reads.
    await cache.addAll([...ASSETS, ...Object.values(SHELLS)].map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("fener-roll-call-") && name !== CACHE) await caches.delete(name);
    }
    await clients.claim();
  })());
});

const shellOf = async (language) => (await caches.open(CACHE)).match(SHELLS[language]);

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const [, language, page] = url.pathname.match(/^\/([^/]+)\/trainer\/(session\/\d+\/|roll-call\/)?$/) ?? [];
    if (!SHELLS[language] || url.search) return;
    // The day's page is asked for first; a roll call opens from the phone at once.
    event.respondWith(page
      ? shellOf(language).then((shell) => shell ?? fetch(request))
      : fetch(request).catch(async () => (await shellOf(language)) ?? Response.error()));
  } else if (ASSETS.includes(url.pathname)) {
    event.respondWith(caches.open(CACHE).then((cache) => cache.match(url.pathname)).then((kept) => kept ?? fetch(request)));
  }
});
