// Answers for the lessons this phone keeps, where there is no network; the rest is not touched.
// What is kept, and for how long, is the business of reading.js on the page.
const PAGES = "fener-reading-pages";
const FILES = "fener-reading-files";
const SECONDS = 3;
const OF_A_PAGE = ["style", "script", "image", "font"];
// The last page came from the phone: so do its files, without waiting again.
let isWithoutNetwork = false;

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const kept = async (name, url) => (await caches.open(name)).match(url, { ignoreVary: true });
const patience = () => new Promise((_resolve, reject) => setTimeout(reject, SECONDS * 1000));

const page = async (request, address) => {
  const copy = await kept(PAGES, address);
  isWithoutNetwork = false;
  if (!copy) return fetch(request);
  try {
    const answer = await Promise.race([fetch(request), patience()]);
    if ([404, 410].includes(answer.status)) await (await caches.open(PAGES)).delete(address);
    if (answer.status < 500) return answer;
  } catch { /* no network, or hardly any */ }
  isWithoutNetwork = true;
  return copy;
};

const file = async (request) => {
  if (isWithoutNetwork) return (await kept(FILES, request.url)) ?? fetch(request);
  return fetch(request).catch(async () => (await kept(FILES, request.url)) ?? Response.error());
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!url.search) event.respondWith(page(request, url.origin + url.pathname));
  } else if (OF_A_PAGE.includes(request.destination)) {
    event.respondWith(file(request));
  }
});
