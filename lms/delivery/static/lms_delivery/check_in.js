// The code is fetched again before it runs out, and with it the list of those who wait.
(() => {
  const EVERY = 5000, STEP = 20_000;
  const root = document.querySelector("[data-check-in]");
  const address = new URL(location.href);
  address.searchParams.set("part", "");
  const part = (from, name) => from.querySelector(`[data-${name}]`);
  const secondsOf = (code) => Number(code.dataset.seconds ?? NaN);
  let timer, endsAt;

  const note = () => { endsAt = performance.now() + secondsOf(part(root, "code")) * 1000; };

  // A list under somebody's finger or focus stays as it is.
  const show = (fresh) => {
    const [code, count, waiting] = ["code", "count", "waiting"].map((name) => part(root, name));
    if (part(fresh, "code").textContent !== code.textContent || part(fresh, "code").querySelector("img")?.src !== code.querySelector("img")?.src) code.replaceChildren(...part(fresh, "code").childNodes);
    if (part(fresh, "code").dataset.seconds) code.dataset.seconds = part(fresh, "code").dataset.seconds;
    else delete code.dataset.seconds;
    if (part(fresh, "count").textContent !== count.textContent) count.textContent = part(fresh, "count").textContent;
    const newer = part(fresh, "waiting");
    if (waiting && newer.dataset.version !== waiting.dataset.version && !waiting.contains(document.activeElement)) waiting.replaceWith(newer);
  };

  const fetchPart = async () => {
    const response = await fetch(address, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(EVERY) });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok || !part(fresh, "code")) throw new Error("not our page");
    return fresh;
  };

  const refresh = async () => {
    clearTimeout(timer);
    let isReached = true;
    try {
      show(await fetchPart());
      note();
    } catch {
      isReached = false;
    }
    part(root, "unreachable").hidden = isReached;
    part(root, "code").hidden = !isReached && performance.now() > endsAt + STEP;
    plan();
  };

  const plan = () => {
    const left = endsAt - performance.now();
    timer = setTimeout(refresh, left > 0 && left < EVERY ? left + 100 : EVERY);
  };

  note();
  plan();
  addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
})();
