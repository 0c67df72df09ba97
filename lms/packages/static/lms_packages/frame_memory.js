/* A frame without an origin has neither storage nor cookies, and asking for them is an
   error there. Packages ask: they get ones that last as long as the page. */
(function () {
  "use strict";
  function memory() {
    var values = new Map();
    return {
      get length() { return values.size; },
      key: function (place) { return Array.from(values.keys())[place] || null; },
      getItem: function (name) { return values.has(String(name)) ? values.get(String(name)) : null; },
      setItem: function (name, value) { values.set(String(name), String(value)); },
      removeItem: function (name) { values.delete(String(name)); },
      clear: function () { values.clear(); }
    };
  }
  ["localStorage", "sessionStorage"].forEach(function (name) {
    try { void window[name]; } catch (error) {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  });
  try { void document.cookie; } catch (error) {
    Object.defineProperty(document, "cookie", { get: function () { return ""; }, set: function () { return; } });
  }
}());
